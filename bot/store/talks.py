"""What the chat keeps: conversations for an hour, links for a day, and whether it is switched on."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.documents import Document
from bot.errors import Conflict
from bot.lifecycle import Status
from bot.model import Address, Purpose, RequestRow, Talk, Wanted
from bot.pipeline.talks import LINK_HOURS, MAILS_PER_ADDRESS, MAILS_PER_HOUR, Link
from bot.store import delivery, intake, requests, retention
from bot.store.database import Connections
from bot.store.record import OVERTAKEN, set_values
from bot.store.schema import MIGRATIONS
from bot.store.sql import ids, moment, number, one, run, run_script

TALK = Document[Talk](Talk)
WANTED = Document[Wanted](Wanted)
BOT = "assistent"
KEEPER = "bewaartermijn"
CHAT = "chat"
MOST_SHOWN = 20
ENDED = "De link is verlopen; het adres is niet bevestigd of de mail is niet meer nodig."

TABLES = """
CREATE TABLE talks (
    token_hash TEXT PRIMARY KEY,
    talk TEXT NOT NULL,
    version INTEGER NOT NULL,
    ends_at TEXT NOT NULL
) STRICT;
CREATE INDEX talks_end ON talks (ends_at);

CREATE TABLE links (
    token_hash TEXT PRIMARY KEY,
    mail_id INTEGER NOT NULL REFERENCES messages(id),
    addr_spec TEXT NOT NULL,
    wanted TEXT NOT NULL,
    made_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    used_at TEXT
) STRICT;
CREATE INDEX links_address ON links (addr_spec, made_at);
CREATE INDEX links_made ON links (made_at);
CREATE INDEX links_end ON links (ends_at);

