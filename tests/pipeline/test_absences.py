"""An out-of-office is told where we wrote to who is away, and what is due waits when nobody else can be asked."""

from datetime import date
from pathlib import Path

import pytest

from bot.lifecycle import Status
from bot.model import Absence, Address
from bot.pipeline.desk import Desk
from tests.pipeline.desks import eml, open_test_desk
from tests.pipeline.test_threads import answered, received

HANNEKE = Address("Hanneke Wolters", "h.wolters@bronckhorst.nl")


def away(text: str, ours: str, **headers: str) -> bytes:
    subject = "Automatisch antwoord: Meedoen met een leerkring"
    return eml(2, subject=subject, text=text, Auto_Submitted="auto-replied", In_Reply_To=ours, **headers)


async def notes(desk: Desk, thread_id: int, message_id: int) -> list[str]:
    return [line.note for line in await desk.store.history(thread_id) if line.message_id == message_id and line.note]


async def test_the_absence_is_noted_and_what_is_due_waits_for_the_return(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        message, ours = await answered(desk, eml())
        notice = await received(desk, away("Ik ben afwezig tot en met 3 december.", ours), uid=2)
        assert (notice.status, notice.thread_id) == (Status.IGNORED, message.thread_id)
        assert notice.absence == Absence(HANNEKE, date(2026, 12, 3), None)
        told = "Hanneke Wolters <h.wolters@bronckhorst.nl>: Afwezig tot en met 3 december."
        assert told in await notes(desk, message.thread_id, message.id)
        (request,) = await desk.store.open_requests()
        assert request.due_on == date(2026, 12, 4)
        assert f"Later verwacht. {told}" in [line.note for line in await desk.store.history(message.thread_id)]


@pytest.mark.parametrize(
    "text",
    [
        "Ik ben afwezig tot en met 3 december. Bel mijn collega Kim.",  # somebody can be asked
        "Ik ben met verlof tot en met 1 maart 2027.",  # too long to wait for
        "Ik ben afwezig tot en met 26 november.",  # back before it is due
        "Ik ben afwezig.",
    ],
)
async def test_nothing_waits_without_need(tmp_path: Path, text: str) -> None:
    async with open_test_desk(tmp_path) as desk:
        _, ours = await answered(desk, eml())
        await received(desk, away(text, ours), uid=2)
        (request,) = await desk.store.open_requests()
        assert request.due_on == date(2026, 11, 30)


async def test_the_first_day_back_is_a_working_day(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        _, ours = await answered(desk, eml())
        await received(desk, away("Ik ben afwezig tot en met vrijdag 4 december.", ours), uid=2)
        (request,) = await desk.store.open_requests()
        assert request.due_on == date(2026, 12, 7)


async def test_a_colleague_who_is_away_moves_nothing(tmp_path: Path) -> None:
    """The notice comes from somebody to whom we did not write."""
    async with open_test_desk(tmp_path) as desk:
        message, ours = await answered(desk, eml())
        before = await notes(desk, message.thread_id, message.id)
        raw = away("Ik ben afwezig tot en met 3 december.", ours, sender="Kim <k.prins@bronckhorst.nl>")
        assert (await received(desk, raw, uid=2)).absence is not None
        assert await notes(desk, message.thread_id, message.id) == before
        (request,) = await desk.store.open_requests()
        assert request.due_on == date(2026, 11, 30)


async def test_a_request_that_mentions_an_absence_is_no_notice(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        text = "Graag doen wij mee aan een leerkring over inclusie. Ik ben afwezig tot en met 3 december."
        assert (await received(desk, eml(text=text))).absence is None


async def test_what_is_forgotten_leaves_no_absence(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        _, ours = await answered(desk, eml())
        notice = await received(desk, away("Afwezig tot en met 3 december. Bel mijn collega Kim.", ours), uid=2)
        await desk.store.forget_person(HANNEKE.addr_spec, "els", desk.now, really=True)
        assert (await desk.store.message(notice.id)).absence is None
