"""Mail out: claim, send once, write down what came of it, keep the copy in Sent.

The claim is committed before any socket opens. What the server said decides the rest: taken, refused for good, refused
for now (another try later, only because the refusal is certain), or lost. A claim whose lease ran out is lost too. What
is lost waits for a person; nothing here sends it again.
"""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.errors import Conflict, MailboxRefused, StorageError
from bot.lifecycle import Event, Status
from bot.model import Change, DeliveryResult, MessageRow, Outcome, Outgoing
from bot.pace import complains, hinted
from bot.pipeline.desk import Desk, Heard
from bot.pipeline.ports import Mailbox, Transport
from bot.pipeline.special_folders import sent_folder

SENDER = "verzender"
LONGEST_WAIT = timedelta(hours=4)
GO_SLOWER = frozenset({421, 432})
"""Reply codes of a server that closes down or has too much of us, whatever its words (RFC 5321 section 3.8)."""
TAKES_NO_MAIL_NOW = "4.3.2"
"""Enhanced code of the same (RFC 3463 section 3.4); Exchange Online says it to who sends too fast."""


async def deliver_due(desk: Desk, transport: Transport, *, going_on: Callable[[], bool] = lambda: True) -> int:
    """Send what the pace allows of everything whose time has come, while the service is ``going_on``.

    Returns how many messages were tried. No claim is made before the mail may go, so that no lease runs meanwhile.
    """
    await write_what_was_heard(desk)
    tried = 0
    for message_id in await desk.store.due(desk.now):
        if not going_on() or desk.mail_pace.take(desk.now.timestamp()):
            break
        await deliver(desk, transport, message_id)
        tried += 1
    return tried


async def deliver(desk: Desk, transport: Transport, message_id: int) -> MessageRow | None:
    """One message, one attempt. None when somebody else claimed or recalled it first."""
    now = desk.now
    lease = now + timedelta(seconds=desk.settings.lease_seconds)
    try:
        outgoing = await desk.store.claim(message_id, lease, SENDER, now)
    except Conflict:
        return None
    said = await transport.deliver(outgoing)
    at = desk.now
    if said.outcome is Outcome.ACCEPTED:
        desk.mail_pace.went_well()
    elif _asks_us_to_go_slower(said):
        desk.mail_pace.rest(at.timestamp(), hinted(said.text))
    result = _with_an_end(said, outgoing.attempts, desk.settings.max_attempts)
    heard = Heard(message_id, outgoing.id, result, at, _next_try(desk, outgoing.attempts, at))
    try:
        return await _write(desk, heard)
    except StorageError:
        desk.heard.append(heard)
        raise


async def _write(desk: Desk, heard: Heard) -> MessageRow | None:
    """Write an answer down. None when it came so late that a person has settled the doubt."""
    with contextlib.suppress(Conflict):
        return await desk.store.finish(heard.message_id, heard.outgoing_id, heard.result, heard.at, heard.retry_at)
    return None


async def write_what_was_heard(desk: Desk) -> None:
    """Answers that could not be written when they came, as the disk was full: without them a person must decide."""
    while desk.heard:
        await _write(desk, desk.heard[0])
        del desk.heard[0]


def _with_an_end(result: DeliveryResult, attempts: int, most: int) -> DeliveryResult:
    """A refusal for now that was heard often enough is one for good: then a person looks."""
    if result.outcome is Outcome.DEFERRED and attempts >= most:
        return replace(result, outcome=Outcome.REFUSED)
    return result


def _asks_us_to_go_slower(result: DeliveryResult) -> bool:
    """Whether this is about all our mail and not about this one."""
    if result.outcome is not Outcome.DEFERRED:
        return False
    coded = result.reply_code in GO_SLOWER or result.enhanced_code == TAKES_NO_MAIL_NOW
    return coded or complains(result.text)


def _next_try(desk: Desk, attempts: int, at: datetime) -> datetime:
    """Twice as long after every attempt, four hours at most."""
    wait = timedelta(seconds=desk.settings.retry_seconds * 2 ** min(max(attempts - 1, 0), 20))
    return at + min(wait, LONGEST_WAIT)


async def expire_claims(desk: Desk) -> int:
    """Claims without an answer within their lease become a question to a person; returns how many."""
    expired = await desk.store.expired_claims(desk.now)
    for message_id in expired:
        with contextlib.suppress(Conflict):  # the answer came in at the last moment
            change = Change(Event.LOSE, SENDER, "Geen antwoord binnen de tijd; onbekend of de mail is verzonden.")
            await desk.store.record(message_id, Status.SENDING, change, desk.now)
    return len(expired)


async def keep_sent_copies(desk: Desk, mailbox: Mailbox) -> int:
    """Put what went out into the Sent folder, once: our Message-ID is looked for first. Returns how many were added.

    A copy that the server refuses holds up no other; its error is raised when the others are there. A log-in that is
    refused is not tried again for each of them.
    """
    waiting = await desk.store.without_sent_copy()
    folder = await sent_folder(desk, mailbox) if waiting and desk.settings.save_sent == "append" else ""
    added, refusal = 0, None
    for outgoing in waiting:
        try:
            added += bool(folder) and await _keep_copy(desk, mailbox, folder, outgoing)
        except MailboxRefused as error:
            refusal = refusal or error
        else:
            await desk.store.sent_copy_kept(outgoing.id, desk.now)
    if refusal is not None:
        raise refusal
    return added


async def _keep_copy(desk: Desk, mailbox: Mailbox, folder: str, outgoing: Outgoing) -> bool:
    """Whether the copy was not there yet."""
    if await mailbox.find(folder, outgoing.rfc_message_id):
        return False
    await mailbox.append(folder, outgoing.raw, ("\\Seen",), desk.now)
    return True
