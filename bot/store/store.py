"""``ports.Store`` and ``ports.Accounts`` on SQLite: every method is one transaction of the module that it names."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from sqlite_utils import Database

from bot.errors import IllegalTransition
from bot.lifecycle import Event, RequestState, Status
from bot.model import (
    Address,
    Attempt,
    Change,
    Composed,
    Correction,
    DeliveryResult,
    Draft,
    DraftCopy,
    DraftText,
    EventRow,
    FetchedMail,
    FolderPosition,
    FourEyes,
    Located,
    MessageRow,
    Outgoing,
    RequestRow,
    SentMail,
    Standing,
    ThreadMove,
    Understanding,
)
from bot.pipeline.ports import Held, NewRequest, Proof, QueuePage, User
from bot.store import (
    accounts,
    corrections,
    delivery,
    drafts,
    intake,
    messages,
    outlook,
    proof,
    regroup,
    reports,
    requests,
    retention,
    talks,
)
from bot.store.backup import back_up
from bot.store.chat_questions import SqliteChatQuestions
from bot.store.database import Connections, Work, open_connections
from bot.store.experts import SqliteExperts
from bot.store.figures import SqliteFigures
from bot.store.inquiries import SqliteInquiries
from bot.store.intakes import SqliteIntakes
from bot.store.preparing import SqlitePreparing
from bot.store.pulse import SqlitePulse
from bot.store.record import record
from bot.store.screen import SqliteScreen
from bot.store.sqlite_circles import SqliteCircles
from bot.store.sqlite_following import SqliteFollowing
from bot.store.sqlite_meetings import SqliteMeetings
from bot.store.sqlite_people import SqlitePeople
from bot.store.talks import SqliteTalks
from bot.store.worklist import SqliteWorklist

ONE_IS_ENOUGH = FourEyes()
NEEDS_MORE = frozenset({Event.APPROVE, Event.CLAIM})
"""Events that mean nothing without frozen bytes or a lease, so that they have a method of their own."""


async def open_store(path: Path) -> "SqliteStore":
    """Open or make the database; ``StorageError`` when it cannot be used, or is newer than this program."""
    return SqliteStore(await open_connections(path))


class SqliteAccounts:
    """Users and failed log-ins."""

    def __init__(self, connections: Connections) -> None:
        self._file = connections

    async def user(self, name: str) -> User | None:
        return await self._file.read(lambda db: accounts.user(db, name))

    async def users(self) -> tuple[User, ...]:
        return await self._file.read(accounts.users)

    async def save_user(self, user: User, at: datetime) -> None:
        await self._file.write(lambda db: accounts.save_user(db, user, at))

    async def note_login_failure(self, key: str, at: datetime) -> None:
        await self._file.write(lambda db: accounts.note_login_failure(db, key, at))

    async def login_failures(self, key: str, since: datetime) -> int:
        return await self._file.read(lambda db: accounts.login_failures(db, key, since))

    async def clear_login_failures(self, key: str) -> None:
        await self._file.write(lambda db: accounts.clear_login_failures(db, key))


class SqliteStore(SqlitePreparing, SqliteAccounts, SqliteTalks):
    """Messages, requests and events."""

    def __init__(self, connections: Connections) -> None:
        super().__init__(connections)
        self.circles = SqliteCircles(connections)
        self.meetings = SqliteMeetings(connections)
        self.experts = SqliteExperts(connections)
        self.intakes = SqliteIntakes(connections)
        self.worklist = SqliteWorklist(connections)
        self.figures = SqliteFigures(connections)
        self.screen = SqliteScreen(connections)
        self.people = SqlitePeople(connections)
        self.inquiries = SqliteInquiries(connections)
        self.chat_questions = SqliteChatQuestions(connections)
        self.following = SqliteFollowing(connections)
        self.pulse = SqlitePulse(connections)

    # --- mail in ---
    async def position(self, account: str, folder: str) -> FolderPosition | None:
        return await self._file.read(lambda db: intake.position(db, account, folder))

    async def start_folder(self, account: str, folder: str, uidvalidity: int, at: datetime) -> None:
        await self._file.write(lambda db: intake.start_folder(db, account, folder, uidvalidity, at))

    async def receive(self, account: str, mail: FetchedMail, at: datetime) -> int | None:
        return await self._file.write(lambda db: intake.receive(db, account, mail, at))

    async def receive_all(self, account: str, mails: Sequence[FetchedMail], at: datetime) -> int:
        return await self._file.write(
            lambda db: sum(intake.receive(db, account, mail, at) is not None for mail in mails)
        )

    async def receive_chat(
        self,
        question: str,
        reply_address: Address,
        at: datetime,
        *,
        municipality: str = "",
        transcript: str = "",
    ) -> int:
        return await self._file.write(
            lambda db: intake.receive_chat(db, question, reply_address, at, municipality, transcript)
        )

    async def held(self, account: str, folder: str) -> Mapping[int, Held]:
        return await self._file.read(lambda db: proof.held(db, account, folder))

    async def raw(self, message_id: int) -> bytes | None:
        return await self._file.read(lambda db: messages.raw(db, message_id))

    async def ids_in(self, status: Status, *, limit: int = 100) -> tuple[int, ...]:
        return await self._file.read(lambda db: messages.ids_in(db, status, limit))

    # --- prepare ---
    async def message(self, message_id: int) -> MessageRow:
        return await self._file.read(lambda db: messages.message(db, message_id))

    async def retriable(self, crashes: int, *, limit: int = 100) -> tuple[int, ...]:
        return await self._file.read(lambda db: messages.retriable(db, crashes, limit))

    async def record(self, message_id: int, was: Status, change: Change, at: datetime) -> MessageRow:
        """Any step but approving and claiming, which have methods of their own."""
        if change.event in NEEDS_MORE:
            raise IllegalTransition(f"{change.event} is recorded by its own method")

        def step(db: Database) -> MessageRow:
            record(db, message_id, was, change, at)
            delivery.bounce_if_reported(db, message_id, at)
            outlook.settle_answered(db, message_id, at)
            return messages.message(db, message_id)

        return await self._file.write(step)

    async def bounced(self, rfc_message_id: str, report_id: int, note: str, at: datetime) -> int | None:
        return await self._file.write(lambda db: delivery.bounced(db, rfc_message_id, report_id, note, at))

    # --- review ---
    async def draft(self, message_id: int, version: int | None = None) -> Draft | None:
        return await self._file.read(lambda db: drafts.draft(db, message_id, version))

    async def drafts(self, message_id: int) -> tuple[Draft, ...]:
        return await self._file.read(lambda db: drafts.drafts(db, message_id))

    async def save_draft(
        self, message_id: int, expected_version: int, draft: DraftText, actor: str, at: datetime
    ) -> int:
        return await self._file.write(lambda db: drafts.save_draft(db, message_id, expected_version, draft, actor, at))

    async def reject_draft(self, message_id: int, expected_version: int, actor: str, at: datetime, reason: str) -> None:
        await self._file.write(lambda db: drafts.reject_draft(db, message_id, expected_version, actor, at, reason))

    async def approve(
        self,
        message_id: int,
        expected_version: int,
        outgoing: Composed,
        actor: str,
        at: datetime,
        send_after: datetime,
        four_eyes: FourEyes = ONE_IS_ENOUGH,
    ) -> Outgoing | None:
        return await self._file.write(
            lambda db: delivery.approve(db, message_id, expected_version, outgoing, actor, at, send_after, four_eyes)
        )

    async def recall(self, message_id: int, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: delivery.recall(db, message_id, actor, at))

    async def correct(
        self,
        message_id: int,
        understanding: Understanding,
        requests: Sequence[NewRequest],
        draft: DraftText | None,
        actor: str,
        at: datetime,
    ) -> MessageRow:
        return await self._file.write(
            lambda db: drafts.correct(db, message_id, understanding, requests, draft, actor, at)
        )

    async def corrections(self) -> tuple[Correction, ...]:
        return await self._file.read(corrections.corrections)

    async def corrections_mark(self) -> tuple[object, ...]:
        return await self._file.read(corrections.mark)

    async def judge(self, correction_id: int, was: Standing, becomes: Standing, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: corrections.judge(db, correction_id, was, becomes, actor, at))

    # --- deliver ---
    async def due(self, now: datetime, *, limit: int = 20) -> tuple[int, ...]:
        return await self._file.read(lambda db: delivery.due(db, now, limit))

    async def claim(self, message_id: int, lease_until: datetime, actor: str, at: datetime) -> Outgoing:
        return await self._file.write(lambda db: delivery.claim(db, message_id, lease_until, actor, at))

    async def finish(
        self,
        message_id: int,
        outgoing_id: int,
        result: DeliveryResult,
        at: datetime,
        retry_at: datetime | None = None,
    ) -> MessageRow:
        def end(db: Database) -> MessageRow:
            delivery.finish(db, message_id, outgoing_id, result, at, retry_at)
            outlook.settle_answered(db, message_id, at)
            return messages.message(db, message_id)

        return await self._file.write(end)

    async def expired_claims(self, now: datetime) -> tuple[int, ...]:
        return await self._file.read(lambda db: delivery.expired_claims(db, now))

    async def outgoing(self, message_id: int) -> Outgoing | None:
        return await self._file.read(lambda db: delivery.outgoing(db, message_id))

    async def without_sent_copy(self, *, limit: int = 20) -> tuple[Outgoing, ...]:
        return await self._file.read(lambda db: delivery.without_sent_copy(db, limit))

    async def sent_copy_kept(self, outgoing_id: int, at: datetime) -> None:
        await self._file.write(lambda db: delivery.sent_copy_kept(db, outgoing_id, at))

    async def attempts(self, message_id: int) -> tuple[Attempt, ...]:
        return await self._file.read(lambda db: delivery.attempts(db, message_id))

    async def compose_own(
        self, subject: str, outgoing: Composed, unique_key: str, actor: str, at: datetime
    ) -> int | None:
        return await self._file.write(lambda db: delivery.compose_own(db, subject, outgoing, unique_key, actor, at))

    async def has_own(self, unique_key: str) -> bool:
        return await self._file.read(lambda db: delivery.has_own(db, unique_key))

    # --- Outlook ---
    async def copies_wanted(self, *, limit: int = 20) -> tuple[int, ...]:
        return await self._file.read(lambda db: outlook.copies_wanted(db, limit))

    async def plan_copy(self, message_id: int, rfc_message_id: str, at: datetime) -> DraftCopy | None:
        return await self._file.write(lambda db: outlook.plan_copy(db, message_id, rfc_message_id, at))

    async def copy_placed(self, copy_id: int, place: Located | None, raw_sha256: str) -> None:
        await self._file.write(lambda db: outlook.copy_placed(db, copy_id, place, raw_sha256))

    async def copy_removed(self, copy_id: int) -> None:
        await self._file.write(lambda db: outlook.copy_removed(db, copy_id))

    async def copy_taken(self, copy_id: int, note: str, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: outlook.copy_taken(db, copy_id, note, actor, at))

    async def copies_placed(self) -> tuple[DraftCopy, ...]:
        return await self._file.read(outlook.copies_placed)

    async def copies_unwanted(self, *, every: bool = False, limit: int = 20) -> tuple[DraftCopy, ...]:
        return await self._file.read(lambda db: outlook.copies_unwanted(db, every, limit))

    async def copy_of(self, rfc_message_ids: Sequence[str]) -> DraftCopy | None:
        return await self._file.read(lambda db: outlook.copy_of(db, rfc_message_ids))

    async def note_sent(self, position: FolderPosition, mails: Sequence[SentMail], at: datetime) -> tuple[int, ...]:
        return await self._file.write(lambda db: outlook.note_sent(db, position, mails, at))

    async def sent_from_outlook(
        self, copy_id: int, mail: SentMail, sent: Composed, text: DraftText | None, note: str, at: datetime
    ) -> MessageRow:
        return await self._file.write(lambda db: outlook.sent_from_outlook(db, copy_id, mail, sent, text, note, at))

    # --- conversations ---
    async def split_off(
        self, message_id: int, seen: int, requests: Sequence[NewRequest], actor: str, at: datetime
    ) -> None:
        await self._file.write(lambda db: regroup.split_off(db, message_id, seen, requests, actor, at))

    async def join_to(self, message_id: int, seen: int, other_id: int, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: regroup.join_to(db, message_id, seen, other_id, actor, at))

    async def move_back(self, message_id: int, seen: int, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: regroup.move_back(db, message_id, seen, actor, at))

    async def last_move(self, message_id: int) -> ThreadMove | None:
        return await self._file.read(lambda db: regroup.last_move(db, message_id))

    async def correspondence(self, addr_spec: str, but: int, *, limit: int = 10) -> tuple[MessageRow, ...]:
        return await self._file.read(lambda db: regroup.correspondence(db, addr_spec, but, limit))

    # --- requests ---
    async def request(self, request_id: int) -> RequestRow:
        return await self._file.read(lambda db: requests.request(db, request_id))

    async def requests_of(self, thread_id: int) -> tuple[RequestRow, ...]:
        return await self._file.read(lambda db: requests.requests_of(db, thread_id))

    async def open_requests(self) -> tuple[RequestRow, ...]:
        return await self._file.read(requests.open_requests)

    async def change_request(
        self,
        request_id: int,
        was: RequestState,
        becomes: RequestState,
        actor: str,
        at: datetime,
        *,
        note: str = "",
        due_on: date | None = None,
        next_step: str | None = None,
    ) -> RequestRow:
        return await self._file.write(
            lambda db: requests.change_request(
                db, request_id, was, becomes, actor, at, note=note, due_on=due_on, next_step=next_step
            )
        )

    # --- reading ---
    async def counts(self) -> Mapping[Status, int]:
        return await self._file.read(reports.counts)

    async def without_draft(self) -> int:
        return await self._file.read(reports.without_draft)

    async def queue(
        self,
        statuses: Sequence[Status],
        *,
        page: int = 1,
        size: int = 50,
    ) -> QueuePage:
        return await self._file.read(lambda db: reports.queue(db, statuses, page=page, size=size))

    async def thread(self, thread_id: int) -> tuple[MessageRow, ...]:
        return await self._file.read(lambda db: messages.thread(db, thread_id))

    async def history(self, thread_id: int) -> tuple[EventRow, ...]:
        return await self._file.read(lambda db: reports.history(db, thread_id))

    # --- upkeep ---
    async def without_bytes(self, account: str) -> tuple[int, ...]:
        return await self._file.read(lambda db: proof.without_bytes(db, account))

    async def answered_twice(self, since: datetime) -> tuple[int, ...]:
        return await self._file.read(lambda db: proof.answered_twice(db, since))

    async def room(self) -> int:
        return await asyncio.to_thread(self._file.room)

    async def overdue(self, before: datetime) -> Mapping[Status, int]:
        return await self._file.read(lambda db: reports.overdue(db, before))

    async def keep_proof(self, made: Proof) -> None:
        await self._file.write(lambda db: proof.keep_proof(db, made))

    async def proofs(self, since: datetime) -> tuple[Proof, ...]:
        return await self._file.read(lambda db: proof.proofs(db, since))

    async def backup(self, target: Path) -> None:
        await asyncio.to_thread(back_up, self._file.path, target)

    async def export_person(self, addr_spec: str) -> Mapping[str, object]:
        return await self._file.read(lambda db: retention.export_person(db, addr_spec))

    async def forget_person(self, addr_spec: str, actor: str, at: datetime, *, really: bool) -> tuple[int, ...]:
        def forget(db: Database) -> tuple[int, ...]:
            found = retention.forget_person(db, addr_spec, actor, at, really=really)
            if really:
                talks.forget_address(db, addr_spec)
            return found

        return await self._erase(forget, really=really)

    async def purge_before(self, before: datetime, actor: str, at: datetime, *, really: bool) -> tuple[int, ...]:
        return await self._erase(lambda db: retention.purge_before(db, before, actor, at, really=really), really=really)

    async def _erase(self, work: Work[tuple[int, ...]], *, really: bool) -> tuple[int, ...]:
        if not really:
            return await self._file.read(work)
        found = await self._file.write(work)
        await self._file.compact()
        return found

    async def close(self) -> None:
        await self._file.close()
