"""Outlook stays home: our drafts in Concepten and what colleagues do with them, at Dovecot and the embedded server."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from imaplib import Time2Internaldate
from pathlib import Path

import pytest

from bot.errors import Conflict
from bot.imap.mailbox import ImapMailbox
from bot.lifecycle import Event, Status
from bot.model import FourEyes, Purpose, Wanted
from bot.pipeline import prepare, review
from bot.pipeline.deliver import deliver_due, keep_sent_copies
from bot.pipeline.desk import Desk
from bot.pipeline.dialogue.business import link_to, means_of
from bot.pipeline.draft_copies import CHANGED, FLAGS, GONE, keep_drafts, notice_changes, raw_of
from bot.pipeline.sent_items import BY_ONE, EARLIER, read_sent
from bot.settings import Settings
from tests.edges.conftest import Account
from tests.pipeline.desks import START, ScriptedTransport, eml, fetched, open_test_desk
from tests.store.samples import thread_of

DRAFTS, SENT = "Concepten", "Verzonden items"
CUSTOMER = "h.wolters@bronckhorst.nl"


@dataclass(frozen=True)
class Office:
    """Our side of a mailbox and a colleague's side."""

    desk: Desk
    mailbox: ImapMailbox
    account: Account

    async def asked(self, number: int = 1) -> int:
        """A mail that awaits review, with its draft."""
        message_id = await self.desk.store.receive(
            self.desk.settings.mailbox_address, fetched(eml(number), number), self.desk.now
        )
        assert message_id is not None
        await prepare.prepare_received(self.desk)
        return message_id

    async def keep(self) -> int:
        return await keep_drafts(self.desk, self.mailbox)

    async def look(self) -> None:
        """What the service does every two minutes."""
        await read_sent(self.desk, self.mailbox)
        await notice_changes(self.desk, self.mailbox)
        await self.keep()

    async def mails(self, folder: str) -> list[EmailMessage]:
        uids = await self.mailbox.uids_after(folder, 0)
        found = await self.mailbox.fetch(folder, uids)
        return [message_from_bytes(mail.raw, policy=SMTP) for mail in found]  # type: ignore[misc]

    async def draft(self) -> EmailMessage:
        (mail,) = await self.mails(DRAFTS)
        return mail

    async def colleague_puts(self, mail: EmailMessage, folder: str, flags: str = r"(\Seen)") -> None:
        await self.account.as_colleague(("append", f'"{folder}"', flags, Time2Internaldate(START), mail.as_bytes()))

    async def colleague_deletes_the_draft(self) -> None:
        await self.account.as_colleague(("select", DRAFTS), ("store", "1", "+FLAGS", r"(\Deleted)"), ("expunge",))

    async def colleague_sends(self, mail: EmailMessage) -> None:
        """As Outlook does it: the draft goes, and a copy of what was sent appears in Sent."""
        await self.colleague_puts(mail, SENT)
        await self.colleague_deletes_the_draft()

    async def status(self, message_id: int) -> Status:
        return (await self.desk.store.message(message_id)).status

    async def history(self, message_id: int) -> list[tuple[str, str, str]]:
        thread = (await self.desk.store.message(message_id)).thread_id
        return [(line.actor, line.event, line.note) for line in await self.desk.store.history(thread)]


@pytest.fixture
async def office(account: Account, mailbox: ImapMailbox, tmp_path: Path) -> AsyncIterator[Office]:
    settings = Settings(data_dir=tmp_path, undo_seconds=0, drafts=True)
    async with open_test_desk(tmp_path, settings=settings) as desk:
        yield Office(desk, mailbox, account)


def changed(mail: EmailMessage, was: str, becomes: str) -> EmailMessage:
    """The mail as a colleague saves it after changing its text."""
    edited = message_from_bytes(mail.as_bytes(), policy=SMTP)
    assert isinstance(edited, EmailMessage)
    text = edited.get_body(("plain",))
    assert text is not None
    assert was in text.get_content()
    words = text.get_content().replace(was, becomes)
    edited.clear_content()
    edited.set_content(words)
    return edited


