"""Closing several messages of the queue at once: first what and why, then what came of each, with a way back."""

from starlette.responses import Response

from bot.errors import Conflict, IllegalTransition, InvalidInput, NotFound
from bot.lifecycle import Status
from bot.model import MessageRow
from bot.pipeline import queue, review
from bot.web.lists import filters_in
from bot.web.page import see_other
from bot.web.session import Visit


async def ask(visit: Visit) -> Response:
    """What was ticked, to look at once more; the ticks stay what they were, so that what changed since is told."""
    marks = visit.request.query_params.getlist("bericht")[: queue.MOST_TOGETHER]
    return visit.render(
        "together.html",
        chosen=[(_mark(one), row) for one in _chosen(marks) if (row := await _known(visit, one.message_id))],
        reason=queue.NO_REPLY,
        filters=filters_in(visit.request.query_params.get("lijst", "")),
    )


def _mark(one: queue.Chosen) -> str:
    """A message as the tick in front of it names it: number, status and version as they were seen in the list."""
    return f"{one.message_id}.{one.status}.{one.version}"


def _chosen(marks: list[str]) -> list[queue.Chosen]:
    """The ticks; what no page of ours made is left out."""
    found = []
    for mark in marks:
        number, _, rest = mark.partition(".")
        status, _, version = rest.partition(".")
        digits = number + version
        if digits.isascii() and digits.isdigit() and len(digits) < 18 and status in set(Status):
            found.append(queue.Chosen(int(number), Status(status), int(version or 0)))
    return found


async def _known(visit: Visit, message_id: int) -> MessageRow | None:
    try:
        return await visit.desk.store.message(message_id)
    except NotFound:
        return None


async def close(visit: Visit) -> Response:
    """Close them, and tell of each that somebody else was first with."""
    done = await queue.close_together(
        visit.desk, _chosen(visit.fields("bericht")), visit.field("reden"), visit.user.name
    )
    return await _told(visit, "Gesloten zonder antwoord", done.closed, done.overtaken, undo=True)


async def reopen(visit: Visit) -> Response:
    """Take up again what was closed together."""
    opened: list[int] = []
    overtaken: list[int] = []
    for text in visit.fields("bericht")[: queue.MOST_TOGETHER]:
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
        try:
            await review.reopen(visit.desk, number, visit.user.name)
            opened.append(number)
        except (Conflict, IllegalTransition, NotFound, InvalidInput):
            overtaken.append(number)
    return await _told(visit, "Heropend", tuple(opened), tuple(overtaken), undo=False)


async def _told(visit: Visit, title: str, done: tuple[int, ...], overtaken: tuple[int, ...], *, undo: bool) -> Response:
    filters = filters_in(visit.field("lijst"))
    if not done and not overtaken:
        return see_other(filters.link(), "niets-gekozen")
    return visit.render(
        "together_done.html",
        409 if overtaken else 200,
        title=title,
        done=[row for number in done if (row := await _known(visit, number))],
        overtaken=[(number, await _known(visit, number)) for number in overtaken],
        undo=undo,
        filters=filters,
    )
