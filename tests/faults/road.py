"""The SMTP server: it remembers what it truly took, whatever it told the service."""

import re
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from tests.faults.weather import Fault, Weather
from tests.faults.wire import NONSENSE, Gone, Line, Manners, listening

MANNERS = Manners(
    "smtp",
    {
        Fault.CLOSING: (b"421 4.3.2 closing down\r\n",),
        Fault.LATER: (b"451 4.3.0 later\r\n", b"432 4.3.2 too many\r\n", b"450-4.2.0 wait\r\n450 4.2.0 a bit\r\n"),
        Fault.NEVER: (b"550 5.7.1 no\r\n", b"554 5.6.0 never\r\n"),
        Fault.NONSENSE: NONSENSE,
    },
)
GREETING = b"220 mail.example ESMTP\r\n"
ANSWERS = {
    b"EHLO": b"250-mail.example\r\n250-SIZE 50000000\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n",
    b"MAIL": b"250 2.1.0 OK\r\n",
    b"RCPT": b"250 2.1.5 OK\r\n",
    b"QUIT": b"221 2.0.0 bye\r\n",
}
REFUSALS = frozenset({Fault.CLOSING, Fault.LATER, Fault.NEVER})
UNTOLD = frozenset({Fault.CUT, Fault.SILENCE, Fault.NONSENSE})
"""After the final dot: faults that leave the client without an answer, so the mail may be taken or not."""

_ID = re.compile(rb"^Message-ID:\s*(<[^>\s]+>)", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(rb"<([^>]*)>")


@dataclass(frozen=True)
class Taken:
    """A mail that is on its way, for the server took it."""

    rfc_message_id: str
    rcpt_to: tuple[str, ...]
    raw: bytes


@dataclass
class Road:
    """What was taken, in order, and who wants to hear of it."""

    weather: Weather
    late: float
    taken: list[Taken] = field(default_factory=list)
    on_taken: Callable[[Taken], None] = lambda _: None

    def times(self) -> Counter[str]:
        """Message-ID to how often it was taken."""
        return Counter(mail.rfc_message_id for mail in self.taken)

    def running(self) -> AbstractAsyncContextManager[int]:
        """Serve; yields the port."""
        return listening(MANNERS, self.weather, self.late, self._talk)

    async def _talk(self, line: Line) -> None:
        await line.say("greeting", GREETING)
        rcpt_to: list[str] = []
        while True:
            heard = await line.hear()
            command = heard[:4].upper()
            if command == b"DATA":
                await self._data(line, tuple(rcpt_to))
                rcpt_to = []
                continue
            if command == b"RCPT" and (found := _ADDRESS.search(heard)):
                rcpt_to.append(found[1].decode())
            await line.say(command.decode("ascii", "replace"), ANSWERS.get(command, b"502 5.5.1 what\r\n"))

    async def _data(self, line: Line, rcpt_to: tuple[str, ...]) -> None:
        fault = await line.say("DATA", b"354 go\r\n")
        if fault in REFUSALS:
            return
        raw = await self._body(line)
        fault = self.weather.draw("smtp", "dot")
        if fault not in REFUSALS and (fault not in UNTOLD or self.weather.dice.random() < 0.5):
            self._take(rcpt_to, raw)
        await line.give(fault, b"250 2.0.0 queued\r\n")

    async def _body(self, line: Line) -> bytes:
        """Until the final dot. The line may break on the way or right behind it, and then nothing was taken."""
        fault = self.weather.draw("smtp", "body")
        lines: list[bytes] = []
        while (heard := await line.hear()) != b".\r\n":
            lines.append(heard.removeprefix(b"."))
            if fault is not None and self.weather.dice.random() < 0.1:
                break
        if fault is not None:
            line.hang_up()
            raise Gone
        return b"".join(lines)

    def _take(self, rcpt_to: tuple[str, ...], raw: bytes) -> None:
        found = _ID.search(raw)
        mail = Taken(found[1].decode() if found else "", rcpt_to, raw)
        self.taken.append(mail)
        self.on_taken(mail)
