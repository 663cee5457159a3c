"""A mail that comes back is known again, also when we erased it; a new mail that looks like it is not."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.lifecycle import RequestState, Status
from bot.pipeline import deliver, intake, prepare, reconcile, review, upkeep
from bot.pipeline.desk import Desk
from tests.pipeline.desks import START, Clockwork, ScriptedTransport, eml
from tests.pipeline.folder import Folder

WORDS = "Beste collega's,\n\nGraag doen wij met twee coördinatoren mee aan een leerkring over inclusie.\n"
CLOSED = f"{WORDS}\nMet vriendelijke groet,\n\nHanneke Wolters\nZaaknummer 1234\n"
ASKED = eml(1, text=WORDS)
DATE = b"Date: Mon, 23 Nov 2026 09:00:00 +0100"
THEATRE = "Beste mensen,\n\nWij willen graag de voorstelling van Lucas de Man boeken voor onze raad.\n"

Change = Callable[[bytes], bytes]


def with_a_file(size: int) -> bytes:
    """The same words with another file: a scanner whose clock and counter stand still."""
    head, _, body = ASKED.partition(b"MIME-Version")
    text = b"MIME-Version" + body
    return (
        head
        + b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
        + text.partition(b"\r\n")[2]
        + b"\r\n--b\r\nContent-Type: application/pdf; name=scan.pdf\r\n\r\n"
        + b"x" * size
        + b"\r\n--b--\r\n"
    )


def without_an_id(raw: bytes) -> bytes:
    return re.sub(rb"Message-ID: .*\r\n", b"", raw)


MIGRATIONS: dict[str, Change] = {
    "the same bytes": lambda raw: raw,
    "a header of the new server": lambda raw: b"X-MS-Exchange-Organization-AuthSource: ams01\r\n" + raw,
    "another stop on its way": lambda raw: b"Received: from a by b;\r\n Tue, 22 Dec 2028 03:00:00 +0000\r\n" + raw,
    "other line ends": lambda raw: raw.replace(b"\r\n", b"\n"),
    "a subject that was folded": lambda raw: raw.replace(b"Meedoen met", b"Meedoen\r\n met"),
    "another way to write the date": lambda raw: raw.replace(DATE, b"Date: Mon, 23 Nov 2026 08:00:00 GMT"),
    "another charset": lambda raw: raw.decode().encode("latin-1").replace(b"utf-8", b"iso-8859-1"),
    "spaces at the ends of lines": lambda raw: raw.replace(b"collega's,", b"collega's,  "),
}

NEW_MAILS: dict[str, bytes] = {
    "another text": eml(1, text=THEATRE),
    "another day": ASKED.replace(DATE, b"Date: Thu, 23 Nov 2028 09:00:00 +0100"),
    "another subject": eml(1, subject="Meedoen met een intervisitatie", text=WORDS),
    "another sender": eml(1, sender="M. Smit <m.smit@heerde.nl>", text=WORDS),
    "a file": with_a_file(100),
}


async def bring(desk: Desk, folder: Folder) -> None:
    await intake.catch_up(desk, folder, "INBOX")  # type: ignore[arg-type]
    await prepare.prepare_received(desk)


async def answered(desk: Desk, raw: bytes) -> None:
    """The first mail of a service: read, approved and sent."""
    await bring(desk, Folder({1: raw}))
    await review.approve(desk, 1, 1, "lotte")
    await deliver.deliver_due(desk, ScriptedTransport())
    assert (await desk.store.message(1)).status is Status.SENT


async def erased(desk: Desk) -> None:
    """It was answered, its request was settled, and it is kept no longer."""
    (request,) = await desk.store.requests_of(1)
    await review.change_request(desk, request.id, request.state, RequestState.SETTLED, "lotte")
    assert isinstance(desk.clock, Clockwork)
    desk.clock.move(days=desk.settings.keep_days + 1)
    assert await upkeep.keep_no_longer(desk) == 1
    assert (await desk.store.message(1)).status is Status.PURGED


@pytest.mark.parametrize("gone", [False, True])
async def test_an_answered_mail_that_comes_back_after_a_migration_is_not_drafted_again(
    desk: Desk,
    gone: bool,  # noqa: FBT001
) -> None:
    """It was deleted in the mailbox; then the administrator copied every mail to another server."""
    await answered(desk, ASKED)
    folder = Folder({2: eml(2)})
    await bring(desk, folder)
    if gone:
        await erased(desk)
    copies = [migrate(ASKED) for migrate in MIGRATIONS.values()]
    assert len(set(copies)) == len(copies)
    folder.uidvalidity, folder.mails = 2, dict(enumerate([*copies, eml(2)], start=5))
    await bring(desk, folder)
    held = await desk.store.held(desk.settings.mailbox_address, "INBOX")
    aside = Status.PURGED if gone else Status.IGNORED
    expected = [Status.PURGED if gone else Status.SENT, *[aside] * (len(copies) - 1), Status.AWAITING_REVIEW]
    assert dict(zip([*MIGRATIONS, "another mail"], [each.status for each in held.values()], strict=True)) == dict(
        zip([*MIGRATIONS, "another mail"], expected, strict=True)
    )
    (account,) = (await reconcile.reconcile(desk, folder)).folders  # type: ignore[arg-type]
    assert account.complete


@pytest.mark.parametrize("gone", [False, True])
async def test_new_mails_that_use_its_message_id_again_are_drafted(
    desk: Desk,
    gone: bool,  # noqa: FBT001
) -> None:
    await answered(desk, ASKED)
    if gone:
        await erased(desk)
    await bring(desk, Folder(dict(enumerate([ASKED, *NEW_MAILS.values()], start=1))))
    waiting = await desk.store.ids_in(Status.AWAITING_REVIEW)
    assert len(waiting) == len(NEW_MAILS)
    assert {(await desk.store.message(each)).draft_version for each in waiting} == {1}


async def test_the_same_words_with_another_file_are_another_mail(desk: Desk) -> None:
    await answered(desk, with_a_file(100))
    again = b"X-Scanned: yes\r\n" + with_a_file(100)
    await bring(desk, Folder({1: with_a_file(100), 2: with_a_file(200), 3: again}))
    statuses = [(await desk.store.message(number)).status for number in (1, 2, 3)]
    assert statuses == [Status.SENT, Status.AWAITING_REVIEW, Status.IGNORED]


@pytest.mark.parametrize("gone", [False, True])
async def test_a_mail_without_message_id_is_known_again_by_all_else(
    desk: Desk,
    gone: bool,  # noqa: FBT001
) -> None:
    asked = without_an_id(ASKED)
    await answered(desk, asked)
    if gone:
        await erased(desk)
    await bring(desk, Folder({1: b"X-New: yes\r\n" + asked, 2: without_an_id(NEW_MAILS["another day"])}, 2))
    assert await desk.store.ids_in(Status.AWAITING_REVIEW) == (3,)


async def test_without_message_id_another_word_anywhere_makes_another_mail(desk: Desk) -> None:
    """A number below the closing is no part of what is new in a mail."""
    first, second = (without_an_id(eml(1, text=CLOSED.replace("1234", number))) for number in ("1111", "2222"))
    await bring(desk, Folder({1: first, 2: second}))
    assert (await desk.store.message(1)).new_text == (await desk.store.message(2)).new_text
    assert await desk.store.ids_in(Status.AWAITING_REVIEW) == (1, 2)


async def test_nothing_of_a_mail_that_was_erased_is_kept_when_a_copy_comes_back(desk: Desk) -> None:
    await answered(desk, ASKED)
    assert await desk.store.forget_person("h.wolters@bronckhorst.nl", "piet", desk.now, really=True) == (1,)
    await bring(desk, Folder({1: b"X-New: yes\r\n" + ASKED}, 2))
    copy = await desk.store.message(2)
    assert copy.status is Status.PURGED
    assert (copy.sender, copy.subject, copy.text, copy.rfc_message_id) == (None, "", "", None)
    assert await desk.store.raw(2) is None
    assert await desk.store.requests_of(copy.thread_id) == await desk.store.requests_of(1)
    notes = [event.note for event in await desk.store.history(copy.thread_id) if event.message_id == 2]
    assert notes[-1] == "Dit is bericht 1 nog een keer, dat al gewist is."


async def test_a_sender_whose_message_ids_are_all_the_same_loses_no_mail(desk: Desk) -> None:
    """A form that sends each question under one id, some of them in the same words on another day."""
    days = [
        (START + timedelta(days=number)).strftime("Date: %a, %d %b %Y 09:00:00 +0100").encode() for number in range(9)
    ]
    await bring(desk, Folder({uid: ASKED.replace(DATE, day) for uid, day in enumerate(days, start=1)}))
    assert len(await desk.store.ids_in(Status.AWAITING_REVIEW)) == len(days)
