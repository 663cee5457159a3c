"""``run`` and ``demo``: the service until it is stopped."""

import argparse
import asyncio
import logging
import sys
from pathlib import Path

from bot import settings as configuration
from bot.cli.environment import Commands, environment


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
    from bot import app  # noqa: PLC0415  (other commands start faster without the servers)

    settings = configuration.load(environment())
    _log(settings.log_level)
    asyncio.run(app.run(settings, started=lambda port: print(f"http://{settings.web_host}:{port}", flush=True)))
    return 0


def demo(options: argparse.Namespace) -> int:
    """Embedded mail servers, sample mail, the pages and the chat."""
    from bot.demo import show  # noqa: PLC0415  (needs the extra 'demo')

    _log("warning")
    asyncio.run(show.run(options.data, options.port, say=lambda line: print(line, flush=True)))
    return 0


def _log(level: str) -> None:
    """One line per event on standard error; the foreign libraries stay quiet, since their lines hold mail."""
    logging.basicConfig(stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s %(message)s", level="WARNING")
    logging.getLogger("thorbecke").setLevel(level.upper())
