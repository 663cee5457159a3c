"""A colleague asks, and gets rows with the question told back in Dutch words. Reads only."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.clock import in_amsterdam
from bot.model import RequestRow
from bot.model.inquiry import Inquiry, Per, Subject
from bot.pipeline.desk import Desk
from bot.pipeline.inquiries.agenda import Agenda, agenda_of
from bot.pipeline.inquiries.agenda_looks import AGENDA_LOOKS, lacking, promises, waiting_for_meetings
from bot.pipeline.inquiries.agenda_rows import AgendaRow
from bot.pipeline.inquiries.circles import BoardRow, circles_asked, places_asked
from bot.pipeline.inquiries.names import Colleagues
from bot.pipeline.inquiries.port import FoundMessage
from bot.pipeline.inquiries.reading import AskBack, Asker, NotUnderstood, Understood, read
from bot.pipeline.inquiries.told import told

MOST_ROWS = 100
MOST_READ = 1_000
"""Requests whose intake is read for one answer; more are never open."""
EXAMPLES = (
    "Wat staat er open van Ommen?",
    "Wie vroeg dit jaar naar burgerberaden?",
    "Welke leerkringen zijn bijna vol?",
    "Wat is te laat?",
    "Wat hebben we Zeist beloofd?",
    "Hoeveel aanmeldingen kwamen er vorige maand binnen?",
    "Welke bijeenkomsten komen er?",
    "Welke experts hebben nog niet geantwoord?",
    "Bij welke aanvragen ontbreekt de aanleiding?",
    "Welke herinneringen staan klaar?",
    "Wanneer zijn we dicht?",
)
"""Questions that work; a test asks them all."""

Row = RequestRow | FoundMessage | BoardRow | AgendaRow


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question."""

    inquiry: Inquiry
    told: str
    rows: tuple[Row, ...]
    total: int
    per: tuple[tuple[str, int], ...] = ()
    slips: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    """Colleagues by account."""


async def answer(desk: Desk, question: str, me: str, earlier: str = "") -> Answer | AskBack | NotUnderstood:
    """``earlier`` is how the answer before told its question, so that a question may go on from it."""
    users = await desk.accounts.users()
    colleagues = Colleagues(users)
    asker = Asker(me, in_amsterdam(desk.now).date(), colleagues, await _agenda(desk))
    before = read(earlier, desk.mind.grammar, asker) if earlier else None
    reading = read(question, desk.mind.grammar, asker, before.inquiry if isinstance(before, Understood) else None)
    if not isinstance(reading, Understood):
        return reading
    rows, total, per = await _look_up(desk, reading.inquiry)
    said = told(reading.inquiry, colleagues.names, {each.id: each.name for each in desk.directory.values()})
    return Answer(reading.inquiry, said, rows, total, per, reading.slips, reading.ignored, colleagues.names)


async def _agenda(desk: Desk) -> Agenda:
    """What is planned and who there is, to know it in a question."""
    current = (each.name for each in desk.library.municipalities if each.current)
    book = await desk.meetings.book()
    return agenda_of(book.meetings, desk.directory.values(), desk.library.intakes, current)


async def _look_up(desk: Desk, inquiry: Inquiry) -> tuple[tuple[Row, ...], int, tuple[tuple[str, int], ...]]:
    names = filed_under(desk, inquiry)
    if look := LOOKS.get(inquiry.subject):
        rows = await look(desk, inquiry, names)
        return rows, len(rows), ()
    if inquiry.incomplete or inquiry.missing:
        return await _lacking_rows(desk, inquiry, names)
    found = await desk.inquiries.rows(inquiry, names, in_amsterdam(desk.now).date(), most=MOST_ROWS)
    also = await promises(desk, inquiry, names) if inquiry.promised else ()
    return (*also, *found.rows), len(also) + found.total, _under_names_of_today(desk, inquiry, found.per)


async def _circles(desk: Desk, inquiry: Inquiry, names: Sequence[str]) -> tuple[Row, ...]:
    return circles_asked(await desk.circles.board(), inquiry, names)


async def _places(desk: Desk, inquiry: Inquiry, names: Sequence[str]) -> tuple[Row, ...]:
    """Who waits, waits for a circle or for a place at a meeting."""
    places = places_asked(await desk.circles.board(), inquiry, names)
    return (*places, *await waiting_for_meetings(desk, inquiry, names))


LOOKS: Mapping[Subject, Callable[[Desk, Inquiry, Sequence[str]], Awaitable[tuple[Row, ...]]]] = {
    Subject.CIRCLES: _circles,
    Subject.PLACES: _places,
    **AGENDA_LOOKS,
}


async def _lacking_rows(
    desk: Desk, inquiry: Inquiry, names: Sequence[str]
) -> tuple[tuple[Row, ...], int, tuple[tuple[str, int], ...]]:
    """What is not known is read from mail, so every request that fits is read."""
    found = await desk.inquiries.rows(inquiry, names, in_amsterdam(desk.now).date(), most=MOST_READ)
    rows = await lacking(desk, inquiry, [row for row in found.rows if isinstance(row, RequestRow)])
    return rows[:MOST_ROWS], len(rows), ()


def filed_under(desk: Desk, inquiry: Inquiry) -> tuple[str, ...]:
    """Every name under which something of the municipalities and provinces asked for may be filed."""
    gazetteer, atlas = desk.mind.grammar.gazetteer, desk.mind.atlas
    wanted = [*inquiry.municipalities, *(name for each in inquiry.provinces for name in gazetteer.in_province(each))]
    places = [place for name in wanted if (place := atlas.find(name))]
    return tuple(dict.fromkeys(name for place in places for name in atlas.names(place)))


def _under_names_of_today(desk: Desk, inquiry: Inquiry, per: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """What was counted under the former name of a municipality counts under the name that it has."""
    if inquiry.per is not Per.MUNICIPALITY:
        return tuple(per)
    counted: Counter[str] = Counter()
    for name, number in per:
        place = desk.mind.atlas.find(name) if name else None
        counted[desk.mind.atlas.today(place).name if place else name] += number
    return tuple(sorted(counted.items(), key=lambda each: (-each[1], each[0])))
