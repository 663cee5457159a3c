"""The report: each figure is a chart, a sentence, a table with the same numbers, and that table as a file."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.clock import in_amsterdam
from bot.pipeline import report
from bot.pipeline.desk import Desk
from bot.pipeline.gaps import gaps
from bot.pipeline.report import FATES, DraftShares, Week
from bot.pipeline.spreadsheet import as_csv
from bot.web import words
from bot.web.charts import Chart, columns, shares
from bot.web.session import Visit

PERIODS = {4: "4 weken", 13: "13 weken (een kwartaal)", 26: "26 weken (een half jaar)", 52: "52 weken (een jaar)"}
USUAL = 26
FIRST_DAY = date(2000, 1, 1)
"""Nothing is older; the calendar of working days begins there."""
FATE_LABELS = ("Ongewijzigd verstuurd", "Bewerkt verstuurd", "Afgekeurd", "Niet gebruikt")


class Linked(NamedTuple):
    """A cell of a table that leads to a page of ours."""

    text: str
    path: str

    def __str__(self) -> str:
        return self.text


Cell = str | int | Linked | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One part of the report."""

    id: str
    title: str
    says: str
    """What there is to see, in words."""
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    chart: Chart | None = None
    note: str = ""
    """How it is counted."""


@dataclass(frozen=True, slots=True)
class Period:
    """The weeks that the address of the page asks for; ``last`` is empty for the present week."""

    weeks: tuple[Week, ...]
    last: str

    @property
    def query(self) -> str:
        asked = {"weken": len(self.weeks), **({"tot": self.last} if self.last else {})}
        return urlencode(asked)

    @property
    def names(self) -> list[str]:
        return [f"wk {week.number}" for week in self.weeks]


def period_of(query: Mapping[str, str], today: date) -> Period:
    """Read the period from the address; anything strange falls back to the usual one."""
    weeks, last = query.get("weken", ""), query.get("tot", "")
    number = int(weeks) if weeks in {str(n) for n in PERIODS} else USUAL
    try:
        day = min(max(date.fromisoformat(last), FIRST_DAY), today)
        return Period(report.weeks_until(day, number), last)
    except ValueError:
        return Period(report.weeks_until(today, number), "")


async def show(visit: Visit) -> Response:
    """The whole report."""
    period = _period(visit)
    made = [await figure(visit.desk, period) for figure in FIGURES.values()]
    return visit.render("report.html", figures=made, period=period, periods=PERIODS, today=in_amsterdam(visit.desk.now))


async def spreadsheet(visit: Visit) -> Response:
    """The table of one figure as CSV, with the byte order mark by which Excel knows UTF-8."""
    make = FIGURES.get(visit.request.path_params["figure"])
    if make is None:
        raise HTTPException(404)
    figure = await make(visit.desk, _period(visit))
    headers = {"Content-Disposition": f'attachment; filename="rapport-{figure.id}.csv"'}
    return Response(as_csv(figure.columns, figure.rows).encode("utf-8-sig"), media_type="text/csv", headers=headers)


def _period(visit: Visit) -> Period:
    return period_of(visit.request.query_params, in_amsterdam(visit.desk.now).date())


async def flow(desk: Desk, period: Period) -> Figure:
    """In and out per week."""
    flows = await desk.figures.flows([week.period for week in period.weeks])
    rows = report.weekly(flows, period.weeks)
    came, went = sum(row.came for row in rows), sum(row.went for row in rows)
    growth = came - went
    change = "bleef gelijk" if not growth else f"{'groeide' if growth > 0 else 'kromp'} met {abs(growth)}"
    return Figure(
        "stroom",
        "Binnengekomen en afgehandeld per week",
        f"In {len(rows)} weken kwamen er {_counted(came, 'bericht', 'berichten')} binnen en werden er {went} "
        "afgehandeld. "
        f"De werkvoorraad {change}.",
        (
            "week",
            "vanaf",
            "nieuw",
            "weer open",
            "beantwoord",
            "gesloten",
            "geen antwoord nodig",
            "binnen",
            "afgehandeld",
        ),
        tuple(
            (_week(r.week), r.week.monday.isoformat(), r.new, r.again, r.answered, r.closed, r.ignored, r.came, r.went)
            for r in rows
        ),
        columns(
            period.names,
            [("Binnengekomen", [row.came for row in rows]), ("Afgehandeld", [row.went for row in rows])],
            newest_last=True,
        ),
        "Binnen: nieuwe berichten, en berichten die weer open gingen. Afgehandeld: beantwoord, gesloten, of gelezen "
        "als iets waarop geen antwoord nodig is. Het verschil is precies de groei van de werkvoorraad.",
    )


