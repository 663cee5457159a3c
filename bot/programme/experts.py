"""Who could help with a question: the experts in order, each with the reasons, and who cannot be asked now and why.

The order only proposes; a person chooses. Hard rules come first (not available, full, resting, said no to this
request), then points for topic, region, role, load and rest. Equal points go to who was idle longest, then by id: the
same question always gives the same order.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.clock import dutch_date
from bot.model import ROLES, TOPIC_LABELS, themes_of
from bot.model.dutch import counted, listed
from bot.model.experts import Expert
from bot.programme.reasons import Reason
from bot.programme.regions import nearness

MOST: Mapping[str, int] = {"topic": 50, "region": 20, "load": 15, "rest": 10, "role": 5}
"""The points of each part, a hundred together."""

SAME_THEME, EVERYWHERE = 20, 10
"""Points for a topic of the same theme; for an expert who comes everywhere, where another lives nearer."""
IDLE_WEEKS = 26
"""After so many weeks without a question an expert is as rested as who was never asked."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a municipality asks, as far as it matters for who could help."""

    topics: tuple[str, ...]
    """The first one is what it is about most."""
    province: str = ""
    """'' when the municipality is not known."""
    role: str = "onbekend"
    """Of who asks."""
    declined: frozenset[str] = frozenset()
    """Experts who said no to this request."""


@dataclass(frozen=True, slots=True)
class Workload:
    """What an expert has to do, and had."""

    open: int = 0
    last_done: date | None = None
    """When the last introduction was over; None when there was none."""


IDLE = Workload()


@dataclass(frozen=True, slots=True)
class Match:
    """An expert who can be asked."""

    expert: Expert
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> int:
        """At most a hundred."""
        return sum(reason.points for reason in self.reasons)

    @property
    def on_topic(self) -> bool:
        """Whether the expert knows about the question, or about something near to it."""
        return self.reasons[0].points > 0


@dataclass(frozen=True, slots=True)
class Unfit:
    """An expert who cannot be asked now, and the Dutch sentence that says why."""

    expert: Expert
    why: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """All experts, each in one of the two lists."""

    matches: tuple[Match, ...]
    unfit: tuple[Unfit, ...]


def ranking(question: Question, experts: Iterable[Expert], work: Mapping[str, Workload], today: date) -> Ranking:
    """The best first. ``work`` is by the id of the expert; who is missing there has nothing to do."""
    matches, unfit = [], []
    for expert in experts:
        load = work.get(expert.id, IDLE)
        why = "Zei nee tegen deze vraag." if expert.id in question.declined else hindrance(expert, load, today)
        if why:
            unfit.append(Unfit(expert, why))
        else:
            matches.append(Match(expert, _reasons(question, expert, load, today)))
    matches.sort(key=lambda one: (-one.score, work.get(one.expert.id, IDLE).last_done or date.min, one.expert.id))
    return Ranking(tuple(matches), tuple(sorted(unfit, key=lambda one: one.expert.id)))


def hindrance(expert: Expert, load: Workload, today: date) -> str:
    """Why this expert can be asked nothing at all today, in Dutch; '' when nothing stands in the way."""
    if expert.available_from and today < expert.available_from:
        return f"Beschikbaar vanaf {dutch_date(expert.available_from)}."
    if expert.available_until and today > expert.available_until:
        return f"Was beschikbaar tot en met {dutch_date(expert.available_until)}."
    if load.open >= expert.at_once:
        return f"Heeft al {counted(load.open, 'vraag', 'vragen')}, het hoogste aantal tegelijk."
    rested = rested_on(expert, load)
    return f"Heeft rust tot {dutch_date(rested)}." if rested and today < rested else ""


def rested_on(expert: Expert, load: Workload) -> date | None:
    """The first day after the rest; None when there was nothing to rest from."""
    if load.last_done is None:
        return None
    return load.last_done + min(timedelta(weeks=expert.rest_weeks), date.max - load.last_done)


def _reasons(question: Question, expert: Expert, load: Workload, today: date) -> tuple[Reason, ...]:
    return (
        _topic(question, expert),
        _region(question, expert),
        _load(expert, load),
        _rest(load, today),
        _role(question, expert),
    )


def _topic(question: Question, expert: Expert) -> Reason:
    """All points for the main topic and the others together; the main topic is half of it."""
    if not question.topics:
        return _reason("topic", "Onderwerp", "Het onderwerp van de vraag is niet bekend.", 0)
    shared = [topic for topic in question.topics if topic in expert.topics]
    names = listed([TOPIC_LABELS.get(topic, topic).lower() for topic in shared])
    if shared == list(question.topics):
        return _reason("topic", "Onderwerp", f"Weet veel van {names}.", MOST["topic"])
    if shared:
        main = MOST["topic"] // 2 if question.topics[0] in shared else 0
        points = max(main + MOST["topic"] // 2 * len(shared) // len(question.topics), SAME_THEME)
        return _reason("topic", "Onderwerp", f"Weet veel van {names}, niet van de rest van de vraag.", points)
    if set(themes_of(question.topics)) & set(themes_of(expert.topics)):
        return _reason("topic", "Onderwerp", "Weet veel van een onderwerp uit hetzelfde thema.", SAME_THEME)
    return _reason("topic", "Onderwerp", "Heeft dit onderwerp niet opgegeven.", 0)


def _region(question: Question, expert: Expert) -> Reason:
    if not question.province:
        return _reason("region", "Regio", "De gemeente van de vraag is niet bekend.", 0)
    if not expert.provinces:
        return _reason("region", "Regio", "Komt in heel Nederland.", EVERYWHERE)
    near = max(nearness(province, question.province) for province in expert.provinces)
    told = (
        f"Werkt niet in of naast {question.province}.",
        f"Werkt in een provincie naast {question.province}.",
        f"Werkt in {question.province}.",
    )
    return _reason("region", "Regio", told[near], near * MOST["region"] // 2)


def _load(expert: Expert, load: Workload) -> Reason:
    if not load.open:
        return _reason("load", "Drukte", "Heeft nu geen andere vraag.", MOST["load"])
    points = MOST["load"] * (expert.at_once - load.open) // expert.at_once
    open_now = counted(load.open, "vraag", "vragen")
    return _reason("load", "Drukte", f"Heeft nu {open_now}, van hoogstens {expert.at_once}.", points)


def _rest(load: Workload, today: date) -> Reason:
    if load.last_done is None:
        return _reason("rest", "Rust", "Hielp nog niet eerder een gemeente via ons.", MOST["rest"])
    weeks = max(0, (today - load.last_done).days // 7)
    points = MOST["rest"] * min(weeks, IDLE_WEEKS) // IDLE_WEEKS
    since = "minder dan een week geleden" if not weeks else f"{counted(weeks, 'week', 'weken')} geleden"
    return _reason("rest", "Rust", f"Was {since} klaar met de vorige vraag.", points)


def _role(question: Question, expert: Expert) -> Reason:
    role = question.role if question.role in ROLES and question.role != "onbekend" else ""
    if not role:
        return _reason("role", "Rol", "De rol van wie het vraagt is niet bekend.", 0)
    if not expert.roles:
        return _reason("role", "Rol", "Helpt elke rol even goed.", MOST["role"] // 2)
    if role in expert.roles:
        return _reason("role", "Rol", f"Helpt graag iemand met de rol {role}.", MOST["role"])
    return _reason("role", "Rol", f"Helpt liever iemand met een andere rol dan {role}.", 0)


def _reason(part: str, about: str, text: str, points: int) -> Reason:
    return Reason(about, text, points, MOST[part])
