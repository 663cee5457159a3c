"""SIGKILL at the worst moments: nothing is lost, nothing goes out twice, every doubt is on the page.

The mail servers stand in this process; the service's work is done by children that are killed. The seed is printed, so
that a run can be repeated.
"""

import asyncio
import multiprocessing
import random
import shutil
import signal
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

import pytest

from bot.demo import servers
from bot.lifecycle import Event, Status
from bot.pipeline import deliver, prepare, reconcile, review, upkeep
from bot.pipeline.desk import Desk
from bot.pipeline.draft_copies import keep_drafts, notice_changes
from bot.pipeline.reminders import draft_reminders
from bot.pipeline.sent_items import read_sent
from bot.smtp.transport import SmtpTransport
from tests.kill import children
from tests.pipeline.desks import Clockwork, ScriptedTransport, eml, fetched, open_test_desk

MAILS, KILLS = 500, 120
MOST_STEPS = 200
BATCHES = prepare.BATCH + 3
"""Mails that are prepared in two batches, and one more."""


@pytest.fixture(scope="module")
def fork_server() -> ForkServerContext:
    """Children that start in a few milliseconds, with everything loaded."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.kill.children"])
    return context


async def _joined(child: ForkServerProcess) -> int:
    await asyncio.to_thread(child.join)
    assert child.exitcode is not None
    return child.exitcode


async def _run(context: ForkServerContext, work: Callable[..., None], *arguments: object) -> int:
    """Run a child to its end; its exit code."""
    child = context.Process(target=work, args=arguments)
    child.start()
    return await _joined(child)


@pytest.mark.timeout(420)
async def test_intake_survives_kills_at_random_moments(tmp_path: Path, fork_server: ForkServerContext) -> None:
    """500 mails, 120 kills: each mail is there once, byte for byte, with one draft and one set of requests."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    embedded = await servers.start(None)
    raws = [eml(n, subject=f"Meedoen {n}", sender=f"P {n} <p{n}@zeist.nl>") for n in range(MAILS)]
    for raw in raws:
        await embedded.deliver(raw, embedded.shared_user)
    account = (embedded.imap_port, embedded.shared_user, embedded.password)
    kills = 0
    while kills < KILLS:
        child = fork_server.Process(target=children.take_in, args=(str(tmp_path), *account))
        child.start()
        await asyncio.sleep(dice.uniform(0.01, 0.25))
        child.kill()
        kills += await _joined(child) == -signal.SIGKILL
    assert await _run(fork_server, children.take_in, str(tmp_path), *account) == 0
    async with open_test_desk(tmp_path) as desk:
        inbox = children.mailbox(*account)
        (folder,) = (await reconcile.reconcile(desk, inbox)).folders
        await inbox.close()
        assert folder.complete
        assert folder.on_server == MAILS
        assert folder.accounted == {Status.AWAITING_REVIEW: MAILS}
        ids = [message.id for message in (await desk.store.queue(tuple(Status), size=2 * MAILS)).rows]
        kept = Counter([sha256(await desk.store.raw(message_id) or b"").hexdigest() for message_id in ids])
        assert kept == Counter(sha256(raw).hexdigest() for raw in raws)
        assert [len(await desk.store.drafts(message_id)) for message_id in ids] == [1] * MAILS
        assert len(await desk.store.open_requests()) == MAILS
    await embedded.stop()


@pytest.mark.timeout(240)
async def test_a_kill_at_every_await_of_preparing_repeats_it_without_harm(
    tmp_path: Path, fork_server: ForkServerContext
) -> None:
    """Between reading and writing, and while the next batch is read already: each mail gets one draft."""
    for step in range(1, MOST_STEPS):
        folder = tmp_path / str(step)
        folder.mkdir()
        mails = [fetched(eml(n, subject=f"Meedoen {n}", sender=f"p{n}@zeist.nl"), n) for n in range(1, BATCHES)]
        async with open_test_desk(folder) as desk:
            await desk.store.receive_all(desk.settings.mailbox_address, mails, desk.now)
        exit_code = await _run(fork_server, children.prepare_all, str(folder), step)
        async with open_test_desk(folder) as desk:
            await prepare.prepare_received(desk)
            rows = (await desk.store.queue((Status.AWAITING_REVIEW,), size=BATCHES)).rows
            drafts = [len(await desk.store.drafts(row.id)) for row in rows]
            assert drafts == [1] * len(mails), f"step {step}"
            assert len(await desk.store.open_requests()) == len(mails), f"step {step}"
        if exit_code == 0:
            break
        assert exit_code == -signal.SIGKILL
    else:
        pytest.fail(f"preparing did not end within {MOST_STEPS} awaits")
    assert step > 10, "preparing has more awaits than this; the kills did not reach them"


