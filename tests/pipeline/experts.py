"""Experts who do not exist, for tests."""

from dataclasses import replace

from bot.model import Address
from bot.model.experts import Expert
from bot.pipeline.desk import Desk


def expert(number: int = 1, **changes: object) -> Expert:
    """One who knows about inclusion and lives in Gelderland."""
    name = f"Fenna Fictie{'abcdefghij'[number]}"
    made = Expert(
        id=f"expert-{number:02}",
        name=name,
        address=Address(name, f"fenna{number}@experts.example"),
        topics=("inclusie",),
        provinces=("Gelderland",),
        organisation="Gemeente Nergensdam",
        rest_weeks=4,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # any field


def with_directory(desk: Desk, *experts: Expert) -> Desk:
    """The desk with these experts."""
    return replace(desk, directory={each.id: each for each in experts})
