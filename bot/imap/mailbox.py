"""The shared mailbox over IMAP: the port ``Mailbox``.

One connection, one command at a time, UIDs only, and no flag set on anybody else's mail: colleagues live in the same
mailbox. A lost connection surfaces once, as ``MailboxError``; the next call makes a new one. Nothing is retried here.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from copy import copy
from datetime import date, datetime
from functools import partial
from typing import Any

from aioimaplib.aioimaplib import quoted

from bot.credentials import Credential
from bot.errors import MailboxBusy, MailboxError
from bot.imap.answers import fetched, moment, number, search_date, searched, size_of, unreadable, with_crlf
from bot.imap.connection import Connection, Security, busy, connect
from bot.imap.folders import listed, special, wire_name
from bot.mail.compose import ID_MARK
from bot.model import FetchedMail, Located
from bot.pace import Pace
from bot.pipeline.ports import FolderState

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

MESSAGES_PER_FETCH = 25
"""The library needs quadratic time in the messages of one FETCH and dies at a thousand lines."""
BYTES_PER_FETCH = 4_000_000
MESSAGES_PER_LOOK = 200
"""For answers of one short line each."""
PATIENCE = 5
"""Calls in which a server may refuse a mail that it has; with the caller's back-off that is minutes."""
SUSPECT = 3
"""Calls in which the line breaks at a mail before it is fetched alone; a poor line must not carry 25 times more."""
LONG_PATIENCE = 8
"""Calls in which the line may break at the same mail, though all before it went well: more, as it may be the line."""
RENEW_IDLE = 9 * 60
"""Seconds; routers forget a silent connection sooner than the 29 minutes of RFC 2177."""
SELECT_HOLDS = 5 * 60
"""Seconds; a SELECT looks at every mail, so that each new one in a mailbox of 100,000 would wait for that."""
NEWEST_TO_SEARCH = 1_000
"""How many mails ``find`` looks through itself when the server cannot search for the Message-ID."""
ID_HEADERS = ("Message-ID", "X-Microsoft-Original-Message-ID", ID_MARK)  # Outlook may replace the first


