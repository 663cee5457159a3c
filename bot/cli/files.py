"""Mails out of files: ``.eml``, folders of them, mbox, standard input."""

import mailbox
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.errors import InvalidInput

MBOX = b"From "


def read_mails(paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield (name, raw bytes) in the order given; a folder gives its ``.eml`` files by name.

    Raises ``InvalidInput`` before anything is read when a path does not exist.
    """
    paths = list(paths)
    if missing := [path for path in paths if path != "-" and not Path(path).exists()]:
        raise InvalidInput(f"Dit bestand of deze map bestaat niet: {', '.join(missing)}")
    for path in paths:
        if path == "-":
            yield from _streamed("-", sys.stdin.buffer.read())
        else:
            yield from _read(Path(path))


def _read(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for file in sorted(each for each in path.rglob("*") if each.suffix.lower() == ".eml" and each.is_file()):
            yield file.name, file.read_bytes()
    elif not path.is_file():
        yield from _streamed(path.name, path.read_bytes())
    elif _is_mbox(path):
        yield from _mails_of(path.name, path)
    else:
        yield path.name, path.read_bytes()


def _streamed(name: str, raw: bytes) -> Iterator[tuple[str, bytes]]:
    """What comes out of a pipe can be read once; an mbox lies in a file meanwhile."""
    if not raw.startswith(MBOX):
        yield name, raw
        return
    with NamedTemporaryFile() as file:
        file.write(raw)
        file.flush()
        yield from _mails_of(name, Path(file.name))


def _mails_of(name: str, path: Path) -> Iterator[tuple[str, bytes]]:
    box = mailbox.mbox(path, create=False)
    for number, key in enumerate(box.iterkeys(), start=1):
        yield f"{name}#{number}", box.get_bytes(key)


def _is_mbox(path: Path) -> bool:
    """RFC 4155: every mail of an mbox begins with a ``From `` line."""
    if path.suffix == ".eml":
        return False
    with path.open("rb") as file:
        return file.read(len(MBOX)) == MBOX
