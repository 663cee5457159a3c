"""One run: a storm with kills, calm until everything is at rest, the doubts settled by a person, calm again."""

import asyncio
import multiprocessing
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from math import inf
from multiprocessing.context import ForkServerProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from random import Random

from bot.lifecycle import Status
from bot.pipeline import review
from bot.store import open_store
from tests.faults import mails
from tests.faults.mailbox import Account
from tests.faults.road import Road, Taken
from tests.faults.service import DATABASE, SPEED, Job, serve
from tests.faults.verdict import Verdict, judge, look, waiting_for_the_bot
from tests.faults.weather import Weather
from tests.mail import failure_reports
from tests.pipeline.desks import Clockwork, open_test_desk

LATE = 75 / SPEED
"""Seconds after which the service has given up waiting for an answer (60 of its own)."""
BACKLOG = 400
"""Mails that wait for an answer at most while the storm lasts, so that kills and mails come side by side."""
AT_WORK, AT_WORK_SECONDS = 0.7, 20.0
"""The share of the kills that find the service at work, and how long they wait for that."""
CALM_SECONDS = 240.0
STOP_SECONDS = 30.0
ROUNDS = 5
BOUNCES = 0.01
TROUBLE_EVERY = 0.2
"""Seconds between two things that colleagues may do to the mailbox."""
DELETED, MOVED = 0.2, 0.3
RENUMBERED = 4
"""How often in a run the server numbers the folder anew, about; the service then looks at every mail once more."""
MOMENTS = ("smtp dot", "smtp dot", "smtp body", "smtp DATA", "smtp MAIL", "smtp QUIT", "imap UID FETCH", "imap literal",
           "imap APPEND", "imap SELECT", "imap push")  # fmt: skip
"""Steps of a conversation at which the killer strikes, beside any moment at all."""


@dataclass(frozen=True)
class Plan:
    """What a run is made of: mails and kills at most, for the storm ends after ``minutes`` whatever is left of them.

    ``rate`` is the share of the servers' answers that something happens to.
    """

    mails: int
    kills: int
    seed: int
    rate: float = 0.03
    minutes: float = inf
    tell: Callable[[str], None] = print


@dataclass
class World:
    """The run as it goes."""

    plan: Plan
    folder: Path
    dice: Random
    weather: Weather
    account: Account
    road: Road
    job: Job
    child: ForkServerProcess | None = None
    listening: Event = field(default_factory=multiprocessing.Event)
    kills: int = 0
    stops: int = 0
    delivered: int = 0
    reports: int = 0
    began: float = field(default_factory=time.monotonic)
    trap: tuple[str, asyncio.Event] = ("", field(default_factory=asyncio.Event))

    @property
    def over(self) -> bool:
        """Whether the time for the storm has run out."""
        return time.monotonic() - self.began > 60 * self.plan.minutes


async def run(plan: Plan, folder: Path) -> Verdict:
    """The whole run; prints its seed first. The database stays in ``folder``."""
    plan.tell(f"seed {plan.seed}: {plan.mails} mails, {plan.kills} kills")
    async with _world(plan, folder) as world:
        postman = asyncio.create_task(_deliver(world))
        trouble = asyncio.create_task(_make_trouble(world))
        await _kill_and_restart(world, postman)
        trouble.cancel()
        await postman
        await _come_to_rest(world, "after the storm")
        first = judge(folder, world.account, world.road, settled=False)
        doubts = await _settle_all_doubts(world)
        last = judge(folder, world.account, world.road, settled=True)
    figures = {
        "seed": plan.seed,
        "mails": world.delivered,
        "kills": world.kills,
        "graceful stops": world.stops,
        "faults": sum(world.weather.seen.values()),
        "failure reports": world.reports,
        **doubts,
        **last.figures,
    }
    for name, times in sorted(world.weather.seen.items()):
        plan.tell(f"  {times:6} {name}")
    return Verdict(figures, (*first.wrong, *last.wrong))


@asynccontextmanager
async def _world(plan: Plan, folder: Path) -> AsyncIterator[World]:
    dice = Random(plan.seed)
    weather = Weather(Random(dice.random()), plan.rate)
    account, road = Account(weather, LATE), Road(weather, LATE)
    async with account.running() as imap_port, road.running() as smtp_port:
        job = Job(folder, imap_port, smtp_port, time.monotonic(), str(plan.seed))
        world = World(plan, folder, dice, weather, account, road, job)
        world.trap = ("", asyncio.Event())
        weather.watch = lambda step: world.trap[1].set() if step == world.trap[0] else None
        road.on_taken = lambda mail: _bounce(world, mail)
        await (await open_store(folder / DATABASE)).close()  # so that there is something to look at from the start
        try:
            yield world
        finally:
            await _end(world, signal.SIGKILL)


# --- the mail ---


async def _deliver(world: World) -> None:
    """The customers write, in bursts; once in a while the server loses its index in between."""
    for raw in mails.letters(world.plan.mails, Random(world.dice.random())):
        while world.delivered % 10 == 0 and not world.over and _open(world) > BACKLOG:  # noqa: ASYNC110  (the database rings no bell)
            await asyncio.sleep(0.1)
        if world.over:
            return
        world.account.inbox.add(raw)
        world.delivered += 1
        if world.weather.chance(RENUMBERED / world.plan.mails):
            world.account.renumber()
        if world.weather.dice.random() < 0.02:
            await asyncio.sleep(world.weather.dice.uniform(0, 0.5))


