"""What the knowledge base has to do, and the form that makes a proposed text of it: a file for who edits the content.

Nothing of it is kept or said to anybody: what is right stands in the files of ``knowledge/``.
"""

from dataclasses import replace
from functools import partial

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.clock import in_amsterdam
from bot.content.proposing import Proposal, Typed, propose, typed_of
from bot.model import SERVICE_LABELS, EntryKind, EntryStatus
from bot.pipeline.gaps import gaps
from bot.pipeline.knowledge_todos import rejections
from bot.web.session import Visit

MAX_TITLE, MAX_TEXT, MAX_LINES = 150, 8_000, 100
MOST_GAPS = 30


async def todos(visit: Visit) -> Response:
    """Rejected drafts with their reasons, and questions of mail that no entry answers."""
    found = await gaps(visit.desk)
    return visit.render(
        "knowledge_todos.html",
        rejections=await rejections(visit.desk),
        gaps=found[:MOST_GAPS],
        more=max(0, len(found) - MOST_GAPS),
        chat=len(await visit.desk.chat_questions.waiting()),
    )


async def new(visit: Visit) -> Response:
    """The form, filled with the entry and the questions that the address names."""
    query = visit.request.query_params
    item, asked = query.get("item", ""), _lines("\n".join(query.getlist("vraag")))
    if item:
        entry = visit.desk.library.entries.get(item)
        if entry is None:
            raise HTTPException(404)
        typed = typed_of(entry)
        fresh = tuple(question for question in asked if question not in typed.questions)
        if entry.kind is EntryKind.ANTWOORD:
            typed = replace(typed, questions=(*typed.questions, *fresh))
        return _page(visit, typed)
    service = query.get("dienst", "")
    services = (service,) if service in SERVICE_LABELS else ()
    return _page(visit, Typed("", asked[0][:MAX_TITLE] if asked else "", services, asked, EntryStatus.ACTUEEL, (), ""))


async def check(visit: Visit) -> Response:
    """The form again, with what the content check says and the file."""
    typed = _typed(visit)
    return _page(visit, typed, await _proposal(visit, typed))


async def as_file(visit: Visit) -> Response:
    """The file, or the change as a patch; what the content check refuses comes back as the form (422)."""
    typed = _typed(visit)
    proposal = await _proposal(visit, typed)
    if not proposal.ready:
        return _page(visit, typed, proposal, status=422)
    name = proposal.path.rpartition("/")[2]
    patch = visit.field("als") == "patch"
    text, name = (proposal.patch, f"{name}.patch") if patch else (proposal.text, name)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type="text/plain; charset=utf-8", headers=headers)


def _typed(visit: Visit) -> Typed:
    """What stands in the form; 400 for an entry that is not there."""
    item = visit.field("item")
    if item and item not in visit.desk.library.entries:
        raise HTTPException(400)
    return Typed(
        item,
        " ".join(visit.field("titel").split())[:MAX_TITLE],
        tuple(dict.fromkeys(service for service in visit.fields("dienst") if service in SERVICE_LABELS)),
        _lines(visit.field("vragen")),
        visit.field("status"),
        _lines(visit.field("bronnen")),
        visit.field("tekst").replace("\r\n", "\n")[:MAX_TEXT],
    )


def _lines(text: str) -> tuple[str, ...]:
    """One thing a line, each once, without what is not seen."""
    lines = (" ".join("".join(c if c.isprintable() else " " for c in line).split()) for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))[:MAX_LINES]


async def _proposal(visit: Visit, typed: Typed) -> Proposal:
    today = in_amsterdam(visit.desk.now).date()
    return await visit.desk.offload(partial(propose, visit.desk.library, typed, today))


def _page(visit: Visit, typed: Typed, proposal: Proposal | None = None, status: int = 200) -> Response:
    entry = visit.desk.library.entries.get(typed.item)
    return visit.render(
        "proposal.html",
        status,
        typed=typed,
        proposal=proposal,
        entry=entry,
        answers=entry is None or entry.kind is EntryKind.ANTWOORD,
        services=SERVICE_LABELS,
        statuses=list(EntryStatus),
    )
