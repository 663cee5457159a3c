"""What the command line takes from the machine: its environment and its clock."""

import os
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from bot.clock import system_clock

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction

Commands: TypeAlias = "_SubParsersAction[ArgumentParser]"
"""What a room of the command line adds its commands to."""


def environment() -> Mapping[str, str]:
    """The environment variables."""
    return os.environ


def now() -> datetime:
    """The aware UTC time."""
    return system_clock()
