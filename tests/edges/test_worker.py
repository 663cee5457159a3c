"""The process that reads mail: it answers as ``parse`` does, and whatever it does, the service goes on."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ReadingUnavailable
from bot.lifecycle import Status
from bot.mail.parse import MAX_BYTES, parse
from bot.pipeline import prepare
from bot.pipeline.prepare import TOO_LONG
from bot.pipeline.reading import Reading, Terms, Unread, not_understood, outcome_of
from bot.worker.process import COMMAND, ENVIRONMENT
from bot.worker.room import CROWD, ReadingRoom
from bot.worker.wire import ANSWER, READY, pack, question, unpack
from tests.mail import failure_reports
from tests.mail.test_hostile import HOSTILE
from tests.pipeline.desks import eml, fetched, mind, open_test_desk

MAILS = [
    b"",
    eml(Cc="Ans <ans@zeist.nl>", References="<a@b> <c@d>"),
    failure_reports.exchange("<x@thorbecke2024.vng.nl>", "h@zeist.nl"),
    b"From: a@b.nl\r\nContent-Type: text/html\r\n\r\n<p>Caf\xc3\xa9</p>",
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: image/png; name=a.png\r\n\r\nx\r\n--x--",
]

TROUBLE = """
import os, re, sys
from functools import partial
from bot.mail.parse import parse
from bot.pipeline.reading import not_understood
from bot.worker.child import everything_known, main

def read(known, unread):
    if b"DIE" in unread.raw:
        os._exit(3)
    if b"HANG" in unread.raw:
        re.match(rb"(a+)+$", b"a" * 80 + b"b")  # no thread of the same process runs meanwhile
    if b"HUGE" in unread.raw:
        bytearray(2 << 30)
    return known(unread)

main(lambda: partial(read, lambda unread: not_understood(parse(unread.raw))))
"""
"""A child that a mail can break; what it needs for that is in the body, so that the headers can still be read.

It knows nothing, so that it starts in no time.
"""

LEARNED_TROUBLE = TROUBLE.replace("lambda unread: not_understood(parse(unread.raw))", "everything_known()")
"""The same, with all that our child knows."""

CURIOUS = """
import os
from dataclasses import replace
from bot.mail.parse import parse
from bot.pipeline.reading import not_understood
from bot.worker.child import main

main(lambda: lambda unread: not_understood(replace(parse(unread.raw), references=tuple(os.environ))))
"""
"""A child that tells its environment."""

LIAR = """
from dataclasses import replace
from bot.mail.parse import parse
from bot.model import Prediction
from bot.pipeline.reading import not_understood
from bot.worker.child import main

def lie(unread):
    read = not_understood(parse(unread.raw))
    request = Prediction("<script>", "informatie", 1.0)
    return replace(read, understanding=replace(read.understanding, requests=(request,)))

