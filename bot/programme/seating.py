"""Who gets the places of a meeting: never more people than places, and nobody before who came earlier.

Places are counted in people. Who finds no room waits; as long as somebody waits, everybody who comes later waits too.
"""

from collections.abc import Sequence

from bot.errors import InvalidInput
from bot.model.dutch import counted
from bot.model.meetings import Registration, RegistrationState

MOST_PEOPLE = 100
"""Of one registration; more is a slip of the keyboard."""


def taken(registrations: Sequence[Registration]) -> int:
    """People that have a place."""
    return sum(one.people for one in registrations if one.state is RegistrationState.REGISTERED)


def waiting(registrations: Sequence[Registration]) -> tuple[Registration, ...]:
    """The waiting list, who is first in front."""
    found = [one for one in registrations if one.state is RegistrationState.WAITING]
    return tuple(sorted(found, key=lambda one: one.turn))


def free(places: int | None, registrations: Sequence[Registration]) -> int | None:
    """Places that are left; None without a limit."""
    return None if places is None else places - taken(registrations)


def fits(people: int, places: int | None, registrations: Sequence[Registration]) -> bool:
    """Whether there is room for so many more."""
    left = free(places, registrations)
    return left is None or people <= left


def next_up(places: int | None, registrations: Sequence[Registration]) -> Registration | None:
    """Who may have a place now: the first of the waiting list, when there is room."""
    first = next(iter(waiting(registrations)), None)
    return first if first and fits(first.people, places, registrations) else None


def seat_for(people: int, places: int | None, registrations: Sequence[Registration]) -> RegistrationState:
    """What a new registration becomes. ``InvalidInput`` when it could never have a place."""
    must_be_a_number(people)
    if places is not None and people > places:
        raise InvalidInput(f"Deze bijeenkomst heeft maar {counted(places, 'plaats', 'plaatsen')}.")
    room = not waiting(registrations) and fits(people, places, registrations)
    return RegistrationState.REGISTERED if room else RegistrationState.WAITING


def must_be_a_number(people: int) -> None:
    """``InvalidInput`` for what is no number of people."""
    if not 1 <= people <= MOST_PEOPLE:
        raise InvalidInput(f"Vul een aantal mensen in van 1 tot en met {MOST_PEOPLE}.")


def must_fit(one: Registration, people: int, places: int | None, registrations: Sequence[Registration]) -> None:
    """``InvalidInput`` when this registration cannot have so many people: no room, or others wait for it."""
    must_be_a_number(people)
    if one.state is not RegistrationState.REGISTERED or people <= one.people:
        return
    if waiting(registrations):
        raise InvalidInput("Er staan gemeenten op de wachtlijst. Die gaan voor op meer mensen van deze gemeente.")
    if not fits(people - one.people, places, registrations):
        left = free(places, registrations) or 0
        raise InvalidInput(f"Dat past niet: {counted(left, 'plaats is', 'plaatsen zijn')} vrij.")


def must_hold(places: int | None, registrations: Sequence[Registration]) -> None:
    """``InvalidInput`` when a meeting would have fewer places than people who were promised one."""
    if places is not None and places < taken(registrations):
        people = counted(taken(registrations), "persoon heeft", "mensen hebben")
        raise InvalidInput(f"{people} al een plaats. Meld eerst gemeenten af, of kies meer plaatsen.")
