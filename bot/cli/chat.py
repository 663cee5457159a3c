"""``chat``: the conversation of the chat page in the terminal. Nothing is kept and nothing is sent."""

import argparse
import sys
from collections.abc import Iterator

from bot import settings as configuration
from bot.cli.environment import Commands, environment, now
from bot.clock import in_amsterdam
from bot.dialogue import Move
from bot.model import Talk, Turn
from bot.pipeline.asked import Knowledge
from bot.pipeline.dialogue import Means, hear
from bot.pipeline.mind import build_mind

PROMPT = "> "
ENOUGH = frozenset({"exit", "einde"})
"""Words that end the conversation; so does the end of the input."""


def add_commands(commands: Commands) -> None:
    """``chat``."""
    chatting = commands.add_parser("chat", help="hold the conversation of the chat in the terminal; sends nothing")
    chatting.set_defaults(command=chat)


def chat(_: argparse.Namespace) -> int:
    """Read a message a line, and say what comes back. A number stands for a choice."""
    settings = configuration.load(environment())
    mind = build_mind(settings.content_dir)
    knowledge = Knowledge(mind.library, mind.retriever, in_amsterdam(now()).date())
    means = Means(knowledge, mind.register, answer_days=settings.due_days)
    talk = Talk()
    print(means.text("groet", talk.form))
    for line in _lines():
        talk = hear(talk, chosen(line, talk), means)
        print("\n".join(spoken(talk.turns[-1])))
        if talk.turns[-1].move is Move.SEND:
            print(means.text("droog", talk.form))
    return 0


def _lines() -> Iterator[str]:
    """What is typed, until the end; a prompt only for people."""
    while True:
        if sys.stdin.isatty():
            print(PROMPT, end="", flush=True)
        line = sys.stdin.readline()
        if not line or line.strip().casefold() in ENOUGH:
            return
        if line.strip():
            yield line.strip()


def chosen(line: str, talk: Talk) -> str:
    """The choice that a number stands for; where a number is asked for, it is one."""
    choices = talk.turns[-1].choices if talk.turns else ()
    asked = talk.errand is not None and talk.errand.asking == "deelnemers"
    number = int(line) if line.isascii() and line.isdigit() and len(line) < 3 and not asked else 0
    return choices[number - 1] if 0 < number <= len(choices) else line


def spoken(turn: Turn) -> Iterator[str]:
    """What came back, line by line."""
    for said in turn.said:
        yield said.text
        yield from (f"  {label}: {value}" for label, value in said.rows)
        yield from (f"  Bron: {each.title} (nagekeken op {each.last_checked:%d-%m-%Y})" for each in said.sources)
    yield from (f"  [{number}] {text}" for number, text in enumerate(turn.choices, 1))
