"""The process that reads mail: it answers as ``parse`` does, and whatever it does, the service goes on."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ReadingFailed, ReadingTooLong
from bot.lifecycle import Status
from bot.mail.parse import MAX_BYTES, parse
from bot.pipeline import prepare
from bot.pipeline.prepare import TOO_LONG
from bot.worker.process import COMMAND, ENVIRONMENT, ReadingProcess
from bot.worker.wire import LENGTH, QUESTION, READY, pack, unpack
from tests.mail import failure_reports
from tests.mail.test_hostile import HOSTILE
from tests.pipeline.desks import eml, fetched, open_test_desk

MAILS = [
    b"",
    eml(Cc="Ans <ans@zeist.nl>", References="<a@b> <c@d>"),
    failure_reports.exchange("<x@thorbecke2024.vng.nl>", "h@zeist.nl"),
    b"From: a@b.nl\r\nContent-Type: text/html\r\n\r\n<p>Caf\xc3\xa9</p>",
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: image/png; name=a.png\r\n\r\nx\r\n--x--",
]

TROUBLE = """
import os, re
from bot.mail.parse import parse
from bot.worker.__main__ import main

def read(raw, max_bytes):
    if b"DIE" in raw:
        os._exit(3)
    if b"HANG" in raw:
        re.match(rb"(a+)+$", b"a" * 80 + b"b")  # no thread of the same process runs meanwhile
    if b"HUGE" in raw:
        bytearray(2 << 30)
    return parse(raw, max_bytes=max_bytes)

main(read)
"""
"""A child that a mail can break; what it needs for that is in the body, so that the headers can still be read."""

CURIOUS = """
import os
from dataclasses import replace
from bot.mail.parse import parse
from bot.worker.__main__ import main

main(lambda raw, max_bytes: replace(parse(raw), references=tuple(os.environ)))
"""
"""A child that tells its environment."""


@pytest.fixture
async def reading() -> AsyncIterator[ReadingProcess]:
    process = ReadingProcess(30)
    yield process
    await process.close()


@pytest.fixture
async def brittle() -> AsyncIterator[ReadingProcess]:
    process = ReadingProcess(3, command=(sys.executable, "-P", "-c", TROUBLE))
    yield process
    await process.close()


async def test_the_process_reads_as_we_do(reading: ReadingProcess) -> None:
    for raw in [*MAILS, *(HOSTILE[name] for name in ("parentheses", "nested mails", "empty parts"))]:
        assert await reading(raw, MAX_BYTES) == parse(raw)
    assert (await reading(eml(), 30)).defects == parse(eml(), max_bytes=30).defects != ()


@given(st.binary(max_size=1_500))
def test_whatever_was_read_comes_over_as_it_is(raw: bytes) -> None:
    mail = parse(b"From: a@b.nl\r\n" + raw)
    assert unpack(pack(mail)) == mail


def test_a_character_that_cannot_be_sent_holds_up_nothing() -> None:
    assert unpack(pack(replace(parse(b""), subject="x\udc80"))).subject == "x?"


async def test_many_at_once_get_each_its_own_answer(reading: ReadingProcess) -> None:
    subjects = [str(number) for number in range(30)]
    mails = await asyncio.gather(*(reading(eml(subject=subject), MAX_BYTES) for subject in subjects))
    assert [mail.subject for mail in mails] == subjects


async def test_a_mail_that_hangs_is_given_up_and_holds_up_nobody(brittle: ReadingProcess) -> None:
    asked = asyncio.create_task(brittle(eml(text="HANG"), MAX_BYTES))
    turns = 0
    while not asked.done():
        await asyncio.sleep(0.05)
        turns += 1
    with pytest.raises(ReadingTooLong):
        await asked
    assert turns > 10
    assert (await brittle(eml(), MAX_BYTES)).subject == "Meedoen met een leerkring"


@pytest.mark.parametrize("body", ["DIE", "HUGE"])
async def test_a_mail_that_breaks_the_process_breaks_nothing_else(brittle: ReadingProcess, body: str) -> None:
    with pytest.raises(ReadingFailed):
        await brittle(eml(text=body), MAX_BYTES)
    assert (await brittle(eml(), MAX_BYTES)).subject == "Meedoen met een leerkring"


async def test_a_process_that_died_in_its_sleep_is_replaced(brittle: ReadingProcess) -> None:
    await brittle(eml(), MAX_BYTES)
    assert brittle._child is not None
    brittle._child.kill()
    await brittle._child.wait()
    assert (await brittle(eml(), MAX_BYTES)).subject == "Meedoen met een leerkring"


async def test_who_stops_waiting_does_not_spoil_the_next_answer(brittle: ReadingProcess) -> None:
    await brittle(eml(), MAX_BYTES)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await brittle(eml(subject="weg", text="HANG"), MAX_BYTES)
    assert (await brittle(eml(subject="volgende"), MAX_BYTES)).subject == "volgende"


@pytest.mark.parametrize("program", ["print('goedendag', flush=True); input()", "raise SystemExit(1)"])
async def test_what_is_not_our_child_is_not_believed(program: str) -> None:
    stranger = ReadingProcess(30, command=(sys.executable, "-c", program))
    with pytest.raises(ReadingFailed):
        await stranger(eml(), MAX_BYTES)
    await stranger.close()


async def test_the_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THORBECKE_IMAP_PASSWORD", "geheim")
    reading = ReadingProcess(30, command=(sys.executable, "-P", "-c", CURIOUS))
    assert set((await reading(b"", MAX_BYTES)).references) - {"LC_CTYPE"} == {"PYTHONPATH"}
    await reading.close()


def test_the_child_ends_with_its_input_and_not_before() -> None:
    """A stop reaches every process of a unit or a terminal, and the service wants its answer still."""
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stdout.read(len(READY)) == READY
        child.send_signal(signal.SIGTERM)
        child.send_signal(signal.SIGINT)
        answer, _ = child.communicate(QUESTION.pack(30, MAX_BYTES, len(eml())) + eml())
        assert unpack(answer[LENGTH.size :]) == parse(eml())
    assert child.returncode == 0


async def test_a_mail_that_takes_too_long_goes_to_a_person_with_what_its_headers_say(
    tmp_path: Path, brittle: ReadingProcess
) -> None:
    """Also a newsletter: nobody can know what it says."""
    async with open_test_desk(tmp_path) as plain:
        desk = replace(plain, read_mail=brittle)
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
        assert (quick.status, quick.draft_version) == (Status.AWAITING_REVIEW, 1)


async def test_a_mail_that_keeps_breaking_the_process_goes_to_a_person(tmp_path: Path, brittle: ReadingProcess) -> None:
    async with open_test_desk(tmp_path) as plain:
        desk = replace(plain, read_mail=brittle)
        await desk.store.receive(desk.settings.mailbox_address, fetched(eml(text="DIE")), desk.now)
        for _ in range(prepare.CRASHES):
            await prepare.prepare_received(desk)
            await prepare.retry_failed(desk)
        message = await desk.store.message(1)
        assert (message.status, message.crashes) == (Status.FAILED, prepare.CRASHES)
        note = (await desk.store.history(message.thread_id))[-1].note
        assert "ReadingFailed" in note
