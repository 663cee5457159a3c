"""Which conversation a mail belongs to: who got a mail of ours, who takes part, and how long it is ago."""

from pathlib import Path

import pytest

from bot.lifecycle import RequestState, Status
from bot.model import FetchedMail, Located, MessageRow, SentMail
from bot.pipeline import deliver, prepare, review
from bot.pipeline.desk import Desk
from bot.pipeline.ports import SENT_ITEMS, FolderPosition
from bot.pipeline.threads import CROWDED, PER_ADDRESS, PER_THREAD, SILENT, STRANGER
from tests.mail import failure_reports
from tests.pipeline.desks import Clockwork, ScriptedTransport, eml, open_test_desk

CUSTOMER = "<1@gemeente.example>"
STRANGE = "Piet <p@elders.example>"


async def received(desk: Desk, raw: bytes, uid: int = 1) -> MessageRow:
    mail = FetchedMail(Located("INBOX", 1, uid), raw)
    message_id = await desk.store.receive(desk.settings.mailbox_address, mail, desk.now)
    assert message_id is not None
    await prepare.prepare_received(desk)
    return await desk.store.message(message_id)


async def answered(desk: Desk, raw: bytes, uid: int = 1) -> tuple[MessageRow, str]:
    """A message whose reply went out, and the Message-ID of that reply."""
    message = await received(desk, raw, uid)
    await review.approve(desk, message.id, message.draft_version, "lotte")
    transport = ScriptedTransport()
    await deliver.deliver_due(desk, transport)
    return message, transport.taken[0].rfc_message_id


@pytest.mark.parametrize("name", ["In_Reply_To", "References", "X_Thorbecke_Id"])
async def test_who_names_a_mail_of_ours_got_it(tmp_path: Path, name: str) -> None:
    async with open_test_desk(tmp_path) as desk:
        first, ours = await answered(desk, eml())
        second = await received(desk, eml(2, sender=STRANGE, **{name: ours}), uid=2)
        assert second.thread_id == first.thread_id


async def test_a_message_id_that_a_server_replaced_is_learned_from_the_sent_copy(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        first, ours = await answered(desk, eml())
        await desk.store.start_folder(SENT_ITEMS, "Sent", 1, desk.now)
        copy = SentMail(("<nieuw@prod.outlook.example>", ours), CUSTOMER, ("h.wolters@bronckhorst.nl",), "x", desk.now)
        await desk.store.note_sent(FolderPosition("Sent", 1, 1), [copy], desk.now)
        second = await received(desk, eml(2, sender=STRANGE, In_Reply_To="<nieuw@prod.outlook.example>"), uid=2)
        assert second.thread_id == first.thread_id


@pytest.mark.parametrize(
    ("sender", "headers"),
    [
        ("Hanneke <H.Wolters@Bronckhorst.nl>", {}),
        ("Haar collega <k.prins@bronckhorst.nl>", {}),
        ("Collega <lotte@vng.nl>", {}),
        (STRANGE, {"Cc": "h.wolters@bronckhorst.nl"}),
        (STRANGE, {"Reply_To": "h.wolters@bronckhorst.nl"}),
    ],
)
async def test_who_takes_part_may_name_any_mail_of_the_conversation(
    tmp_path: Path, sender: str, headers: dict[str, str]
) -> None:
    async with open_test_desk(tmp_path) as desk:
        first = await received(desk, eml())
        second = await received(desk, eml(2, sender=sender, In_Reply_To=CUSTOMER, **headers), uid=2)
        assert second.thread_id == first.thread_id


@pytest.mark.parametrize(
    ("asker", "sender"),
    [("Hanneke <h.wolters@bronckhorst.nl>", STRANGE), ("Ans <ans@gmail.com>", "Piet <piet@gmail.com>")],
)
async def test_a_stranger_who_names_anothers_mail_begins_a_conversation(
    tmp_path: Path, asker: str, sender: str
) -> None:
    async with open_test_desk(tmp_path) as desk:
        first = await received(desk, eml(sender=asker))
        second = await received(desk, eml(2, sender=sender, References=CUSTOMER), uid=2)
        assert second.thread_id != first.thread_id
        assert STRANGER in second.defects


async def test_a_conversation_that_was_long_silent_has_ended(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        first, ours = await answered(desk, eml())
        (request,) = await desk.store.open_requests()
        await review.change_request(desk, request.id, request.state, RequestState.SETTLED, "lotte")
        assert isinstance(desk.clock, Clockwork)
        desk.clock.move(days=181)
        second = await received(desk, eml(2, In_Reply_To=ours), uid=2)
        assert second.thread_id != first.thread_id
        assert SILENT in second.defects


async def test_a_conversation_with_an_open_request_never_ends_by_itself(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        first, ours = await answered(desk, eml())
        assert isinstance(desk.clock, Clockwork)
        desk.clock.move(days=400)
        second = await received(desk, eml(2, In_Reply_To=ours), uid=2)
        assert second.thread_id == first.thread_id


async def test_two_systems_that_answer_each_other_get_no_more_drafts(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        first, ours = await answered(desk, eml())
        for number in range(2, PER_THREAD + 1):
            _, ours = await answered(desk, eml(number, In_Reply_To=ours), uid=number)
        last = await received(desk, eml(90, In_Reply_To=ours), uid=90)
        assert (last.thread_id, last.status, last.draft_version) == (first.thread_id, Status.AWAITING_REVIEW, 0)
        assert CROWDED in last.defects
        assert (await received(desk, eml(91, sender="Ans <a.deboer@zeist.nl>"), uid=91)).draft_version > 0
        assert isinstance(desk.clock, Clockwork)
        desk.clock.move(hours=2)
        assert (await received(desk, eml(92, In_Reply_To=ours), uid=92)).draft_version > 0


async def test_a_system_that_begins_a_conversation_each_time_is_noticed_too(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        for number in range(PER_ADDRESS):
            await answered(desk, eml(number), uid=number + 1)
        assert CROWDED in (await received(desk, eml(90), uid=90)).defects


async def test_who_sends_much_and_was_not_answered_gets_every_draft(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        mails = [eml(number, In_Reply_To=CUSTOMER) for number in range(1, 31)]
        drafted = [(await received(desk, raw, uid)).draft_version for uid, raw in enumerate(mails, 1)]
        assert drafted == [1] * 30


async def test_an_automatic_answer_without_any_id_belongs_to_the_only_mail_that_we_sent_there(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        first, _ = await answered(desk, eml())
        away = {
            "subject": "Automatisch antwoord: leerkring",
            "text": "Ik ben afwezig.",
            "Auto_Submitted": "auto-replied",
        }
        assert (await received(desk, eml(2, **away), uid=2)).thread_id == first.thread_id
        await answered(desk, eml(3), uid=3)
        assert (await received(desk, eml(4, **away), uid=4)).thread_id != first.thread_id


async def test_a_report_without_our_ids_is_about_the_only_mail_that_we_sent_there(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        first, _ = await answered(desk, eml())
        report = failure_reports.postfix("<iets@anders.example>", "H.Wolters@bronckhorst.nl")
        await received(desk, report, uid=2)
        assert (await desk.store.message(first.id)).status is Status.BOUNCED


async def test_a_report_that_may_be_about_two_mails_marks_neither(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        sent = [(await answered(desk, eml(number), uid=number))[0] for number in (1, 2)]
        await received(desk, failure_reports.postfix("<iets@anders.example>", "h.wolters@bronckhorst.nl"), uid=3)
        assert [(await desk.store.message(each.id)).status for each in sent] == [Status.SENT, Status.SENT]
