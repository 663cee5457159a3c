"""The pulse: the running service writes down what it suffers, so that every process can tell.

A trouble is over when the part works again, and is forgotten when a service starts. One that was killed can forget
nothing; then it is its silence that is told first.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from bot.clock import dutch_moment
from bot.pipeline.desk import Desk
from bot.pipeline.pulse_port import SignOfLife, Trouble, first_of_each

LOOK = 5.0
"""Seconds between two looks at what changed."""
BEAT = timedelta(seconds=30)
"""How often the service says that it is there, when nothing changes."""
SILENCE = timedelta(minutes=2)
"""A service that said nothing for so long does not run, or hangs; a full disk lets it try twice a minute."""


async def beat(desk: Desk) -> None:
    """Write down how the service fares, if that changed or was written long ago."""
    condition = desk.condition
    if condition.began is None:
        return
    sign, last = SignOfLife(condition.began, desk.now, condition.troubles), condition.written
    if last is None or last.troubles != sign.troubles or sign.at - last.at >= BEAT:
        await desk.pulse.beat(sign)
        condition.written = sign


async def stop(desk: Desk) -> None:
    """The last word of a service that was told to stop: what it suffered is over."""
    if desk.condition.began is not None:
        await desk.pulse.beat(SignOfLife(desk.condition.began, desk.now, stopped=True))


async def told(desk: Desk) -> tuple[str, ...]:
    """How the service fares: from memory where it runs, since its disk may be full; elsewhere from its last word."""
    if desk.condition.began is not None:
        return tuple(_spoken(desk.condition.troubles))
    return tuple(about_the_service(await desk.pulse.last(), desk.now))


def about_the_service(sign: SignOfLife | None, now: datetime) -> Iterator[str]:
    """A Dutch sentence or two for each; nothing of a service that never ran."""
    if sign is None:
        return
    if sign.stopped:
        yield f"De dienst draait niet. De dienst is gestopt op {dutch_moment(sign.at)}. Start de dienst."
    elif now - sign.at > SILENCE:
        yield (
            f"De dienst draait niet of hangt. Het laatste levensteken is van {dutch_moment(sign.at)}. "
            "Kijk in het logboek en start de dienst opnieuw."
        )
        yield from (f"Toen meldde de dienst: {text}" for text in _spoken(sign.troubles))
    else:
        yield from _spoken(sign.troubles)


def _spoken(troubles: Iterable[Trouble]) -> Iterator[str]:
    for trouble in first_of_each(troubles):
        yield f"{trouble.text} Dit duurt sinds {dutch_moment(trouble.since)}."