async def age(desk: Desk, _: Period) -> Figure:
    """How old is what is open now."""
    rows = report.ages(await desk.figures.standing(report.age_periods(desk.now, desk.closing_days)))
    old = sum(row.open + row.waiting for row in rows if row.first > 10)
    whole = sum(row.open + row.waiting for row in rows)
    labels = [f"{row.first} of meer" if row.last is None else f"{row.first} tot {row.last}" for row in rows]
    return Figure(
        "leeftijd",
        "Leeftijd van wat open is",
        f"Er {'staat' if whole == 1 else 'staan'} nu {_counted(whole, 'aanvraag', 'aanvragen')} open, waarvan {old} "
        "langer dan 10 werkdagen.",
        ("werkdagen", "aanvragen bij ons", "aanvragen in de wacht", "berichten te beoordelen"),
        tuple((label, row.open, row.waiting, row.review) for label, row in zip(labels, rows, strict=True)),
        columns(
            labels,
            [
                ("Aanvragen bij ons", [row.open for row in rows]),
                ("Aanvragen in de wacht", [row.waiting for row in rows]),
                ("Berichten te beoordelen", [row.review for row in rows]),
            ],
        ),
        "De stand van dit moment, in werkdagen; de gekozen periode telt hier niet.",
    )


async def first_answer(desk: Desk, period: Period) -> Figure:
    """Time to the first answer."""
    rows = await desk.figures.answered(report.whole(period.weeks))
    closed = desk.closing_days
    found = await desk.offload(lambda: report.first_answers(rows, period.weeks, closed))
    whole = found.whole
    says = "In deze periode ging er geen eerste antwoord uit."
    if whole.number:
        says = (
            f"De helft van de {whole.number} eerste antwoorden ging binnen {_days(whole.median)} uit, "
            f"90 % binnen {_days(whole.most)}."
        )
    by_week = [(_week(week), waited) for week, waited in found.weeks]
    by_service = [(_service(waited.label), waited) for waited in found.services]
    return Figure(
        "antwoordtijd",
        "Tijd tot het eerste antwoord",
        says,
        ("week of dienst", "eerste antwoorden", "mediaan (werkdagen)", "90 % binnen (werkdagen)"),
        tuple((label, waited.number, waited.median, waited.most) for label, waited in by_week + by_service),
        columns(
            period.names,
            [
                ("Mediaan", [waited.median or 0 for _, waited in found.weeks]),
                ("90 % binnen", [waited.most or 0 for _, waited in found.weeks]),
            ],
            newest_last=True,
        ),
        "Geteld in de week van het antwoord, in werkdagen: een antwoord op de dag zelf telt als 0. Een antwoord vanuit "
        "Outlook telt mee. Wat nog wacht, staat bij de leeftijd.",
    )


async def drafts(desk: Desk, period: Period) -> Figure:
    """What became of the drafts."""
    rows = report.draft_shares(await desk.figures.fates(report.whole(period.weeks)))
    whole = report.all_drafts(rows)
    says = "In deze periode is over geen enkel concept beslist."
    if whole.total:
        says = (
            f"Van {_counted(whole.total, 'concept', 'concepten')} ging {_percent(whole.share('unchanged'))} % "
            f"ongewijzigd weg, {_percent(whole.share('edited'))} % bewerkt; {_percent(whole.share('rejected'))} % werd "
            f"afgekeurd en {_percent(whole.share('unused'))} % niet gebruikt."
        )
    names = [_service(row.service) for row in rows]
    return Figure(
        "concepten",
        "Wat er met de concepten gebeurde",
        says,
        ("dienst", "concepten", *(f"{label.lower()}{unit}" for unit in ("", " (%)") for label in FATE_LABELS)),
        tuple(_draft_row(_service(row.service), row) for row in rows)
        + ((_draft_row("Alle diensten", whole),) if rows else ()),
        shares(
            names,
            [(label, [getattr(row, fate) for row in rows]) for label, fate in zip(FATE_LABELS, FATES, strict=True)],
        )
        if rows
        else None,
        "De eerste beslissing over een concept telt. Een verbeterde indeling gaf een ander concept: dat is bewerkt. "
        "Niet gebruikt: het bericht is gesloten, of een collega antwoordde vanuit Outlook.",
    )


