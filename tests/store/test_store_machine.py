"""Two reviewers, a sender, a mail server and crashes, in any order: the promises of the store always hold."""

import asyncio
import tempfile
from collections.abc import Coroutine, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.errors import Conflict
from bot.lifecycle import INITIAL, TRANSITIONS, Event, Status
from bot.model import (
    Address,
    Change,
    Composed,
    DeliveryResult,
    FolderPosition,
    Outcome,
    Outgoing,
    SentMail,
    Standing,
)
from bot.store.outlook import NOTICED
from tests.empty_database import open_empty
from tests.store.samples import ACCOUNT, LOST, NOW, draft, look, mail, outgoing, prepare, prepared, reading

T = TypeVar("T")
REVIEWERS = st.sampled_from(["els", "jan"])
BY_HAND = st.sampled_from(
    [Event.CLOSE, Event.ANSWERED_ELSEWHERE, Event.REOPEN, Event.CONFIRM_SENT, Event.CONFIRM_UNSENT, Event.RETRY,
     Event.CRASH, Event.GIVE_UP]
)  # fmt: skip
SENT = FolderPosition("Verzonden items", 1, 1)
LEASE = timedelta(minutes=10)
MEMORY = Path("/dev/shm")  # noqa: S108  (thousands of commits; whether they reach a disk is tested elsewhere)
PERSONS = ["anna@zaltbommel.nl", "bo@texel.nl", "cor@ede.nl"]
NUMBERS = st.integers(0, 9)
SELDOM = st.integers(0, 5).map(lambda n: n == 0)


