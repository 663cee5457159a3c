"""A colleague fills in or corrects the intake of a request; a draft that nobody touched goes along."""

from collections.abc import Mapping

from bot.errors import Conflict, InvalidInput
from bot.lifecycle import Status
from bot.model import DraftText, Kind, MessageRow
from bot.model.intake import Intake, Reading
from bot.pipeline.desk import Desk
from bot.pipeline.findings import BOT
from bot.pipeline.intakes import intakes_of
from bot.pipeline.intakes_port import Filling
from bot.pipeline.review import drafted

LONGEST = 500
OVERTAKEN = "Deze intake is intussen veranderd, door een collega of door een nieuwe mail. Laad de pagina opnieuw."


async def fill(desk: Desk, message_id: int, request_id: int, stand: str, typed: Mapping[str, str], actor: str) -> bool:
    """Keep what a colleague changed; whether the draft that nobody touched was made anew for it.

    ``Conflict`` when the intake changed since the form was made, ``InvalidInput`` for what cannot be kept.
    """
    message = await desk.store.message(message_id)
    requests = await desk.store.requests_of(message.thread_id)
    intake = (await intakes_of(desk, requests)).get(request_id)
    if intake is None or intake.stand != stand:
        raise Conflict(OVERTAKEN)
    changed = _changed(desk, intake, typed)
    if not changed:
        return False
    was = await _drafted(desk, message)
    last_word, seen = (int(number) for number in intake.stand.split("-"))
    await desk.intakes.fill(Filling(request_id, last_word, seen, changed), actor, desk.now)
    return await _goes_along(desk, message, was)


def _changed(desk: Desk, intake: Intake, typed: Mapping[str, str]) -> dict[str, str]:
    changed = {}
    for known in intake.facts:
        value = " ".join(typed.get(known.fact.name, known.value).split())
        if value == " ".join(known.value.split()):
            continue
        if len(value) > LONGEST:
            raise InvalidInput(f"{known.fact.label}: dit is langer dan {LONGEST} tekens. Maak het korter.")
        if value and known.fact.read is Reading.MUNICIPALITY:
            _must_be_a_municipality(desk, value)
        changed[known.fact.name] = value
    return changed


def _must_be_a_municipality(desk: Desk, typed: str) -> None:
    known = {each.name for each in desk.library.municipalities if each.current}
    if unknown := [name for name in typed.split(", ") if name not in known]:
        raise InvalidInput(f"Deze gemeente staat niet in de lijst: {unknown[0]}.")


async def _drafted(desk: Desk, message: MessageRow) -> DraftText | None:
    """What the assistant would answer now; None where there is nothing to answer."""
    read = message.understanding
    if message.status is not Status.AWAITING_REVIEW or read is None or read.kind is not Kind.VERZOEK:
        return None
    return await drafted(desk, message, read)


async def _goes_along(desk: Desk, message: MessageRow, was: DraftText | None) -> bool:
    """A draft that still says what the assistant said must not ask for what a colleague just filled in."""
    current = await desk.store.draft(message.id) if message.draft_version else None
    if current is None or was is None or current.draft.text != was.text:
        return False
    becomes = await _drafted(desk, message)
    if becomes is None or becomes.text == was.text:
        return False
    await desk.store.save_draft(message.id, current.version, becomes, BOT, desk.now)
    return True
