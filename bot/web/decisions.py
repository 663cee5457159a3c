"""What a reviewer decides on the page of a message: one noun per decision, and back to the page with a note.

Nothing is overwritten: where somebody else was first, the page of the conflict shows what happened, the way on, and
the text that the reviewer typed.
"""

from collections.abc import Awaitable, Callable

from starlette.responses import Response

from bot.errors import Conflict, IllegalTransition, InvalidInput
from bot.model import Kind, Upload
from bot.pipeline import queue, review
from bot.pipeline.recipients import copies, strangers
from bot.web import message as message_page
from bot.web.lists import filters_in
from bot.web.municipalities import official_names
from bot.web.onward import next_address, spot
from bot.web.page import see_other
from bot.web.presence import presence_of
from bot.web.session import StaffPage, Visit

Step = Callable[[Visit, int], Awaitable[str]]
"""Does the work for this message and returns the key of the note."""


def decision(step: Step, *, onward: bool = False) -> StaffPage:
    """The page that takes this decision, and goes on to the next message of the list (``onward``) or back to this one.

    Without the hidden field ``lijst`` nobody walks along a list, and the message itself is shown again.
    """

    async def decide(visit: Visit) -> Response:
        message_id = message_page.message_id_of(visit.request)
        filters = filters_in(visit.field("lijst"))
        here = await spot(visit, message_id, filters) if onward and "lijst" in visit.form else None
        try:
            note = await step(visit, message_id)
        except InvalidInput as error:
            return await message_page.page(visit, message_id, 422, error)
        except (Conflict, IllegalTransition):
            return await overtaken(visit, message_id)
        if here is None:
            return see_other(filters.message(message_id), note)
        presence_of(visit).leave(message_id, visit.user.name)
        return see_other(await next_address(visit, here), note, message_id)

    return decide


async def overtaken(visit: Visit, message_id: int) -> Response:
    """Somebody else was first: what happened, the way on, and the reviewer's own text."""
    message = await visit.desk.store.message(message_id)
    events = [row for row in await visit.desk.store.history(message.thread_id) if row.message_id == message_id]
    kept = "\n\n".join(text for name in ("tekst", "reden", "notitie") if (text := visit.field(name).strip()))
    users = await visit.desk.accounts.users()
    return visit.render(
        "conflict.html",
        409,
        message=message,
        events=events[-4:],
        kept=kept,
        names={user.name: user.display_name for user in users},
    )


async def draft(visit: Visit, message_id: int) -> str:
    """Opslaan."""
    await save(visit, message_id)
    return "opgeslagen"


async def save(visit: Visit, message_id: int) -> int:
    """Keep what stands in the editor; returns the version that it is now."""
    desk = visit.desk
    message = await desk.store.message(message_id)
    version = await review.edit(
        visit.desk,
        message_id,
        visit.number("versie"),
        visit.field("onderwerp"),
        visit.field("tekst"),
        visit.user.name,
        cc=copies(desk, message, visit.field("kopie")) if "kopie" in visit.form else None,
        without={int(number) for number in visit.fields("zonder") if number.isascii() and number.isdigit()},
        uploads=[Upload(file.filename or "", await file.read()) for file in visit.files("bijlage")],
    )
    await visit.desk.worklist.drop_text(message_id, visit.user.name)
    return version


async def approval(visit: Visit, message_id: int) -> str:
    """Goedkeuren en versturen: what stands in the form is what goes out."""
    await _look_twice(visit, message_id)
    version = await save(visit, message_id)
    outgoing = await review.approve(visit.desk, message_id, version, visit.user.name)
    return "goedgekeurd" if outgoing else "eerste-goedkeuring"


async def withdrawal(visit: Visit, message_id: int) -> str:
    """Eerste goedkeuring intrekken."""
    await review.withdraw_first(visit.desk, message_id, await _seen_version(visit, message_id), visit.user.name)
    return "ingetrokken"


async def _seen_version(visit: Visit, message_id: int) -> int:
    """The version on the page; the note above the next message shows none, and means the present one."""
    return (
        visit.number("versie") if "versie" in visit.form else (await visit.desk.store.message(message_id)).draft_version
    )


