"""What goes between the service and a process that reads mail: a question in bytes, an answer as JSON.

JSON, so that whatever a mail does to the child, its answer can be no more to the service than words, and labels that
are on our lists.
"""

import struct
from functools import lru_cache

from bot.documents import Document
from bot.errors import ReadingFailed
from bot.model import ACT_LABELS, ROLES, SERVICE_LABELS, TOPIC_LABELS, Understanding
from bot.pipeline.reading import Outcome, Reading, Terms, Unread

READY = b"ready\n"
"""What the child says when it can be asked."""
QUESTION = struct.Struct(">IQQ")
"""Seconds after which the child ends itself, the lengths of the terms (JSON) and of the mail that follow."""
ANSWER = struct.Struct(">?Q")
"""Stands before an answer: whether the mail was read, and the length of what follows."""
LONGEST = 100_000_000
"""Bytes of an answer; no mail that was read within the caps comes near."""

_READING: Document[Reading] = Document(Reading)
_TERMS: Document[Terms] = Document(Terms)


def question(unread: Unread, seconds: int) -> tuple[bytes, bytes]:
    """A mail with what must be known to read it, in two pieces so that a large one is not copied."""
    terms = _packed(unread.terms)
    return QUESTION.pack(seconds, len(terms), len(unread.raw)) + terms, unread.raw


@lru_cache(maxsize=4)
def _packed(terms: Terms) -> bytes:
    return _TERMS.write(terms).encode()


@lru_cache(maxsize=4)
def unpack_terms(data: bytes) -> Terms:
    """The terms of a question."""
    return _TERMS.read(data)


def pack(outcome: Outcome) -> bytes:
    """An answer, with what stands before it."""
    text = _READING.write(outcome) if isinstance(outcome, Reading) else str(outcome)
    data = text.encode()
    return ANSWER.pack(isinstance(outcome, Reading), len(data)) + data


def unpack(data: bytes, *, was_read: bool) -> Outcome:
    """The outcome that ``pack`` packed; ``ValueError``, ``TypeError`` or ``AttributeError`` when it is none."""
    if not was_read:
        return ReadingFailed(data.decode())
    reading = _READING.read(data)
    _must_be_known(reading.understanding)
    return reading


def _must_be_known(said: Understanding) -> None:
    """``ValueError`` for a label that is on no list."""
    pairs = [(one.service, one.act) for one in said.requests]
    if {service for service, _ in pairs} - SERVICE_LABELS.keys() or {act for _, act in pairs} - ACT_LABELS.keys():
        raise ValueError("a request that we do not know")
    if set(said.topics) - TOPIC_LABELS.keys() or said.role not in ROLES:
        raise ValueError("a label that we do not know")