async def _approved(folder: Path) -> int:
    """A fresh message with an approved reply in the database of this folder."""
    async with open_test_desk(folder) as desk:
        message_id = await _drafted(desk)
        message = await desk.store.message(message_id)
        await review.approve(desk, message_id, message.draft_version, "lotte")
    return message_id


async def _drafted(desk: Desk) -> int:
    """A fresh message that awaits review."""
    message_id = await desk.store.receive(desk.settings.mailbox_address, fetched(eml()), desk.now)
    assert message_id is not None
    await prepare.prepare_received(desk)
    return message_id


@pytest.mark.timeout(240)
async def test_a_kill_at_every_await_of_sending_never_sends_twice(
    tmp_path: Path, fork_server: ForkServerContext
) -> None:
    """After each kill a service comes back, waits out the lease and goes on; a person settles what is in doubt."""
    embedded = await servers.start(None)
    seen: Counter[Status] = Counter()
    for step in range(1, MOST_STEPS):
        folder = tmp_path / str(step)
        folder.mkdir()
        message_id = await _approved(folder)
        before = len(await embedded.mails_of("h.wolters@bronckhorst.nl"))
        exit_code = await _run(fork_server, children.send, str(folder), embedded.smtp_port, message_id, step)
        clock = Clockwork()
        async with open_test_desk(folder, clock=clock) as desk:
            clock.move(hours=1)
            await upkeep.sweep(desk)
            road = SmtpTransport(
                host="127.0.0.1", port=embedded.smtp_port, security="none", user="", credential="", timeout=20
            )
            await deliver.deliver_due(desk, road)
            status = (await desk.store.message(message_id)).status
            doubts = (await desk.store.queue((Status.UNCONFIRMED,))).total
        arrived = len(await embedded.mails_of("h.wolters@bronckhorst.nl")) - before
        assert status in {Status.SENT, Status.UNCONFIRMED}, f"step {step}: {status}"
        assert arrived == 1 if status is Status.SENT else arrived <= 1, f"step {step}: {arrived} arrived"
        assert doubts == (status is Status.UNCONFIRMED)
        seen[status] += 1
        if exit_code == 0:
            break
        assert exit_code == -signal.SIGKILL
    else:
        pytest.fail(f"sending did not end within {MOST_STEPS} awaits")
    assert step > 10, "sending has more awaits than this; the kills did not reach them"
    assert set(seen) == {Status.SENT, Status.UNCONFIRMED}
    await embedded.stop()


@pytest.mark.timeout(240)
async def test_a_kill_at_every_await_of_the_sent_copy_leaves_one_copy(
    tmp_path: Path, fork_server: ForkServerContext
) -> None:
    embedded = await servers.start(None)
    account = (embedded.imap_port, embedded.shared_user, embedded.password)
    for step in range(1, MOST_STEPS):
        folder = tmp_path / str(step)
        folder.mkdir()
        message_id = await _approved(folder)
        async with open_test_desk(folder) as desk:
            road = SmtpTransport(
                host="127.0.0.1", port=embedded.smtp_port, security="none", user="", credential="", timeout=20
            )
            await deliver.deliver_due(desk, road)
            outgoing = await desk.store.outgoing(message_id)
            assert outgoing is not None
        exit_code = await _run(fork_server, children.copy_to_sent, str(folder), *account, step)
        async with open_test_desk(folder) as desk:
            box = children.mailbox(*account)
            await deliver.keep_sent_copies(desk, box)
            sent = await box.special_folder("\\Sent")
            assert sent is not None
            assert len(await box.find(sent, outgoing.rfc_message_id)) == 1, f"step {step}"
            await box.close()
        if exit_code == 0:
            break
    else:
        pytest.fail(f"the copy did not end within {MOST_STEPS} awaits")
    await embedded.stop()