def _open(world: World) -> int:
    """Mails of which the end is not in sight: no answer, and none that could come before a person has looked."""
    rest = "SELECT count(*) FROM messages WHERE status IN ('ignored', 'closed', 'unconfirmed', 'undeliverable')"
    places = "SELECT count(*) - count(DISTINCT message_id) FROM locations"
    closed = sum(look(world.folder, sql)[0][0] for sql in (rest, places))
    return world.delivered - len(world.road.taken) - len(world.account.taken_away) - closed


def _bounce(world: World, mail: Taken) -> None:
    """Now and then a customer's server finds out later that it cannot deliver."""
    if mail.rcpt_to[0].endswith(mails.CUSTOMER) and world.weather.chance(BOUNCES):
        world.account.inbox.add(failure_reports.postfix(mail.rfc_message_id, mail.rcpt_to[0]))
        world.reports += 1


async def _make_trouble(world: World) -> None:
    """Colleagues delete and move mail."""
    while True:
        await asyncio.sleep(TROUBLE_EVERY)
        if world.weather.chance(DELETED * len(world.account.inbox.mails) / (1 + world.plan.mails)):
            world.account.delete_one()
        if world.weather.chance(MOVED):
            world.account.move_one()


# --- the process ---


def _start(world: World) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.service"])
    world.listening = context.Event()
    world.child = context.Process(target=serve, args=(world.job, world.listening), daemon=True)
    world.child.start()


async def _end(world: World, by: signal.Signals) -> int | None:
    """End the child and wait for it; its exit code."""
    child, world.child = world.child, None
    if child is None:
        return None
    if by is signal.SIGKILL:
        child.kill()
    else:
        child.terminate()
    await asyncio.to_thread(child.join, STOP_SECONDS)
    if child.exitcode is None:
        child.kill()
        await asyncio.to_thread(child.join)
        return None
    return child.exitcode


async def _kill_and_restart(world: World, postman: "asyncio.Task[None]") -> None:
    """Kill the service at any moment, or at a chosen step of a conversation, and start it again, until all is done."""
    _start(world)
    while not world.over and (
        world.kills < world.plan.kills or not postman.done() or _open(world) > world.plan.mails // 20
    ):
        await asyncio.sleep(world.dice.uniform(0.2, 1.5))
        if world.dice.random() < AT_WORK:
            await _some_progress(world)
        if world.kills >= world.plan.kills:
            continue
        if world.dice.random() < 0.1:
            await _stop(world)
        else:
            await _kill(world)
        _start(world)


async def _some_progress(world: World) -> None:
    """Until a mail that waits is read; on a busy machine a new process takes seconds to get that far."""
    unread = "SELECT count(*) FROM messages WHERE status = 'received'"
    before = now = look(world.folder, unread)[0][0]
    with suppress(TimeoutError):
        async with asyncio.timeout(AT_WORK_SECONDS):
            while now and now >= before and not world.over:
                await asyncio.sleep(0.05)
                before, now = max(before, now), look(world.folder, unread)[0][0]


async def _kill(world: World) -> None:
    """Half of the kills wait for a step of a conversation and strike before it is answered, or in the answer."""
    if world.dice.random() < 0.5:
        world.trap = (world.dice.choice(MOMENTS), asyncio.Event())
        with suppress(TimeoutError):
            await asyncio.wait_for(world.trap[1].wait(), 1.0)
        world.trap = ("", asyncio.Event())
        if world.dice.random() < 0.5:
            await asyncio.sleep(world.dice.uniform(0, 0.003))
    world.kills += await _end(world, signal.SIGKILL) == -signal.SIGKILL


async def _stop(world: World) -> None:
    await asyncio.to_thread(world.listening.wait, STOP_SECONDS)
    code = await _end(world, signal.SIGTERM)
    if code != 0:
        raise AssertionError(f"a service that was asked to stop ended with {code}")
    world.stops += 1


async def _come_to_rest(world: World, when: str) -> None:
    """No faults any more: the service must finish everything of itself, within ``CALM_SECONDS`` without progress."""
    world.weather.rate = 0
    if world.child is None:
        _start(world)
    busy, since = "", time.monotonic()
    while now_busy := waiting_for_the_bot(world.folder, world.account):
        if now_busy != busy:
            busy, since = now_busy, time.monotonic()
        if time.monotonic() - since > CALM_SECONDS:
            raise AssertionError(f"seed {world.plan.seed}: stuck {when}: {busy}")
        await asyncio.sleep(0.2)
    world.plan.tell(f"at rest {when}")
    await _stop(world)


# --- the person ---


async def _settle_all_doubts(world: World) -> dict[str, int]:
    """Until none is left: a busy machine alone can put a mail that goes out again in doubt once more."""
    doubts = {"doubts": 0, "of which had arrived": 0}
    for _ in range(ROUNDS):
        settled = await _settle_doubts(world)
        await _come_to_rest(world, "after the doubts were settled")
        doubts = {name: doubts[name] + settled[name] for name in doubts}
        if not settled["doubts"]:
            break
    return doubts


async def _settle_doubts(world: World) -> dict[str, int]:
    """A person calls every customer whose answer is in doubt, and tells the service the truth."""
    times = world.road.times()
    arrived = 0
    clock = Clockwork()
    async with open_test_desk(world.folder, clock=clock) as desk:
        doubts = await desk.store.ids_in(Status.UNCONFIRMED, limit=world.plan.mails)
        for message_id in doubts:
            outgoing = await desk.store.outgoing(message_id)
            assert outgoing is not None
            there = times[outgoing.rfc_message_id] > 0
            arrived += there
            await review.resolve(desk, message_id, arrived=there, actor="lotte")
    return {"doubts": len(doubts), "of which had arrived": arrived}