class ImapMailbox:
    """The account ``user`` at an IMAP server.

    ``security`` is ``tls`` (verified) or ``none`` (this machine only); ``timeout`` is the seconds that one command may
    take, and a second more for each 100 kB of mail. ``commands_per_minute`` and ``logins_per_minute`` are limits of
    ours (0: none) that every connection made by ``beside`` shares, so that ``append`` and ``find`` need not wait for
    the IDLE of ``wait``. While the server wants to be left alone, every call is ``MailboxBusy``.
    """

    def __init__(
        self,
        host: str,
        port: int,
        security: Security,
        user: str,
        credential: Credential,
        timeout: float = 60,
        *,
        commands_per_minute: int = 0,
        logins_per_minute: int = 0,
    ) -> None:
        if security == "none" and host not in LOOPBACK:
            raise ValueError("IMAP without TLS is only for a server on this machine")
        self._host = host
        self._commands, self._logins = Pace(commands_per_minute), Pace(logins_per_minute)
        self._open = partial(connect, host, port, security, user, credential, timeout, self._commands)
        self._begin()

    def _begin(self) -> None:
        self._lock = asyncio.Lock()
        self._connection: Connection | None = None
        self._newest: dict[tuple[str, int], int] = {}
        self._refusals: Counter[Located] = Counter()
        self._broken: Counter[Located] = Counter()
        self._told: dict[Located, int] = {}
        self._heard: str | None = None

    def beside(self) -> "ImapMailbox":
        """Another connection to the same account, at the same pace."""
        other = copy(self)
        other._begin()  # noqa: SLF001  (it is one of us)
        return other

    async def state(self, folder: str) -> FolderState:
        """What a fresh SELECT says. ``uidnext`` is 0 when the server does not tell it.

        Once after ``wait`` heard of mail it is what the last SELECT of this connection said, unless that is long ago.
        """
        async with self._turn() as connection:
            heard, self._heard = self._heard, None
            return await (_held if heard == folder else _select)(connection, folder)

    async def uids_after(self, folder: str, last_uid: int, *, since: date | None = None) -> tuple[int, ...]:
        """Ascending UIDs above ``last_uid``, of mail that the server got on the day ``since`` or later."""
        async with self._turn() as connection:
            here = await _up_to_date(connection, folder)
            uids = await _above(connection, folder, last_uid, since)
            self._newest[folder, here.uidvalidity] = max(uids, default=last_uid)
            return uids

    async def sizes(self, folder: str, uids: Sequence[int]) -> Mapping[int, int]:
        """UID to its size in bytes as the server thinks; mails that are gone are missing."""
        async with self._turn() as connection:
            here = await _selected(connection, folder)
            sizes = await _sizes(connection, folder, uids)
            self._told = {_place(here, uid): size for uid, size in sizes.items()}
            return sizes

    async def fetch(self, folder: str, uids: Sequence[int]) -> tuple[FetchedMail, ...]:
        """The mails that are still there, by ascending UID.

        A mail that the server has but does not give is an error, for it must not be taken for gone. When it is still
        so after ``PATIENCE`` calls, a note for the staff takes its place, for one mail must not block the others. The
        same holds for one at which the line breaks ``LONG_PATIENCE`` times; what was fetched with it is then alone.
        """
        async with self._turn() as connection:
            here = await _selected(connection, folder)
            mails: dict[int, FetchedMail] = {}
            sizes = self._sizes_told(here, uids) or await _sizes(connection, folder, uids)
            for batch in _batches(sizes, {uid for uid in sizes if self._broken[_place(here, uid)] >= SUSPECT}):
                mails |= await self._tried(connection, here, batch, sum(sizes[uid] for uid in batch))
            for uid in await _withheld(connection, folder, [uid for uid in sizes if uid not in mails]):
                mails |= await _bodies(connection, here, [uid], sizes[uid])
                if uid not in mails:
                    mails[uid] = await self._note_about(connection, here, uid)
            return tuple(mails[uid] for uid in sorted(mails))

    def _sizes_told(self, here: FolderState, uids: Sequence[int]) -> dict[int, int]:
        """What ``sizes`` was told of all these a moment ago, or nothing; one that is gone by now just does not come."""
        places = [_place(here, uid) for uid in sorted(set(uids))]
        known = all(place in self._told for place in places)
        return {place.uid: self._told[place] for place in places} if known else {}

    async def _tried(
        self, connection: Connection, here: FolderState, batch: Sequence[int], size: int
    ) -> dict[int, FetchedMail]:
        """The bodies of a batch; a line that breaks at them is counted for each."""
        places = [_place(here, uid) for uid in batch]
        try:
            broken = self._broken[places[0]]
            if broken > LONG_PATIENCE:  # not even its headers can be had
                return {batch[0]: FetchedMail(places[0], unreadable(places[0], None))}
            if broken == LONG_PATIENCE:
                return {batch[0]: await _noted(connection, places[0])}
            found = await _bodies(connection, here, batch, size)
        except MailboxError:
            self._broken.update(places)
            raise
        for place in places:
            self._broken.pop(place, None)
        return found

    async def _note_about(self, connection: Connection, here: FolderState, uid: int) -> FetchedMail:
        place = _place(here, uid)
        self._refusals[place] += 1
        if self._refusals[place] < PATIENCE:
            raise MailboxError(f"the IMAP server does not give the mail with UID {uid} of the folder {here.folder}")
        return await _noted(connection, place)

    async def headers(self, folder: str, uids: Sequence[int]) -> tuple[FetchedMail, ...]:
        """The header blocks alone, by ascending UID, in place of the bytes; mails that are gone are missing."""
        async with self._turn() as connection:
            here = await _selected(connection, folder)
            found: dict[int, FetchedMail] = {}
            for chunk in _chunks(sorted(set(uids)), MESSAGES_PER_FETCH):
                found |= await _bodies(connection, here, chunk, 0, "BODY.PEEK[HEADER]")
            return tuple(found.values())

    async def wait(self, folder: str, seconds: float) -> None:
        """Return when something may have happened in the folder, after ``seconds`` at the latest.

        What came while the caller was still fetching was announced then and not again, so look before idling.
        """
        async with self._turn() as connection:
            here = await _up_to_date(connection, folder)
            if await self._has_newer(connection, here):
                return
            if not connection.has_idle:
                await connection.rest(seconds)
                return
            while seconds > 0 and not await connection.idle(min(seconds, RENEW_IDLE)):
                seconds -= RENEW_IDLE
            self._heard = folder if seconds > 0 else None

    async def _has_newer(self, connection: Connection, here: FolderState) -> bool:
        known = self._newest.get((here.folder, here.uidvalidity))
        if known is None:
            return False
        newer = await _above(connection, here.folder, known)
        self._newest[here.folder, here.uidvalidity] = max(newer, default=known)
        return bool(newer)

    async def find(self, folder: str, rfc_message_id: str) -> tuple[Located, ...]:
        """Where a mail with this Message-ID lies in the folder."""
        async with self._turn() as connection:
            here = await _up_to_date(connection, folder)
            uids = await _with_message_id(connection, folder, f"<{rfc_message_id.strip().strip('<>')}>")
            return tuple(Located(folder, here.uidvalidity, uid) for uid in uids)

    async def append(self, folder: str, raw: bytes, flags: Sequence[str], at: datetime) -> None:
        """Put a mail into the folder. The caller looks with ``find`` first: a server stores a second copy gladly."""
        async with self._turn() as connection:
            answer = await connection.append(raw, wire_name(folder), " ".join(flags) or None, at)
            _must_be_ok(connection, f"a mail for the folder {folder}", answer)

    async def remove(self, place: Located) -> bool:
        """Delete one mail of our own. False when its UID means nothing any more, as UIDVALIDITY has changed."""
        async with self._turn() as connection:
            here = await _up_to_date(connection, place.folder)
            if here.uidvalidity != place.uidvalidity:
                return False
            answer = await connection.uid_delete(place.uid)
            _must_be_ok(connection, f"to delete a mail in the folder {place.folder}", answer)
            return True

    async def special_folder(self, use: str) -> str | None:
        r"""The folder for ``\Sent`` or ``\Drafts``: by attribute, then by its name in nl, en, de, fr.

        Looks at the top and right below INBOX; a full LIST may have more lines than the library survives.
        """
        async with self._turn() as connection:
            top = await connection.list_folders("", "%")
            _must_be_ok(connection, "LIST", top)
            folders = listed(top.lines)
            if (found := special(use, folders)) is not None:
                return found
            delimiter = next((folder.delimiter for folder in folders if folder.delimiter), "/")
            below = await connection.list_folders("", f"INBOX{delimiter}%")
            return special(use, listed(below.lines)) if below.result == "OK" else None

    async def close(self) -> None:
        """Log out when nothing is going on, else just hang up."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        if self._lock.locked():
            connection.abort()
        else:
            await connection.log_out()

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[Connection]:
        """The connection, for one caller at a time."""
        async with self._lock:
            now = asyncio.get_running_loop().time()
            if seconds := self._commands.resting(now):
                raise busy(self._host, seconds)
            if self._connection is None or not self._connection.alive:
                self._connection = None
                if seconds := self._logins.take(now):
                    words = f"enough log-ins at the IMAP server {self._host} for now"
                    raise MailboxBusy(f"{words}; trying again in {seconds:.0f} seconds", seconds)
                self._connection = await self._open()
            yield self._connection


def _place(here: FolderState, uid: int) -> Located:
    return Located(here.folder, here.uidvalidity, uid)


async def _noted(connection: Connection, place: Located) -> FetchedMail:
    """A note in the place of a mail, under its own headers if they can be had."""
    answer = await connection.uid_fetch([place.uid], "(UID INTERNALDATE BODY.PEEK[HEADER])")
    item = fetched(answer.lines).get(place.uid, {})
    return FetchedMail(place, unreadable(place, item.get(b"BODY")), moment(item.get(b"INTERNALDATE")))


def _must_be_ok(connection: Connection, what: str, answer: Any) -> None:
    if answer.result != "OK":
        raise connection.refusal(what, answer)


async def _select(connection: Connection, folder: str) -> FolderState:
    """SELECT, not EXAMINE: the library allows no FETCH after the latter. BODY.PEEK leaves the flags alone."""
    answer = await connection.select(wire_name(folder))
    _must_be_ok(connection, f"to open the folder {folder}", answer)
    uidvalidity = number(answer.lines, b"UIDVALIDITY")
    if uidvalidity is None:
        raise MailboxError(f"the folder {folder} has no UIDVALIDITY, so its mails cannot be told apart")
    uidnext, exists = number(answer.lines, b"UIDNEXT"), number(answer.lines, b"EXISTS")
    connection.selected = FolderState(folder, uidvalidity, uidnext or 0, exists or 0)
    connection.selected_at = asyncio.get_running_loop().time()
    return connection.selected


async def _held(connection: Connection, folder: str) -> FolderState:
    """A server that numbers a folder anew in the middle of a session is noticed by the next SELECT."""
    if asyncio.get_running_loop().time() - connection.selected_at > SELECT_HOLDS:
        return await _select(connection, folder)
    return await _selected(connection, folder)


async def _selected(connection: Connection, folder: str) -> FolderState:
    if connection.selected is not None and connection.selected.folder == folder:
        return connection.selected
    return await _select(connection, folder)


async def _up_to_date(connection: Connection, folder: str) -> FolderState:
    """The folder, with the mail that came since the server last looked (Dovecot searches an older view)."""
    if connection.selected is not None and connection.selected.folder == folder:
        await connection.no_op()
        return connection.selected
    return await _select(connection, folder)


async def _above(connection: Connection, folder: str, last_uid: int, since: date | None = None) -> tuple[int, ...]:
    """``n:*`` always holds the last message, also below n (RFC 3501 section 6.4.8)."""
    criteria = [f"UID {last_uid + 1}:*", *([f"SINCE {search_date(since)}"] if since else [])]
    answer = await connection.uid_search(*criteria)
    _must_be_ok(connection, f"a search in the folder {folder}", answer)
    return tuple(uid for uid in searched(answer.lines) if uid > last_uid)


async def _sizes(connection: Connection, folder: str, uids: Sequence[int]) -> dict[int, int]:
    sizes: dict[int, int] = {}
    for chunk in _chunks(sorted(set(uids)), MESSAGES_PER_LOOK):
        answer = await connection.uid_fetch(chunk, "(UID RFC822.SIZE)")
        if answer.result != "NO":  # NO is a server's way to say that some are gone (RFC 2180 section 4.1.2)
            _must_be_ok(connection, f"the sizes of mails in the folder {folder}", answer)
        found = {uid: size_of(item) for uid, item in fetched(answer.lines).items() if uid in chunk}
        sizes |= found | dict.fromkeys(await _withheld(connection, folder, [u for u in chunk if u not in found]), 0)
    return sizes


def _chunks(uids: Sequence[int], length: int) -> Iterator[Sequence[int]]:
    return (uids[start : start + length] for start in range(0, len(uids), length))


def _batches(sizes: Mapping[int, int], alone: Collection[int] = ()) -> Iterator[list[int]]:
    """Few and small enough mails for one FETCH; a large one goes alone, and so does each of ``alone``."""
    batch: list[int] = []
    room = BYTES_PER_FETCH
    for uid, size in sizes.items():
        if batch and (len(batch) == MESSAGES_PER_FETCH or size > room or uid in alone or batch[-1] in alone):
            yield batch
            batch, room = [], BYTES_PER_FETCH
        batch.append(uid)
        room -= size
    if batch:
        yield batch


async def _bodies(
    connection: Connection, here: FolderState, uids: Sequence[int], size: int, part: str = "BODY.PEEK[]"
) -> dict[int, FetchedMail]:
    answer = await connection.uid_fetch(uids, f"(UID INTERNALDATE {part})", size=size)
    if answer.result != "NO":
        _must_be_ok(connection, f"mails of the folder {here.folder}", answer)
    return {
        uid: FetchedMail(
            Located(here.folder, here.uidvalidity, uid), with_crlf(body), moment(item.get(b"INTERNALDATE"))
        )
        for uid, item in fetched(answer.lines).items()
        if uid in uids and (body := item.get(b"BODY")) is not None
    }


async def _withheld(connection: Connection, folder: str, missing: Sequence[int]) -> tuple[int, ...]:
    """Which of the mails that did not come are still there; what another client deleted meanwhile is fine."""
    if not missing:
        return ()
    await connection.no_op()
    answer = await connection.uid_search("UID " + ",".join(map(str, missing)))
    _must_be_ok(connection, f"a search in the folder {folder}", answer)
    return tuple(uid for uid in searched(answer.lines) if uid in missing)


async def _with_message_id(connection: Connection, folder: str, bracketed: str) -> tuple[int, ...]:
    """Let the server search, unless it cannot or the id has characters that servers unescape differently."""
    if not bracketed.isascii() or not bracketed.isprintable() or "\\" in bracketed or '"' in bracketed:
        return await _filtered(connection, folder, bracketed)
    for header in ID_HEADERS:
        answer = await connection.uid_search("HEADER", header, str(quoted(bracketed)))
        if answer.result != "OK":
            return await _filtered(connection, folder, bracketed)
        if uids := searched(answer.lines):
            return uids
    return ()


async def _filtered(connection: Connection, folder: str, bracketed: str) -> tuple[int, ...]:
    """Compare the headers of the newest mails ourselves."""
    wanted = "".join(bracketed.split()).encode("utf-8", "surrogateescape")
    newest = (await _above(connection, folder, 0))[-NEWEST_TO_SEARCH:]
    hits: list[int] = []
    for chunk in _chunks(newest, MESSAGES_PER_FETCH):
        answer = await connection.uid_fetch(chunk, f"(UID BODY.PEEK[HEADER.FIELDS ({' '.join(ID_HEADERS).upper()})])")
        items = fetched(answer.lines)
        hits += [uid for uid in chunk if wanted in b"".join((items.get(uid, {}).get(b"BODY") or b"").split())]
    return tuple(hits)
