"""What arrives in the shared mailbox: many small mails, each from a customer of its own."""

from collections.abc import Iterator
from email.utils import parseaddr
from random import Random

from tests.pipeline.desks import eml

AUTOMATIC, COPIES, TOUCHED = 0.03, 0.02, 0.02
"""Shares of the mail: automatic replies, the same bytes again, the same mail with a header more."""
DRAFTED, SHORT = 0.2, "Dag!"
"""Share of the requests for which the service drafts an answer, and what the others say: that is read in no time."""
CUSTOMER = "zeist.nl"


def letters(count: int, dice: Random) -> Iterator[bytes]:
    """That many mails, of which a few are nothing new."""
    earlier: list[bytes] = []
    for number in range(count):
        lot = dice.random()
        if earlier and lot < COPIES:
            yield dice.choice(earlier)
        elif earlier and lot < COPIES + TOUCHED:
            yield b"X-Touched: %d\r\n" % number + dice.choice(earlier)
        elif lot < COPIES + TOUCHED + AUTOMATIC:
            yield letter(number, subject="Automatisch antwoord: afwezig", Auto_Submitted="auto-replied")
        else:
            earlier.append(letter(number) if dice.random() < DRAFTED else letter(number, text=SHORT))
            yield earlier[-1]


def letter(number: int, **parts: str) -> bytes:
    """A mail from customer ``number``, who writes once; ``parts`` as in ``eml``."""
    return eml(number, sender=f"Klant {number} <k{number}@{CUSTOMER}>", **parts)


def is_question(raw: bytes) -> bool:
    """Whether the customer waits for an answer."""
    return b"\r\nAuto-Submitted:" not in raw and b"X-Touched:" not in raw and b"multipart/report" not in raw


def sender_of(raw: bytes) -> str:
    """The address of the customer."""
    (line,) = (line for line in raw.split(b"\r\n") if line.startswith(b"From: "))
    return parseaddr(line.removeprefix(b"From: ").decode())[1]
