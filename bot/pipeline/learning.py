"""Corrections of reviewers: they count for the next mail at once, and the content editor judges them afterwards."""

from bot.model import Correction, Standing
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


async def corrections(desk: Desk, standing: Standing) -> tuple[Correction, ...]:
    """The corrections that stand so, the oldest first."""
    return tuple(each for each in await desk.store.corrections() if each.standing is standing)