@pytest.mark.timeout(300)
async def test_a_kill_at_every_await_of_replacing_a_draft_leaves_one_draft_in_concepten(
    tmp_path: Path, fork_server: ForkServerContext
) -> None:
    """A new version is put beside the old one, then the old one goes; a colleague never finds two, or none."""
    embedded = await servers.start(None)
    for step in range(1, MOST_STEPS):
        folder = tmp_path / str(step)
        folder.mkdir()
        user = await embedded.add_mailbox(f"concepten{step}@vng.nl")
        account = (embedded.imap_port, user, embedded.password)
        box = children.mailbox(*account)
        async with children.drafting_desk(str(folder), 0) as desk:
            message_id = await _drafted(desk)
            await keep_drafts(desk, box)
            await review.edit(desk, message_id, 1, "Leerkring", "Beste Hanneke,\n\nDat kan.", "els")
        exit_code = await _run(fork_server, children.keep_in_drafts, str(folder), *account, step)
        there = await box.uids_after("Concepten", 0)
        assert there, f"step {step}: no draft is left"
        async with children.drafting_desk(str(folder), 2) as desk:
            await keep_drafts(desk, box)
            await notice_changes(desk, box)
            (copy,) = await desk.store.copies_placed()
            (uid,) = await box.uids_after("Concepten", 0)
            assert (copy.version, copy.place and copy.place.uid) == (2, uid), f"step {step}"
        await box.close()
        if exit_code == 0:
            break
    else:
        pytest.fail(f"the draft was not replaced within {MOST_STEPS} awaits")
    assert step > 20, "replacing a draft has more awaits than this; the kills did not reach them"
    await embedded.stop()


@pytest.mark.timeout(300)
async def test_a_kill_at_every_await_of_reading_sent_misses_no_answer_and_counts_none_twice(
    tmp_path: Path, fork_server: ForkServerContext
) -> None:
    embedded = await servers.start(None)
    account = (embedded.imap_port, embedded.shared_user, embedded.password)
    box = children.mailbox(*account)
    answer = eml(
        7, sender="Joost <thorbecke2024@vng.nl>", In_Reply_To="<1@gemeente.example>", Cc="h.wolters@bronckhorst.nl"
    )
    await box.append("Verzonden items", answer, ["\\Seen"], Clockwork().now)
    for step in range(1, MOST_STEPS):
        folder = tmp_path / str(step)
        folder.mkdir()
        message_id = await _approved(folder)
        exit_code = await _run(fork_server, children.look_into_sent, str(folder), *account, step)
        async with open_test_desk(folder) as desk:
            await read_sent(desk, box)
            assert (await desk.store.message(message_id)).status is Status.CLOSED, f"step {step}"
            events = [line.event for line in await desk.store.history(1)]
            assert events.count(Event.ANSWERED_ELSEWHERE) == 1
            assert await desk.store.due(desk.now) == ()
        if exit_code == 0:
            break
    else:
        pytest.fail(f"Sent was not read within {MOST_STEPS} awaits")
    await box.close()
    await embedded.stop()


@pytest.mark.timeout(120)
async def test_a_kill_at_every_await_of_a_reminder_leaves_one_reminder(
    tmp_path: Path, fork_server: ForkServerContext
) -> None:
    """The child dies, the next round makes up for it, and a third one finds nothing to do."""
    asked = tmp_path / "asked"
    asked.mkdir()
    clock = Clockwork()
    async with open_test_desk(asked, clock=clock) as desk:
        raw = eml(text="Graag doen wij mee aan een leerkring.\n\nHanneke Wolters\n")
        message_id = await desk.store.receive(desk.settings.mailbox_address, fetched(raw), desk.now)
        assert message_id is not None
        await prepare.prepare_received(desk)
        await review.approve(desk, message_id, 1, "lotte")
        await deliver.deliver_due(desk, ScriptedTransport())
        draft = await desk.store.draft(message_id)
        assert draft is not None
        assert draft.draft.missing, "the reply must ask something"
    clock.move(days=20)
    for step in range(1, MOST_STEPS):
        folder = tmp_path / str(step)
        shutil.copytree(asked, folder)
        exit_code = await _run(fork_server, children.remind, str(folder), clock.now.isoformat(), step)
        async with open_test_desk(folder, clock=clock) as desk:
            made = await draft_reminders(desk) + (exit_code == 0)
            assert await draft_reminders(desk) == 0
            thread = await desk.store.thread((await desk.store.message(message_id)).thread_id)
            assert [row.channel for row in thread] == ["mail", "own"], f"step {step}"
            assert await desk.store.draft(thread[1].id) is not None
        if exit_code == 0:
            assert made == 1
            break
        assert exit_code == -signal.SIGKILL
    else:
        pytest.fail(f"the reminder was not made within {MOST_STEPS} awaits")
    assert step > 3, "a reminder has more awaits than this; the kills did not reach them"
