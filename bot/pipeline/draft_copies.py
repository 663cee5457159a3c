"""Our drafts in the mailbox's folder for drafts (Concepten), where colleagues find them in Outlook.

A copy lies there as long as its message awaits review: a new version is put beside the old one, then the old one is
removed, and so is the copy of what was approved, closed or rejected. What is going to be put there is written down
first, with its Message-ID, and looked for before it is tried again: after a crash it never lies there twice. A copy
goes only when it is byte for byte what we had put there; one that a colleague changed, moved or deleted is theirs from
then on, and the message gets no other.
"""

from collections.abc import Sequence
from hashlib import sha256

from bot.errors import InvalidInput, MailboxRefused
from bot.mail.parse import parse
from bot.model import DraftCopy, FetchedMail, Located
from bot.pipeline.desk import Desk
from bot.pipeline.enclosures import files_of
from bot.pipeline.ports import Mailbox
from bot.pipeline.review import composed_reply
from bot.pipeline.special_folders import drafts_folder

BOT = "assistent"
FLAGS = ("\\Draft", "\\Seen")

CHANGED = "Een collega heeft het concept in Outlook gewijzigd. De assistent laat het daar staan."
GONE = "Een collega heeft het concept in Outlook verplaatst of verwijderd. De assistent zet het niet terug."
UNUSABLE = "Het concept kan niet in Outlook worden gezet."


async def keep_drafts(desk: Desk, mailbox: Mailbox) -> int:
    """Put what is missing into the folder, then remove what is outdated; returns how many copies came or went.

    Without the setting ``drafts`` everything of ours is removed. A draft that the server refuses holds up no other; its
    error is raised at the end.
    """
    wanted = await desk.store.copies_wanted() if desk.settings.drafts else ()
    folder = await drafts_folder(desk, mailbox) if wanted else ""
    changed, refusal = 0, None
    for message_id in wanted:
        try:
            changed += await _put(desk, mailbox, folder, message_id)
        except MailboxRefused as error:
            refusal = refusal or error
    unwanted = await desk.store.copies_unwanted(every=not desk.settings.drafts)
    if unwanted:
        folder = folder or await drafts_folder(desk, mailbox)
    for copy in unwanted:
        changed += await _remove(desk, mailbox, folder, copy)
    if refusal is not None:
        raise refusal
    return changed


async def _put(desk: Desk, mailbox: Mailbox, folder: str, message_id: int) -> bool:
    """Whether the copy lies there now, as far as the server says."""
    new_id = desk.new_message_id()
    copy = await desk.store.plan_copy(message_id, new_id, desk.now)
    if copy is None:
        return False
    try:
        raw = await raw_of(desk, copy)
    except InvalidInput:
        raw = None
    if raw is None:
        await desk.store.copy_taken(copy.id, UNUSABLE, BOT, desk.now)
        return False
    mails = () if copy.rfc_message_id == new_id else await _found(mailbox, folder, copy)  # no need to look for a new id
    if mails and not await _is_ours(desk, copy, mails):  # it was put there before a crash, and changed since
        await desk.store.copy_taken(copy.id, CHANGED, BOT, desk.now)
        return False
    if not mails:
        await mailbox.append(folder, raw, FLAGS, desk.now)
        mails = await _found(mailbox, folder, copy)
    await _place(desk, copy, mails)
    return True


async def raw_of(desk: Desk, copy: DraftCopy) -> bytes | None:
    """The copy as we make it, the same bytes each time; None when there is nothing left to make it of."""
    message = await desk.store.message(copy.message_id)
    draft = await desk.store.draft(copy.message_id, copy.version)
    if draft is None or message.reply_address is None:
        return None
    files = await files_of(desk, draft.draft)
    return composed_reply(
        desk, message, message.reply_address, draft.draft, copy.rfc_message_id, copy.planned_at, "concept", files
    ).raw


async def _found(mailbox: Mailbox, folder: str, copy: DraftCopy) -> tuple[FetchedMail, ...]:
    places = await mailbox.find(folder, copy.rfc_message_id)
    return await mailbox.fetch(folder, [place.uid for place in places]) if places else ()


async def _is_ours(desk: Desk, copy: DraftCopy, mails: Sequence[FetchedMail]) -> bool:
    """Whether nobody changed it: the bytes that we saw there, or the words that we wrote when we never saw them."""
    if copy.raw_sha256:
        return all(_digest(mail) == copy.raw_sha256 for mail in mails)
    raw = await raw_of(desk, copy)
    return raw is not None and await desk.offload(lambda: {_words(mail.raw) for mail in mails} == {_words(raw)})


def _digest(mail: FetchedMail) -> str:
    return sha256(mail.raw).hexdigest()


def _words(raw: bytes) -> tuple[str, tuple[str, ...], str]:
    """What a reader sees; a server may write the same mail in other bytes."""
    mail = parse(raw)
    return mail.subject, tuple(address.addr_spec for address in (*mail.to, *mail.cc)), " ".join(mail.text.split())


async def _place(desk: Desk, copy: DraftCopy, mails: Sequence[FetchedMail]) -> None:
    newest = mails[-1] if mails else None
    await desk.store.copy_placed(copy.id, newest.at if newest else None, _digest(newest) if newest else "")


async def _remove(desk: Desk, mailbox: Mailbox, folder: str, copy: DraftCopy) -> bool:
    """Whether something was removed. What a colleague took away is removed already."""
    mails = await _found(mailbox, folder, copy)
    if mails and not await _is_ours(desk, copy, mails):
        await desk.store.copy_taken(copy.id, CHANGED, BOT, desk.now)
        return False
    for mail in mails:
        await mailbox.remove(mail.at)
    await desk.store.copy_removed(copy.id)
    return bool(mails)


async def notice_changes(desk: Desk, mailbox: Mailbox) -> int:
    """Look whether our copies still lie where we put them; returns how many a colleague took.

    A mail never changes under its UID (RFC 3501 section 2.3.1.1), so one that is there is unchanged. Sent is to be read
    first: a draft that was sent is gone from here, too.
    """
    copies = await desk.store.copies_placed()
    if not copies:
        return 0
    folder = await drafts_folder(desk, mailbox)
    here = await mailbox.state(folder)
    present = {Located(folder, here.uidvalidity, uid) for uid in await mailbox.uids_after(folder, 0)}
    return sum([await _look_for(desk, mailbox, folder, copy) for copy in copies if copy.place not in present])


async def _look_for(desk: Desk, mailbox: Mailbox, folder: str, copy: DraftCopy) -> bool:
    """Whether it is theirs; under another UID and unchanged it is still ours."""
    mails = await _found(mailbox, folder, copy)
    if mails and await _is_ours(desk, copy, mails):
        await _place(desk, copy, mails)
        return False
    await desk.store.copy_taken(copy.id, CHANGED if mails else GONE, BOT, desk.now)
    return True
