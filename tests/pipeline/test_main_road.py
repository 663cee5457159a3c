"""From raw bytes to a sent reply, on the real store with the real content; only the network is scripted."""

import asyncio
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from bot.errors import Conflict, InvalidInput
from bot.lifecycle import RequestState, Status
from bot.model import Kind, Outcome
from bot.pipeline import deliver, digest, prepare, review, upkeep
from bot.pipeline.desk import Desk
from tests.mail import failure_reports
from tests.pipeline.desks import Clockwork, ScriptedTransport, eml, fetched, open_test_desk


async def received(desk: Desk, raw: bytes, uid: int = 1) -> int:
    """Take a mail in and prepare it."""
    message_id = await desk.store.receive(desk.settings.mailbox_address, fetched(raw, uid), desk.now)
    assert message_id is not None
    await prepare.prepare_received(desk)
    return message_id


async def approved(desk: Desk, raw: bytes, uid: int = 1) -> int:
    """The same, and approve its draft."""
    message_id = await received(desk, raw, uid)
    message = await desk.store.message(message_id)
    await review.approve(desk, message_id, message.draft_version, "lotte")
    return message_id


async def test_a_request_becomes_a_draft_and_an_open_request(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        message = await desk.store.message(await received(desk, eml()))
        assert message.status is Status.AWAITING_REVIEW
        assert message.kind is Kind.VERZOEK
        draft = await desk.store.draft(message.id)
        assert draft is not None
        assert "Hanneke" in draft.draft.text
        (request,) = await desk.store.open_requests()
        assert (request.service, request.act, request.municipalities) == ("leerkring", "aanmelden", ("Bronckhorst",))
        assert request.due_on.isoformat() == "2026-11-30"


async def test_the_approved_reply_goes_out_once_and_threads(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        transport = ScriptedTransport()
        message_id = await approved(desk, eml(4, References="<0@gemeente.example>"))
        assert await deliver.deliver_due(desk, transport) == 1
        assert await deliver.deliver_due(desk, transport) == 0
        assert (await desk.store.message(message_id)).status is Status.SENT
        (outgoing,) = transport.taken
        reply = message_from_bytes(outgoing.raw, policy=default)
        assert reply["In-Reply-To"] == "<4@gemeente.example>"
        assert reply["References"] == "<0@gemeente.example> <4@gemeente.example>"
        assert reply["To"] == "Hanneke Wolters <h.wolters@bronckhorst.nl>"
        assert outgoing.rcpt_to == ("h.wolters@bronckhorst.nl",)
        assert {part.get_content_type() for part in reply.walk()} >= {"text/plain", "text/html"}


async def test_the_request_stays_open_after_the_reply_and_stands_in_the_digest(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        await approved(desk, eml())
        await deliver.deliver_due(desk, ScriptedTransport())
        made = await digest.build(desk)
        assert [item.request.state for item in made.requests] == [RequestState.OPEN]
        assert made.requests[0].municipality == "Bronckhorst"


async def test_the_approved_bytes_are_the_bytes_that_are_sent(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        message = await desk.store.message(await received(desk, eml()))
        frozen = await review.approve(desk, message.id, message.draft_version, "lotte")
        transport = ScriptedTransport([Outcome.DEFERRED])
        await deliver.deliver_due(desk, transport)
        assert isinstance(desk.clock, Clockwork)
        desk.clock.move(hours=1)
        await deliver.deliver_due(desk, transport)
        assert [outgoing.raw for outgoing in transport.taken] == [frozen.raw]


async def test_two_reviewers_approve_at_once_and_one_mail_goes_out(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        message = await desk.store.message(await received(desk, eml()))
        outcomes = await asyncio.gather(
            review.approve(desk, message.id, message.draft_version, "lotte"),
            review.approve(desk, message.id, message.draft_version, "samir"),
            return_exceptions=True,
        )
        assert sorted(isinstance(outcome, Conflict) for outcome in outcomes) == [False, True]
        transport = ScriptedTransport()
        await asyncio.gather(deliver.deliver_due(desk, transport), deliver.deliver_due(desk, transport))
        assert len(transport.taken) == 1


async def test_approving_an_old_version_is_a_conflict(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        message = await desk.store.message(await received(desk, eml()))
        await review.edit(desk, message.id, message.draft_version, "Re: iets", "Beste Hanneke,\n\nAnders.", "samir")
        with pytest.raises(Conflict):
            await review.approve(desk, message.id, message.draft_version, "lotte")


async def test_an_approval_can_be_recalled_within_the_undo_time(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        message_id = await approved(desk, eml())
        await review.recall(desk, message_id, "lotte")
        transport = ScriptedTransport()
        assert await deliver.deliver_due(desk, transport) == 0
        assert (await desk.store.message(message_id)).status is Status.AWAITING_REVIEW
        assert transport.taken == []


async def test_a_lost_line_is_a_doubt_that_only_a_person_settles(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        transport = ScriptedTransport([Outcome.LOST])
        message_id = await approved(desk, eml())
        await deliver.deliver_due(desk, transport)
        assert isinstance(desk.clock, Clockwork)
        desk.clock.move(days=3)
        await upkeep.sweep(desk)
        assert await deliver.deliver_due(desk, transport) == 0
        assert (await desk.store.message(message_id)).status is Status.UNCONFIRMED
        doubt = await review.evidence(desk, message_id)
        assert [attempt.outcome for attempt in doubt.attempts] == [Outcome.LOST]
        await review.resolve(desk, message_id, arrived=True, actor="lotte")
        assert (await desk.store.message(message_id)).status is Status.SENT
        assert len(transport.taken) == 1


async def test_a_doubt_that_did_not_arrive_is_reviewed_and_approved_anew(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        transport = ScriptedTransport([Outcome.LOST])
        message_id = await approved(desk, eml())
        await deliver.deliver_due(desk, transport)
        await review.resolve(desk, message_id, arrived=False, actor="lotte")
        message = await desk.store.message(message_id)
        assert message.status is Status.AWAITING_REVIEW
        await review.approve(desk, message_id, message.draft_version, "lotte")
        await deliver.deliver_due(desk, transport)
        first, second = transport.taken
        assert first.rfc_message_id != second.rfc_message_id


async def test_a_claim_whose_lease_ran_out_is_a_doubt(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        message_id = await approved(desk, eml())
        assert isinstance(desk.clock, Clockwork)
        lease = desk.now.replace(hour=9, minute=10)
        await desk.store.claim(message_id, lease, "verzender", desk.now)
        assert await deliver.expire_claims(desk) == 0
        desk.clock.move(minutes=11)
        assert await deliver.expire_claims(desk) == 1
        assert (await desk.store.message(message_id)).status is Status.UNCONFIRMED


async def test_a_refusal_for_good_waits_for_a_reviewer(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        message_id = await approved(desk, eml())
        await deliver.deliver_due(desk, ScriptedTransport([Outcome.REFUSED]))
        assert (await desk.store.message(message_id)).status is Status.UNDELIVERABLE


async def test_refusals_for_now_end_after_the_attempts_of_the_settings(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        message_id = await approved(desk, eml())
        transport = ScriptedTransport([Outcome.DEFERRED] * 50)
        assert isinstance(desk.clock, Clockwork)
        for _ in range(desk.settings.max_attempts):
            desk.clock.move(hours=5)
            await deliver.deliver_due(desk, transport)
        assert (await desk.store.message(message_id)).status is Status.UNDELIVERABLE
        assert len(await desk.store.attempts(message_id)) == desk.settings.max_attempts


async def test_an_automatic_answer_is_put_aside_with_its_reason(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        raw = eml(subject="Automatisch antwoord: leerkring", text="Ik ben afwezig.", Auto_Submitted="auto-replied")
        message = await desk.store.message(await received(desk, raw))
        assert message.status is Status.IGNORED
        assert await desk.store.draft(message.id) is None
        assert any(event.note for event in await desk.store.history(message.thread_id))


@pytest.mark.parametrize("report", failure_reports.DIALECTS)
async def test_a_bounce_is_tied_to_the_reply_that_failed(tmp_path: Path, report: Callable[[str, str], bytes]) -> None:
    async with open_test_desk(tmp_path) as desk:
        transport = ScriptedTransport()
        message = await desk.store.message(await approved(desk, eml()))
        await deliver.deliver_due(desk, transport)
        (taken,) = transport.taken
        failure = await received(desk, report(taken.rfc_message_id, taken.rcpt_to[0]), uid=2)
        assert (await desk.store.message(message.id)).status is Status.BOUNCED
        kept = await desk.store.message(failure)
        assert (kept.status, kept.thread_id) == (Status.IGNORED, message.thread_id)


async def test_an_answer_to_our_reply_joins_its_thread_and_opens_nothing_twice(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        transport = ScriptedTransport()
        first = await desk.store.message(await approved(desk, eml(1)))
        await deliver.deliver_due(desk, transport)
        follow_up = eml(2, subject="Re: Meedoen met een leerkring", In_Reply_To=transport.taken[0].rfc_message_id)
        second = await desk.store.message(await received(desk, follow_up, uid=2))
        assert second.thread_id == first.thread_id
        assert len(await desk.store.open_requests()) == 1


async def test_the_same_subject_alone_never_joins_two_mails(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        first = await desk.store.message(await received(desk, eml(1)))
        other = eml(2, sender="Piet <p@zeist.nl>", subject="Re: Meedoen met een leerkring")
        second = await desk.store.message(await received(desk, other, uid=2))
        assert first.thread_id != second.thread_id


async def test_the_digest_goes_out_once_a_week_and_is_caught_up(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        assert isinstance(desk.clock, Clockwork)
        desk.clock.move(days=2)  # the service was down on Monday
        assert await digest.send_digest(desk) == 1
        assert await digest.send_digest(desk) == 0
        transport = ScriptedTransport()
        await deliver.deliver_due(desk, transport)
        (outgoing,) = transport.taken
        mail = message_from_bytes(outgoing.raw, policy=default)
        assert mail["Auto-Submitted"] == "auto-generated"
        assert outgoing.rcpt_to == ("team@vng.nl",)
        desk.clock.move(days=5)  # Monday of the next week
        assert await digest.send_digest(desk) == 1


async def test_a_chat_hand_over_becomes_a_request_in_the_same_queue(tmp_path: Path) -> None:
    from bot.model import Address  # noqa: PLC0415

    async with open_test_desk(tmp_path) as desk:
        message_id = await desk.store.receive_chat(
            "Wij willen met onze gemeente meedoen aan een intervisitatie over kernendemocratie.",
            Address("Ans de Boer", "a.deboer@zeist.nl"),
            desk.now,
        )
        await prepare.prepare_received(desk)
        message = await desk.store.message(message_id)
        assert message.status is Status.AWAITING_REVIEW
        assert message.reply_address == Address("Ans de Boer", "a.deboer@zeist.nl")
        (request,) = await desk.store.open_requests()
        assert (request.service, request.act) == ("intervisitatie", "aanmelden")


async def test_an_empty_answer_is_refused_with_a_word_of_what_to_do(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        message = await desk.store.message(await received(desk, eml()))
        with pytest.raises(InvalidInput, match="leeg"):
            await review.edit(desk, message.id, message.draft_version, "Re: iets", "  ", "lotte")


async def test_a_correction_drafts_anew_and_replaces_the_open_requests(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        message = await desk.store.message(await received(desk, eml()))
        await review.correct(desk, message.id, review.Labels([("theater", "informatie")], ["Zutphen"]), "lotte")
        (request,) = await desk.store.open_requests()
        assert (request.service, request.act, request.municipalities) == ("theater", "informatie", ("Zutphen",))
        corrected = await desk.store.message(message.id)
        assert corrected.draft_version > message.draft_version


async def test_a_correction_buys_no_time(tmp_path: Path) -> None:
    """The due date counts from the day on which the municipality asked."""
    async with open_test_desk(tmp_path) as desk:
        message = await desk.store.message(await received(desk, eml()))
        assert isinstance(desk.clock, Clockwork)
        desk.clock.move(days=4)
        await review.correct(desk, message.id, review.Labels([("theater", "informatie")], []), "lotte")
        (request,) = await desk.store.open_requests()
        assert request.due_on.isoformat() == "2026-11-30"


async def test_a_mail_from_before_the_start_date_is_not_answered(tmp_path: Path) -> None:
    from bot.settings import load  # noqa: PLC0415

    settings = load({"THORBECKE_DATA_DIR": str(tmp_path), "THORBECKE_START_DATE": "2026-12-01"})
    async with open_test_desk(tmp_path, settings=settings) as desk:
        message = await desk.store.message(await received(desk, eml()))
        assert message.status is Status.IGNORED
        assert await desk.store.open_requests() == ()
