"""The life cycle under random events: the real store and pipeline, every call to a port a step of its own.

The service's loops, two reviewers and a sweeper are *actors*. Each stands still before every call that it makes to the
store, the mailbox or the mail server, until the machine lets it go on. So any interleaving of their transactions can
happen, in an order that hypothesis chooses and can repeat; and a crash is simply that nobody goes on any more: what was
committed stays, what was not is gone. The clock jumps, colleagues delete and move mail, the server drops lines.

After every step the account of ``tests.faults.verdict`` must be right. At the end of each example everything must come
to rest: no mail is lost, every customer has one answer or a colleague who closed the mail.
``LIFECYCLE_EXAMPLES=500`` makes a longer run.
"""

import asyncio
import inspect
import os
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.app import DATABASE
from bot.errors import Conflict, IllegalTransition, InvalidInput, MailboxError
from bot.lifecycle import Status
from bot.model import DeliveryResult, FetchedMail, Located, Outcome, Outgoing
from bot.pipeline import deliver, intake, prepare, review, upkeep
from bot.pipeline.desk import Desk
from bot.pipeline.ports import FolderState
from bot.settings import Settings
from tests.empty_database import open_empty
from tests.faults import mails, verdict
from tests.faults.mailbox import INBOX, SENT, Account
from tests.faults.road import Road, Taken
from tests.faults.weather import Weather
from tests.mail import failure_reports
from tests.pipeline.desks import START, Clockwork, mind

MEMORY = Path("/dev/shm")  # noqa: S108  (thousands of commits; whether they reach a disk is tested elsewhere)
LIMIT = 480
"""Seconds after which an attempt to send has ended: ``LEASE_USED`` of the lease."""
LOST_RACES = (Conflict, IllegalTransition, InvalidInput, MailboxError)
LOOPS = ("intake", "prepare", "send", "copies", "sweep")
REVIEWERS = ("lotte", "daan")
DECISIONS = (*["approve"] * 6, "edit", "reject", "close", "recall", "resolve", "reopen", "retry", "take over")
NUMBERS = st.integers(0, 9)
ANSWERS = st.lists(st.tuples(st.sampled_from(Outcome), st.booleans()), max_size=3)
"""Of the mail server, and for a lost answer whether it took the mail; after these it takes everything."""
KINDS = st.lists(st.sampled_from(["new", "new", "new", "copy", "touched"]), min_size=1, max_size=3)
WORLD = st.sampled_from(["report", "delete", "move", "move", "renumber", "drop", "unreadable", "intruder"])
MOSTLY_ALL = st.one_of(st.integers(0, 12), st.just(100))
"""Steps that somebody takes before others have their turn."""


def event(name: str, *details: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[str, tuple[Any, ...]]]:
    return st.tuples(st.just(name), st.tuples(*details))


EVENTS = st.one_of(
    event("customers_write", KINDS),
    event("the_world_goes_on", WORLD),
    event("the_service_works", ANSWERS),
    event("a_loop_begins_a_round", st.sampled_from(LOOPS), ANSWERS, MOSTLY_ALL),
    event("a_reviewer_decides", st.sampled_from(REVIEWERS), st.sampled_from(DECISIONS), NUMBERS, MOSTLY_ALL),
    event("somebody_goes_on", st.sampled_from([*LOOPS, *REVIEWERS]), MOSTLY_ALL),
    event("the_clock_jumps", st.sampled_from([-600, 5, 30, 300, 601, 3_600, 90_000])),
    event("the_process_crashes", st.sampled_from([*LOOPS, *REVIEWERS])),
)
"""One rule for all: hypothesis would leave some rules out of each example, and without the sender not much happens."""


class Crashed(BaseException):
    """The process is gone; no ``except Exception`` may go on after it."""


@dataclass
class Actor:
    """A piece of work that stands still before each of its calls to a port."""

    task: "asyncio.Task[Any] | None" = None
    turn: "asyncio.Future[None] | None" = None
    stands: asyncio.Event = field(default_factory=asyncio.Event)
    dead: bool = False

    async def wait_for_turn(self) -> None:
        if self.dead:
            raise Crashed
        self.turn = asyncio.get_running_loop().create_future()
        self.stands.set()
        await self.turn
        if self.dead:
            raise Crashed

    async def go_on(self) -> None:
        """One step: the call that it stands before, and everything up to the next one."""
        self.stands.clear()
        if self.turn is not None and not self.turn.done():
            self.turn.set_result(None)
        await self.stands.wait()

    @property
    def done(self) -> bool:
        return self.task is None or self.task.done()


