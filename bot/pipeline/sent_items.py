"""What colleagues send from Outlook, as the Sent folder (Verzonden items) of the mailbox shows it.

Only headers are read, and nothing of them is kept but Message-IDs, addresses, the colleague's name and the time. An
answer to a mail that waits for review settles it. Our own draft that comes back from Concepten is an approval: its text
is compared with ours, and the size of the change stands in the history. Our own mail is known by its Message-ID or by
our mark; where a server gave it another Message-ID, both count from then on. A copy of a mail with a one-time link is
removed. The position of the folder moves as in the
inbox; the read flag means nothing here either.
"""

from dataclasses import replace
from datetime import datetime
from difflib import SequenceMatcher

from bot.clock import dutch_moment
from bot.mail.addresses import read_addresses
from bot.mail.compose import AUTOMATIC, ID_MARK, MARK
from bot.mail.headers import split_headers
from bot.mail.parse import parse
from bot.model import Address, Composed, DraftCopy, DraftText, FetchedMail, FolderPosition, ParsedMail, SentMail
from bot.pipeline.desk import Desk
from bot.pipeline.draft_copies import raw_of
from bot.pipeline.findings import is_old
from bot.pipeline.ports import SENT_ITEMS, Mailbox
from bot.pipeline.reading import Reading, Unread
from bot.pipeline.special_folders import sent_folder

BATCH = 25
BOT, SOMEBODY = "assistent", "een collega"
ID_HEADERS = ("message-id", "x-microsoft-original-message-id", ID_MARK.lower())
BY_ONE = " Hiervoor waren vier ogen nodig, maar het is vanuit Outlook verstuurd na goedkeuring door een collega."
EARLIER = (
    " Hiervoor waren vier ogen nodig. Een collega had het concept op de pagina al goedgekeurd; wie het vanuit Outlook "
    "verstuurde, is niet met die collega vergeleken."
)
LONGEST = 2_000
"""Words of a text that are compared."""


async def read_sent(desk: Desk, mailbox: Mailbox) -> int:
    """Read what is new in the Sent folder; returns how many messages it settled."""
    folder = await sent_folder(desk, mailbox)
    uidvalidity = (await mailbox.state(folder)).uidvalidity
    last_uid = await _last_uid(desk, folder, uidvalidity)
    new = await mailbox.uids_after(folder, last_uid, since=desk.settings.start_date)
    settled = 0
    for start in range(0, len(new), BATCH):
        batch = new[start : start + BATCH]
        others = []
        for mail in await mailbox.headers(folder, batch):
            if await _show_nobody_the_link(desk, mailbox, mail):
                continue
            sent = sent_mail(desk, mail)
            copy = await desk.store.copy_of(sent.ids) if sent else None
            if sent and copy:
                settled += await _approve_elsewhere(desk, mailbox, mail, sent, copy)
            elif sent:
                others.append(sent)
        position = FolderPosition(folder, uidvalidity, batch[-1])
        settled += len(await desk.store.note_sent(position, others, desk.now))
    return settled


async def _show_nobody_the_link(desk: Desk, mailbox: Mailbox, mail: FetchedMail) -> bool:
    """Remove the copy of a mail with a one-time link: everybody who reads the mailbox could use it.

    We put none there; a server that keeps what it sends does. What the mark says is proven by the table of links.
    """
    if AUTOMATIC not in parse(mail.raw).headers.get(MARK.lower(), ()):
        return False
    return await desk.talks.is_link_mail(_ids(mail)) and await mailbox.remove(mail.at)


async def _last_uid(desk: Desk, folder: str, uidvalidity: int) -> int:
    position = await desk.store.position(SENT_ITEMS, folder)
    if position is not None and position.uidvalidity == uidvalidity:
        return position.last_uid
    await desk.store.start_folder(SENT_ITEMS, folder, uidvalidity, desk.now)
    return 0


def sent_mail(desk: Desk, mail: FetchedMail) -> SentMail | None:
    """What the headers tell; None for what is no mail of a colleague or ours, is automatic, or is too old."""
    read = parse(mail.raw)
    at = min(filter(None, (mail.internal_date, read.date)), default=desk.now)  # a migration makes the first a new one
    if is_old(desk.settings, at) or not _from_here(desk, read) or _automatic(read):
        return None
    recipients = {address.addr_spec.casefold() for address in (*read.to, *read.cc)}
    return SentMail(
        ids=_ids(mail),
        answers=read.in_reply_to or next(reversed(read.references), None),
        recipients=tuple(sorted(recipients)),
        colleague=_colleague(desk, read),
        at=min(at, desk.now),
    )


