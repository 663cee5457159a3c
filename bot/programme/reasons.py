"""Why these municipalities fit together, in Dutch sentences with their points."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.dutch import counted, listed, number
from bot.programme.circles import Plan, Proposal
from bot.programme.fitness import MOST, ROLE_GROUPS, Candidate, Fit
from bot.programme.regions import NEIGHBOURS


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of the score: what it is about, the sentence, and its points of at most so many."""

    about: str
    text: str
    points: int
    most: int


def reasons(one: Proposal) -> tuple[Reason, ...]:
    """The parts of the score of a proposal, each in words."""
    return reasons_of(one.members, one.topic, one.fit)


def reasons_of(members: Sequence[Candidate], topic: str, fit: Fit) -> tuple[Reason, ...]:
    """The same for any circle."""
    return (
        Reason("Onderwerp", _topic(members, topic), int(fit.topic[0]), MOST["topic"]),
        Reason("Regio", _region(members), int(fit.region[0]), MOST["region"]),
        Reason("Grootte", _size(members), int(fit.size[0]), MOST["size"]),
        Reason("Rollen", _roles(members), int(fit.roles[0]), MOST["roles"]),
        Reason("Wachttijd", _waiting(members), int(fit.waiting[0]), MOST["waiting"]),
    )


def _of(count: int, members: Sequence[Candidate]) -> str:
    """'alle vijf', 'drie van de vijf'."""
    total = number(len(members))
    return f"alle {total}" if count == len(members) else f"{number(count)} van de {total}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _topic(members: Sequence[Candidate], topic: str) -> str:
    first = sum(one.topics[:1] == (topic,) for one in members)
    if first == len(members):
        return f"{_capital(_of(first, members))} noemen dit onderwerp als eerste."
    if not first:
        return "Geen van hen noemt dit onderwerp als eerste, wel als tweede of later."
    verb = "noemt" if first == 1 else "noemen"
    return f"{_capital(_of(first, members))} {verb} dit onderwerp als eerste, de rest als tweede of later."


def _region(members: Sequence[Candidate]) -> str:
    (province, most), *_ = Counter(one.province for one in members).most_common()
    if most == 1:
        return f"Zij liggen in {number(len(members))} verschillende provincies."
    if most == len(members):
        return f"{_capital(_of(most, members))} liggen in {province}."
    beside = sum(one.province in NEIGHBOURS.get(province, frozenset()) for one in members)
    rest = f", {number(beside)} in een provincie ernaast" if beside else ""
    return f"{_capital(_of(most, members))} liggen in {province}{rest}."


def _size(members: Sequence[Candidate]) -> str:
    known = Counter(one.size for one in members if one.size)
    if not known:
        return "De grootte van deze gemeenten is niet ingevuld en telt niet mee."
    (size, most), *_ = known.most_common()
    unknown = len(members) - known.total()
    rest = f" Van {number(unknown)} is de grootte niet ingevuld." if unknown else ""
    if most == 1:
        return f"De gemeenten met een bekende grootte verschillen in grootte.{rest}"
    return f"{_capital(_of(most, members))} zijn {size}.{rest}"


def _roles(members: Sequence[Candidate]) -> str:
    roles = [role for role in dict.fromkeys(one.role for one in members) if role in ROLE_GROUPS]
    if not roles:
        return "De rollen van de contactpersonen zijn niet bekend."
    if len(roles) == 1:
        return f"Van één rol: {roles[0]}."
    return f"Verschillende rollen: {listed(roles)}."


def _waiting(members: Sequence[Candidate]) -> str:
    days = [one.waited for one in members]
    average = counted(round(sum(days) / len(days)), "werkdag", "werkdagen")
    return f"Zij wachten gemiddeld {average}; de langste wacht er {max(days)}."


def how_good(made: Plan) -> str:
    """How far the plan is from the best there is."""
    if made.proven:
        return "Dit is de beste verdeling die er is: elke andere laat minder gemeenten meedoen of past minder goed."
    seats = made.most_seats - made.seats
    if seats:
        places = counted(seats, "gemeente", "gemeenten")
        return f"Dit is de beste verdeling binnen de rekentijd. Er kunnen hoogstens nog {places} meer meedoen."
    gap = f"{100 * (made.most_score - made.score) / max(made.most_score, 1):.1f}".replace(".", ",")
    return f"Dit is de beste verdeling binnen de rekentijd. Een andere is hoogstens {gap}% beter."
