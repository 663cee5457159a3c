"""Two reviewers, a sender, a mail server and crashes, in any order: the promises of the store always hold."""

import asyncio
import tempfile
from collections.abc import Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from bot.errors import Conflict
from bot.lifecycle import INITIAL, TRANSITIONS, Event, Status
from bot.model import Change, DeliveryResult, Outcome, Outgoing
from bot.store import open_store
from tests.store.samples import ACCOUNT, ANNA, LOST, NOW, draft, look, mail, outgoing, prepared, reading

T = TypeVar("T")
REVIEWERS = st.sampled_from(["els", "jan"])
BY_HAND = st.sampled_from(
    [Event.CLOSE, Event.ANSWERED_ELSEWHERE, Event.REOPEN, Event.CONFIRM_SENT, Event.CONFIRM_UNSENT, Event.RETRY,
     Event.CRASH, Event.GIVE_UP]
)  # fmt: skip
LEASE = timedelta(minutes=10)


class Promises(RuleBasedStateMachine):
    """Every rule may lose a race (``Conflict``); none may break a promise."""

    messages = Bundle("messages")
    forms = Bundle("forms")  # (message, version) as a reviewer has it on the screen, perhaps outdated
    claims = Bundle("claims")

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "db"
        self.now = NOW
        self.uid = 0
        self.kept: set[int] = set()
        self.off_the_road: set[int] = set()  # outgoing mail that must never leave (again)
        self.seen: list[Any] = []

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def attempt(self, work: Coroutine[Any, Any, T]) -> T | None:
        """Somebody else may have been first."""
        try:
            return self.do(work)
        except Conflict:
            return None

    def tick(self) -> datetime:
        self.now += timedelta(seconds=7)
        return self.now

    @initialize()
    def open(self) -> None:
        self.store = self.do(open_store(self.path))

    @rule(target=messages, known=st.booleans())
    def a_mail_comes_in(self, known: bool) -> Any:  # noqa: FBT001  (hypothesis passes by name)
        self.uid += 1
        raw = b"always the same" if known else b"%d" % self.uid
        message_id = self.do(self.store.receive(ACCOUNT, mail(self.uid, raw), self.tick()))
        if message_id is None:
            return multiple()
        self.kept.add(message_id)
        return message_id

    @rule(target=forms, message=messages, ignore=st.booleans(), follows=st.none() | messages)
    def the_bot_prepares(self, message: int, ignore: bool, follows: int | None) -> Any:  # noqa: FBT001
        change = Change(Event.IGNORE if ignore else Event.PREPARE, "assistent")
        thread_id = None if follows is None else self.do(self.store.message(follows)).thread_id
        found = prepared(draft=None if ignore else draft(), requests=(), thread_id=thread_id)
        self.attempt(self.store.prepare(message, found, change, self.tick()))
        return self.look_at(message)

    @rule(target=forms, message=messages)
    def somebody_opens_the_page(self, message: int) -> Any:
        return self.look_at(message)

    def look_at(self, message: int) -> tuple[int, int]:
        return message, self.do(self.store.message(message)).draft_version

    @rule(target=forms, form=forms, who=REVIEWERS)
    def edit(self, form: tuple[int, int], who: str) -> Any:
        new = self.attempt(self.store.save_draft(*form, draft(f"van {who}"), who, self.tick()))
        assert new is None or new > form[1]
        return form if new is None else (form[0], new)

    @rule(form=forms, who=REVIEWERS)
    def reject(self, form: tuple[int, int], who: str) -> None:
        self.attempt(self.store.reject_draft(*form, who, self.tick(), "Klopt niet."))

    @rule(message=messages, who=REVIEWERS, with_draft=st.booleans())
    def correct(self, message: int, who: str, with_draft: bool) -> None:  # noqa: FBT001
        text = draft("verbeterd") if with_draft else None
        self.attempt(self.store.correct(message, reading(), (), text, who, self.tick()))

    @rule(form=forms, who=REVIEWERS, undo=st.sampled_from([0, 20]))
    def approve(self, form: tuple[int, int], who: str, undo: int) -> None:
        now = self.tick()
        new = outgoing(f"{form[0]}-{now.timestamp()}")
        self.attempt(self.store.approve(*form, new, who, now, now + timedelta(seconds=undo)))

    @rule(message=messages, who=REVIEWERS)
    def recall(self, message: int, who: str) -> None:
        frozen = self.do(self.store.outgoing(message))
        if self.attempt(self._recalled(message, who)) and frozen:
            self.off_the_road.add(frozen.id)

    async def _recalled(self, message: int, who: str) -> bool:
        await self.store.recall(message, who, self.tick())
        return True

    @rule(message=messages, event=BY_HAND, who=REVIEWERS)
    def decide(self, message: int, event: Event, who: str) -> None:
        status = self.do(self.store.message(message)).status
        if (status, event) in TRANSITIONS:
            self.do(self.store.record(message, status, Change(event, who), self.tick()))

    @rule(target=claims)
    def the_sender_claims(self) -> Any:
        due = self.do(self.store.due(self.tick()))
        return multiple(*(self.claim(message) for message in due))

    def claim(self, message: int) -> Outgoing:
        frozen = self.do(self.store.claim(message, self.now + LEASE, "verzender", self.now))
        assert frozen.id not in self.off_the_road
        return frozen

    @rule(frozen=consumes(claims), outcome=st.sampled_from(Outcome))
    def the_server_answers(self, frozen: Outgoing, outcome: Outcome) -> None:
        result = LOST if outcome is Outcome.LOST else DeliveryResult(outcome, 250, None, "antwoord")
        self.attempt(self.store.finish(frozen.message_id, frozen.id, result, self.tick()))
        if outcome is not Outcome.DEFERRED:
            self.off_the_road.add(frozen.id)

    @rule()
    def leases_run_out(self) -> None:
        self.now += LEASE
        for message in self.do(self.store.expired_claims(self.now)):
            frozen = self.do(self.store.outgoing(message))
            assert frozen is not None
            self.do(self.store.record(message, Status.SENDING, Change(Event.LOSE, "verzender"), self.now))
            self.off_the_road.add(frozen.id)

    @rule(message=messages, report=messages)
    def a_failure_comes_back(self, message: int, report: int) -> None:
        frozen = self.do(self.store.outgoing(message))
        if frozen:
            self.do(self.store.bounced(frozen.rfc_message_id, report, "Niet bezorgd.", self.tick()))

    @rule(really=st.booleans())
    def upkeep(self, really: bool) -> None:  # noqa: FBT001
        self.do(self.store.purge_before(self.now - timedelta(minutes=20), "assistent", self.tick(), really=really))

    @rule(really=st.booleans())
    def forget(self, really: bool) -> None:  # noqa: FBT001
        self.attempt(self.store.forget_person(ANNA.addr_spec, "els", self.tick(), really=really))

    @rule()
    def the_process_starts_again(self) -> None:
        self.do(self.store.close())
        self.store = self.do(open_store(self.path))

    @invariant()
    def nothing_is_lost(self) -> None:
        if self.uid:
            counts = self.do(self.store.counts())
            assert sum(counts.values()) == len(self.kept)
            assert len(self.do(self.store.locations(ACCOUNT, "INBOX"))) == self.uid

    @invariant()
    def history_only_grows_and_tells_how_every_status_came_about(self) -> None:
        if not self.uid:
            return
        lines = look(self.path, "SELECT id, message_id, event, was, becomes FROM events ORDER BY id")
        assert lines[: len(self.seen)] == self.seen
        self.seen = lines
        statuses: dict[int, str] = {}
        for _, message, event, was, becomes in lines:
            if event == Event.ARRIVED:
                assert (message not in statuses, becomes in INITIAL) == (True, True)
            else:
                assert (was, TRANSITIONS[Status(was), Event(event)]) == (statuses[message], becomes)
            statuses[message] = becomes
        assert statuses == dict(look(self.path, "SELECT id, status FROM messages"))

    @invariant()
    def nothing_goes_out_twice(self) -> None:
        if not self.uid:
            return
        ended = look(self.path, "SELECT outgoing_id, outcome FROM attempts ORDER BY id")
        for sent in {outgoing_id for outgoing_id, _ in ended}:
            outcomes = [outcome for outgoing_id, outcome in ended if outgoing_id == sent]
            assert all(outcome == Outcome.DEFERRED for outcome in outcomes[:-1])
        running = look(self.path, "SELECT o.message_id FROM attempts JOIN outgoing o ON o.id = outgoing_id"
                                  " WHERE finished_at IS NULL ORDER BY 1")  # fmt: skip
        assert running == look(self.path, "SELECT id FROM messages WHERE status = 'sending' ORDER BY 1")

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.do(self.store.close())
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()
        self.folder.cleanup()


TestPromises = Promises.TestCase
TestPromises.settings = settings(max_examples=25, stateful_step_count=40, deadline=None)
