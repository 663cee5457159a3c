"""A colleague asks, and gets rows with the question told back in Dutch words. Reads only."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.clock import in_amsterdam
from bot.model import RequestRow
from bot.model.inquiry import Inquiry, Per, Subject
from bot.pipeline.desk import Desk
from bot.pipeline.inquiries.circles import BoardRow, circles_asked, places_asked
from bot.pipeline.inquiries.names import Colleagues
from bot.pipeline.inquiries.port import FoundMessage
from bot.pipeline.inquiries.reading import AskBack, Asker, NotUnderstood, Understood, read
from bot.pipeline.inquiries.told import told

MOST_ROWS = 100
EXAMPLES = (
    "Wat staat er open van Ommen?",
    "Wie vroeg dit jaar naar burgerberaden?",
    "Welke leerkringen zijn bijna vol?",
    "Wat is te laat?",
    "Wat hebben we Zeist beloofd?",
    "Hoeveel aanmeldingen kwamen er vorige maand binnen?",
)
"""Questions that work; a test asks them all."""

Row = RequestRow | FoundMessage | BoardRow


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
    asker = Asker(me, in_amsterdam(desk.now).date(), colleagues)
    before = read(earlier, desk.mind.grammar, asker) if earlier else None
    reading = read(question, desk.mind.grammar, asker, before.inquiry if isinstance(before, Understood) else None)
    if not isinstance(reading, Understood):
        return reading
    rows, total, per = await _look_up(desk, reading.inquiry)
    said = told(reading.inquiry, colleagues.names)
    return Answer(reading.inquiry, said, rows, total, per, reading.slips, reading.ignored, colleagues.names)


async def _look_up(desk: Desk, inquiry: Inquiry) -> tuple[tuple[Row, ...], int, tuple[tuple[str, int], ...]]:
    names = filed_under(desk, inquiry)
    if inquiry.subject in {Subject.CIRCLES, Subject.PLACES}:
        board = await desk.circles.board()
        asked = circles_asked if inquiry.subject is Subject.CIRCLES else places_asked
        rows = asked(board, inquiry, names)
        return rows, len(rows), ()
    found = await desk.inquiries.rows(inquiry, names, in_amsterdam(desk.now).date(), most=MOST_ROWS)
    return found.rows, found.total, _under_names_of_today(desk, inquiry, found.per)


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
