"""Mails out of files: ``.eml``, folders of them, mbox, standard input."""

import mailbox
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.errors import InvalidInput


def read_mails(paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield (name, raw bytes) in the order given; a folder gives its ``.eml`` files by name.

    Raises ``InvalidInput`` before anything is read when a path does not exist.
    """
    paths = list(paths)
    if missing := [path for path in paths if path != "-" and not Path(path).exists()]:
        raise InvalidInput(f"Dit bestand of deze map bestaat niet: {', '.join(missing)}")
    for path in paths:
        if path == "-":
            yield "-", sys.stdin.buffer.read()
        else:
            yield from _read(Path(path))


def _read(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for file in sorted(path.rglob("*.eml")):
            yield file.name, file.read_bytes()
    elif _is_mbox(path):
        box = mailbox.mbox(path, create=False)
        for number, key in enumerate(box.iterkeys(), start=1):
            yield f"{path.name}#{number}", box.get_bytes(key)
    else:
        yield path.name, path.read_bytes()


def _is_mbox(path: Path) -> bool:
    """RFC 4155: every mail of an mbox begins with a ``From `` line."""
    if path.suffix == ".eml":
        return False
    with path.open("rb") as file:
        return file.read(5) == b"From "
