"""What a reviewer decides about places and circles: one noun per decision, and back to the page with a note."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import date

from starlette.responses import Response

from bot.clock import in_amsterdam
from bot.errors import Conflict, IllegalTransition, InvalidInput
from bot.model import ROLES, Address
from bot.model.programme import COMMITTEE, NewPlace, PlaceState, PlaceStep
from bot.pipeline import circles
from bot.web import programme
from bot.web.message import message_id_of
from bot.web.municipalities import official_names
from bot.web.page import see_other
from bot.web.session import StaffPage, Visit

OVERTAKEN = "Iemand anders was u voor: dit is intussen veranderd. Bekijk hieronder hoe het nu staat."

Decision = Callable[[Visit, int], Awaitable[tuple[str, str]]]
"""Does the work for this place or circle; returns where to go on, and the key of the note."""


Page = Callable[[Visit, int, int, str], Awaitable[Response]]
"""The page to show again when a form could not be used: with its number, the status and what was wrong."""


def decision(decide: Decision, again: Page) -> StaffPage:
    """The page that takes this decision."""

    async def taken(visit: Visit) -> Response:
        number = message_id_of(visit.request) if "id" in visit.request.path_params else 0
        try:
            path, note = await decide(visit, number)
        except InvalidInput as error:
            return await again(visit, number, 422, str(error))
        except (Conflict, IllegalTransition):
            return await again(visit, number, 409, OVERTAKEN)
        return see_other(path, note)

    return taken


async def board_again(visit: Visit, _: int, status: int, error: str) -> Response:
    """The board has no number."""
    return await programme.board_page(visit, status, error)


async def proposals_again(visit: Visit, _: int, status: int, error: str) -> Response:
    """Nor have the proposals."""
    return await programme.proposals_page(visit, status, error)


async def new_place_again(visit: Visit, _: int, status: int, error: str) -> Response:
    """A place that is not there yet has none either."""
    return await programme.new_place_page(visit, status, error)


def _number(visit: Visit, name: str) -> int:
    """A number that a colleague chose from a list."""
    value = visit.field(name)
    if not (value.isascii() and value.isdigit() and len(value) <= 9):
        raise InvalidInput("Kies een gemeente uit de lijst.")
    return int(value)


# --- places ---


async def add_place(visit: Visit, _: int) -> tuple[str, str]:
    """Gemeente toevoegen."""
    place_id = await circles.add_place(visit.desk, _typed(visit), visit.user.name)
    return f"/programma/plaatsen/{place_id}", "plaats-toegevoegd"


async def correct_place(visit: Visit, place_id: int) -> tuple[str, str]:
    """Gegevens verbeteren."""
    await circles.correct_place(visit.desk, place_id, _typed(visit), visit.user.name)
    return f"/programma/plaatsen/{place_id}", "plaats-verbeterd"


def _typed(visit: Visit) -> NewPlace:
    """The form of a place; the first topic is the one that was chosen as such."""
    names = official_names(visit.field("gemeente"), visit.desk.library.municipalities)
    if len(names) > 1:
        raise InvalidInput("Vul één gemeente in. Elke gemeente heeft een eigen plaats.")
    role = visit.field("rol")
    if role not in ROLES:
        raise InvalidInput("Kies een rol uit de lijst.")
    first = visit.field("eerste")
    topics = tuple(dict.fromkeys([*([first] if first else []), *visit.fields("onderwerp")]))
    return NewPlace(
        service=visit.field("dienst"),
        municipality=names[0] if names else "",
        topics=topics,
        contact=contact_of(visit),
        role=role,
        received_on=_day(visit),
        size=visit.field("grootte"),
    )


def contact_of(visit: Visit) -> Address | None:
    """Name and address of a form; None without an address."""
    name, addr_spec = " ".join(visit.field("naam").split())[:120], visit.field("adres").strip()
    if not addr_spec:
        return None
    local, at, domain = addr_spec.partition("@")
    if not (local and at and "." in domain) or any(char.isspace() or char in "<>,;@" for char in local + domain):
        raise InvalidInput("Dit is geen e-mailadres.")
    return Address(name, addr_spec)


def _day(visit: Visit) -> date:
    typed = visit.field("sinds")
    if not typed:
        return in_amsterdam(visit.desk.now).date()
    with suppress(ValueError):
        return date.fromisoformat(typed)
    raise InvalidInput("Vul de datum van de aanmelding in als jaar, maand en dag.")


async def step(visit: Visit, place_id: int) -> tuple[str, str]:
    """Doet mee, Doet niet mee, Weer laten wachten, Terugtrekken."""
    try:
        was, taken = PlaceState(visit.field("was")), PlaceStep(visit.field("stap"))
    except ValueError:
        raise InvalidInput("Kies wat er met deze gemeente gebeurt.") from None
    await circles.step(visit.desk, place_id, was, taken, visit.user.name, visit.field("notitie"))
    circle_id = visit.field("kring")
    back = f"/programma/kringen/{circle_id}" if circle_id.isascii() and circle_id.isdigit() else "/programma"
    return back, "plaats-bijgewerkt"


# --- circles ---


async def make(visit: Visit, _: int) -> tuple[str, str]:
    """Kring vastleggen."""
    chosen = [int(value) for value in visit.fields("plaats") if value.isascii() and value.isdigit() and len(value) < 10]
    circle_id = await circles.make(visit.desk, visit.field("dienst"), visit.field("onderwerp"), chosen, visit.user.name)
    return f"/programma/kringen/{circle_id}", "kring-vastgelegd"


async def exchange(visit: Visit, circle_id: int) -> tuple[str, str]:
    """Gemeente wisselen."""
    out, into = _number(visit, "eruit"), _number(visit, "erin")
    await circles.exchange(visit.desk, circle_id, out, into, visit.user.name)
    return f"/programma/kringen/{circle_id}", "kring-gewisseld"


async def confirm(visit: Visit, circle_id: int) -> tuple[str, str]:
    """Bevestigen en uitnodigingen klaarzetten."""
    await circles.confirm(visit.desk, circle_id, visit.user.name)
    return f"/programma/kringen/{circle_id}", "kring-bevestigd"


async def invite(visit: Visit, circle_id: int) -> tuple[str, str]:
    """Vervanger uitnodigen."""
    await circles.invite(visit.desk, circle_id, _number(visit, "plaats"), visit.user.name)
    return f"/programma/kringen/{circle_id}", "vervanger-uitgenodigd"


async def stop(visit: Visit, circle_id: int) -> tuple[str, str]:
    """Kring stoppen."""
    await circles.stop(visit.desk, circle_id, visit.field("reden"), visit.user.name)
    return f"/programma/kringen/{circle_id}", "kring-gestopt"


async def committee(visit: Visit, circle_id: int) -> tuple[str, str]:
    """Commissie opslaan."""
    roles = {role: visit.field(role) for role in COMMITTEE}
    await circles.set_committee(visit.desk, circle_id, roles, visit.user.name)
    return f"/programma/kringen/{circle_id}", "commissie"


async def steps(visit: Visit, circle_id: int) -> tuple[str, str]:
    """Stappen bijwerken."""
    was, done = _number(visit, "was"), _number(visit, "gedaan")
    await circles.set_steps(visit.desk, circle_id, was, done, visit.user.name)
    return f"/programma/kringen/{circle_id}", "stappen"


# --- rules ---


async def keep_apart(visit: Visit, _: int) -> tuple[str, str]:
    """Niet samen in een kring."""
    known = visit.desk.library.municipalities
    first, second = (" ".join(official_names(visit.field(name), known)) for name in ("eerste", "tweede"))
    await circles.keep_apart(visit.desk, first, second, visit.field("reden"), visit.user.name)
    return "/programma", "niet-samen"


async def allow_together(visit: Visit, _: int) -> tuple[str, str]:
    """Mag weer samen."""
    await visit.desk.circles.allow_together(visit.field("eerste"), visit.field("tweede"))
    return "/programma", "weer-samen"
