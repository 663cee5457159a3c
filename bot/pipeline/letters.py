"""Mails that we begin ourselves in the conversation of a sign-up."""

from dataclasses import replace

from bot.lifecycle import Status
from bot.model import Address, DraftText, MessageRow
from bot.pipeline.desk import Desk
from bot.pipeline.drafting.own_letter import Occasion
from bot.pipeline.own_mail import OwnMail


async def sign_up_mail(desk: Desk, message_id: int | None) -> MessageRow | None:
    """The mail of a sign-up; None when a colleague entered it."""
    return await desk.store.message(message_id) if message_id is not None else None


def answering(occasion: Occasion, mail: MessageRow | None) -> Occasion:
    """The occasion with what the mail of the sign-up tells, when it is there and was read.

    Whoever signed up by chat never saw the subject that we gave it, and there is no mail that a "Re:" could answer.
    """
    if mail is None or mail.status is Status.PURGED or mail.understanding is None:
        return occasion
    answered = "" if mail.channel == "chat" else mail.subject
    return replace(occasion, answered=answered, understanding=mail.understanding)


def in_conversation(
    recipient: Address, draft: DraftText, unique_key: str, thread_id: int | None, mail: MessageRow | None
) -> OwnMail:
    """The draft as the next mail of that conversation."""
    before = (*mail.references, *((mail.rfc_message_id,) if mail.rfc_message_id else ())) if mail else ()
    answered = mail.rfc_message_id if mail else None
    return OwnMail(recipient, draft, unique_key, thread_id, answered, before)