main(lambda: lie)
"""
"""A child that a mail has taken over."""

TERMS = Terms(MAX_BYTES, ("thorbecke2024@vng.nl",), "thorbecke2024.vng.nl", date(2026, 11, 23))


def room(program: str = "", *, seconds: float = 30, most: int = 1) -> ReadingRoom:
    """A room of children that run this program instead of ours."""
    return ReadingRoom(seconds, most=most, command=(sys.executable, "-P", "-c", program) if program else COMMAND)


@pytest.fixture
async def reading() -> AsyncIterator[ReadingRoom]:
    opened = room()
    yield opened
    await opened.close()


@pytest.fixture
async def brittle() -> AsyncIterator[ReadingRoom]:
    opened = room(TROUBLE, seconds=3)
    yield opened
    await opened.close()


@pytest.fixture
async def learned() -> AsyncIterator[ReadingRoom]:
    opened = room(LEARNED_TROUBLE, seconds=20)
    yield opened
    await opened.close()


def unread(raw: bytes) -> Unread:
    return Unread(raw, TERMS)


async def read(where: ReadingRoom, *raws: bytes) -> list[str]:
    """The subjects of the mails; of those that were not read the name of the failure."""
    outcomes = await where([unread(raw) for raw in raws])
    return [each.mail.subject if isinstance(each, Reading) else type(each).__name__ for each in outcomes]


async def test_the_process_reads_as_we_do(reading: ReadingRoom) -> None:
    raws = [*MAILS, eml(), *(HOSTILE[name] for name in ("parentheses", "nested mails", "empty parts"))]
    assert list(await reading([unread(raw) for raw in raws])) == [outcome_of(mind(), unread(raw)) for raw in raws]
    (cut,) = await reading([Unread(eml(), replace(TERMS, max_bytes=30, understanding=False))])
    assert cut == not_understood(parse(eml(), max_bytes=30))
    assert cut.mail.defects != ()


@given(st.binary(max_size=1_500))
def test_whatever_was_read_comes_over_as_it_is(raw: bytes) -> None:
    outcome = outcome_of(mind(), unread(b"From: a@b.nl\r\n" + raw))
    data = pack(outcome)
    was_read, length = ANSWER.unpack(data[: ANSWER.size])
    assert length == len(data) - ANSWER.size
    assert unpack(data[ANSWER.size :], was_read=was_read) == outcome


def test_a_character_that_cannot_be_sent_holds_up_nothing() -> None:
    data = pack(not_understood(replace(parse(b""), subject="x\udc80")))
    outcome = unpack(data[ANSWER.size :], was_read=True)
    assert isinstance(outcome, Reading)
    assert outcome.mail.subject == "x\ufffd"


async def test_many_at_once_get_each_its_own_answer() -> None:
    """Also when several children share the work."""
    busy = room(TROUBLE, most=2)
    subjects = [str(number) for number in range(CROWD + 30)]
    assert await read(busy, *(eml(subject=subject) for subject in subjects)) == subjects
    assert sum(seat.process.running for seat in busy._all) == 2
    await busy.close()


async def test_a_mail_that_hangs_is_given_up_and_holds_up_nobody(brittle: ReadingRoom) -> None:
    asked = asyncio.create_task(read(brittle, eml(text="HANG"), eml(subject="volgende")))
    turns = 0
    while not asked.done():
        await asyncio.sleep(0.05)
        turns += 1
    assert await asked == ["ReadingTooLong", "volgende"]
    assert turns > 10


@pytest.mark.parametrize("body", ["DIE", "HUGE"])
async def test_a_mail_that_breaks_the_process_breaks_nothing_else(brittle: ReadingRoom, body: str) -> None:
    raws = [eml(subject="eerste"), eml(text=body), eml(subject="derde"), eml(subject="vierde")]
    assert await read(brittle, *raws) == ["eerste", "ReadingFailed", "derde", "vierde"]


async def test_a_process_that_died_in_its_sleep_is_replaced(brittle: ReadingRoom) -> None:
    await read(brittle, eml())
    child = brittle._all[0].process._child
    assert child is not None
    child.kill()
    await child.wait()
    assert await read(brittle, eml(subject="volgende")) == ["volgende"]


async def test_who_stops_waiting_does_not_spoil_the_next_answer(brittle: ReadingRoom) -> None:
    await read(brittle, eml())
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await read(brittle, eml(subject="weg", text="HANG"), eml(subject="ook weg"))
    assert await read(brittle, eml(subject="volgende")) == ["volgende"]


@pytest.mark.parametrize("program", ["print('goedendag', flush=True); input()", "raise SystemExit(1)"])
async def test_what_is_not_our_child_is_not_believed_and_no_mail_is_blamed(tmp_path: Path, program: str) -> None:
    stranger = room(program)
    async with open_test_desk(tmp_path) as plain:
        desk = replace(plain, read_mails=stranger)
        await desk.store.receive(desk.settings.mailbox_address, fetched(eml()), desk.now)
        with pytest.raises(ReadingUnavailable):
            await prepare.prepare_received(desk)
        message = await desk.store.message(1)
        assert (message.status, message.crashes) == (Status.RECEIVED, 0)
        await prepare.prepare_received(plain)
        assert (await desk.store.message(1)).status is Status.AWAITING_REVIEW
    await stranger.close()


async def test_a_label_that_is_on_no_list_is_not_believed() -> None:
    liar = room(LIAR)
    assert await read(liar, eml()) == ["ReadingFailed"]
    await liar.close()


async def test_the_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THORBECKE_IMAP_PASSWORD", "geheim")
    curious = room(CURIOUS)
    (told,) = await curious([unread(b"")])
    assert isinstance(told, Reading)
    assert set(told.mail.references) - {"LC_CTYPE"} == {"PYTHONPATH", "OPENBLAS_NUM_THREADS"}
    await curious.close()


def test_the_child_ends_with_its_input_and_not_before() -> None:
    """A stop reaches every process of a unit or a terminal, and the service wants its answer still."""
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stdout.read(len(READY)) == READY
        child.send_signal(signal.SIGTERM)
        child.send_signal(signal.SIGINT)
        answer, _ = child.communicate(b"".join(question(unread(eml()), 30)))
        assert unpack(answer[ANSWER.size :], was_read=True) == outcome_of(mind(), unread(eml()))
    assert child.returncode == 0


ASLEEP = """
import time
from bot.worker import __main__ as begin, child

