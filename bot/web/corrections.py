"""What colleagues corrected, for the content editor: accept it as an example, or switch it off."""

from starlette.responses import Response

from bot.errors import Conflict
from bot.model import Standing
from bot.pipeline import learning
from bot.pipeline.anonymous import known_words
from bot.web.message import message_id_of
from bot.web.page import see_other
from bot.web.session import Visit

STANDINGS = {Standing.WAITING: "Nog te bekijken", Standing.ACCEPTED: "Aangenomen", Standing.REJECTED: "Afgewezen"}
SHOWN = 100
"""Corrections on one page, the latest first; what waits comes before the rest."""


async def show(visit: Visit) -> Response:
    """Every correction with what it teaches and the text as it would be kept."""
    found = await visit.desk.store.corrections()
    known = known_words(visit.desk.library)
    chosen = sorted(found, key=lambda each: (each.standing is not Standing.WAITING, -each.id))[:SHOWN]
    users = await visit.desk.accounts.users()
    return visit.render(
        "corrections.html",
        corrections=[(each, learning.as_example(each, known)) for each in chosen],
        total=len(found),
        waiting=sum(each.standing is Standing.WAITING for each in found),
        accepted=sum(each.standing is Standing.ACCEPTED for each in found),
        standings=STANDINGS,
        names={user.name: user.display_name for user in users},
    )


async def verdict(visit: Visit) -> Response:
    """Accept, switch off, or put back; who was first is told to who comes second."""
    correction_id = message_id_of(visit.request)
    try:
        was, becomes = Standing(visit.field("was")), Standing(visit.field("wordt"))
        await learning.judge(visit.desk, correction_id, was, becomes, visit.user.name)
    except (ValueError, Conflict):
        return see_other("/correcties", "correctie-veranderd")
    return see_other("/correcties", f"correctie-{becomes}")


async def as_file(visit: Visit) -> Response:
    """The accepted corrections without people, as a file for ``knowledge/examples/``."""
    text = learning.accepted(await visit.desk.store.corrections(), visit.desk.library)
    headers = {"Content-Disposition": 'attachment; filename="correcties.yaml"'}
    return Response(text, media_type="application/yaml; charset=utf-8", headers=headers)