def answer(*, by: str = "Joost Bakker <thorbecke2024@vng.nl>", to: str = CUSTOMER) -> EmailMessage:
    """What a colleague wrote in Outlook without our draft."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = by, to, "RE: Meedoen met een leerkring"
    mail["Message-ID"], mail["In-Reply-To"] = "<AM0PR01@eurprd01.prod.outlook.com>", "<1@gemeente.example>"
    mail.set_content("Dag Hanneke,\n\nIk heb jullie aangemeld.\n\nJoost\n")
    return mail


async def test_the_draft_lies_in_concepten_as_a_mail_that_can_be_sent(office: Office) -> None:
    message_id = await office.asked()
    assert await office.keep() == 1
    mail = await office.draft()
    version = await office.desk.store.draft(message_id)
    assert version is not None
    assert mail["To"].addresses[0].addr_spec == CUSTOMER
    assert (mail["In-Reply-To"], mail["References"]) == ("<1@gemeente.example>", "<1@gemeente.example>")
    assert (mail["X-Thorbecke-Mail"], mail["X-Thorbecke-Id"]) == ("concept", mail["Message-ID"])
    text = mail.get_body(("plain",))
    assert text is not None
    assert version.draft.text.splitlines()[0] in text.get_content()
    _, found = await office.account.as_colleague(("select", DRAFTS), ("search", None, "DRAFT SEEN"))
    assert found[1] == [b"1"]


async def test_switched_off_our_copies_go_again(office: Office) -> None:
    await office.asked()
    await office.keep()
    off = replace(office.desk, settings=replace(office.desk.settings, drafts=False))
    assert await keep_drafts(off, office.mailbox) == 1
    assert await office.mails(DRAFTS) == []
    assert await keep_drafts(off, office.mailbox) == 0


async def test_the_same_draft_is_never_put_there_twice(office: Office) -> None:
    """Not after a crash between APPEND and the note of it, either."""
    message_id = await office.asked()
    copy = await office.desk.store.plan_copy(message_id, "<kopie@thorbecke2024.vng.nl>", START)
    assert copy is not None
    raw = await raw_of(office.desk, copy)
    assert raw is not None
    await office.mailbox.append(DRAFTS, raw, FLAGS, START)
    for _ in range(3):
        await office.look()
    assert (await office.draft())["Message-ID"] == "<kopie@thorbecke2024.vng.nl>"


async def test_a_new_version_takes_the_place_of_the_old_one(office: Office) -> None:
    message_id = await office.asked()
    await office.keep()
    await review.edit(office.desk, message_id, 1, "Leerkring", "Beste Hanneke,\n\nDat kan.", "els")
    assert await office.keep() == 2
    text = (await office.draft()).get_body(("plain",))
    assert text is not None
    assert "Dat kan." in text.get_content()


async def test_the_mails_of_colleagues_in_concepten_stay(office: Office) -> None:
    await office.colleague_puts(answer(), DRAFTS, r"(\Draft)")
    message_id = await office.asked()
    await office.keep()
    await review.close(office.desk, message_id, "Al gebeld.", "els")
    assert await office.keep() == 1
    assert (await office.draft())["Message-ID"] == answer()["Message-ID"]


@pytest.mark.parametrize("ending", ["approved", "closed", "rejected"])
async def test_the_copy_goes_when_nothing_waits_for_review(office: Office, ending: str) -> None:
    message_id = await office.asked()
    await office.keep()
    if ending == "approved":
        await review.approve(office.desk, message_id, 1, "els")
    elif ending == "closed":
        await review.close(office.desk, message_id, "Al gebeld.", "els")
    else:
        await review.reject(office.desk, message_id, 1, "Klopt niet.", "els")
    await office.keep()
    assert await office.mails(DRAFTS) == []


@pytest.mark.parametrize(
    ("lost", "note"),
    [((), CHANGED), (("Message-ID",), CHANGED), (("Message-ID", "X-Thorbecke-Id"), GONE)],
    ids=["same ids", "new Message-ID", "nothing of ours left"],
)
async def test_a_draft_that_a_colleague_changed_is_left_alone(office: Office, lost: tuple[str, ...], note: str) -> None:
    message_id = await office.asked()
    await office.keep()
    edited = changed(await office.draft(), "Beste", "Geachte")
    for name in lost:
        edited.replace_header(name, "<nieuw@outlook.example>")
    await office.colleague_deletes_the_draft()
    await office.colleague_puts(edited, DRAFTS, r"(\Draft \Seen)")
    await office.look()
    await review.edit(office.desk, message_id, 1, "Leerkring", "Beste Hanneke,\n\nDat kan.", "els")
    await review.close(office.desk, message_id, "Al gebeld.", "els")
    await office.look()
    assert (await office.draft()).as_bytes() == edited.as_bytes()
    assert ("assistent", "outlook", note) in await office.history(message_id)


async def test_a_change_just_before_we_replace_it_is_left_alone_too(office: Office) -> None:
    """Nobody looked in between, so only the check before the deletion can see it."""
    message_id = await office.asked()
    await office.keep()
    edited = changed(await office.draft(), "Beste", "Geachte")
    await office.colleague_deletes_the_draft()
    await office.colleague_puts(edited, DRAFTS, r"(\Draft \Seen)")
    await review.close(office.desk, message_id, "Al gebeld.", "els")
    await office.keep()
    assert (await office.draft()).as_bytes() == edited.as_bytes()


async def test_a_draft_that_a_colleague_deleted_does_not_come_back(office: Office) -> None:
    message_id = await office.asked()
    await office.keep()
    await office.colleague_deletes_the_draft()
    await office.look()
    await office.look()
    assert await office.mails(DRAFTS) == []
    assert ("assistent", "outlook", GONE) in await office.history(message_id)
    assert await office.status(message_id) is Status.AWAITING_REVIEW


async def test_an_answer_from_outlook_settles_the_draft_and_clears_concepten(office: Office) -> None:
    message_id = await office.asked()
    await office.keep()
    await office.colleague_puts(answer(), SENT)
    await office.look()
    assert await office.status(message_id) is Status.CLOSED
    assert await office.mails(DRAFTS) == []
    actor, event, note = (await office.history(message_id))[-1]
    assert (actor, event) == ("Joost Bakker", Event.ANSWERED_ELSEWHERE)
    assert note.startswith("Verstuurd op ")
    with pytest.raises(Conflict):
        await review.approve(office.desk, message_id, 1, "els")


@pytest.mark.parametrize(
    ("mail", "who"),
    [
        (answer(by="Thorbecke2024 <thorbecke2024@vng.nl>"), "een collega"),
        (answer(by="thorbecke2024@vng.nl"), "een collega"),
        (answer(by="Mila de Vries <mila@vng.nl>"), "Mila de Vries"),
    ],
)
async def test_the_name_is_what_the_headers_tell(office: Office, mail: EmailMessage, who: str) -> None:
    message_id = await office.asked()
    await office.colleague_puts(mail, SENT)
    await office.look()
    assert (await office.history(message_id))[-1][0] == who


async def test_who_sends_on_behalf_of_the_mailbox_is_named(office: Office) -> None:
    message_id = await office.asked()
    mail = answer(by="Thorbecke2024 <thorbecke2024@vng.nl>")
    mail["Sender"] = "Mila de Vries <mila@vng.nl>"
    await office.colleague_puts(mail, SENT)
    await office.look()
    assert (await office.history(message_id))[-1][0] == "Mila de Vries"


def automatic() -> EmailMessage:
    mail = answer()
    mail["Auto-Submitted"] = "auto-replied"
    return mail


def read_receipt() -> EmailMessage:
    mail = answer()
    mail.replace_header("Content-Type", 'multipart/report; report-type=disposition-notification; boundary="x"')
    return mail


@pytest.mark.parametrize(
    "mail",
    [
        answer(to="expert@vng.nl"),
        answer(by="Hanneke <h.wolters@bronckhorst.nl>", to="thorbecke2024@vng.nl"),
        automatic(),
        read_receipt(),
    ],
    ids=["passed on", "not ours", "automatic", "read receipt"],
)
async def test_other_mail_in_sent_settles_nothing(office: Office, mail: EmailMessage) -> None:
    message_id = await office.asked()
    await office.colleague_puts(mail, SENT)
    await office.look()
    assert await office.status(message_id) is Status.AWAITING_REVIEW


async def test_an_answer_of_before_the_start_date_settles_nothing(office: Office) -> None:
    message_id = await office.asked()
    await office.mailbox.append(SENT, answer().as_bytes(), [], datetime(2026, 11, 2, 12, tzinfo=UTC))
    late = replace(office.desk, settings=replace(office.desk.settings, start_date=date(2026, 11, 10)))
    await read_sent(late, office.mailbox)
    assert await office.status(message_id) is Status.AWAITING_REVIEW


async def test_a_draft_sent_as_it_is_counts_as_approved_in_outlook(office: Office) -> None:
    message_id = await office.asked()
    await office.keep()
    await office.colleague_sends(await office.draft())
    await office.look()
    assert await office.status(message_id) is Status.SENT
    _, event, note = (await office.history(message_id))[-1]
    assert (event, note.endswith("De tekst is niet gewijzigd.")) == (Event.SENT_FROM_OUTLOOK, True)
    assert (await office.desk.store.message(message_id)).draft_version == 1
    assert await office.mails(DRAFTS) == []


@pytest.mark.parametrize("server", ["keeps the ids", "replaces the Message-ID", "leaves our mark alone"])
async def test_a_draft_changed_and_sent_is_recorded_with_the_size_of_the_change(office: Office, server: str) -> None:
    message_id = await office.asked()
    await office.keep()
    mail = changed(await office.draft(), "Beste", "Heel erg Geachte")
    if server != "keeps the ids":
        ours = mail["Message-ID"]
        mail.replace_header("Message-ID", "<DB9PR@eurprd01.prod.outlook.com>")
        if server == "replaces the Message-ID":
            del mail["X-Thorbecke-Id"]
            mail["X-Microsoft-Original-Message-ID"] = ours
    await office.colleague_sends(mail)
    await office.look()
    row = await office.desk.store.message(message_id)
    assert (row.status, row.draft_version) == (Status.SENT, 2)
    assert re.search(r"Ongeveer \d{1,2}% van de tekst is gewijzigd\.", (await office.history(message_id))[-1][2])
    last = await office.desk.store.draft(message_id)
    assert last is not None
    assert last.draft.text.startswith("Heel erg Geachte")
    assert ">" not in last.draft.text  # without the quoted mail
    assert await thread_of(office.desk.preparing, [mail["Message-ID"]]) == row.thread_id
    with pytest.raises(Conflict):
        await review.approve(office.desk, message_id, 2, "els")


async def test_an_answer_seen_while_an_approval_waits_prevents_the_second_mail(office: Office) -> None:
    message_id = await office.asked()
    await review.approve(office.desk, message_id, 1, "els")
    await office.colleague_puts(answer(), SENT)
    await office.look()
    road = ScriptedTransport()
    assert await deliver_due(office.desk, road) == 0
    assert (road.taken, await office.status(message_id)) == ([], Status.CLOSED)


async def test_our_own_reply_in_sent_settles_nothing(office: Office) -> None:
    first, second = await office.asked(1), await office.asked(2)
    await review.approve(office.desk, first, 1, "els")
    await deliver_due(office.desk, ScriptedTransport())
    await keep_sent_copies(office.desk, office.mailbox)
    await office.look()
    assert [await office.status(each) for each in (first, second)] == [Status.SENT, Status.AWAITING_REVIEW]
    assert len(await office.mails(SENT)) == 1


async def link_mail(desk: Desk) -> EmailMessage:
    """The mail with a one-time link, as a server keeps it that keeps what it sends."""
    link = link_to(desk, Wanted(Purpose.STATUS, "a.smit@zwolle.nl"), means_of(desk))
    assert await desk.talks.ask_to_confirm(link, desk.now)
    copy = message_from_bytes(link.mail.raw, policy=SMTP)
    assert isinstance(copy, EmailMessage)
    return copy


@pytest.mark.parametrize("message_id", ["", "<VI1PR@eurprd02.prod.outlook.com>"])
async def test_a_copy_that_the_server_kept_of_a_mail_with_a_link_is_removed(office: Office, message_id: str) -> None:
    """And nothing else, also where the server gave the copy another Message-ID."""
    copy = await link_mail(office.desk)
    if message_id:
        copy.replace_header("Message-ID", message_id)
    await office.colleague_puts(answer(), SENT)
    await office.colleague_puts(copy, SENT)
    await office.look()
    assert [mail["Subject"] for mail in await office.mails(SENT)] == [answer()["Subject"]]


async def test_a_copy_that_only_says_to_be_ours_stays(office: Office) -> None:
    await link_mail(office.desk)
    digest = answer(by="Thorbecke2024 <thorbecke2024@vng.nl>")
    digest["X-Thorbecke-Mail"] = "automatisch"
    await office.colleague_puts(digest, SENT)
    await office.look()
    assert len(await office.mails(SENT)) == 1


@pytest.mark.parametrize("id_header", ["X-Microsoft-Original-Message-ID", "X-Thorbecke-Id"])
async def test_the_copy_of_a_server_that_replaces_the_message_id_is_the_only_one(
    office: Office, id_header: str
) -> None:
    """And the thread goes on under either id."""
    message_id = await office.asked()
    outgoing = await review.approve(office.desk, message_id, 1, "els")
    await deliver_due(office.desk, ScriptedTransport())
    copy = message_from_bytes(outgoing.raw, policy=SMTP)
    assert isinstance(copy, EmailMessage)
    del copy["X-Thorbecke-Id"]
    copy[id_header] = outgoing.rfc_message_id
    copy.replace_header("Message-ID", "<VI1PR@eurprd02.prod.outlook.com>")
    await office.colleague_puts(copy, SENT)
    assert await keep_sent_copies(office.desk, office.mailbox) == 0
    await office.look()
    thread = (await office.desk.store.message(message_id)).thread_id
    for one in (outgoing.rfc_message_id, "<VI1PR@eurprd02.prod.outlook.com>"):
        assert await thread_of(office.desk.preparing, [one]) == thread


async def test_a_reply_that_a_restored_database_does_not_know_is_not_sent_again(office: Office) -> None:
    """It lies in Sent with our mark, though this database never sent it."""
    message_id = await office.asked()
    mail = answer(by="Thorbecke2024 <thorbecke2024@vng.nl>")
    mail["X-Thorbecke-Mail"] = "antwoord"
    await office.colleague_puts(mail, SENT)
    await office.look()
    assert await office.status(message_id) is Status.CLOSED
    assert (await office.history(message_id))[-1][0] == "assistent"


async def test_sent_is_read_once(office: Office) -> None:
    message_id = await office.asked()
    await office.colleague_puts(answer(), SENT)
    await office.look()
    await review.reopen(office.desk, message_id, "els")
    await office.look()
    assert await office.status(message_id) is Status.AWAITING_REVIEW


@pytest.mark.parametrize("seen_before", [False, True])
async def test_where_two_should_have_looked_the_history_says_what_outlook_made_of_it(
    office: Office, *, seen_before: bool
) -> None:
    marked = replace(office.desk.library, four_eyes=FourEyes(frozenset({"leerkring"})))
    office = replace(office, desk=replace(office.desk, mind=replace(office.desk.mind, library=marked)))
    message_id = await office.asked()
    await office.keep()
    if seen_before:
        assert await review.approve(office.desk, message_id, 1, "els") is None
    await office.colleague_sends(await office.draft())
    await office.look()
    assert await office.status(message_id) is Status.SENT
    _, event, note = (await office.history(message_id))[-1]
    assert event == Event.SENT_FROM_OUTLOOK
    assert note.endswith(EARLIER if seen_before else BY_ONE)
