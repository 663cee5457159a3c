"""What a conversation does outside: the mail with the link, and the request that comes of it.

Nobody can sign up somebody else: what was arranged waits under the hash of a token that only the mail holds. The mail
is a template and says nothing that the visitor typed, so it may go out by itself; whoever gets one that he did not ask
for has only to leave it.
"""

from dataclasses import replace
from html import escape

from bot.clock import in_amsterdam
from bot.credentials import digest_of
from bot.dialogue import Move
from bot.errors import InvalidInput
from bot.mail.compose import compose_own
from bot.model import Address, AddressForm, Errand, Purpose, RequestRow, Talk, Turn, Wanted
from bot.pipeline.asked import Knowledge
from bot.pipeline.desk import Desk
from bot.pipeline.dialogue.errands import LABELS, choices_for, rows_of
from bot.pipeline.dialogue.means import Means
from bot.pipeline.talks import Link

PATH = "/chat/bevestigen"
WISHES = {
    "leerkring": "Graag melden wij ons aan voor een leerkring.",
    "intervisitatie": "Graag melden wij ons aan voor een intervisitatie.",
    "bijeenkomst": "Graag melden wij ons aan voor een bijeenkomst.",
    "expert": "Graag vragen wij een democratie-expert aan.",
    "toekomstverkenning": "Graag vragen wij een toekomstverkenning aan voor onze gemeente.",
}
"""How the wish reads in the queue, above what was given."""


def means_of(desk: Desk) -> Means:
    """What a conversation is held with now."""
    knowledge = Knowledge.of(desk.library, desk.retriever, in_amsterdam(desk.now).date())
    return Means(knowledge, desk.mind.register, bool(desk.settings.base_url), desk.settings.due_days)


async def send(desk: Desk, talk: Talk, before: Talk, *, allowed: bool = True) -> Talk:
    """After a move ``send``: put the mail on the road. Where that cannot be, the step before it once more."""
    if talk.turns[-1].move is not Move.SEND or talk.errand is None:
        return talk
    means = means_of(desk)
    try:
        link = link_to(desk, wanted_of(talk, talk.errand), means)
    except InvalidInput:
        return _not_sent(talk, before, "geen-adres", means)
    if not allowed or not await desk.talks.ask_to_confirm(link, desk.now):
        return _not_sent(talk, before, "te-vaak", means)
    desk.nudge()
    return replace(talk, errand=None)


def _not_sent(talk: Talk, before: Talk, occasion: str, means: Means) -> Talk:
    """The conversation as it was, with the reason; an address that was just given is asked again."""
    errand = before.errand
    turn = Turn(talk.turns[-1].asked, Move.ASK_AGAIN, (means.say(occasion, talk.form),))
    return before.go(replace(turn, choices=choices_for(errand) if errand else ()), errand=errand)


def link_to(desk: Desk, wanted: Wanted, means: Means) -> Link:
    """The mail to an address, with a token that is in no other place. ``InvalidInput`` where no mail may go."""
    if wanted.addr_spec.casefold() in desk.settings.addresses:
        raise InvalidInput("Naar dit adres kan geen mail worden gestuurd.")
    token = desk.new_token() + desk.new_token()
    state = wanted.purpose is Purpose.STATUS
    subject = means.text("mail-onderwerp-stand" if state else "mail-onderwerp", AddressForm.U)
    before, after = _letter(wanted, means)
    address = f"{desk.settings.base_url.rstrip('/')}{PATH}/{token}"
    anchor = f'<p><a href="{escape(address)}">{escape(address)}</a></p>'
    mail = compose_own(
        text="\n\n".join([*before, address, *after]) + "\n",
        html="".join([*map(_paragraph, before), anchor, *map(_paragraph, after)]),
        subject=subject,
        sender=desk.sender,
        recipient=Address("", wanted.addr_spec),
        rfc_message_id=desk.new_message_id(),
        date=desk.now,
    )
    return Link(digest_of(token), wanted, subject, mail)


def _letter(wanted: Wanted, means: Means) -> tuple[list[str], list[str]]:
    """What stands before and after the link."""
    what = LABELS.get(wanted.service, "").lower()
    body = means.text(f"mail-{wanted.purpose}", AddressForm.U, what)
    before = [means.text("mail-aanhef", AddressForm.U), body]
    return before, [means.text(each, AddressForm.U) for each in ("mail-anders", "mail-slot")]


def _paragraph(text: str) -> str:
    return "<p>" + escape(text).replace("\n", "<br>") + "</p>"


def wanted_of(talk: Talk, errand: Errand) -> Wanted:
    """What waits for the link, with the conversation for the colleague who takes it up."""
    addr_spec = errand.given("e-mail")
    if errand.purpose is Purpose.STATUS:
        return Wanted(errand.purpose, addr_spec)
    return Wanted(
        errand.purpose,
        addr_spec,
        name=errand.given("naam"),
        service=errand.service,
        subject=f"{LABELS[errand.service]} (chat)" if errand.service in LABELS else "",
        question=errand.given("vraag") if errand.purpose is Purpose.HAND_OVER else _as_message(errand),
        municipality=errand.given("gemeente"),
        transcript=transcript(talk),
    )


def _as_message(errand: Errand) -> str:
    """The wish and what was given for it, as the lines of a message."""
    given = [f"{label}: {value}" for label, value in rows_of(errand) if label not in {"Wat", "Gemeente", "E-mailadres"}]
    return "\n".join([WISHES[errand.service], "", *given])


def transcript(talk: Talk) -> str:
    """The conversation as plain text, for the colleague who takes over."""
    return "\n\n".join(_as_lines(turn) for turn in talk.turns)


def _as_lines(turn: Turn) -> str:
    said = "\n".join(each.text for each in turn.said)
    return f"Vraag: {turn.asked or '(niet bewaard)'}\nAntwoord: {said}"


async def confirm(desk: Desk, token: str) -> bool:
    """Make the request of what a link confirms; False when the link does not work any more."""
    message_id = await desk.talks.confirm(digest_of(token), desk.now)
    if message_id is not None:
        desk.nudge()
    return message_id is not None


async def state_of(desk: Desk, token: str) -> tuple[RequestRow, ...] | None:
    """The requests of the address that a link was mailed to; None when the link does not work any more."""
    return await desk.talks.show_state(digest_of(token), desk.now)
