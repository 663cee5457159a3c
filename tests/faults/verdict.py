"""The account: what the database says against what the servers remember. Reads; never mends."""

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bot.lifecycle import INITIAL, TRANSITIONS, Event, Status
from tests.faults.mailbox import Account
from tests.faults.mails import is_question, sender_of
from tests.faults.road import Road
from tests.faults.service import DATABASE

AT_REST = {"received": 0, "failed": 0, "approved": 0, "sending": 0}
KNOWS = frozenset({Status.SENT, Status.BOUNCED})
ON_THE_ROAD = KNOWS | {Status.SENDING, Status.UNCONFIRMED}
OUTCOME = {"undeliverable": "refused", "unconfirmed": "lost"}
BACKGROUND = re.compile(r"Fatal error: protocol\.data_received\(\) call failed|Task was destroyed but it is pending")
"""What the IMAP library leaves behind on an answer that it does not understand; the connection ends by it."""

LATEST = (
    "SELECT o.*, status FROM outgoing o JOIN messages m ON m.id = message_id WHERE withdrawn_at IS NULL"
    " AND o.id = (SELECT max(id) FROM outgoing WHERE message_id = m.id)"
)
"""What the last approval of each message froze and nobody recalled, with the status of the message."""

Row = sqlite3.Row


def look(folder: Path, sql: str) -> list[Row]:
    """Read the database of the service, also while it runs or lies killed."""
    with closing(sqlite3.connect(f"file:{folder / DATABASE}?mode=ro", uri=True, timeout=30)) as database:
        database.row_factory = sqlite3.Row
        return database.execute(sql).fetchall()


def waiting_for_the_bot(folder: Path, account: Account) -> str:
    """What the service still has to do of itself; '' when it has come to rest."""
    counts: dict[str, int] = {
        row[0]: row[1] for row in look(folder, "SELECT status, count(*) FROM messages GROUP BY 1")
    }
    busy = [f"{counts[status]} {status}" for status in AT_REST if counts.get(status)]
    if missing := len(_missing(folder, account)):
        busy.append(f"{missing} not brought in")
    if drafts := counts.get("awaiting_review"):
        busy.append(f"{drafts} before the reviewers")
    if without := look(folder, f"{LATEST} AND sent_copy_at IS NULL AND status IN ('sent', 'bounced')"):
        busy.append(f"{len(without)} without a copy in Sent")
    return ", ".join(busy)


def _missing(folder: Path, account: Account) -> list[int]:
    """UIDs of the inbox that the service has no message for, under the present UIDVALIDITY."""
    places = look(folder, "SELECT uidvalidity, uid FROM locations WHERE folder = 'INBOX'")
    known = {row["uid"] for row in places if row["uidvalidity"] == account.inbox.uidvalidity}
    return [uid for uid in account.inbox.mails if uid not in known]


@dataclass(frozen=True)
class Verdict:
    """The figures of a run, and everything that is wrong, in words; nothing may be wrong."""

    figures: Mapping[str, object]
    wrong: tuple[str, ...]


def judge(folder: Path, account: Account, road: Road, *, settled: bool) -> Verdict:
    """The whole account; ``settled`` when a person has answered every doubt, so that nothing may be open."""
    wrong = [
        *lost(folder, account),
        *twice(road),
        *doubts(folder, road, settled=settled),
        *histories(folder),
        *attempts(folder),
        *copies(folder, account),
        *surprises(folder),
        *(unanswered(folder, account, road) if settled else ()),
    ]
    return Verdict(_figures(folder, account, road), tuple(wrong))


def _figures(folder: Path, account: Account, road: Road) -> Mapping[str, object]:
    statuses = {row[0]: row[1] for row in look(folder, "SELECT status, count(*) FROM messages GROUP BY 1")}
    outcomes = {row[0] or "open": row[1] for row in look(folder, "SELECT outcome, count(*) FROM attempts GROUP BY 1")}
    return {
        "in the inbox": len(account.inbox.mails),
        "deleted by colleagues": len(account.taken_away),
        "taken by the mail server": len(road.taken),
        "copies in Sent": len(account.sent.mails),
        "statuses": statuses,
        "attempts": outcomes,
    }


def lost(folder: Path, account: Account) -> Iterator[str]:
    """Every mail of the inbox has its place and its bytes, and the service has no mail that nobody sent."""
    for uid in _missing(folder, account):
        yield f"lost: UID {uid} of the inbox is unknown to the service"
    places = look(
        folder,
        "SELECT uid, raw_sha256, raw FROM locations l JOIN folders f USING (account, folder, uidvalidity)"
        " JOIN messages m ON m.id = l.message_id LEFT JOIN raws r ON r.message_id = m.id WHERE folder = 'INBOX'",
    )
    for place in places:
        raw = account.inbox.mails.get(place["uid"])
        if raw is not None and (sha256(raw).hexdigest(), raw) != (place["raw_sha256"], place["raw"]):
            yield f"lost: UID {place['uid']} of the inbox is kept as other bytes"
    known = {sha256(raw).hexdigest() for raw in (*account.inbox.mails.values(), *account.taken_away)}
    for row in look(folder, "SELECT id, raw_sha256 FROM messages WHERE channel = 'mail'"):
        if row["raw_sha256"] not in known:
            yield f"made up: message {row['id']} holds bytes that nobody sent"