class Stepwise:
    """A port of which every call waits for the turn of an actor."""

    def __init__(self, port: object, actor: Actor) -> None:
        self._port, self._actor = port, actor

    def __getattr__(self, name: str) -> Any:
        work = getattr(self._port, name)
        if not inspect.iscoroutinefunction(work):
            return work

        async def call(*arguments: Any, **named: Any) -> Any:
            await self._actor.wait_for_turn()
            return await work(*arguments, **named)

        return call


@dataclass
class Box:
    """The mailbox port on the account. The next ``drops`` calls find the line cut, an APPEND after it was stored."""

    account: Account
    drops: int = 0

    def _drop(self) -> None:
        if self.drops:
            self.drops -= 1
            raise MailboxError("the line is cut")

    async def state(self, folder: str) -> FolderState:
        self._drop()
        here = self.account.folders[folder]
        return FolderState(folder, here.uidvalidity, here.uidnext, len(here.mails))

    async def uids_after(self, folder: str, last_uid: int) -> tuple[int, ...]:
        self._drop()
        return tuple(uid for uid in sorted(self.account.folders[folder].mails) if uid > last_uid)

    async def sizes(self, folder: str, uids: Sequence[int]) -> dict[int, int]:
        self._drop()
        return {uid: len(raw) for uid, raw in self.account.folders[folder].mails.items() if uid in uids}

    async def fetch(self, folder: str, uids: Sequence[int]) -> tuple[FetchedMail, ...]:
        self._drop()
        here = self.account.folders[folder]
        found = sorted((uid, raw) for uid, raw in here.mails.items() if uid in uids)
        return tuple(FetchedMail(Located(folder, here.uidvalidity, uid), raw, START) for uid, raw in found)

    async def find(self, folder: str, rfc_message_id: str) -> tuple[Located, ...]:
        self._drop()
        here = self.account.folders[folder]
        return tuple(Located(folder, here.uidvalidity, uid) for uid in here.by_message_id[rfc_message_id.encode()])

    async def append(self, folder: str, raw: bytes, _flags: Sequence[str], _at: datetime) -> None:
        self.account.folders[folder].add(raw)
        self._drop()


@dataclass
class Server:
    """The transport: it stands still once before the mail is taken and once before the answer is heard."""

    road: Road
    actor: Actor
    elapsed: Callable[[], float]
    answers: list[tuple[Outcome, bool]]

    def hang_up(self) -> None:
        """Nobody stops it here; a crash does."""

    async def deliver(self, outgoing: Outgoing) -> DeliveryResult:
        end = self.elapsed() + LIMIT
        outcome, taken = self.answers.pop(0) if self.answers else (Outcome.ACCEPTED, True)
        await self.actor.wait_for_turn()
        if self.elapsed() > end:
            return DeliveryResult(Outcome.LOST)
        if outcome is Outcome.ACCEPTED or (outcome is Outcome.LOST and taken):
            self.road.taken.append(Taken(outgoing.rfc_message_id, outgoing.rcpt_to, outgoing.raw))
        await self.actor.wait_for_turn()
        return DeliveryResult(outcome, 250 if outcome is Outcome.ACCEPTED else None)