def _from_here(desk: Desk, mail: ParsedMail) -> bool:
    if mail.sender is None:
        return False
    address = mail.sender.addr_spec.casefold()
    domains = {domain.casefold() for domain in desk.settings.staff_domains}
    return address in desk.settings.addresses or address.rpartition("@")[2] in domains


def _automatic(mail: ParsedMail) -> bool:
    """Whether no colleague wrote this (RFC 3834 section 5): the digest, an out-of-office, a read receipt."""
    report = any(value.casefold().startswith("multipart/report") for value in mail.headers.get("content-type", ()))
    return report or any(value.strip().casefold() != "no" for value in mail.headers.get("auto-submitted", ()))


def _ids(mail: FetchedMail) -> tuple[str, ...]:
    """Its Message-ID first. A mail without any still needs a name of its own: its place."""
    headers, _ = split_headers(mail.raw, 0, len(mail.raw))
    found = [one for name in ID_HEADERS for one in headers.message_ids(name)[:1]]
    return tuple(dict.fromkeys(found)) or (f"<{mail.at.uidvalidity}.{mail.at.uid}@{mail.at.folder}>",)


def _colleague(desk: Desk, mail: ParsedMail) -> str:
    """Who sent it, as far as the headers tell: mail from a shared mailbox may name nobody."""
    if "antwoord" in mail.headers.get(MARK.lower(), ()):  # a reply of ours that a restored database does not know
        return BOT
    behalf = read_addresses("".join(mail.headers.get("sender", ())[:1])).addresses
    for address in (*behalf, *([mail.sender] if mail.sender else [])):
        if address.addr_spec.casefold() not in desk.settings.addresses:
            return (address.display_name or address.addr_spec)[:100]
    return _own_name(desk, mail.sender)


def _own_name(desk: Desk, sender: Address | None) -> str:
    """The name that a colleague put before the address of the mailbox."""
    name = sender.display_name if sender else ""
    known = {desk.settings.mailbox_name.casefold(), *desk.settings.addresses}
    return name[:100] if name and name.casefold() not in known else SOMEBODY


async def _approve_elsewhere(
    desk: Desk, mailbox: Mailbox, header: FetchedMail, sent: SentMail, copy: DraftCopy
) -> bool:
    """Write down that a colleague sent our draft, and what became of its text. Whether it was still there."""
    mails = await mailbox.fetch(header.at.folder, [header.at.uid])
    if not mails:
        return False
    raw = mails[0].raw
    (reading,) = await desk.read([Unread(raw, replace(desk.terms, understanding=False))])
    if not isinstance(reading, Reading):
        raise reading
    theirs = reading.mail
    draft = await desk.store.draft(copy.message_id, copy.version)
    ours = await raw_of(desk, copy) or b""
    change = await desk.offload(lambda: size_of_change(parse(ours).unquoted_text, theirs.unquoted_text))
    out = Composed(sent.ids[0], theirs.sender.addr_spec if theirs.sender else "", sent.recipients, raw)
    text = _as_sent(draft.draft, theirs) if draft and change else None
    note = note_of(change, sent.at) + await _by_one(desk, copy)
    await desk.store.sent_from_outlook(copy.id, sent, out, text, note, desk.now)
    return True


async def _by_one(desk: Desk, copy: DraftCopy) -> str:
    """Outlook knows no four eyes: what the history says where two colleagues should have looked."""
    if not await desk.screen.marks(copy.message_id, desk.library.four_eyes):
        return ""
    return EARLIER if await desk.screen.first_approval(copy.message_id) else BY_ONE


def size_of_change(ours: str, theirs: str) -> float:
    """The part of the words that is not the same any more, from 0 to 1."""
    before, after = ours.split()[:LONGEST], theirs.split()[:LONGEST]
    if before == after:
        return 0.0
    ratio: float = SequenceMatcher(a=before, b=after).ratio()  # without autojunk "a b a b" takes minutes
    return 1 - ratio


def note_of(change: float, at: datetime) -> str:
    """The line of the history, in Dutch."""
    percent = max(round(change * 100), 1)
    size = f"Ongeveer {percent}% van de tekst is gewijzigd." if change else "De tekst is niet gewijzigd."
    return f"Verstuurd op {dutch_moment(at)}. {size}"


def _as_sent(draft: DraftText, mail: ParsedMail) -> DraftText:
    """The draft as the colleague sent it; what a sentence rests on holds only while it stands there."""
    text = mail.unquoted_text.strip()
    kept = tuple(piece for piece in draft.evidence if piece.sentence in text)
    return replace(draft, subject=mail.subject, text=text, evidence=kept, cc=mail.cc)
