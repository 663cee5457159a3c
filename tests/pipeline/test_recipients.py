"""Who gets a copy: what may be typed, and what a colleague is told about each address."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InvalidInput
from bot.mail.parse import parse
from bot.model import Address, DraftText, MessageRow
from bot.pipeline import prepare, review
from bot.pipeline.desk import Desk
from bot.pipeline.recipients import copies, in_the_mail, recipients, strangers
from tests.pipeline.desks import eml, fetched, open_test_desk

TO = "h.wolters@bronckhorst.nl"


async def asked(desk: Desk, **headers: str) -> MessageRow:
    """A mail that awaits review, with its draft."""
    raw = eml(**headers)
    message_id = await desk.store.receive(desk.settings.mailbox_address, fetched(raw, 1), desk.now)
    assert message_id is not None
    await prepare.prepare_received(desk)
    return await desk.store.message(message_id)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", []),
        ("  \n ", []),
        ("a@b.nl", ["a@b.nl"]),
        ("a@b.nl; C <c@d.nl>,\na@B.nl", ["a@B.nl", "c@d.nl"]),
        (f"a@b.nl, {TO.upper()}", ["a@b.nl"]),
        ("x@gemeente-súdwest.example", ["x@xn--gemeente-sdwest-cvb.example"]),
    ],
)
async def test_addresses_are_read_once_and_without_names(tmp_path: Path, typed: str, found: list[str]) -> None:
    async with open_test_desk(tmp_path) as desk:
        message = await asked(desk)
        assert [each.addr_spec for each in copies(desk, message, typed)] == found


@pytest.mark.parametrize(
    "typed",
    ["geen adres", "a@b.nl c@d.nl", "a@b", "a@b.nl>,<x", "é@b.nl", "thorbecke2024@vng.nl", "a@b..nl",
     "<a@b.nl> <c@d.nl>", ", ".join(f"a{n}@b.nl" for n in range(21))],
)  # fmt: skip
async def test_what_is_no_address_is_refused_in_words(tmp_path: Path, typed: str) -> None:
    async with open_test_desk(tmp_path) as desk:
        message = await asked(desk)
        with pytest.raises(InvalidInput):
            copies(desk, message, typed)


async def test_no_header_gets_in_through_a_copy(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        message = await asked(desk)
        for typed in ("a@b.nl\r\nBcc: x@evil.example", "a@b.nl%0d%0aBcc:x@evil.example", '"a\r\nBcc: x"@b.nl'):
            try:
                cc = copies(desk, message, typed)
            except InvalidInput:
                continue
            version = await review.edit(desk, message.id, message.draft_version, "Re", "Dag.", "els", cc=cc)
            outgoing = await review.approve(desk, message.id, version, "els")
            assert outgoing
            assert "bcc" not in outgoing.raw.partition(b"\r\n\r\n")[0].decode().casefold()
            assert not any("evil" in each for each in outgoing.rcpt_to)


async def test_whatever_is_typed_is_read_or_refused_and_never_becomes_a_header(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        message = replace(NOBODY, reply_address=Address("", TO))

        @given(st.text(alphabet=st.sampled_from('a@.b,;<>"\r\n:= ?é\x00\u202e'), max_size=40))
        def check(typed: str) -> None:
            try:
                found = copies(desk, message, typed)
            except InvalidInput:
                return
            draft = DraftText("leerkring", "Re", "Dag.", cc=found)
            composed = review.composed_reply(
                desk, message, Address("", TO), draft, "<x@thorbecke2024.vng.nl>", desk.now
            )
            assert [each.addr_spec for each in parse(composed.raw).cc] == [each.addr_spec for each in found]
            assert composed.rcpt_to == (TO, *(each.addr_spec for each in found))

        check()


NOBODY = MessageRow(
    id=1, status=None, channel="mail", thread_id=1, received_at=None, rfc_message_id=None, in_reply_to=None,
    references=(), subject="", sender=None, reply_address=None, sent_at=None, kind=None, kind_reason="",
    understanding=None, new_text="", text="", html=None, attachments=(), defects=(), draft_version=1, owner=None,
    crashes=0, approved_by=None, send_after=None, lease_until=None, raw_sha256=None,
)  # type: ignore[arg-type]  # fmt: skip
"""A message of which only the addresses count."""


async def test_who_was_in_the_mail_and_belongs_to_the_municipality_is_no_surprise(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        message = await asked(desk, Cc="Piet <piet@vng.nl>, jan@bronckhorst.nl, joke@gmail.com, Thorbecke2024@vng.nl")
        named = await in_the_mail(desk, message)
        assert [each.addr_spec for each in named] == [TO, "piet@vng.nl", "jan@bronckhorst.nl", "joke@gmail.com"]
        added = copies(desk, message, "jan@bronckhorst.nl, joke@gmail.com, mila@vng.nl, x@elders.nl")
        told = {each.address.addr_spec: each.remarks for each in recipients(desk, message, added, named)}
        assert told == {
            TO: (),
            "jan@bronckhorst.nl": (),
            "joke@gmail.com": ("hoort niet bij Bronckhorst",),
            "mila@vng.nl": ("stond niet in de mail",),
            "x@elders.nl": ("stond niet in de mail", "hoort niet bij Bronckhorst"),
        }
        assert len(await strangers(desk, message, added)) == 3
        assert await strangers(desk, message, ()) == ()


async def test_an_answer_to_another_address_than_the_sender_is_told(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        message = await asked(desk, **{"Reply-To": "elders@bronckhorst.nl"})
        (to,) = recipients(desk, message, (), await in_the_mail(desk, message))
        assert (to.address.addr_spec, to.in_copy) == ("elders@bronckhorst.nl", False)
        assert to.remarks == ("is een ander adres dan dat van de afzender",)


async def test_a_copy_is_a_part_of_the_version_and_goes_out(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        message = await asked(desk)
        draft = await desk.store.draft(message.id)
        assert draft
        same = (message.id, draft.version, draft.draft.subject, draft.draft.text, "els")
        assert await review.edit(desk, *same) == draft.version
        cc = (Address("", "jan@bronckhorst.nl"),)
        version = await review.edit(desk, *same, cc=cc)
        assert version == draft.version + 1
        later = (message.id, version, draft.draft.subject, "Andere tekst.", "els")
        version = await review.edit(desk, *later)
        kept = await desk.store.draft(message.id)
        assert kept
        assert kept.draft.cc == cc, "who gets a copy stays when only the text changes"
        outgoing = await review.approve(desk, message.id, version, "els")
        assert outgoing
        assert outgoing.rcpt_to == (TO, "jan@bronckhorst.nl")
        assert [each.addr_spec for each in parse(outgoing.raw).cc] == ["jan@bronckhorst.nl"]


async def test_who_got_a_copy_takes_part_in_the_conversation(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        message = await asked(desk)
        cc = (Address("", "jan@bronckhorst.nl"),)
        version = await review.edit(desk, message.id, message.draft_version, "Re", "Dag.", "els", cc=cc)
        outgoing = await review.approve(desk, message.id, version, "els")
        assert outgoing
        answer = eml(
            2, sender="Jan <jan@bronckhorst.nl>", subject="Re: Leerkring", text="Akkoord.",
            **{"In-Reply-To": outgoing.rfc_message_id},
        )  # fmt: skip
        number = await desk.store.receive(desk.settings.mailbox_address, fetched(answer, 2), desk.now)
        await prepare.prepare_received(desk)
        assert number
        assert (await desk.store.message(number)).thread_id == message.thread_id


async def test_a_correction_of_the_labels_keeps_who_gets_a_copy(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        message = await asked(desk)
        cc = (Address("", "jan@bronckhorst.nl"),)
        await review.edit(desk, message.id, message.draft_version, "Re", "Dag.", "els", cc=cc)
        labels = review.Labels([("leerkring", "informatie")], ["Bronckhorst"])
        row = await review.correct(desk, message.id, labels, "els")
        draft = await desk.store.draft(message.id, row.draft_version)
        assert draft
        assert draft.draft.cc == cc


async def test_a_person_who_only_got_a_copy_can_be_forgotten(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        message = await asked(desk)
        cc = (Address("", "jan@elders.nl"),)
        await review.edit(desk, message.id, message.draft_version, "Re", "Dag.", "els", cc=cc)
        assert await desk.store.forget_person("Jan@Elders.nl", "kim", desk.now, really=False) == (message.id,)
