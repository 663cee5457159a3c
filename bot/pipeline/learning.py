"""Corrections of reviewers: they count for the next mail at once, and the content editor judges them afterwards."""

from collections.abc import Iterable

from bot.content.examples import as_yaml
from bot.content.library import Library
from bot.model import Correction, Example, Standing
from bot.pipeline.anonymous import anonymous, known_words
from bot.pipeline.desk import Desk
from bot.understanding.memory import Memory


async def memory_of(desk: Desk) -> Memory:
    """What colleagues corrected; made anew only when a correction or a verdict came or went, whoever wrote it."""
    held, mark = desk.recollection, await desk.store.corrections_mark()
    if held.mark != mark:
        corrections = await desk.store.corrections()
        held.memory, held.mark = await desk.offload(lambda: Memory(corrections)), mark
    return held.memory


async def judge(desk: Desk, correction_id: int, was: Standing, becomes: Standing, actor: str) -> None:
    """The content editor accepts or rejects a correction; what is rejected counts no more from the next mail on."""
    await desk.store.judge(correction_id, was, becomes, actor, desk.now)


def as_example(correction: Correction, known: frozenset[str]) -> Example:
    """The correction as an example for ``knowledge/examples/``, without the people in it; ``known`` words stay."""
    people = (correction.sender.display_name,) if correction.sender else ()
    said = correction.becomes
    return Example(
        id=f"correctie-{correction.at:%Y%m%d}-{correction.id}",
        text=anonymous(correction.text, people, known),
        kind=said.kind,
        requests=tuple((request.service, request.act) for request in said.requests),
        topics=said.topics,
        subject=anonymous(correction.subject, people, known),
        role=None if said.role == "onbekend" else said.role,
    )


def accepted(corrections: Iterable[Correction], library: Library) -> str:
    """What the content editor accepted, as a file for ``knowledge/examples/``."""
    known = known_words(library)
    chosen = (each for each in corrections if each.standing is Standing.ACCEPTED)
    return as_yaml(as_example(each, known) for each in chosen)