async def _look_twice(visit: Visit, message_id: int) -> None:
    """Stop once before a reply goes to somebody new of whom the page could not warn yet."""
    if "kopie" not in visit.form or visit.field("gezien") == visit.field("kopie"):
        return
    message = await visit.desk.store.message(message_id)
    if found := await strangers(visit.desk, message, copies(visit.desk, message, visit.field("kopie"))):
        told = "; ".join(f"{each.address.addr_spec} {' en '.join(each.remarks)}" for each in found)
        raise InvalidInput(
            f"Er is nog niets verstuurd. Kijk naar \u2018Kopie aan\u2019: {told}. Klopt dat, keur dan opnieuw goed."
        )


async def recall(visit: Visit, message_id: int) -> str:
    """Terughalen."""
    await review.recall(visit.desk, message_id, visit.user.name)
    return "teruggehaald"


async def rejection(visit: Visit, message_id: int) -> str:
    """Concept afkeuren."""
    await review.reject(visit.desk, message_id, visit.number("versie"), visit.field("reden"), visit.user.name)
    await visit.desk.worklist.drop_text(message_id, visit.user.name)
    return "afgekeurd"


async def closing(visit: Visit, message_id: int) -> str:
    """Sluiten zonder antwoord."""
    await review.close(visit.desk, message_id, visit.field("reden"), visit.user.name)
    return "gesloten"


async def reopening(visit: Visit, message_id: int) -> str:
    """Heropenen."""
    await review.reopen(visit.desk, message_id, visit.user.name)
    return "heropend"


async def snoozing(visit: Visit, message_id: int) -> str:
    """Laten sluimeren."""
    await queue.snooze(visit.desk, message_id, visit.field("datum") or visit.field("tot"), visit.user.name)
    return "gesluimerd"


async def waking(visit: Visit, message_id: int) -> str:
    """Uit de sluimer halen."""
    await queue.wake(visit.desk, message_id, visit.user.name)
    return "gewekt"


async def discarding(visit: Visit, message_id: int) -> str:
    """Bewaarde tekst weggooien."""
    await visit.desk.worklist.drop_text(message_id, visit.user.name)
    return "weggegooid"


async def retry(visit: Visit, message_id: int) -> str:
    """Opnieuw proberen."""
    await review.retry(visit.desk, message_id, visit.user.name)
    return "opnieuw"


async def takeover(visit: Visit, message_id: int) -> str:
    """Zelf beantwoorden."""
    await review.take_over(visit.desk, message_id, visit.user.name)
    return "overgenomen"


async def verdict(visit: Visit, message_id: int) -> str:
    """Wel of niet aangekomen."""
    answers = {"aangekomen": True, "niet-aangekomen": False}
    answer = visit.field("oordeel")
    if answer not in answers:
        raise InvalidInput("Kies of het antwoord is aangekomen.")
    await review.resolve(visit.desk, message_id, arrived=answers[answer], actor=visit.user.name)
    return answer


async def owner(visit: Visit, message_id: int) -> str:
    """Toewijzen; an empty name puts the message back."""
    name = visit.field("behandelaar")
    if name and name not in {user.name for user in await visit.desk.accounts.users() if not user.disabled}:
        raise InvalidInput("Kies een behandelaar uit de lijst.")
    seen = visit.field("was") if "was" in visit.form else (await visit.desk.store.message(message_id)).owner
    await queue.hand_over(visit.desk, message_id, seen or None, name or None, visit.user.name)
    return "toegewezen"


async def correction(visit: Visit, message_id: int) -> str:
    """Indeling verbeteren."""
    pairs = list(zip(visit.fields("dienst"), visit.fields("soort"), strict=False))
    if any(bool(service) != bool(act) for service, act in pairs):
        raise InvalidInput("Kies bij elke aanvraag een dienst en een soort vraag.")
    chosen = [pair for pair in pairs if all(pair)]
    kind = visit.field("bericht")
    if kind and kind not in set(Kind):
        raise InvalidInput("Kies een soort bericht uit de lijst.")
    labels = review.Labels(
        pairs=chosen,
        municipalities=official_names(visit.field("gemeenten"), visit.desk.library.municipalities),
        topics=visit.fields("onderwerp") if visit.field("onderwerpen") else None,
        role=visit.field("rol") or None,
        kind=Kind(kind) if kind else None,
    )
    await review.correct(visit.desk, message_id, labels, visit.user.name)
    return "verbeterd"
