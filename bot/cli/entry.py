"""The commands, and what becomes of their errors."""

import argparse
import io
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module

from bot import __version__
from bot.cli.imports import importing
from bot.errors import ContentError, InvalidInput, SettingsError, ThorbeckeError

WRONG, UNUSABLE = 1, 2

ROOMS: Mapping[str, tuple[str, ...]] = {
    "reading": ("triage", "ask"),
    "chat": ("chat",),
    "service": ("run", "demo"),
    "content": ("check", "register"),
    "evaluate": ("evaluate",),
    "mailbox": ("status", "reconcile", "digest", "import", "backup"),
    "people": ("users", "export", "forget", "purge"),
}
"""Each module with commands and what they are called, in the order of the help."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; bad input never shows a traceback."""
    given = sys.argv[1:] if arguments is None else arguments
    options = parser(_rooms(given)).parse_args(given)
    _print_whatever_comes()
    try:
        status = int(options.command(options))
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output went away, as in ``thorbecke triage ... | head``
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WRONG
    except (SettingsError, ContentError, InvalidInput) as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    except ThorbeckeError as error:
        print(error, file=sys.stderr)
        return WRONG
    except OSError as error:  # a file that cannot be read or written
        print(f"{error.filename or 'dit apparaat'}: {error.strerror or type(error).__name__}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        return WRONG
    return status


def _rooms(given: Sequence[str]) -> Iterable[str]:
    """The module of the command that is asked for; every module for the help and for what is no command."""
    return [room for room, commands in ROOMS.items() if given and given[0] in commands] or ROOMS


def _print_whatever_comes() -> None:
    """Names of files and strings of JSON may hold what no encoding can write; that is shown, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def parser(rooms: Iterable[str] = tuple(ROOMS)) -> argparse.ArgumentParser:
    """The commands of these modules with their arguments."""
    root = argparse.ArgumentParser(prog="thorbecke", description="De assistent van de mailbox thorbecke2024@vng.nl.")
    root.add_argument("--version", action="version", version=__version__)
    commands = root.add_subparsers(title="commands", required=True, metavar="COMMAND")
    with importing():
        for room in rooms:
            import_module(f"bot.cli.{room}").add_commands(commands)
    return root
