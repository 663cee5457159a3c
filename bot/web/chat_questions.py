"""What visitors of the chat asked in vain or found badly answered, in clusters, for the content editor."""

from starlette.responses import Response

from bot.errors import Conflict
from bot.model import Remedy, Verdict
from bot.pipeline import chat_questions
from bot.web.page import see_other
from bot.web.session import Visit

HERE = "/kennis/vragen"
SHOWN = 50
"""Clusters on one page, the most asked first."""
MOST_IDS = 1_000
COMPLAINTS = {
    Verdict.UNANSWERED: "geen antwoord",
    Verdict.WRONG: "klopt niet",
    Verdict.PARTIAL: "niet volledig",
    Verdict.UNCLEAR: "onduidelijk",
    Verdict.BESIDE: "andere vraag",
}


async def show(visit: Visit) -> Response:
    """Every cluster with the entry that is nearest to it, and what can be done about it."""
    found = await chat_questions.clusters(visit.desk)
    decided = await visit.desk.chat_questions.decided()
    return visit.render(
        "chat_questions.html",
        clusters=found[:SHOWN],
        total=len(found),
        complaints=COMPLAINTS,
        titles={entry.id: entry.title for entry in visit.desk.library.entries.values()},
        useful=await visit.desk.chat_questions.useful(),
        decided=len(decided),
        remedies=Remedy,
    )


async def decide(visit: Visit) -> Response:
    """A variant of an entry, an entry of its own, or nothing; who was first is told to who comes second."""
    ids = [int(text) for text in visit.field("vragen").split(",")[:MOST_IDS] if text.isascii() and text.isdigit()]
    try:
        remedy = Remedy(visit.field("wordt"))
        await chat_questions.decide(visit.desk, ids, remedy, visit.field("item"), visit.user.name)
    except (ValueError, Conflict):
        return see_other(HERE, "vraag-veranderd")
    return see_other(HERE, f"vraag-{remedy}")


async def as_file(visit: Visit) -> Response:
    """What was decided, as a file for who edits ``knowledge/entries``."""
    text = chat_questions.proposals(await visit.desk.chat_questions.decided())
    headers = {"Content-Disposition": 'attachment; filename="vragen.yaml"'}
    return Response(text, media_type="application/yaml; charset=utf-8", headers=headers)
