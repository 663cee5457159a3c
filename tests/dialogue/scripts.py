"""The scripted conversations as they were written, and how the machine holds them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from bot.model import Talk
from bot.pipeline.asked import Knowledge
from bot.pipeline.dialogue import Means, hear
from tests.pipeline.desks import mind

FOLDER = Path(__file__).parent / "conversations"
TODAY = date(2026, 11, 20)


@cache
def means() -> Means:
    """The content of the checkout, read once."""
    return Means(Knowledge(mind().library, mind().retriever, TODAY), mind().register)


@dataclass(frozen=True)
class Line:
    """What the visitor says, the moves that fit, and what must be found in what follows."""

    says: str
    moves: tuple[str, ...]
    about: str

    @classmethod
    def of(cls, says: object, expected: str) -> "Line":
        moves, _, about = expected.partition(" ")
        return cls(str(says), tuple(moves.split("/")), about)

    def problem(self, talk: Talk) -> str:
        """What went otherwise than written; empty when nothing did."""
        turn = talk.turns[-1]
        if turn.move not in self.moves:
            return f"{self.says!r}: {turn.move} instead of {'/'.join(self.moves)}"
        return "" if self._fits(talk) else f"{self.says!r}: {turn.move} is not about {self.about!r}"

    def _fits(self, talk: Talk) -> bool:
        turn = talk.turns[-1]
        if turn.move == "answer" and self.about:
            ids = [source.id for said in turn.said for source in said.sources]
            return talk.subject.service == self.about or any(one.startswith(self.about) for one in ids)
        if not self.about or turn.move in {"answer", "not_know"}:
            return True
        if talk.errand is None:
            return False
        step, _, value = self.about.partition("=")
        if turn.move == "begin":
            return talk.errand.service == self.about
        given = talk.errand.given(step)
        return given.casefold() == value.casefold() if value else bool(given)


@dataclass(frozen=True)
class Script:
    """One conversation."""

    name: str
    lines: tuple[Line, ...]

    def held(self) -> Iterator[tuple[Line, Talk]]:
        """Each line with the conversation after it."""
        talk = Talk()
        for line in self.lines:
            talk = hear(talk, line.says, means())
            yield line, talk

    def problems(self) -> list[str]:
        """Everything that went otherwise than written."""
        return [problem for line, talk in self.held() if (problem := line.problem(talk))]


def scripts() -> list[Script]:
    """All of them."""
    rows = [row for path in sorted(FOLDER.glob("*.yaml")) for row in yaml.safe_load(path.read_text(encoding="utf-8"))]
    return [
        Script(row["naam"], tuple(Line.of(*pair) for turn in row["beurten"] for pair in turn.items())) for row in rows
    ]