def twice(road: Road) -> Iterator[str]:
    """No Message-ID was taken twice, and nobody got two answers."""
    for rfc_message_id, times in road.times().items():
        if times > 1:
            yield f"sent twice: {rfc_message_id} was taken {times} times"
    for address, times in Counter(address for mail in road.taken for address in mail.rcpt_to).items():
        if times > 1:
            yield f"sent twice: {address} got {times} mails"


def doubts(folder: Path, road: Road, *, settled: bool) -> Iterator[str]:
    """What the server took is sent or in doubt, with the approved bytes; what is called sent was taken."""
    times = road.times()
    approved = {row["rfc_message_id"] for row in look(folder, "SELECT rfc_message_id FROM outgoing")}
    rows = look(folder, LATEST)
    known = {row["rfc_message_id"]: row for row in rows}
    for mail in road.taken:
        row = known.get(mail.rfc_message_id)
        if mail.rfc_message_id not in approved:
            yield f"unseen: {mail.rfc_message_id} was never approved"
        elif row is None:
            yield f"hidden: {mail.rfc_message_id} was taken, but was withdrawn or replaced"
        elif row["status"] not in ON_THE_ROAD:
            yield f"hidden: {mail.rfc_message_id} was taken, but message {row['message_id']} is {row['status']}"
        elif row["raw"] != mail.raw:
            yield f"changed: {mail.rfc_message_id} was taken with other bytes than were approved"
    for row in rows:
        if row["status"] in KNOWS and not times[row["rfc_message_id"]]:
            yield f"not sent: message {row['message_id']} is {row['status']}, but the server did not take it"
        if settled and row["status"] == Status.UNCONFIRMED:
            yield f"open: message {row['message_id']} is still in doubt"


def histories(folder: Path) -> Iterator[str]:
    """The events of every message are a walk through the table of the life cycle, up to its status."""
    now: dict[int, str] = {}
    for row in look(folder, "SELECT message_id, event, was, becomes FROM events WHERE request_id IS NULL ORDER BY id"):
        message, event, was, becomes = row
        if event == Event.ARRIVED:
            legal = message not in now and becomes in INITIAL
        else:
            legal = now.get(message) == was and TRANSITIONS.get((Status(was), Event(event))) == becomes
        if not legal:
            yield f"illegal: message {message} went from {now.get(message)} by {event} ({was}) to {becomes}"
        now[message] = becomes
    for row in look(folder, "SELECT id, status FROM messages"):
        if now.get(row["id"]) != row["status"]:
            yield f"illegal: message {row['id']} is {row['status']}, its history says {now.get(row['id'])}"


def attempts(folder: Path) -> Iterator[str]:
    """Nothing was tried again but after a certain refusal, and every doubt has a lost attempt to show."""
    outcomes: defaultdict[int, list[str | None]] = defaultdict(list)
    for row in look(folder, "SELECT outgoing_id, outcome FROM attempts ORDER BY id"):
        outcomes[row["outgoing_id"]].append(row["outcome"])
    for outgoing_id, told in outcomes.items():
        if any(outcome != "deferred" for outcome in told[:-1]):
            yield f"tried again: outgoing mail {outgoing_id} after {told[:-1]}"
    for row in look(folder, f"{LATEST} AND status IN ('unconfirmed', 'undeliverable')"):
        if outcomes[row["id"]][-1:] != [OUTCOME[row["status"]]]:
            yield f"without evidence: {row['status']} after {outcomes[row['id']]}"


def copies(folder: Path, account: Account) -> Iterator[str]:
    """Each mail that is known to be sent lies in Sent once, and nothing else does."""
    sent = "SELECT rfc_message_id FROM outgoing WHERE sent_copy_at IS NOT NULL"
    expected = {row["rfc_message_id"] for row in look(folder, sent)}
    for message_id, uids in account.sent.by_message_id.items():
        if len(uids) > 1:
            yield f"copied twice: {message_id.decode()} lies in Sent {len(uids)} times"
    found = {message_id.decode() for message_id, uids in account.sent.by_message_id.items() if uids}
    for message_id in sorted(expected ^ found):
        yield f"copy: {message_id} is {'missing in' if message_id in expected else 'too much in'} Sent"


def surprises(folder: Path) -> Iterator[str]:
    """What the service logged as an error that nobody foresaw, but for the IMAP library's own in the background."""
    lines = (folder / "service.log").read_text(encoding="utf-8").splitlines()
    bad = (line for line in lines if re.search("Traceback|unexpected|background", line) and not BACKGROUND.search(line))
    for line, times in Counter(bad).items():
        yield f"unforeseen: {line} ({times} times)"


def unanswered(folder: Path, account: Account, road: Road) -> Iterator[str]:
    """Every customer who asked has one answer, but for those whose mail a colleague closed or deleted unread."""
    answered = Counter(address for mail in road.taken for address in mail.rcpt_to)
    closed = {row[0] for row in look(folder, "SELECT sender_addr FROM messages WHERE status = 'closed'")}
    for raw in account.inbox.mails.values():
        if is_question(raw) and (address := sender_of(raw)) not in closed and answered[address] != 1:
            yield f"unanswered: {address} has {answered[address]} answers"
