"""Outlook stays home, with the whole service and Dovecot: a colleague finds the draft, changes it and sends it."""

import asyncio
import imaplib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from itertools import count
from pathlib import Path

import httpx
import pytest

from bot.demo import servers as embedded
from bot.lifecycle import Status
from bot.model import MessageRow
from bot.pipeline.ports import User
from bot.setting_values import Secret
from bot.web.passwords import hash_password
from tests.e2e.whole import Whole, running, settings, until
from tests.pipeline.desks import eml
from tests.servers.dovecot import Dovecot

PASSWORD = "een lang wachtwoord"
SUBJECT = "Meedoen met een leerkring"
NUMBERS = count(1)


class Outlook:
    """A colleague with the shared mailbox open."""

    def __init__(self, dovecot: Dovecot, user: str) -> None:
        self._dovecot, self._user = dovecot, user

    @contextmanager
    def _box(self) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4("127.0.0.1", self._dovecot.imap_port) as box:
            box.login(f'"{self._user}"', self._dovecot.password)
            yield box

    def mails(self, folder: str) -> list[EmailMessage]:
        with self._box() as box:
            box.select(f'"{folder}"', readonly=True)
            numbers = box.search(None, "ALL")[1][0].split()
            bodies = [box.fetch(number.decode(), "(BODY.PEEK[])")[1][0] for number in numbers]
        return [message_from_bytes(body[1], policy=SMTP) for body in bodies if isinstance(body, tuple)]  # type: ignore[misc]

    def send_the_draft(self, was: str, becomes: str) -> None:
        """Open our draft, change a line and send it: it leaves Concepten, and what was sent lies in Verzonden items."""
        (draft,) = self.mails("Concepten")
        text = draft.get_body(("plain",))
        assert text is not None
        edited = text.get_content().replace(was, becomes, 1)
        assert edited != text.get_content()
        draft.clear_content()
        draft.set_content(edited)
        with self._box() as box:
            box.append('"Verzonden items"', r"(\Seen)", "", draft.as_bytes())
            box.select("Concepten")
            box.store("1", "+FLAGS", r"(\Deleted)")
            box.expunge()


@pytest.mark.dovecot
@pytest.mark.timeout(120)
async def test_a_draft_that_is_changed_and_sent_in_outlook_is_settled_on_our_page(
    dovecot: Dovecot, tmp_path: Path
) -> None:
    address = f"outlook{next(NUMBERS)}@vng.nl"
    smtp = await embedded.start()
    chosen = settings(
        tmp_path, smtp, imap_port=dovecot.imap_port, imap_user=address, imap_password=Secret(dovecot.password),
        mailbox_address=address, drafts=True,
    )  # fmt: skip
    outlook = Outlook(dovecot, address)
    async with running(chosen) as whole:
        dovecot.deliver(eml(subject=SUBJECT), address)

        async def lies_in_concepten() -> bool:
            return len(await asyncio.to_thread(outlook.mails, "Concepten")) == 1

        await until(lies_in_concepten)
        (draft,) = outlook.mails("Concepten")
        assert (draft["Subject"], draft["In-Reply-To"]) == (f"Re: {SUBJECT}", "<1@gemeente.example>")
        await asyncio.to_thread(outlook.send_the_draft, "Beste", "Heel hartelijk gegroet,")
        message = await sent(whole)
        html = await page_of(whole, message)
        assert re.search(r"Ongeveer \d{1,2}% van de tekst is gewijzigd\.", html)
        assert "heeft het concept vanuit Outlook verstuurd en daarmee goedgekeurd." in html
        assert "Heel hartelijk gegroet," in html
        assert "Goedkeuren en versturen" not in html
        assert outlook.mails("Concepten") == []
        assert len(outlook.mails("Verzonden items")) == 1
        assert await smtp.mails_of("h.wolters@bronckhorst.nl") == []
    await smtp.stop()


async def sent(whole: Whole) -> MessageRow:
    """The message, as soon as the service has seen that its reply went out."""

    async def is_sent() -> bool:
        return SUBJECT in await whole.subjects(Status.SENT)

    await until(is_sent)
    (message,) = await whole.rows(Status.SENT)
    return message


async def page_of(whole: Whole, message: MessageRow) -> str:
    """What a colleague sees who opens the message."""
    colleague = User("lotte", "Lotte", "reviewer", await asyncio.to_thread(hash_password, PASSWORD))
    await whole.desk.accounts.save_user(colleague, whole.desk.now)
    async with httpx.AsyncClient(base_url=whole.address, follow_redirects=True) as browser:
        fields = {"naam": "lotte", "wachtwoord": PASSWORD}
        await browser.post("/inloggen", data=fields, headers={"Sec-Fetch-Site": "same-origin"})
        return (await browser.get(f"/berichten/{message.id}")).text
