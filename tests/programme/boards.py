"""Boards of sign-ups for tests and measurements: the same seed gives the same board."""

import random
from collections.abc import Sequence

from bot.programme.fitness import ROLE_GROUPS, Candidate
from bot.programme.regions import NEIGHBOURS

TOPICS = ("burgerbegroting", "burgerraden", "digitale-middelen", "inclusie", "jongeren", "kernendemocratie",
          "omgevingswet", "regiodemocratie", "referenda", "spelregels", "uitdaagrecht", "zeggenschap")  # fmt: skip


def board(
    seed: int,
    *,
    places: int = 120,
    municipalities: int = 90,
    topics: Sequence[str] = TOPICS,
    wishes: Sequence[int] = (1, 1, 1, 2),
) -> list[Candidate]:
    """Sign-ups; the municipalities after the first ``municipalities`` ones sign up a second time."""
    chance = random.Random(seed)
    provinces = [chance.choice(sorted(NEIGHBOURS)) for _ in range(municipalities)]
    sizes = [chance.choice(("", "klein", "klein", "middelgroot", "groot")) for _ in range(municipalities)]
    owners = [*range(municipalities), *(chance.randrange(municipalities) for _ in range(places - municipalities))]
    return [
        Candidate(
            number + 1,
            f"Gemeente {owner}",
            provinces[owner],
            tuple(chance.sample(topics, min(chance.choice(wishes), len(topics)))),
            chance.choice([*ROLE_GROUPS, "ambtenaar", "ambtenaar", "onbekend"]),
            sizes[owner],
            chance.randrange(80),
        )
        for number, owner in enumerate(owners[:places])
    ]