child.main = lambda _: time.sleep(60)
begin.main()
"""
"""A child that takes long to get ready."""


def test_a_child_that_is_still_getting_ready_leaves_with_the_service() -> None:
    """Else a service that is killed again and again leaves more and more children that compute for nobody."""
    with subprocess.Popen([sys.executable, "-c", ASLEEP], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.close()
        assert child.wait(30) == 0


async def test_a_child_that_is_needed_no_longer_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.worker.room.IDLE_SECONDS", 0.05)
    busy = room(TROUBLE, most=2)
    await read(busy, *(eml(subject=str(number)) for number in range(CROWD + 30)))
    while busy._all[1].process.running:  # noqa: ASYNC110  (nobody tells of it)
        await asyncio.sleep(0.05)
    assert busy._all[0].process.running
    await busy.close()


async def test_a_mail_that_takes_too_long_goes_to_a_person_with_what_its_headers_say(
    tmp_path: Path, brittle: ReadingRoom
) -> None:
    """Also a newsletter: nobody can know what it says."""
    async with open_test_desk(tmp_path) as plain:
        desk = replace(plain, read_mails=brittle)
        raws = [eml(1, text="HANG", List_Unsubscribe="<mailto:x@y.nl>"), eml(2)]
        for uid, raw in enumerate(raws, 1):
            await desk.store.receive(desk.settings.mailbox_address, fetched(raw, uid), desk.now)
        assert await prepare.prepare_received(desk) == 2
        slow, quick = [await desk.store.message(number) for number in (1, 2)]
        assert (slow.status, slow.draft_version, slow.subject) == (
            Status.AWAITING_REVIEW,
            0,
            "Meedoen met een leerkring",
        )
        assert TOO_LONG in slow.defects
        assert await desk.store.requests_of(slow.thread_id) == ()
        assert (quick.status, quick.defects) == (Status.AWAITING_REVIEW, ())


async def test_a_mail_that_keeps_breaking_the_process_goes_to_a_person(tmp_path: Path, brittle: ReadingRoom) -> None:
    async with open_test_desk(tmp_path) as plain:
        desk = replace(plain, read_mails=brittle)
        await desk.store.receive(desk.settings.mailbox_address, fetched(eml(text="DIE")), desk.now)
        for _ in range(prepare.CRASHES):
            await prepare.prepare_received(desk)
            await prepare.retry_failed(desk)
        message = await desk.store.message(1)
        assert (message.status, message.crashes) == (Status.FAILED, prepare.CRASHES)
        note = (await desk.store.history(message.thread_id))[-1].note
        assert "ReadingFailed" in note


async def test_one_mail_that_breaks_the_process_does_not_take_its_batch_along(
    tmp_path: Path, learned: ReadingRoom
) -> None:
    async with open_test_desk(tmp_path) as plain:
        desk = replace(plain, read_mails=learned)
        for uid in range(1, 11):
            raw = eml(uid, text="DIE") if uid == 4 else eml(uid)
            await desk.store.receive(desk.settings.mailbox_address, fetched(raw, uid), desk.now)
        for _ in range(prepare.CRASHES):
            await prepare.prepare_received(desk)
            await prepare.retry_failed(desk)
        messages = [await desk.store.message(number) for number in range(1, 11)]
        poisoned = messages.pop(3)
        assert (poisoned.status, poisoned.crashes) == (Status.FAILED, prepare.CRASHES)
        assert {(each.status, each.draft_version, each.crashes) for each in messages} == {
            (Status.AWAITING_REVIEW, 1, 0)
        }
