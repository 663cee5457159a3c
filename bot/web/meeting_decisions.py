"""What a reviewer decides about meetings: one noun per decision, and back to the page with a note."""

from contextlib import suppress
from datetime import date, time

from starlette.responses import Response

from bot.errors import InvalidInput
from bot.model.meetings import MeetingState, RegistrationState, RegistrationStep
from bot.pipeline import meeting_letters, meetings
from bot.pipeline.meetings import Typed
from bot.web import meetings as pages
from bot.web.municipalities import official_names
from bot.web.programme_decisions import contact_of
from bot.web.session import Visit

ON_THE_LIST = {
    RegistrationState.REGISTERED: "ingeschreven",
    RegistrationState.WAITING: "op-wachtlijst",
}


async def overview_again(visit: Visit, _: int, status: int, error: str) -> Response:
    """The overview has no number."""
    return await pages.overview_page(visit, status, error)


async def new_again(visit: Visit, _: int, status: int, error: str) -> Response:
    """Nor has a meeting that is not there yet."""
    return await pages.new_page(visit, status, error)


def _page(meeting_id: int) -> str:
    return f"/bijeenkomsten/{meeting_id}"


def _number(visit: Visit, name: str, words: str) -> int:
    value = visit.field(name).strip()
    if not (value.isascii() and value.isdigit() and len(value) <= 9):
        raise InvalidInput(words)
    return int(value)


def _people(visit: Visit) -> int:
    return _number(visit, "mensen", "Vul in met hoeveel mensen de gemeente komt.")


# --- planning ---


async def plan(visit: Visit, _: int) -> tuple[str, str]:
    """Bijeenkomst toevoegen."""
    return _page(await meetings.plan(visit.desk, _typed(visit), visit.user.name)), "bijeenkomst-gepland"


async def change(visit: Visit, meeting_id: int) -> tuple[str, str]:
    """Bijeenkomst wijzigen."""
    version = _number(visit, "versie", "Laad de pagina opnieuw.")
    await meetings.change(visit.desk, meeting_id, version, _typed(visit), visit.user.name)
    return _page(meeting_id), "bijeenkomst-gewijzigd"


async def state(visit: Visit, meeting_id: int) -> tuple[str, str]:
    """Afgelasten, Gaat toch door."""
    version = _number(visit, "versie", "Laad de pagina opnieuw.")
    try:
        becomes = MeetingState(visit.field("wordt"))
    except ValueError:
        raise InvalidInput("Kies of de bijeenkomst doorgaat.") from None
    await meetings.set_state(visit.desk, meeting_id, version, becomes, visit.user.name)
    return _page(meeting_id), "bijeenkomst-afgelast" if becomes is MeetingState.CANCELLED else "bijeenkomst-gaat-door"


def _typed(visit: Visit) -> Typed:
    host = official_names(visit.field("gastgemeente"), visit.desk.library.municipalities)
    if len(host) > 1:
        raise InvalidInput("Vul één gastgemeente in.")
    places = visit.field("plaatsen").strip()
    return Typed(
        title=visit.field("titel"),
        day=_day(visit),
        begins=_time(visit, "begin", "Vul in hoe laat de bijeenkomst begint, bijvoorbeeld 13:00."),
        ends=_time(visit, "einde", "Vul in hoe laat de bijeenkomst eindigt, bijvoorbeeld 16:30."),
        place=visit.field("plaats"),
        online=visit.field("online") == "1",
        places=_number(visit, "plaatsen", "Vul bij plaatsen een getal in, of laat het leeg.") if places else None,
        host=host[0] if host else "",
    )


def _day(visit: Visit) -> date:
    with suppress(ValueError):
        return date.fromisoformat(visit.field("dag").strip())
    raise InvalidInput("Vul de datum in als jaar, maand en dag, bijvoorbeeld 2027-01-14.")


def _time(visit: Visit, name: str, words: str) -> time:
    with suppress(ValueError):
        return time.fromisoformat(visit.field(name).strip().replace(".", ":")).replace(tzinfo=None, microsecond=0)
    raise InvalidInput(words)


# --- the list ---


async def place_from_overview(visit: Visit, _: int) -> tuple[str, str]:
    """Op de lijst zetten, from the overview."""
    return await place(visit, _number(visit, "bijeenkomst", "Kies een bijeenkomst uit de lijst."))


async def place(visit: Visit, meeting_id: int) -> tuple[str, str]:
    """Op de lijst zetten."""
    request_id = _number(visit, "aanvraag", "Kies een aanmelding uit de lijst.")
    becomes = await meetings.place(visit.desk, meeting_id, request_id, _people(visit), visit.user.name)
    return _page(meeting_id), ON_THE_LIST[becomes]


async def add(visit: Visit, meeting_id: int) -> tuple[str, str]:
    """Gemeente toevoegen."""
    names = official_names(visit.field("gemeente"), visit.desk.library.municipalities)
    if len(names) > 1:
        raise InvalidInput("Vul één gemeente in. Elke gemeente heeft een eigen regel.")
    who = (names[0] if names else "", contact_of(visit), _people(visit))
    return _page(meeting_id), ON_THE_LIST[await meetings.add(visit.desk, meeting_id, *who, visit.user.name)]


async def step(visit: Visit, meeting_id: int) -> tuple[str, str]:
    """Plaats geven, Afmelden, Weer aanmelden."""
    one = _number(visit, "deelnemer", "Kies een gemeente van de lijst.")
    try:
        was, taken = RegistrationState(visit.field("was")), RegistrationStep(visit.field("stap"))
    except ValueError:
        raise InvalidInput("Kies wat er met deze gemeente gebeurt.") from None
    who = visit.user.name
    if taken is RegistrationStep.MOVE_UP:
        told = await meetings.move_up(visit.desk, meeting_id, one, who)
        return _page(meeting_id), "doorgeschoven" if told else "doorgeschoven-bellen"
    if taken is RegistrationStep.RETURN:
        return _page(meeting_id), ON_THE_LIST[await meetings.take_back(visit.desk, meeting_id, one, who)]
    answers = _number(visit, "aanvraag", "Kies een mail uit de lijst.") if visit.field("aanvraag") else None
    await meetings.cancel(visit.desk, meeting_id, one, was, answers, who)
    return _page(meeting_id), "afgemeld"


async def people(visit: Visit, meeting_id: int) -> tuple[str, str]:
    """Aantal wijzigen."""
    one, was = (_number(visit, name, "Kies een gemeente van de lijst.") for name in ("deelnemer", "was"))
    await meetings.set_people(visit.desk, meeting_id, one, was, _people(visit), visit.user.name)
    return _page(meeting_id), "aantal-gewijzigd"


async def letters(visit: Visit, meeting_id: int) -> tuple[str, str]:
    """Berichten klaarzetten."""
    made = await meeting_letters.write_letters(visit.desk, meeting_id, visit.user.name)
    return _page(meeting_id), "berichten-klaar" if made else "geen-berichten"


async def told(visit: Visit, meeting_id: int) -> tuple[str, str]:
    """Verteld."""
    one = _number(visit, "deelnemer", "Kies een gemeente van de lijst.")
    await meetings.note_told(visit.desk, meeting_id, one, visit.field("bericht"), visit.user.name)
    return _page(meeting_id), "verteld"
