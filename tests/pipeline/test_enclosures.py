"""Files that go with a reply: what may be added, and that exactly those bytes go out."""

from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Conflict, InvalidInput
from bot.model import Enclosure, FourEyes, Outgoing, Upload
from bot.pipeline import prepare, review
from bot.pipeline.desk import Desk
from bot.pipeline.enclosures import MOST_BYTES, enclosed
from tests.pipeline.desks import eml, fetched, open_test_desk

PLAN = Upload("plan.pdf", b"%PDF-1.7 plan")
TEXT = ("Re: Leerkring", "Dag, hierbij het plan.", "els")


async def asked(desk: Desk) -> int:
    message_id = await desk.store.receive(desk.settings.mailbox_address, fetched(eml(), 1), desk.now)
    assert message_id is not None
    await prepare.prepare_received(desk)
    return message_id


async def files(desk: Desk, message_id: int) -> tuple[Enclosure, ...]:
    draft = await desk.store.draft(message_id)
    assert draft
    return draft.draft.enclosures


def sent(outgoing: Outgoing | None) -> dict[str | None, tuple[str, bytes]]:
    assert outgoing
    mail = message_from_bytes(outgoing.raw, policy=default)
    return {
        each.get_filename(): (each.get_content_type(), each.get_payload(decode=True))
        for each in mail.iter_attachments()
    }


async def test_a_file_makes_a_version_and_goes_out_as_it_is(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        number = await asked(desk)
        second = await review.edit(desk, number, 1, *TEXT, uploads=[PLAN])
        third = await review.edit(desk, number, second, *TEXT, uploads=[Upload("lijst.csv", b"a;b\n")])
        assert (second, third) == (2, 3)
        assert [(each.name, each.size) for each in await files(desk, number)] == [("plan.pdf", 13), ("lijst.csv", 4)]
        assert await review.edit(desk, number, third, *TEXT) == third, "nothing changed"
        outgoing = await review.approve(desk, number, third, "els")
        assert sent(outgoing) == {
            "plan.pdf": ("application/pdf", PLAN.content),
            "lijst.csv": ("text/csv", b"a;b\n"),
        }


async def test_what_is_taken_out_does_not_go_along_and_its_version_still_has_it(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        number = await asked(desk)
        await review.edit(desk, number, 1, *TEXT, uploads=[PLAN])
        (plan,) = await files(desk, number)
        version = await review.edit(desk, number, 2, *TEXT, without={plan.id})
        assert await files(desk, number) == ()
        assert sent(await review.approve(desk, number, version, "els")) == {}
        assert (await desk.screen.contents([plan.id]))[plan.id] == PLAN.content


async def test_a_file_for_an_older_version_changes_nothing(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        number = await asked(desk)
        await review.edit(desk, number, 1, *TEXT)
        with pytest.raises(Conflict):
            await review.edit(desk, number, 1, *TEXT, uploads=[PLAN])
        assert await files(desk, number) == ()


async def test_a_file_begins_four_eyes_anew(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        marked = replace(desk.library, four_eyes=FourEyes(frozenset({"leerkring"})))
        office = replace(desk, mind=replace(desk.mind, library=marked))
        number = await asked(office)
        assert await review.approve(office, number, 1, "els") is None
        version = await review.edit(office, number, 1, *TEXT, uploads=[PLAN])
        assert await review.approve(office, number, version, "lotte") is None
        assert await review.approve(office, number, version, "els") is not None


async def test_a_correction_of_the_labels_keeps_the_files(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        number = await asked(desk)
        await review.edit(desk, number, 1, *TEXT, uploads=[PLAN])
        await review.correct(desk, number, review.Labels([("leerkring", "informatie")], ["Bronckhorst"]), "els")
        assert [each.name for each in await files(desk, number)] == ["plan.pdf"]


async def test_files_are_exported_and_purged_with_the_message(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        number = await asked(desk)
        await review.edit(desk, number, 1, *TEXT, uploads=[PLAN])
        (plan,) = await files(desk, number)
        (told,) = (await desk.store.export_person("h.wolters@bronckhorst.nl"))["berichten"]
        assert told["bijlagen_base64"] == {plan.id: "JVBERi0xLjcgcGxhbg=="}
        await desk.store.forget_person("h.wolters@bronckhorst.nl", "kim", desk.now, really=True)
        with pytest.raises(Exception, match="er niet meer"):
            await desk.screen.contents([plan.id])


@pytest.mark.parametrize(
    ("uploads", "words"),
    [
        ([Upload("leeg.pdf", b"")], "Het bestand leeg.pdf is leeg."),
        ([Upload("x.PDF.exe", b"MZ")], "Het bestand x.PDF.exe is een programma."),
        ([PLAN] * 6, "ten hoogste 5 bijlagen"),
        ([Upload("groot.zip", b"x" * (MOST_BYTES + 1))], "samen groter dan 10 MB"),
    ],
)
def test_what_cannot_go_along_is_told(uploads: list[Upload], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        enclosed(uploads, ())


def test_what_is_there_already_counts() -> None:
    kept = (Enclosure(1, "a.pdf", "application/pdf", MOST_BYTES),)
    with pytest.raises(InvalidInput, match="samen groter"):
        enclosed([PLAN], kept)


@pytest.mark.parametrize(
    ("name", "safe", "kind"),
    [
        ("../../etc/passwd", "passwd", "application/octet-stream"),
        ("C:\\Users\\els\\plan.xlsx", "plan.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("brief\r\nBcc: x@y.nl.pdf", None, "application/pdf"),
        ("jaarverslag\u202efdp.exe.pdf", None, "application/pdf"),
        ("mail.eml", "mail.eml", "application/octet-stream"),
        ("..", "bijlage.bin", "application/octet-stream"),
    ],
)  # fmt: skip
def test_a_name_is_made_safe_and_gives_the_type(name: str, safe: str | None, kind: str) -> None:
    ((file, _),) = enclosed([Upload(name, b"x")], ())
    assert file.name == safe or (safe is None and not {"\r", "\n", "\u202e"} & set(file.name))
    assert file.content_type == kind


@given(st.text(max_size=40))
def test_any_name_is_safe_or_refused(name: str) -> None:
    try:
        ((file, _),) = enclosed([Upload(name, b"x")], ())
    except InvalidInput:
        return
    assert file.name
    assert not set("/\\\r\n\0") & set(file.name)