class Promises(RuleBasedStateMachine):
    """Every rule may lose a race (``Conflict``); none may break a promise."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        self.path = Path(self.folder.name) / "db"
        self.now = NOW
        self.uid = 0
        self.kept: set[int] = set()
        self.off_the_road: set[int] = set()  # outgoing mail that must never leave (again)
        self.unanswered: list[Outgoing] = []
        self.seen: list[Any] = []
        self.answered: set[int] = set()  # from Outlook

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
        self.store = self.do(open_empty(self.path))
        for _ in range(5):
            self.a_mail_comes_in(known=False)
            self.the_bot_prepares(0, ignore=False, follows=None)
        self.approve([0, 0, 0], outdated=False, who="els", undo=0)

    def one_of(self, which: int, statuses: Iterable[Status]) -> int | None:
        """Some message in one of these statuses, if there is any; ``which`` makes the choice repeatable."""
        found = sorted(i for status in statuses for i in self.do(self.store.ids_in(status)))
        return found[which % len(found)] if found else None

    @rule(known=st.booleans())
    def a_mail_comes_in(self, known: bool) -> None:  # noqa: FBT001  (hypothesis passes by name)
        self.uid += 1
        raw = b"always the same" if known else b"%d" % self.uid
        message = self.do(self.store.receive(ACCOUNT, mail(self.uid, raw), self.tick()))
        if message is not None:
            self.kept.add(message)

    @rule(which=NUMBERS, ignore=SELDOM, follows=st.none() | NUMBERS)
    def the_bot_prepares(self, which: int, ignore: bool, follows: int | None) -> None:  # noqa: FBT001
        message = self.one_of(which, [Status.RECEIVED])
        if message is None:
            return
        other = None if follows is None else self.one_of(follows, Status)
        thread_id = None if other is None else self.do(self.store.message(other)).thread_id
        who = Address("", PERSONS[message % len(PERSONS)])
        text = None if ignore else draft()
        named = f"<vraag-{message}@zaltbommel.nl>"
        found = prepared(
            draft=text, requests=(), thread_id=thread_id, sender=who, reply_address=who, rfc_message_id=named
        )
        change = Change(Event.IGNORE if ignore else Event.PREPARE, "assistent")
        row = self.do(prepare(self.store, message, found, change, self.tick()))
        assert row.status is not Status.AWAITING_REVIEW or message not in self.answered

    def form(self, which: int, *, outdated: bool) -> tuple[int, int, bool]:
        """A message, the version that a reviewer has on the screen, and whether that is still right."""
        anywhere = outdated and which % 2  # else it still waits for review, but under a newer version
        message = self.one_of(which, Status if anywhere else [Status.AWAITING_REVIEW]) or min(self.kept)
        row = self.do(self.store.message(message))
        version = max(row.draft_version - outdated, 0)
        return message, version, (row.status, row.draft_version) == (Status.AWAITING_REVIEW, version)

    @rule(which=NUMBERS, outdated=SELDOM, who=REVIEWERS)
    def edit(self, which: int, outdated: bool, who: str) -> None:  # noqa: FBT001
        message, version, right = self.form(which, outdated=outdated)
        new = self.attempt(self.store.save_draft(message, version, draft(f"van {who}"), who, self.tick()))
        assert (new is not None) == right
        assert new is None or new > version

    @rule(which=NUMBERS, who=REVIEWERS)
    def reject(self, which: int, who: str) -> None:
        message, version, right = self.form(which, outdated=False)
        if right:
            self.do(self.store.reject_draft(message, version, who, self.tick(), "Klopt niet."))
            assert self.do(self.store.draft(message)) is None

    @rule(which=NUMBERS, who=REVIEWERS, with_draft=st.booleans())
    def correct(self, which: int, who: str, with_draft: bool) -> None:  # noqa: FBT001
        text = draft("verbeterd") if with_draft else None
        message = self.one_of(which, Status)
        if message is not None:
            self.attempt(self.store.correct(message, reading(), (), text, who, self.tick()))

    @rule(who=REVIEWERS, was=st.sampled_from(Standing), becomes=st.sampled_from(Standing))
    def judge(self, who: str, was: Standing, becomes: Standing) -> None:
        for each in self.do(self.store.corrections())[:1]:
            self.attempt(self.store.judge(each.id, was, becomes, who, self.tick()))
            (now,) = [again for again in self.do(self.store.corrections()) if again.id == each.id]
            assert now.standing is (becomes if each.standing is was else each.standing)

    @rule(
        which=st.lists(NUMBERS, min_size=1, max_size=3),
        outdated=st.booleans(),
        who=REVIEWERS,
        undo=st.sampled_from([0, 0, 20]),
    )
    def approve(self, which: list[int], outdated: bool, who: str, undo: int) -> None:  # noqa: FBT001
        for choice in which:
            message, version, right = self.form(choice, outdated=outdated)
            now = self.tick()
            new = outgoing(f"{message}-{now.timestamp()}")
            frozen = self.attempt(self.store.approve(message, version, new, who, now, now + timedelta(seconds=undo)))
            assert (frozen is not None) == (right and version > 0)

    @rule(which=NUMBERS, who=REVIEWERS)
    def recall(self, which: int, who: str) -> None:
        message = self.one_of(which, [Status.APPROVED])
        if message is not None:
            frozen = self.do(self.store.outgoing(message))
            assert frozen is not None
            self.do(self.store.recall(message, who, self.tick()))
            assert self.do(self.store.outgoing(message)) is None
            self.off_the_road.add(frozen.id)

    @rule(which=NUMBERS, event=BY_HAND, who=REVIEWERS)
    def decide(self, which: int, event: Event, who: str) -> None:
        message = self.one_of(which, [status for status in Status if (status, event) in TRANSITIONS])
        if message is not None:
            status = self.do(self.store.message(message)).status
            self.do(self.store.record(message, status, Change(event, who), self.tick()))

    @rule(answers=st.lists(st.none() | st.sampled_from(Outcome), min_size=3, max_size=3), leases_end=st.booleans())
    def the_sender_works(self, answers: list[Outcome | None], leases_end: bool) -> None:  # noqa: FBT001
        """Claim what is due; None stands for an answer that is late, or never comes because the process died."""
        if leases_end:
            self.lose_what_expired()
        for message, outcome in zip(self.do(self.store.due(self.tick())), answers, strict=False):
            frozen = self.do(self.store.claim(message, self.now + LEASE, "verzender", self.now))
            assert frozen.id not in self.off_the_road
            if outcome is None:
                self.unanswered.append(frozen)
            else:
                self.answer(frozen, outcome)

    @rule(outcome=st.sampled_from(Outcome))
    def a_late_answer_comes(self, outcome: Outcome) -> None:
        if self.unanswered:
            self.answer(self.unanswered.pop(0), outcome)

    def answer(self, frozen: Outgoing, outcome: Outcome) -> None:
        result = LOST if outcome is Outcome.LOST else DeliveryResult(outcome, 250, None, "antwoord")
        self.attempt(self.store.finish(frozen.message_id, frozen.id, result, self.tick()))
        if outcome is not Outcome.DEFERRED:
            self.off_the_road.add(frozen.id)

    def lose_what_expired(self) -> None:
        self.now += LEASE
        for message in self.do(self.store.expired_claims(self.now)):
            frozen = self.do(self.store.outgoing(message))
            assert frozen is not None
            self.do(self.store.record(message, Status.SENDING, Change(Event.LOSE, "verzender"), self.now))
            self.off_the_road.add(frozen.id)

    @rule(which=NUMBERS, report=NUMBERS)
    def a_failure_comes_back(self, which: int, report: int) -> None:
        message = self.one_of(which, [Status.SENT, Status.UNCONFIRMED, Status.SENDING])
        by = self.one_of(report, Status)
        frozen = None if message is None else self.do(self.store.outgoing(message))
        if frozen is not None and by is not None:
            self.do(self.store.bounced(frozen.rfc_message_id, by, "Niet bezorgd.", self.tick()))

    @rule(which=NUMBERS, times=st.integers(1, 2))
    def a_colleague_answers_from_outlook(self, which: int, times: int) -> None:
        """Also a mail that nobody has read yet, and one whose reply is on the road."""
        message = self.one_of(which, [status for status in Status if status is not Status.PURGED])
        if message is None:
            return
        row = self.do(self.store.message(message))
        was = row.status
        frozen = self.do(self.store.outgoing(message))
        to = (PERSONS[message % len(PERSONS)],)
        mail = SentMail((f"<outlook-{message}@vng.nl>",), f"<vraag-{message}@zaltbommel.nl>", to, "Joost", self.now)
        for _ in range(times):
            self.do(self.store.note_sent(SENT, [mail], self.tick()))
        new = message not in self.answered
        self.answered.add(message)
        named = row.rfc_message_id is not None  # what was given up unread can be no mail that an answer belongs to
        if new and named and was in {Status.AWAITING_REVIEW, Status.APPROVED}:
            assert self.do(self.store.message(message)).status is Status.CLOSED
        if new and was is Status.APPROVED and frozen is not None:
            self.off_the_road.add(frozen.id)

    @rule(which=NUMBERS, outdated=st.booleans())
    def a_colleague_sends_our_draft_from_outlook(self, which: int, outdated: bool) -> None:  # noqa: FBT001
        message = self.one_of(which, [Status.AWAITING_REVIEW])
        now = self.tick()
        copy = None if message is None else self.do(self.store.plan_copy(message, f"<copy-{now}@us>", now))
        if message is None or copy is None:
            return
        if outdated:  # a reviewer approves the same draft at that moment
            new = outgoing(f"{message}-{now.timestamp()}")
            frozen = self.do(self.store.approve(message, copy.version, new, "els", now, now))
            self.off_the_road.add(frozen.id)
        mail = SentMail((copy.rfc_message_id,), None, (PERSONS[message % len(PERSONS)],), "Joost", now)
        sent = Composed(copy.rfc_message_id, ACCOUNT, mail.recipients, b"Dag")
        row = self.do(self.store.sent_from_outlook(copy.id, mail, sent, None, "Niet gewijzigd.", self.tick()))
        assert row.status is Status.SENT

    @rule(person=st.none() | st.sampled_from(PERSONS), really=SELDOM)
    def purge(self, person: str | None, really: bool) -> None:  # noqa: FBT001
        if person:
            self.attempt(self.store.forget_person(person, "els", self.tick(), really=really))
        else:
            before = self.now - timedelta(minutes=20)
            self.do(self.store.purge_before(before, "assistent", self.tick(), really=really))

    @rule()
    def the_process_starts_again(self) -> None:
        self.do(self.store.close())
        self.store = self.do(open_empty(self.path))

    @invariant()
    def nothing_is_lost(self) -> None:
        if self.uid:
            counts = self.do(self.store.counts())
            assert sum(counts.values()) == len(self.kept)
            assert len(self.do(self.store.held(ACCOUNT, "INBOX"))) == self.uid

    @invariant()
    def history_only_grows_and_tells_how_every_status_came_about(self) -> None:
        if not self.uid:
            return
        lines = look(self.path, "SELECT id, message_id, event, was, becomes FROM events ORDER BY id")
        assert lines[: len(self.seen)] == self.seen
        self.seen = lines
        statuses: dict[int, str] = {}
        for _, message, event, was, becomes in lines:
            if becomes is None:  # something that is good to know, and no step
                assert event == NOTICED
                continue
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
TestPromises.settings = settings(
    max_examples=20,
    stateful_step_count=30,
    deadline=None,
    phases=(Phase.reuse, Phase.generate),  # shrinking takes minutes, so that a broken promise looked like a slow test
)
