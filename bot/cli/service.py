"""``run`` and ``demo``: the service until it is stopped."""

import argparse
import asyncio
import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType

from bot import settings as configuration
from bot.cli.environment import Commands, environment
from bot.cli.imports import importing
from bot.errors import InvalidInput

TURN = 0.0005
"""Seconds that a thread may compute while others wait; pages should not notice that mail is read."""

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def add_commands(commands: Commands) -> None:
    """``run`` and ``demo``."""
    running = commands.add_parser("run", help="run the service until it is stopped")
    running.set_defaults(command=run)
    showing = commands.add_parser("demo", help="everything on this machine, with sample mail")
    showing.add_argument("--data", type=Path, metavar="DIR", help="keep the state here (default: a temporary folder)")
    showing.add_argument("--port", type=int, default=8024, help="port of the pages (0 takes a free one)")
    showing.set_defaults(command=demo)


def run(_: argparse.Namespace) -> int:
    """The service with the settings of the environment."""
    with importing():
        from bot import app  # noqa: PLC0415  (the demo has its own road, and the help needs neither)

    settings = configuration.load(environment())
    _log(settings.log_level)
    sys.setswitchinterval(TURN)
    asyncio.run(app.run(settings, started=lambda port: print(f"http://{settings.web_host}:{port}", flush=True)))
    return 0


def demo(options: argparse.Namespace) -> int:
    """Embedded mail servers, sample mail, the pages and the chat."""
    try:
        with importing():
            from bot.demo import show  # noqa: PLC0415  (needs the extra 'demo')
    except ModuleNotFoundError as error:
        raise InvalidInput(
            f"Voor de demo ontbreekt {error.name}. Installeer: pip install thorbecke-assistent[demo]"
        ) from None
    _log("warning")
    sys.setswitchinterval(TURN)
    asyncio.run(show.run(options.data, options.port, say=lambda line: print(line, flush=True)))
    return 0


class DiscreetFormatter(logging.Formatter):
    """Tells where an error happened and of what kind it is, never its words: they may be those of a mail."""

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802  (logging calls it so)
        kind, _, trace = ei
        return "".join([*traceback.format_tb(trace), kind.__name__ if kind else ""])


def _log(level: str) -> None:
    """One line per event on standard error; the foreign libraries stay quiet, since their lines hold mail."""
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(DiscreetFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(handlers=[lines], level="WARNING")
    logging.getLogger("thorbecke").setLevel(level.upper())
