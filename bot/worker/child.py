"""The child: read one mail after the other until nobody asks any more.

It ends itself when a mail takes too long, also when the service is gone, and it cannot take more memory than a mail
ever needs. Ctrl-C and a stop of the service mean nothing to it: it ends with its input.
"""

import contextlib
import gc
import resource
import signal
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO

from bot.pipeline.mind import build_mind
from bot.pipeline.reading import Outcome, Terms, Unread, outcome_of
from bot.worker.wire import QUESTION, READY, pack, unpack_terms

FIRST = b"From: a@zeist.nl\r\n\r\nGraag doet de gemeente Zeist mee aan een leerkring. Wat kost dat?\r\n"
"""A mail to begin with: patterns and templates are made ready when they are first used."""
MOST_MEMORY = 1 << 30
"""Bytes of address space: a mail of 35 MB takes a quarter of it, all that the child knows another."""

Read = Callable[[Unread], Outcome]


def serve(source: BinaryIO, target: BinaryIO, read: Read) -> None:
    """Answer every question until the input ends."""
    target.write(READY)
    target.flush()
    while len(header := source.read(QUESTION.size)) == QUESTION.size:
        seconds, terms, length = QUESTION.unpack(header)
        signal.alarm(seconds)
        known = unpack_terms(source.read(terms))
        target.write(pack(read(Unread(source.read(length), known))))
        signal.alarm(0)
        target.flush()


def everything_known(content_dir: str = "") -> Read:
    """Read mails with the curated content, all of which is made now."""
    mind = build_mind(Path(content_dir) if content_dir else None)
    mind.warm()
    outcome_of(mind, Unread(FIRST, Terms(len(FIRST), (), "", date.min)))
    gc.collect()
    gc.freeze()  # what is known stays: nobody needs to look through it for garbage between two mails
    return partial(outcome_of, mind)


def main(learn: Callable[[], Read] = everything_known) -> None:
    """Run as the child of the service."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    with contextlib.suppress(ValueError, OSError):  # a lower limit of the operator stays
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    with contextlib.suppress(BrokenPipeError):  # the service is gone
        serve(sys.stdin.buffer, sys.stdout.buffer, learn())
