"""The child: read one mail after the other until nobody asks any more.

It ends itself when a mail takes too long, also when the service is gone, and it cannot take more memory than a mail
ever needs. Ctrl-C and a stop of the service mean nothing to it: it ends with its input.
"""

import contextlib
import resource
import signal
import sys
from collections.abc import Callable
from typing import BinaryIO

from bot.mail.parse import parse
from bot.model import ParsedMail
from bot.worker.wire import LENGTH, QUESTION, READY, pack

MOST_MEMORY = 1 << 30
"""Bytes of address space; a mail of 35 MB takes a quarter of it."""


def serve(source: BinaryIO, target: BinaryIO, read: Callable[[bytes, int], ParsedMail]) -> None:
    """Answer every question until the input ends."""
    target.write(READY)
    target.flush()
    while len(header := source.read(QUESTION.size)) == QUESTION.size:
        seconds, max_bytes, length = QUESTION.unpack(header)
        signal.alarm(seconds)
        answer = pack(read(source.read(length), max_bytes))
        signal.alarm(0)
        target.write(LENGTH.pack(len(answer)) + answer)
        target.flush()


def _read(raw: bytes, max_bytes: int) -> ParsedMail:
    return parse(raw, max_bytes=max_bytes)


def main(read: Callable[[bytes, int], ParsedMail] = _read) -> None:
    """Run as the child of the service."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    with contextlib.suppress(ValueError, OSError):  # a lower limit of the operator stays
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    with contextlib.suppress(BrokenPipeError):  # the service is gone
        serve(sys.stdin.buffer, sys.stdout.buffer, read)


if __name__ == "__main__":
    main()