class LifeCycle(RuleBasedStateMachine):
    """Every actor may lose a race; nobody may break a promise."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.room = tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        self.folder = Path(self.room.name)
        self.clock, self.elapsed = Clockwork(), 0.0
        self.tokens, self.customers = count(1), count(1)
        self.actors: dict[str, Actor] = {}
        self.crashing_reads = 0
        self.history: list[tuple[Any, ...]] = []

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    @initialize()
    def begin_the_service(self) -> None:
        weather = Weather(Random(1), 0)
        self.account, self.road = Account(weather, 0), Road(weather, 0)
        self.box = Box(self.account)
        self.store = self.do(open_empty(self.folder / DATABASE))
        (self.folder / "service.log").touch()
        self.desk = self.new_desk()
        self.customers_write(["new"] * 4)
        for loop in ("intake", "prepare"):
            self.begin(loop, self.work_of(loop, []))
            self.finish(loop)
        for which in range(2):
            self.begin("lotte", self.decision_of("lotte", "approve", which))
            self.finish("lotte")

    def new_desk(self) -> Desk:
        """The desk of a process that begins: nothing in its memory."""
        return Desk(
            settings=Settings(data_dir=self.folder, sent_folder=SENT, undo_seconds=0),
            store=self.store,
            preparing=self.store,
            accounts=self.store,
            people=self.store.people,
            talks=self.store,
            chat_questions=self.store.chat_questions,
            following=self.store.following,
            pulse=self.store.pulse,
            circles=self.store.circles,
            meetings=self.store.meetings,
            experts=self.store.experts,
            intakes=self.store.intakes,
            worklist=self.store.worklist,
            figures=self.store.figures,
            screen=self.store.screen,
            inquiries=self.store.inquiries,
            mind=mind(),
            clock=self.clock,
            new_token=lambda: f"t{next(self.tokens)}",
            offload=self.read,
        )

    async def read(self, work: Callable[[], Any]) -> Any:
        """Some readings crash."""
        if self.crashing_reads:
            self.crashing_reads -= 1
            raise RecursionError
        return work()

    # --- who works ---

    def begin(self, name: str, work: Callable[[Desk, Actor], Awaitable[object]]) -> None:
        """Start an actor; a loop or a person does one thing at a time."""
        if name in self.actors:
            return
        actor = Actor()
        store: Any = Stepwise(self.store, actor)
        box: Any = Stepwise(self.box, actor)
        desk = replace(self.desk, store=store, mailbox=box)

        async def act() -> None:
            try:
                await work(desk, actor)
            except LOST_RACES:
                return
            finally:
                actor.stands.set()

        async def start() -> None:
            actor.task = asyncio.ensure_future(act())
            await actor.stands.wait()

        self.actors[name] = actor
        self.do(start())
        self.drop_the_done()

    def drop_the_done(self) -> None:
        for name, actor in list(self.actors.items()):
            if actor.task is not None and actor.done:
                del self.actors[name]
                actor.task.result()

    def work_of(self, loop: str, answers: list[tuple[Outcome, bool]]) -> Callable[[Desk, Actor], Awaitable[object]]:
        """What a loop of the service does in one round."""

        async def send(desk: Desk, actor: Actor) -> object:
            return await deliver.deliver_due(desk, Server(self.road, actor, lambda: self.elapsed, answers))

        rounds: dict[str, Callable[[Desk, Actor], Awaitable[object]]] = {
            "intake": lambda desk, _: intake.catch_up(desk, desk.mailbox, INBOX),  # type: ignore[arg-type]
            "prepare": lambda desk, _: prepare.prepare_received(desk),
            "send": send,
            "copies": lambda desk, _: deliver.keep_sent_copies(desk, desk.mailbox),  # type: ignore[arg-type]
            "sweep": lambda desk, _: upkeep.sweep(desk),
        }
        return rounds[loop]

    def decision_of(self, name: str, choice: str, which: int) -> Callable[[Desk, Actor], Awaitable[object]]:
        """A reviewer opens some message, looks, and presses a button, which may be too late by then."""
        ids = [row[0] for row in verdict.look(self.folder, "SELECT id FROM messages ORDER BY id DESC")]
        message_id = ids[which % len(ids)]

        async def decide(desk: Desk, _: Actor) -> object:
            version = (await desk.store.message(message_id)).draft_version
            match choice:
                case "approve":
                    if version == 0:
                        version = await review.edit(desk, message_id, 0, "Re", f"Dag van {name}", name)
                    return await review.approve(desk, message_id, version, name)
                case "edit":
                    return await review.edit(desk, message_id, version, "Re", f"Anders, {next(self.tokens)}", name)
                case "reject":
                    return await review.reject(desk, message_id, version, "Klopt niet.", name)
                case "resolve":
                    return await self.settle(desk, message_id, name)
                case "reopen" if self.was_answered(message_id) or self.is_there_twice(message_id):
                    return None  # a second answer is a person's right, but here it would hide those of the machine
            return await BUTTONS[choice](desk, message_id, name)

        return decide

    async def settle(self, desk: Desk, message_id: int, name: str) -> None:
        """Only a doubt, and by the truth: the customer was called."""
        if (await desk.store.message(message_id)).status is Status.UNCONFIRMED:
            outgoing = await desk.store.outgoing(message_id)
            assert outgoing is not None
            await review.resolve(desk, message_id, arrived=self.arrived(outgoing), actor=name)

    def was_answered(self, message_id: int) -> bool:
        """Whether the customer has an answer already, also to another copy of the mail, or there is no customer."""
        addresses = dict(verdict.look(self.folder, "SELECT id, reply_addr FROM messages"))
        address = addresses[message_id]
        return address is None or any(address in mail.rcpt_to for mail in self.road.taken)

    def is_there_twice(self, message_id: int) -> bool:
        """Whether there is a copy of the mail, so that two reviewers could answer one each before any answer is out."""
        addresses = dict(verdict.look(self.folder, "SELECT id, reply_addr FROM messages"))
        return list(addresses.values()).count(addresses[message_id]) > 1

    def arrived(self, outgoing: Outgoing) -> bool:
        return self.road.times()[outgoing.rfc_message_id] > 0

    # --- what happens ---

    @rule(event=EVENTS)
    def happens(self, event: tuple[str, tuple[Any, ...]]) -> None:
        name, details = event
        getattr(self, name)(*details)

    def customers_write(self, kinds: list[str]) -> None:
        for kind in kinds:
            known = list(self.account.inbox.mails.values())
            if kind == "new" or not known:
                self.account.inbox.add(mails.letter(next(self.customers), text=mails.SHORT))
            else:
                self.account.inbox.add(known[-1] if kind == "copy" else b"X-Touched: 1\r\n" + known[-1])

    def the_world_goes_on(self, what: str) -> None:
        """What customers' servers, colleagues, the network and other programs do."""
        match what:
            case "report" if self.road.taken:
                failed = self.road.taken[-1]
                self.account.inbox.add(failure_reports.postfix(failed.rfc_message_id, failed.rcpt_to[0]))
            case "delete":
                self.account.delete_one()
            case "move":
                self.account.move_one()
            case "renumber":
                self.account.renumber()
            case "drop":
                self.box.drops += 1
            case "unreadable":
                self.crashing_reads += 1
            case "intruder":
                self.another_program_dies_in_its_transaction()

    def another_program_dies_in_its_transaction(self) -> None:
        with closing(sqlite3.connect(self.folder / DATABASE, isolation_level=None)) as database:
            database.execute("BEGIN IMMEDIATE")
            database.execute("UPDATE messages SET status = 'sent', lease_until = NULL")
            database.execute("DELETE FROM attempts")

    def the_service_works(self, answers: list[tuple[Outcome, bool]]) -> None:
        """A round of every loop, each to its end."""
        for loop in LOOPS:
            self.begin(loop, self.work_of(loop, answers))
            self.finish(loop)

    def a_loop_begins_a_round(self, loop: str, answers: list[tuple[Outcome, bool]], steps: int) -> None:
        self.begin(loop, self.work_of(loop, answers))
        self.go_on(loop, steps)

    def a_reviewer_decides(self, name: str, choice: str, which: int, steps: int) -> None:
        if verdict.look(self.folder, "SELECT 1 FROM messages LIMIT 1"):
            self.begin(name, self.decision_of(name, choice, which))
            self.go_on(name, steps)

    def somebody_goes_on(self, name: str, steps: int) -> None:
        self.go_on(name, steps)

    def go_on(self, name: str, steps: int) -> None:
        for _ in range(steps):
            if name not in self.actors:
                return
            self.do(self.actors[name].go_on())
            self.drop_the_done()

    def finish(self, name: str) -> None:
        while name in self.actors:
            self.go_on(name, 1)

    def the_clock_jumps(self, seconds: int) -> None:
        self.clock.move(seconds=seconds)
        self.elapsed += max(seconds, 0)

    def the_process_crashes(self, when: str) -> None:
        """Whatever was going on never goes on; the next process knows only what was committed."""
        if when not in self.actors:
            return

        async def crash(tasks: "list[asyncio.Task[Any]]") -> None:
            await asyncio.gather(*tasks, return_exceptions=True)

        tasks = [actor.task for actor in self.actors.values() if actor.task is not None]
        for actor in self.actors.values():
            actor.dead = True
            if actor.turn is not None and not actor.turn.done():
                actor.turn.set_exception(Crashed())
        self.actors.clear()
        for task in tasks:
            try:
                self.do(crash([task]))
            except Crashed:
                continue
        self.do(self.store.close())
        self.store = self.do(open_empty(self.folder / DATABASE))
        self.desk = self.new_desk()

    # --- what always holds ---

    @invariant()
    def the_account_is_right(self) -> None:
        if hasattr(self, "road"):
            assert [
                *verdict.twice(self.road),
                *verdict.doubts(self.folder, self.road, settled=False),
                *verdict.histories(self.folder),
                *verdict.attempts(self.folder),
            ] == []

    @invariant()
    def history_only_grows(self) -> None:
        if hasattr(self, "road"):
            lines = [tuple(row) for row in verdict.look(self.folder, "SELECT * FROM events ORDER BY id")]
            assert lines[: len(self.history)] == self.history
            self.history = lines

    def teardown(self) -> None:
        try:
            if hasattr(self, "road"):
                self.come_to_rest()
        finally:
            if hasattr(self, "store"):
                self.do(self.store.close())
            self.do(self.loop.shutdown_default_executor())
            self.loop.close()
            self.room.cleanup()

    def come_to_rest(self) -> None:
        """Fair weather, patient reviewers: every message reaches an end, whatever happened before."""
        self.box.drops = self.crashing_reads = 0
        for name in list(self.actors):
            self.finish(name)
        for _ in range(20):
            for loop in LOOPS:
                self.begin(loop, self.work_of(loop, []))
                self.finish(loop)
            self.do(self.decide_everything())
            self.the_clock_jumps(20_000)
            if not self.unsettled():
                break
        assert self.unsettled() == ""
        assert verdict.judge(self.folder, self.account, self.road, settled=True).wrong == ()

    def unsettled(self) -> str:
        open_doubts = verdict.look(
            self.folder, "SELECT 1 FROM messages WHERE status IN ('unconfirmed','undeliverable')"
        )
        return verdict.waiting_for_the_bot(self.folder, self.account) + ", in doubt" * len(open_doubts)

    async def decide_everything(self) -> None:
        store = self.store
        for message_id in await store.ids_in(Status.UNCONFIRMED):
            await self.settle(self.desk, message_id, "lotte")
        for message_id in await store.ids_in(Status.UNDELIVERABLE):
            await review.reopen(self.desk, message_id, "lotte")
        for message_id in await store.ids_in(Status.FAILED):
            await review.retry(self.desk, message_id, "lotte")
        for message_id in await store.ids_in(Status.AWAITING_REVIEW):
            version = (await store.message(message_id)).draft_version
            version = version or await review.edit(self.desk, message_id, 0, "Re", "Dag!", "lotte")
            try:
                await review.approve(self.desk, message_id, version, "lotte")
            except InvalidInput:  # a person took over what could not be read: there is nobody to answer
                await review.close(self.desk, message_id, "Geen afzender.", "lotte")


BUTTONS: dict[str, Callable[[Desk, int, str], Awaitable[object]]] = {
    "close": lambda desk, message_id, name: review.close(desk, message_id, "Gebeld.", name),
    "recall": review.recall,
    "reopen": review.reopen,
    "retry": review.retry,
    "take over": review.take_over,
}

TestLifeCycle = LifeCycle.TestCase
TestLifeCycle.settings = settings(
    max_examples=int(os.environ.get("LIFECYCLE_EXAMPLES", "6")),
    stateful_step_count=80,
    deadline=None,
    phases=(Phase.reuse, Phase.generate),  # shrinking takes minutes, so that a broken promise looked like a slow test
)
