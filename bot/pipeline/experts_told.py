"""How the questions for experts stand, as sentences for the digest; experts are never named there."""

from bot.model.dutch import counted, listed
from bot.pipeline.desk import Desk
from bot.pipeline.experts import Sought, answer_late, sought, unanswered


async def told(desk: Desk) -> tuple[str, ...]:
    """Who waits for an expert, which answers and reminders wait for a person, who is late; empty without any."""
    found = await sought(desk)
    alone = [one for one in found if one.open is None]
    confirm = sum(one.open is not None and one.open.to_confirm for one in found)
    late = sum(one.open is not None and answer_late(desk, one.open) > 0 for one in found)
    lines = []
    if alone:
        lines.append(f"{counted(len(alone), 'aanvraag wacht', 'aanvragen wachten')} op een expert{_where(alone)}.")
    if confirm:
        answers = counted(confirm, "antwoord van een expert wacht", "antwoorden van experts wachten")
        lines.append(f"{answers} op bevestiging.")
    if late:
        lines.append(f"{counted(late, 'expert is', 'experts zijn')} laat met een antwoord.")
    if ready := [one for one in found if await _reminder_ready(desk, one)]:
        them = counted(len(ready), "expert staat een herinnering", "experts staat een herinnering")
        lines.append(f"Voor {them} klaar in de werkvoorraad.")
    return tuple(lines)


async def _reminder_ready(desk: Desk, one: Sought) -> bool:
    """Whether a person can approve a reminder to the expert that is asked now."""
    question = await unanswered(desk, one.open) if one.open else None
    return question is not None and question.pending_waits


def _where(found: list[Sought]) -> str:
    names = sorted({name for one in found for name in one.request.municipalities})
    return f": {listed(names)}" if names else ""
