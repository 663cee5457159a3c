"""Another reply template for a message: which there are, what the reply would be, and taking it over as the draft.

What the message is about stays as it was read; only the words of the reply change. Nothing that a person wrote is lost:
every version stays, and what a colleague was typing becomes a version of its own before the template comes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.errors import Conflict, InvalidInput
from bot.lifecycle import Status
from bot.model import ACT_LABELS, SERVICE_LABELS, DraftText, Kind, MessageRow, Prediction
from bot.pipeline.desk import Desk
from bot.pipeline.findings import BOT
from bot.pipeline.review import drafted

SUFFIX = ".txt.j2"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the requests of a message, and the template that answers it in place of its own."""

    request: int
    """Its number among the requests that were read, from 0."""
    service: str
    act: str

    @property
    def template(self) -> str:
        return f"{self.service}/{self.act}"


def templates(desk: Desk) -> Mapping[str, tuple[str, ...]]:
    """Service to the acts that it has a template of its own for, in the order of the labels."""
    names = desk.library.replies.names
    found = {
        service: tuple(act for act in ACT_LABELS if f"{service}/{act}{SUFFIX}" in names) for service in SERVICE_LABELS
    }
    return {service: acts for service, acts in found.items() if acts}


def shared_templates(desk: Desk) -> tuple[str, ...]:
    """The acts with a template that goes for every service."""
    return tuple(act for act in ACT_LABELS if f"shared/{act}{SUFFIX}" in desk.library.replies.names)


def can_switch(message: MessageRow) -> bool:
    """Whether a reply of templates can be made: a message of somebody else that was read and waits."""
    return message.status is Status.AWAITING_REVIEW and message.channel != "own" and message.understanding is not None


def choice_of(desk: Desk, message: MessageRow, request: int, template: str) -> Choice:
    """The choice of a form; ``shared/<act>`` goes for the service of the request. Raises ``InvalidInput``."""
    service, _, act = template.partition("/")
    requests = message.understanding.requests if message.understanding else ()
    if not 0 <= request < max(len(requests), 1):
        raise InvalidInput("Kies een aanvraag uit de lijst.")
    if service == "shared" and act in shared_templates(desk):
        return Choice(request, requests[request].service if requests else "programma", act)
    if act not in templates(desk).get(service, ()):
        raise InvalidInput("Kies een sjabloon uit de lijst.")
    return Choice(request, service, act)


async def preview(desk: Desk, message: MessageRow, choice: Choice) -> DraftText:
    """The reply with this template, made like every draft; nothing is written."""
    read = message.understanding
    if read is None or not can_switch(message):
        raise InvalidInput("Bij dit bericht kunt u geen ander sjabloon kiezen.")
    was = read.requests[choice.request] if read.requests else None
    instead = Prediction(choice.service, choice.act, 1.0, text=was.text if was else "")
    kept = tuple(instead if number == choice.request else each for number, each in enumerate(read.requests))
    return await drafted(desk, message, replace(read, kind=Kind.VERZOEK, requests=kept or (instead,)))


async def take_over(desk: Desk, message_id: int, version: int, choice: Choice, actor: str) -> int:
    """Make it the draft, as a new version; returns its number. ``Conflict`` unless ``version`` is the present one."""
    message = await desk.store.message(message_id)
    draft = await preview(desk, message, choice)
    if message.draft_version != version:
        raise Conflict("Het concept is intussen veranderd. Laad de pagina opnieuw.")
    version = await _with_what_was_typed(desk, message_id, version)
    return await desk.store.save_draft(message_id, version, draft, actor, desk.now)


async def put_back(desk: Desk, message_id: int, version: int, old: int, actor: str) -> int:
    """Make the text of an older version the draft again, as a new version; copies and files stay as they are now."""
    current, chosen = await desk.store.draft(message_id), await desk.store.draft(message_id, old)
    if chosen is None or old == version:
        raise InvalidInput("Kies een eerdere versie uit de lijst.")
    text = chosen.draft
    if current is not None:
        text = replace(text, cc=current.draft.cc, enclosures=current.draft.enclosures)
    version = await _with_what_was_typed(desk, message_id, version)
    return await desk.store.save_draft(message_id, version, text, actor, desk.now)


async def _with_what_was_typed(desk: Desk, message_id: int, version: int) -> int:
    """Keep what colleagues were typing over this version as versions of their own; returns the present version."""
    seen = version
    for user in await desk.accounts.users():
        kept = await desk.worklist.kept_text(message_id, user.name)
        current = await desk.store.draft(message_id)
        if kept is None or kept.version != seen or not kept.text.strip():
            continue
        old = current.draft if current else DraftText(template="behandelaar", subject=kept.subject, text="")
        text = kept.text.strip()
        if text != old.text.strip():
            evidence = tuple(piece for piece in old.evidence if piece.sentence in text)
            typed = replace(old, subject=kept.subject or old.subject, text=text, evidence=evidence)
            version = await desk.store.save_draft(message_id, version, typed, user.name, desk.now)
        await desk.worklist.drop_text(message_id, user.name)
    return version


def written_by_a_person(author: str) -> bool:
    """Whether a version is somebody's own work."""
    return author != BOT
