"""The numbers of the report page, made of what the store counted; pure, and the same for the page and the CSV files.

Weeks begin on Monday in Amsterdam. Times to answer are Dutch working days: an answer on the day itself took 0 days.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from math import ceil

from bot.clock import AMSTERDAM, in_amsterdam
from bot.pipeline.figures import Answered, Fate, Flow, Judged, Period, Standing
from bot.programme.working_days import ONE_DAY, is_working_day

AGES = ((0, 2), (3, 5), (6, 10), (11, 20), (21, None))
"""Bands of working days, both ends in; the last has no end."""
BANDS = ((0.0, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01))
"""Bands of confidence, from the first up to and without the second."""
FATES = ("unchanged", "edited", "rejected", "unused")
FIRST_MOMENT, LAST_MOMENT = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
LATE = 22
"""From this hour of UTC on it may be the next day in Amsterdam, which is one or two hours ahead."""
DONE = frozenset({"ignored", "closed", "sent", "purged"})


@dataclass(frozen=True, slots=True)
class Week:
    """One ISO week."""

    year: int
    number: int
    monday: date

    @property
    def period(self) -> Period:
        """From Monday 00:00 in Amsterdam up to the next."""
        return _midnight(self.monday), _midnight(self.monday + timedelta(days=7))


def weeks_until(last: date, number: int) -> tuple[Week, ...]:
    """The week of this day and those before it, the oldest first."""
    monday = last - timedelta(days=last.weekday())
    mondays = [monday - timedelta(weeks=n) for n in reversed(range(number))]
    return tuple(Week(*day.isocalendar()[:2], day) for day in mondays)


def whole(weeks: Sequence[Week]) -> Period:
    """From the begin of the first week to the end of the last."""
    return weeks[0].period[0], weeks[-1].period[1]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, AMSTERDAM).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class WeekFlow:
    """What one week brought in and took out, in messages; in less out is how much the stock grew."""

    week: Week
    new: int = 0
    again: int = 0
    """Reopened, or come back as not delivered."""
    answered: int = 0
    closed: int = 0
    ignored: int = 0

    @property
    def came(self) -> int:
        return self.new + self.again

    @property
    def went(self) -> int:
        return self.answered + self.closed + self.ignored


def weekly(flows: Iterable[Flow], weeks: Sequence[Week]) -> tuple[WeekFlow, ...]:
    """In and out for each week; ``flows`` counts its periods as ``weeks`` does."""
    found: list[Counter[str]] = [Counter() for _ in weeks]
    for flow in flows:
        found[flow.period][_way(flow)] += flow.number
    return tuple(WeekFlow(week, **counted) for week, counted in zip(weeks, found, strict=True))


def _way(flow: Flow) -> str:
    if flow.becomes not in DONE:
        return "new" if flow.was is None else "again"
    if flow.becomes == "sent" or flow.event == "answered_elsewhere":
        return "answered"
    return "ignored" if flow.becomes == "ignored" else "closed"


@dataclass(frozen=True, slots=True)
class AgeBand:
    """What is that old, in working days: requests of the team, requests that wait for another, mail to review."""

    first: int
    last: int | None
    open: int = 0
    waiting: int = 0
    review: int = 0


def age_periods(now: datetime, closing_days: Iterable[date] = ()) -> tuple[Period, ...]:
    """For each band of ages, when that came in which is so old now; the first begins last and has no end."""
    closed, day, age = frozenset(closing_days), in_amsterdam(now).date(), 0
    bounds = [LAST_MOMENT]
    for _, last in AGES:
        if last is None:
            bounds.append(FIRST_MOMENT)
            continue
        while age <= last:
            age += is_working_day(day, closed)
            day -= ONE_DAY
        bounds.append(_midnight(day + ONE_DAY))
    return tuple((since, until) for until, since in pairwise(bounds))


def ages(standing: Iterable[Standing]) -> tuple[AgeBand, ...]:
    """What waits now, by age; ``standing`` counts its periods as ``age_periods`` does."""
    found: list[Counter[str]] = [Counter() for _ in AGES]
    for row in standing:
        found[row.period][row.pile] += row.number
    return tuple(AgeBand(*band, **counted) for band, counted in zip(AGES, found, strict=True))


class WorkingDays:
    """Working days since the begin of the century, counted once for each day of the calendar that is asked for."""

    def __init__(self, closing_days: Iterable[date]) -> None:
        self._closed = frozenset(closing_days)
        self._counted: dict[date, int] = {}
        self._first = self._last = date(2000, 1, 1)
        self._number = 0

    def until(self, day: date) -> int:
        """Working days after the first day of the century up to and including this one."""
        while self._last < day:
            self._last += ONE_DAY
            self._number += is_working_day(self._last, self._closed)
            self._counted[self._last] = self._number
        return self._counted.get(day, 0)


@dataclass(frozen=True, slots=True)
class Waited:
    """How long first answers took, in working days; the two are None when there were none."""

    label: str
    number: int
    median: int | None
    most: int | None
    """90 % took no longer."""


@dataclass(frozen=True, slots=True)
class FirstAnswers:
    """The whole period, each week (of the answer), and each service, the one with most answers first."""

    whole: Waited
    weeks: tuple[tuple[Week, Waited], ...]
    services: tuple[Waited, ...]


def first_answers(
    answered: Iterable[Answered], weeks: Sequence[Week], closing_days: Iterable[date] = ()
) -> FirstAnswers:
    """Median and 90 % of the time to the first answer."""
    hours = _Hours(WorkingDays(closing_days))
    everything: Counter[int] = Counter()
    by_week: dict[date, Counter[int]] = {week.monday: Counter() for week in weeks}
    by_service: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for (monday, took, service), number in _told_apart(answered, hours).items():
        everything[took] += number
        by_week[monday][took] += number
        by_service[service][took] += number
    services = sorted(by_service.items(), key=lambda pair: (-pair[1].total(), pair[0]))
    return FirstAnswers(
        whole=_waited("", everything),
        weeks=tuple((week, _waited("", by_week[week.monday])) for week in weeks),
        services=tuple(_waited(service, took) for service, took in services),
    )


def _told_apart(answered: Iterable[Answered], hours: "_Hours") -> Counter[tuple[date, int, str]]:
    """How many there are of each week, number of working days and service: far fewer than there are rows."""
    found: Counter[tuple[date, int, str]] = Counter()
    for received, at, service, number in answered:
        monday, until = hours[at]
        found[monday, max(0, until - hours[received][1]), service] += number
    return found


class _Hours(dict[datetime, tuple[date, int]]):
    """The Monday and the number of the working day of an hour; there are few hours and many rows."""

    def __init__(self, days: WorkingDays) -> None:
        super().__init__()
        self._days = days

    def __missing__(self, hour: datetime) -> tuple[date, int]:
        day = hour.date() if hour.hour < LATE else in_amsterdam(hour).date()
        self[hour] = day - timedelta(days=day.weekday()), self._days.until(day)
        return self[hour]


def _waited(label: str, took: Counter[int]) -> Waited:
    return Waited(label, took.total(), quantile(took, 0.5), quantile(took, 0.9))


def quantile(took: Mapping[int, int], share: float) -> int | None:
    """The smallest value that at least this share does not exceed (nearest rank); None of nothing."""
    rank = ceil(share * sum(took.values()))
    for value, number in sorted(took.items()):
        rank -= number
        if rank <= 0:
            return value
    return None


@dataclass(frozen=True, slots=True)
class DraftShares:
    """What became of the drafts of one service."""

    service: str
    unchanged: int = 0
    edited: int = 0
    rejected: int = 0
    unused: int = 0

    @property
    def total(self) -> int:
        return self.unchanged + self.edited + self.rejected + self.unused

    def share(self, fate: str) -> float:
        """Of all drafts that were decided; 0 when there were none."""
        number: int = getattr(self, fate)
        return number / self.total if self.total else 0.0


def draft_shares(fates: Iterable[Fate]) -> tuple[DraftShares, ...]:
    """A row for each service, the one with most drafts first."""
    found: dict[str, Counter[str]] = {}
    for row in fates:
        found.setdefault(row.service, Counter())[row.fate] += row.number
    made = [DraftShares(service, **counted) for service, counted in found.items()]
    return tuple(sorted(made, key=lambda row: (-row.total, row.service)))


def all_drafts(shares: Sequence[DraftShares]) -> DraftShares:
    """All services together."""
    return DraftShares("", **{fate: sum(getattr(row, fate) for row in shares) for fate in FATES})


@dataclass(frozen=True, slots=True)
class Reliability:
    """What was read with a confidence in this band: how often a reviewer kept it, beside what was promised."""

    low: float
    high: float
    number: int
    kept: int
    promised: float
    """The mean confidence; 0 when nothing was read so."""

    @property
    def right(self) -> float:
        return self.kept / self.number if self.number else 0.0


def reliability(judged: Iterable[Judged]) -> tuple[Reliability, ...]:
    """The table of reliability: a row for each band of confidence."""
    rows = tuple(judged)
    return tuple(_band(low, high, [row for row in rows if low <= row.confidence < high]) for low, high in BANDS)


def _band(low: float, high: float, rows: Sequence[Judged]) -> Reliability:
    number = sum(row.number for row in rows)
    promised = sum(row.confidence * row.number for row in rows) / number if number else 0.0
    kept = sum(row.number for row in rows if row.kept)
    return Reliability(low, min(high, 1.0), number, kept, promised)


def calibration_error(rows: Sequence[Reliability]) -> float:
    """How far promise and outcome lie apart on average (expected calibration error, 0..1)."""
    total = sum(row.number for row in rows)
    return sum(abs(row.right - row.promised) * row.number for row in rows) / total if total else 0.0