CREATE TABLE switches (name TEXT PRIMARY KEY, is_on INTEGER NOT NULL, actor TEXT NOT NULL, at TEXT NOT NULL) STRICT;
"""


def _the_chat_keeps_a_while(db: Database) -> None:
    run_script(db, TABLES)


MIGRATIONS(name="2026-11 the chat keeps a while")(_the_chat_keeps_a_while)


class SqliteTalks:
    """``talks.Talks`` on the one file."""

    def __init__(self, connections: Connections) -> None:
        self._file = connections

    async def talk(self, token_hash: str, now: datetime) -> tuple[Talk, int] | None:
        return await self._file.read(lambda db: talk(db, token_hash, now))

    async def keep_talk(self, token_hash: str, talk: Talk, was: int, ends_at: datetime) -> None:
        await self._file.write(lambda db: keep_talk(db, token_hash, talk, was, ends_at))

    async def end_talk(self, token_hash: str) -> None:
        await self._file.write(lambda db: run(db, "DELETE FROM talks WHERE token_hash = ?", (token_hash,)))

    async def is_link_mail(self, ids: Sequence[str]) -> bool:
        return await self._file.read(lambda db: is_link_mail(db, ids))

    async def ask_to_confirm(self, link: Link, at: datetime) -> bool:
        return await self._file.write(lambda db: ask_to_confirm(db, link, at))

    async def wanted(self, token_hash: str, now: datetime) -> Wanted | None:
        return await self._file.read(lambda db: wanted(db, token_hash, now))

    async def confirm(self, token_hash: str, at: datetime) -> int | None:
        return await self._file.write(lambda db: confirm(db, token_hash, at))

    async def show_state(self, token_hash: str, at: datetime) -> tuple[RequestRow, ...] | None:
        return await self._file.write(lambda db: show_state(db, token_hash, at))

    async def forget_talks(self, now: datetime) -> int:
        if not await self._file.read(lambda db: has_ended(db, now)):
            return 0
        return await self._file.write(lambda db: forget_talks(db, now))

    async def chat_is_on(self) -> bool:
        return await self._file.read(chat_is_on)

    async def switch_chat(self, *, on: bool, actor: str, at: datetime) -> None:
        await self._file.write(lambda db: switch_chat(db, on=on, actor=actor, at=at))


def talk(db: Database, token_hash: str, now: datetime) -> tuple[Talk, int] | None:
    """A conversation that has not ended, with its version."""
    row = one(db, "SELECT talk, version FROM talks WHERE token_hash = ? AND ends_at > ?", (token_hash, moment(now)))
    return (TALK.read(row["talk"]), int(row["version"])) if row else None


def keep_talk(db: Database, token_hash: str, talk: Talk, was: int, ends_at: datetime) -> None:
    """Insert a new one, or replace the version that was read."""
    values = (TALK.write(talk), moment(ends_at), token_hash)
    if not was:
        run(db, "INSERT INTO talks (talk, ends_at, token_hash, version) VALUES (?, ?, ?, 1)", values)
        return
    changed = run(
        db,
        "UPDATE talks SET talk = ?, ends_at = ?, version = version + 1 WHERE token_hash = ? AND version = ?",
        (*values, was),
    )
    if not changed.rowcount:
        raise Conflict(OVERTAKEN)


def ask_to_confirm(db: Database, link: Link, at: datetime) -> bool:
    """The mail by the road that sends once, and the link by its hash, in one transaction.

    No copy goes into Sent: that would show a link that works to everybody who reads the mailbox.
    """
    addr_spec = link.wanted.addr_spec.casefold()
    lately, hour = moment(at - timedelta(hours=LINK_HOURS)), moment(at - timedelta(hours=1))
    to_address = number(db, "SELECT count(*) FROM links WHERE addr_spec = ? AND made_at > ?", (addr_spec, lately))
    in_all = number(db, "SELECT count(*) FROM links WHERE made_at > ?", (hour,))
    if to_address >= MAILS_PER_ADDRESS or in_all >= MAILS_PER_HOUR:
        return False
    mail_id = delivery.compose_own(db, link.subject, link.mail, f"link:{link.token_hash}", BOT, at)
    if mail_id is None:
        return False
    run(db, "UPDATE outgoing SET sent_copy_at = ? WHERE message_id = ?", (moment(at), mail_id))
    ends_at = moment(at + timedelta(hours=LINK_HOURS))
    run(
        db,
        "INSERT INTO links (token_hash, mail_id, addr_spec, wanted, made_at, ends_at) VALUES (?, ?, ?, ?, ?, ?)",
        (link.token_hash, mail_id, addr_spec, WANTED.write(link.wanted), moment(at), ends_at),
    )
    return True


def is_link_mail(db: Database, ids: Sequence[str]) -> bool:
    """Also when the link was used or has ended, as long as its row is there."""
    found = one(
        db,
        "SELECT 1 FROM outgoing o JOIN links l ON l.mail_id = o.message_id"
        " WHERE o.rfc_message_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return found is not None


def wanted(db: Database, token_hash: str, now: datetime) -> Wanted | None:
    """What a link that still works confirms."""
    row = one(
        db,
        "SELECT wanted FROM links WHERE token_hash = ? AND used_at IS NULL AND ends_at > ?",
        (token_hash, moment(now)),
    )
    return WANTED.read(row["wanted"]) if row else None


def confirm(db: Database, token_hash: str, at: datetime) -> int | None:
    """The link is used and the message is there, or neither."""
    found = wanted(db, token_hash, at)
    if found is None or found.purpose is Purpose.STATUS:
        return None
    _use(db, token_hash, at)
    reply_address = Address(found.name, found.addr_spec)
    message_id = intake.receive_chat(db, found.question, reply_address, at, found.municipality, found.transcript)
    if found.subject:
        set_values(db, message_id, {"subject": found.subject})
    return message_id


def show_state(db: Database, token_hash: str, at: datetime) -> tuple[RequestRow, ...] | None:
    """The requests on whose thread a message of this address stands."""
    found = wanted(db, token_hash, at)
    if found is None or found.purpose is not Purpose.STATUS:
        return None
    _use(db, token_hash, at)
    wrote = ids(
        db,
        "SELECT r.id FROM requests r WHERE EXISTS (SELECT 1 FROM messages m WHERE m.thread_id = r.thread_id"
        " AND m.channel <> 'own' AND (lower(m.sender_addr) = :addr OR lower(m.reply_addr) = :addr))"
        " ORDER BY r.opened_at DESC, r.id DESC LIMIT :most",
        {"addr": found.addr_spec.casefold(), "most": MOST_SHOWN},
    )
    return tuple(requests.request(db, request_id) for request_id in wrote)


def _use(db: Database, token_hash: str, at: datetime) -> None:
    """Once; what was wanted is elsewhere now, and only the count of mails to the address is still needed."""
    run(db, "UPDATE links SET used_at = ?, wanted = '' WHERE token_hash = ?", (moment(at), token_hash))


SENT_LINKS = (
    "FROM outgoing o JOIN links l ON l.mail_id = o.message_id JOIN messages m ON m.id = l.mail_id"
    " WHERE m.status = 'sent' AND length(o.raw) > 0"
)
"""Mails that have gone out and still hold their link here."""


def has_ended(db: Database, now: datetime) -> bool:
    """Whether there is anything to forget, so that upkeep writes only then."""
    ended = (
        "SELECT 1 FROM talks WHERE ends_at <= :now UNION ALL SELECT 1 FROM links l JOIN messages m ON m.id = l.mail_id"
        " WHERE l.ends_at <= :now AND m.status IN (SELECT value FROM json_each(:settled)) UNION ALL SELECT 1 "
    )
    settled = json.dumps([*retention.PURGEABLE, Status.PURGED])
    return one(db, ended + SENT_LINKS, {"now": moment(now), "settled": settled}) is not None


def forget_talks(db: Database, now: datetime) -> int:
    """Mails that are on the road or in doubt stay until a person or the server has settled them.

    What went out needs its bytes no more: from then on the link is in the mailbox of its owner and nowhere else.
    """
    run(db, f"UPDATE outgoing SET raw = x'' WHERE id IN (SELECT o.id {SENT_LINKS})")  # noqa: S608  (a constant)
    gone = run(db, "DELETE FROM talks WHERE ends_at <= ?", (moment(now),)).rowcount
    ended = ids(db, "SELECT mail_id FROM links WHERE ends_at <= ?", (moment(now),))
    for mail_id in ended:
        settled = one(db, "SELECT status FROM messages WHERE id = ?", (mail_id,))
        if settled and Status(settled["status"]) in retention.PURGEABLE:
            retention.purge(db, (mail_id,), KEEPER, now, ENDED)
    gone += run(
        db,
        "DELETE FROM links WHERE ends_at <= ? AND mail_id IN (SELECT id FROM messages WHERE status = 'purged')",
        (moment(now),),
    ).rowcount
    return gone


def forget_address(db: Database, addr_spec: str) -> None:
    """What the chat holds of somebody, for the right to be forgotten; the mails go with the messages."""
    run(db, "DELETE FROM links WHERE addr_spec = ?", (addr_spec.strip().casefold(),))
    run(db, "DELETE FROM talks WHERE instr(lower(talk), ?)", (addr_spec.strip().lower(),))


def chat_is_on(db: Database) -> bool:
    """On until a manager switched it off."""
    row = one(db, "SELECT is_on FROM switches WHERE name = ?", (CHAT,))
    return row is None or bool(row["is_on"])


def switch_chat(db: Database, *, on: bool, actor: str, at: datetime) -> None:
    """Write down who switched it, and when."""
    run(
        db,
        "INSERT INTO switches (name, is_on, actor, at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET is_on = excluded.is_on, actor = excluded.actor, at = excluded.at",
        (CHAT, int(on), actor, moment(at)),
    )
