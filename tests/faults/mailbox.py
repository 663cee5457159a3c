"""The account on the IMAP server: two folders, colleagues who move mail about, and the conversation of RFC 3501."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from types import MappingProxyType

from tests.faults.weather import Fault, Weather
from tests.faults.wire import NONSENSE, Gone, Line, Manners, listening

MANNERS = Manners(
    "imap",
    {
        Fault.CLOSING: (b"* BYE [UNAVAILABLE] closing down\r\n",),
        Fault.LATER: (b"%T NO [UNAVAILABLE] later\r\n", b"%T NO [SERVERBUG] sorry\r\n", b"%T NO [LIMIT] slow\r\n"),
        Fault.NEVER: (b"%T BAD no\r\n",),
        Fault.NONSENSE: NONSENSE,
    },
    noise=(
        b"* OK Still here\r\n",
        b"* 3 EXISTS\r\n* 3 EXISTS\r\n",
        b"* 0 RECENT\r\n",
        b"* 2 EXPUNGE\r\n",
        b"* 1 FETCH (FLAGS (\\Seen $MDNSent))\r\n",
        b"* 2 FETCH (UID 4000000000 FLAGS ())\r\n",
    ),
)
INBOX, SENT = "INBOX", "Verzonden items"
ARRIVED = b'"23-Nov-2026 09:00:00 +0100"'
NEWS_SECONDS = 0.5
"""How long an idling client hears nothing at most."""

_ID = re.compile(rb"^Message-ID:\s*(<[^>\s]+>)", re.IGNORECASE | re.MULTILINE)
_HEADER_SEARCH = re.compile(rb'HEADER "?message-id"? "([^"]*)"', re.IGNORECASE)
_APPEND = re.compile(rb'"?([^"]+?)"? (?:\([^)]*\) )?(?:"[^"]*" )?\{(\d+)\+?\}\s*\Z')


class Folder:
    """Mails by UID. ``change`` is replaced whenever something comes."""

    def __init__(self) -> None:
        self.uidvalidity, self.uidnext = 1, 1
        self.mails: dict[int, bytes] = {}
        self.by_message_id: defaultdict[bytes, set[int]] = defaultdict(set)
        self.change = asyncio.Event()

    def add(self, raw: bytes) -> int:
        uid, self.uidnext = self.uidnext, self.uidnext + 1
        self.mails[uid] = raw
        self.by_message_id[_message_id(raw)].add(uid)
        self.change.set()
        self.change = asyncio.Event()
        return uid

    def remove(self, uid: int) -> bytes:
        raw = self.mails.pop(uid)
        self.by_message_id[_message_id(raw)].discard(uid)
        return raw

    def renumber(self) -> None:
        """As a server that rebuilt its index: every UID is another one."""
        raws = list(self.mails.values())
        self.uidvalidity, self.uidnext = self.uidvalidity + 1, 1
        self.mails.clear()
        self.by_message_id.clear()
        for raw in raws:
            self.add(raw)


def _message_id(raw: bytes) -> bytes:
    found = _ID.search(raw.split(b"\r\n\r\n", 1)[0])
    return found[1] if found else b""


@dataclass
class Account:
    """The shared mailbox, and every connection to it."""

    weather: Weather
    late: float
    folders: Mapping[str, Folder] = field(default_factory=lambda: {INBOX: Folder(), SENT: Folder()})
    lines: set[Line] = field(default_factory=set)
    taken_away: list[bytes] = field(default_factory=list)

    @property
    def inbox(self) -> Folder:
        return self.folders[INBOX]

    @property
    def sent(self) -> Folder:
        return self.folders[SENT]

    def running(self) -> AbstractAsyncContextManager[int]:
        """Serve; yields the port."""
        return listening(MANNERS, self.weather, self.late, self._talk)

    async def _talk(self, line: Line) -> None:
        self.lines.add(line)
        try:
            await Session(self, line).run()
        finally:
            self.lines.discard(line)

    # --- what colleagues and the server do to it ---

    def delete_one(self) -> None:
        """A colleague deletes some mail for good."""
        if self.inbox.mails:
            self.taken_away.append(self.inbox.remove(self._any_uid()))

    def move_one(self) -> None:
        """A colleague drags a mail out of the inbox and back: the same bytes under a new UID."""
        if self.inbox.mails:
            self.inbox.add(self.inbox.remove(self._any_uid()))

    def _any_uid(self) -> int:
        return self.weather.dice.choice(list(self.inbox.mails))

    def renumber(self) -> None:
        """The server loses its index: a new UIDVALIDITY, and every session ends."""
        self.inbox.renumber()
        for line in self.lines:
            line.hang_up()


class Session:
    """One connection: commands in, answers out, each through the weather."""

    def __init__(self, account: Account, line: Line) -> None:
        self.account, self.line = account, line
        self.folder = Folder()

    async def run(self) -> None:
        await self.line.say("greeting", b"* OK ready\r\n")
        while True:
            words = (await self.line.hear()).strip().split(b" ", 2)
            if len(words) < 2:
                continue
            tag, command, rest = words[0], words[1].upper(), words[2] if len(words) == 3 else b""
            if command == b"UID":
                kind, _, rest = rest.partition(b" ")
                command = b"UID " + kind.upper()
            answer = COMMANDS.get(command, Session.unknown)
            await answer(self, tag, rest)

    async def tell(self, step: str, tag: bytes, *data: bytes, end: bytes = b"OK done") -> None:
        await self.line.say(step, *data, tag + b" " + end + b"\r\n", tag=tag)

    async def unknown(self, tag: bytes, _rest: bytes) -> None:
        await self.tell("unknown", tag, end=b"BAD what")

    async def capability(self, tag: bytes, _rest: bytes) -> None:
        await self.tell("CAPABILITY", tag, b"* CAPABILITY IMAP4rev1 IDLE\r\n")

    async def login(self, tag: bytes, _rest: bytes) -> None:
        await self.tell("LOGIN", tag)

    async def no_op(self, tag: bytes, _rest: bytes) -> None:
        await self.tell("NOOP", tag)

    async def logout(self, tag: bytes, _rest: bytes) -> None:
        await self.tell("LOGOUT", tag, b"* BYE\r\n")
        raise Gone

    async def select(self, tag: bytes, rest: bytes) -> None:
        folder = self.account.folders.get(rest.strip(b'"').decode())
        if folder is None:
            await self.tell("SELECT", tag, end=b"NO [NONEXISTENT] no such folder")
            return
        self.folder = folder
        codes = (b"UIDVALIDITY %d" % folder.uidvalidity, b"UIDNEXT %d" % folder.uidnext)
        lines = [b"* OK [%b] so it is\r\n" % code for code in codes]
        await self.tell("SELECT", tag, b"* %d EXISTS\r\n" % len(folder.mails), *lines, end=b"OK [READ-WRITE] open")

    async def list_folders(self, tag: bytes, rest: bytes) -> None:
        lines = [b'* LIST (\\HasNoChildren) "/" "INBOX"\r\n', b'* LIST (\\Sent) "/" "%b"\r\n' % SENT.encode()]
        await self.tell("LIST", tag, *(lines if rest.startswith(b'""') and rest.endswith(b'"%"') else []))

    async def search(self, tag: bytes, rest: bytes) -> None:
        uids = " ".join(map(str, sorted(self._found(rest)))).encode()
        await self.tell("UID SEARCH", tag, b"* SEARCH " + uids + b"\r\n")

    def _found(self, criteria: bytes) -> Iterable[int]:
        if header := _HEADER_SEARCH.search(criteria):
            return self.folder.by_message_id.get(header[1], ())
        if criteria.upper().startswith(b"HEADER"):
            return ()
        if criteria.upper().startswith(b"UID "):
            return self._in_set(criteria.split()[1])
        return self.folder.mails

    def _in_set(self, uids: bytes) -> list[int]:
        """Of ``3:*``, ``3:7`` and ``1,2,3``; the last mail is always in ``n:*`` (RFC 3501 section 6.4.8)."""
        found: set[int] = set()
        for part in uids.split(b","):
            first, colon, last = part.partition(b":")
            top = max(self.folder.mails, default=0) if last == b"*" else int(last or first)
            low = min(int(first), top) if colon else int(first)
            wide = top - low >= len(self.folder.mails)
            every = self.folder.mails if wide else range(low, top + 1)
            found |= {uid for uid in every if low <= uid <= top and uid in self.folder.mails}
        return sorted(found)

    async def fetch(self, tag: bytes, rest: bytes) -> None:
        uids, _, items = rest.partition(b" ")
        await self.tell("UID FETCH", tag, *(self._item(uid, items.upper()) for uid in self._in_set(uids)))

    def _item(self, uid: int, items: bytes) -> bytes:
        raw = self.folder.mails[uid]
        parts = [b"UID %d" % uid]
        if b"RFC822.SIZE" in items:
            parts.append(b"RFC822.SIZE %d" % len(raw))
        if b"INTERNALDATE" in items:
            parts.append(b"INTERNALDATE " + ARRIVED)
        if b"FLAGS" in items:
            parts.append(b"FLAGS ()")
        if b"BODY.PEEK[]" in items:
            parts.append(b"BODY[] {%d}\r\n%b" % (len(raw), raw))
        elif b"BODY.PEEK[HEADER" in items:
            head = raw.split(b"\r\n\r\n", 1)[0] + b"\r\n\r\n"
            parts.append(b"BODY[HEADER] {%d}\r\n%b" % (len(head), head))
        return b"* %d FETCH (%b)\r\n" % (uid, b" ".join(parts))

    async def append(self, tag: bytes, rest: bytes) -> None:
        """The mail is stored when its last byte is here; what the client hears of it is another matter."""
        found = _APPEND.match(rest)
        folder = self.account.folders.get(found[1].decode()) if found else None
        if found is None or folder is None:
            await self.tell("APPEND", tag, end=b"NO [TRYCREATE] no such folder")
            return
        if await self.line.say("APPEND", b"+ go\r\n", tag=tag) is not None:
            return  # whatever it was, the client does not know where we are
        raw = await self.line.reader.readexactly(int(found[2]))
        await self.line.hear()
        folder.add(raw)
        await self.tell("literal", tag)

    async def idle(self, tag: bytes, _rest: bytes) -> None:
        await self.line.say("IDLE", b"+ idling\r\n", tag=tag)
        done = asyncio.ensure_future(self.line.hear())
        try:
            while not done.done():
                news = asyncio.ensure_future(self.folder.change.wait())
                told, _ = await asyncio.wait({done, news}, timeout=NEWS_SECONDS, return_when=asyncio.FIRST_COMPLETED)
                news.cancel()
                if done not in told:
                    word = b"* %d EXISTS\r\n" % len(self.folder.mails) if told else b"* OK Still here\r\n"
                    await self.line.say("push", word)
            await done
        finally:
            done.cancel()
        await self.tell("DONE", tag)


COMMANDS: Mapping[bytes, Callable[[Session, bytes, bytes], Awaitable[None]]] = MappingProxyType(
    {
        b"CAPABILITY": Session.capability,
        b"LOGIN": Session.login,
        b"NOOP": Session.no_op,
        b"LOGOUT": Session.logout,
        b"SELECT": Session.select,
        b"LIST": Session.list_folders,
        b"UID SEARCH": Session.search,
        b"UID FETCH": Session.fetch,
        b"APPEND": Session.append,
        b"IDLE": Session.idle,
    }
)
