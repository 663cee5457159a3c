"""The commands, and what becomes of their errors."""

import argparse
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
    try:
        return int(options.command(options))
    except (SettingsError, ContentError, InvalidInput) as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    except ThorbeckeError as error:
        print(error, file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        return WRONG
    except BrokenPipeError:  # the reader of our output went away, as in ``thorbecke triage ... | head``
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WRONG


def parser() -> argparse.ArgumentParser:
    """Every command with its arguments."""
    root = argparse.ArgumentParser(prog="thorbecke", description="De assistent van de mailbox thorbecke2024@vng.nl.")
    root.add_argument("--version", action="version", version=__version__)
    commands = root.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for room in (reading, service, content, evaluate, mailbox, people):
        room.add_commands(commands)
    return root
