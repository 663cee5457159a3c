"""The commands, and what becomes of their errors."""

import argparse
import io
import os
import sys
from collections.abc import Sequence

from bot import __version__
from bot.cli import content, evaluate, mailbox, people, reading, service
from bot.errors import ContentError, InvalidInput, SettingsError, ThorbeckeError

WRONG, UNUSABLE = 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; bad input never shows a traceback."""
    options = parser().parse_args(arguments)
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


def _print_whatever_comes() -> None:
    """Names of files and strings of JSON may hold what no encoding can write; that is shown, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def parser() -> argparse.ArgumentParser:
    """Every command with its arguments."""
    root = argparse.ArgumentParser(prog="thorbecke", description="De assistent van de mailbox thorbecke2024@vng.nl.")
    root.add_argument("--version", action="version", version=__version__)
    commands = root.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for room in (reading, service, content, evaluate, mailbox, people):
        room.add_commands(commands)
    return root