def _draft_row(label: str, row: DraftShares) -> tuple[Cell, ...]:
    return (
        label,
        row.total,
        *(getattr(row, fate) for fate in FATES),
        *(_percent(row.share(fate)) for fate in FATES),
    )


async def confidence(desk: Desk, period: Period) -> Figure:
    """Confidence against correctness."""
    rows = report.reliability(await desk.figures.judged(report.whole(period.weeks)))
    number, kept = sum(row.number for row in rows), sum(row.kept for row in rows)
    says = "In deze periode is nog geen aanvraag door een collega bevestigd of verbeterd."
    if number:
        says = (
            f"Van {_counted(number, 'gelezen aanvraag', 'gelezen aanvragen')} bleek {_percent(kept / number)} % goed. "
            f"De opgegeven zekerheid zat er gemiddeld {_percent(report.calibration_error(rows))} procentpunt naast."
        )
    labels = [f"{row.low * 100:.0f} tot {row.high * 100:.0f} %" for row in rows]
    return Figure(
        "zekerheid",
        "Zekerheid tegenover juistheid",
        says,
        ("zekerheid", "aanvragen", "goed", "gemiddelde zekerheid (%)", "goed (%)"),
        tuple(
            (
                label,
                row.number,
                row.kept,
                _percent(row.promised) if row.number else None,
                _percent(row.right) if row.number else None,
            )
            for label, row in zip(labels, rows, strict=True)
        ),
        columns(
            labels,
            [
                ("Gemiddelde zekerheid", [_percent(row.promised) for row in rows]),
                ("Goed volgens collega's", [_percent(row.right) for row in rows]),
            ],
            top=100,
        ),
        "Goed: een collega keurde het antwoord goed zonder de indeling te verbeteren. Zijn de twee staven even hoog, "
        "dan klopt de zekerheid.",
    )


async def knowledge(desk: Desk, _: Period) -> Figure:
    """What must be looked at again."""
    today = in_amsterdam(desk.now).date()
    late = sorted(
        (entry for entry in desk.library.entries.values() if entry.overdue(today)),
        key=lambda entry: (entry.last_checked, entry.id),
    )
    whole = len(desk.library.entries)
    return Figure(
        "kennis",
        "Kennis die iemand moet nakijken",
        f"{len(late)} van de {whole} kennisitems {'moet' if len(late) == 1 else 'moeten'} worden nagekeken.",
        ("kennisitem", "status", "nagekeken op", "eigenaar"),
        tuple(
            (
                Linked(entry.title, f"/kennis/{entry.id}"),
                entry.status.value,
                entry.last_checked.isoformat(),
                entry.owner,
            )
            for entry in late
        ),
        note="Een item is te laat als niemand het een half jaar bekeek, of als de geldigheid ongemerkt is verlopen.",
    )


async def open_questions(desk: Desk, period: Period) -> Figure:
    """What the knowledge base does not answer."""
    found = await gaps(desk, report.whole(period.weeks)[0])
    number = sum(gap.number for gap in found)
    return Figure(
        "gaten",
        "Vragen zonder antwoord in de kennis",
        f"{_counted(number, 'vraag', 'vragen')} uit mail en chat {'heeft' if number == 1 else 'hebben'} geen "
        f"kennisitem als antwoord, over {_counted(len(found), 'onderwerp', 'onderwerpen')}."
        if number
        else "Elke vraag uit mail en chat kreeg een kennisitem als antwoord.",
        ("vraag", "dienst", "keer gevraagd", "voor het laatst"),
        tuple(
            (
                Linked(gap.question, f"/berichten/{gap.messages[0]}"),
                _service(gap.service),
                gap.number,
                in_amsterdam(gap.last).date().isoformat(),
            )
            for gap in found
        ),
        note="Vragen die op elkaar lijken staan bij elkaar, de meest gestelde eerst; namen zijn weggelaten. De laatste "
        "300 vragen tellen mee.",
    )


FIGURES: Mapping[str, Callable[[Desk, Period], Awaitable[Figure]]] = MappingProxyType(
    {
        "stroom": flow,
        "leeftijd": age,
        "antwoordtijd": first_answer,
        "concepten": drafts,
        "zekerheid": confidence,
        "kennis": knowledge,
        "gaten": open_questions,
    }
)


def _week(week: Week) -> str:
    return f"{week.year}, week {week.number}"


def _service(service: str) -> str:
    return words.service_label(service) if service else "Zonder dienst"


def _percent(share: float) -> int:
    return round(100 * share)


def _days(number: int | None) -> str:
    return _counted(number or 0, "werkdag", "werkdagen")


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
