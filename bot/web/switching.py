"""Another reply template: choose it, look at the reply that it makes, take it over; and older versions of the draft."""

from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from bot.errors import Conflict, IllegalTransition, InvalidInput
from bot.lifecycle import Status
from bot.model import ACT_LABELS, SERVICE_LABELS, DraftText
from bot.pipeline import switching
from bot.web import message as message_page
from bot.web.decisions import overtaken, save
from bot.web.lists import filters_in, filters_of
from bot.web.message import message_id_of
from bot.web.page import see_other
from bot.web.session import Visit


async def show(visit: Visit) -> Response:
    """The templates; with one in the address also the reply that it makes."""
    return await _page(visit)


async def _page(visit: Visit, status: int = 200, error: str = "") -> Response:
    desk, message_id = visit.desk, message_id_of(visit.request)
    message = await desk.store.message(message_id)
    query = visit.request.query_params
    asked = visit.field("sjabloon") or query.get("sjabloon", "")
    request = _number(visit.field("aanvraag") or query.get("aanvraag", "0"))
    made: DraftText | None = None
    if asked and not error:
        try:
            made = await switching.preview(desk, message, switching.choice_of(desk, message, request, asked))
        except InvalidInput as problem:
            status, error = 422, str(problem)
    versions = await desk.store.drafts(message_id)
    users = await desk.accounts.users()
    return visit.render(
        "switching.html",
        status,
        message=message,
        filters=filters_in(visit.field("lijst")) if visit.form else filters_of(query),
        can_switch=switching.can_switch(message),
        waits=message.status is Status.AWAITING_REVIEW,
        requests=message.understanding.requests if message.understanding else (),
        chosen=request,
        asked=asked,
        made=made,
        current=next((each for each in versions if each.version == message.draft_version), None),
        older=[each for each in reversed(versions) if each.version != message.draft_version],
        by_hand=switching.written_by_a_person,
        templates=switching.templates(desk),
        shared=switching.shared_templates(desk),
        services=SERVICE_LABELS,
        acts=ACT_LABELS,
        names={user.name: user.display_name for user in users},
        error=error,
    )


def _number(text: str) -> int:
    """A small number of a form or an address; -1, which is on no list, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1


async def begin(visit: Visit) -> Response:
    """Keep what stands in the editor, and go to the templates."""
    message_id = message_id_of(visit.request)
    try:
        await save(visit, message_id)
    except InvalidInput as error:
        return await message_page.page(visit, message_id, 422, error)
    except (Conflict, IllegalTransition):
        return await overtaken(visit, message_id)
    chosen = visit.field("lijst")
    query = f"?{quote(chosen, safe='=&~')}" if chosen else ""
    return RedirectResponse(f"/berichten/{message_id}/sjabloon{query}", 303)


async def take_over(visit: Visit) -> Response:
    """Sjabloon overnemen."""
    desk, message_id = visit.desk, message_id_of(visit.request)
    message = await desk.store.message(message_id)
    try:
        choice = switching.choice_of(desk, message, _number(visit.field("aanvraag")), visit.field("sjabloon"))
        await switching.take_over(desk, message_id, visit.number("versie"), choice, visit.user.name)
    except InvalidInput as error:
        return await _page(visit, 422, str(error))
    except (Conflict, IllegalTransition):
        return await overtaken(visit, message_id)
    return see_other(filters_in(visit.field("lijst")).message(message_id), "sjabloon")


async def put_back(visit: Visit) -> Response:
    """Eerdere versie terugzetten."""
    message_id = message_id_of(visit.request)
    old, version = _number(visit.field("oude")), visit.number("versie")
    try:
        await switching.put_back(visit.desk, message_id, version, old, visit.user.name)
    except InvalidInput as error:
        return await _page(visit, 422, str(error))
    except (Conflict, IllegalTransition):
        return await overtaken(visit, message_id)
    return see_other(filters_in(visit.field("lijst")).message(message_id), "teruggehaalde-versie")
