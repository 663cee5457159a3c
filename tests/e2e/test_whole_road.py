"""The main job with real servers and a real browser: Postfix, Dovecot, Chromium and ``thorbecke run``."""

import imaplib
import re
import shutil
import smtplib
import time
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import service
from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix

MUNICIPALITY = "griffie@zaltbommel.nl"


def wait_for(found: Callable[[], list[EmailMessage]], seconds: float = 30) -> EmailMessage:
    """The first thing found; fails when nothing comes."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if mails := found():
            return mails[0]
        time.sleep(0.2)
    pytest.fail("nothing arrived")


def mails(dovecot: Dovecot, user: str, folder: str = "INBOX") -> list[EmailMessage]:
    """Every mail in a folder, as a mail program sees it."""
    with imaplib.IMAP4("127.0.0.1", dovecot.imap_port) as box:
        box.login(f'"{user}"', dovecot.password)
        box.select(f'"{folder}"', readonly=True)
        numbers = box.search(None, "ALL")[1][0].split()
        bodies = [box.fetch(number.decode(), "(BODY.PEEK[])")[1][0] for number in numbers]
    return [message_from_bytes(body[1], policy=default) for body in bodies if isinstance(body, tuple)]


def sent_copies(dovecot: Dovecot, rfc_message_id: str) -> list[EmailMessage]:
    """What the Sent folder holds of one reply; the digest lies there as well."""
    sent = mails(dovecot, service.SHARED, "Verzonden items")
    return [mail for mail in sent if mail["Message-ID"] == rfc_message_id]


def send(postfix: Postfix) -> str:
    """A municipality mails the shared mailbox, in a thread that it began itself; returns the Message-ID."""
    mail = EmailMessage()
    mail["From"] = f"Griffie Zaltbommel <{MUNICIPALITY}>"
    mail["To"] = service.SHARED
    mail["Subject"] = "Leerkring kernendemocratie"
    mail["Message-ID"] = "<vraag-2@zaltbommel.nl>"
    mail["References"] = "<vraag-1@zaltbommel.nl>"
    mail["Date"] = "Fri, 20 Nov 2026 10:00:00 +0100"
    mail.set_content(
        "Beste collega's,\n\nWij willen graag met twee mensen meedoen aan een leerkring over kernendemocratie. "
        "Kunnen jullie ons aanmelden?\n\nMet vriendelijke groet,\n\nJannie Kooistra\ngriffier\n"
    )
    with smtplib.SMTP("127.0.0.1", postfix.smtp_port) as road:
        road.send_message(mail, MUNICIPALITY, [service.SHARED])
    return mail["Message-ID"]


@pytest.mark.dovecot
@pytest.mark.mta
@pytest.mark.browser
@pytest.mark.timeout(180)
def test_a_mail_is_understood_approved_in_the_browser_sent_and_listed(
    dovecot: Dovecot, postfix: Postfix, page: Page, tmp_path: Path
) -> None:
    shutil.rmtree(dovecot.maildir(service.SHARED), ignore_errors=True)  # other tests may have mailed there
    environment = service.settings(
        tmp_path, imap_port=dovecot.imap_port, smtp_port=postfix.smtp_port, password=dovecot.password
    )
    added = service.thorbecke(environment, "users", "add", "lotte", "--role", "reviewer", stdin=service.PASSWORD)
    assert added.returncode == 0, added.stderr
    with service.running(environment) as address:
        asked = send(postfix)
        log_in(page, address)
        approve(page, address)
        reply = wait_for(lambda: mails(dovecot, MUNICIPALITY))
        assert reply["In-Reply-To"] == asked
        assert reply["References"].split() == ["<vraag-1@zaltbommel.nl>", asked]
        assert reply["From"] == f"Thorbecke2024 <{service.SHARED}>"
        text, html = (reply.get_body((kind,)) for kind in ("plain", "html"))
        assert text is not None
        assert html is not None
        assert "Zaltbommel" in reply["To"]
        assert "leerkring" in text.get_content().casefold()
        copy = wait_for(lambda: sent_copies(dovecot, reply["Message-ID"]))
        assert copy["Subject"] == reply["Subject"]
        listed(page, address)
        assert len(mails(dovecot, MUNICIPALITY)) == 1
        assert len(sent_copies(dovecot, reply["Message-ID"])) == 1
        rows = service.thorbecke(environment, "digest", "--csv").stdout.splitlines()
        assert rows[1].startswith("aanvraag;1;Zaltbommel;Leerkring;Aanmelden;open;")
        account = service.thorbecke(environment, "reconcile")
        assert account.returncode == 0, account.stdout + account.stderr
        assert "1 op de server; sent 1" in account.stdout


def log_in(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.get_by_label("Naam").fill("lotte")
    page.get_by_label("Wachtwoord").fill(service.PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Werkvoorraad")


def approve(page: Page, address: str) -> None:
    """Open the message from the queue, read the draft, approve it."""
    message = page.get_by_role("link", name=re.compile("Leerkring kernendemocratie"))
    for _ in range(60):
        if message.count():
            break
        page.wait_for_timeout(500)
        page.goto(f"{address}/")
    message.first.click()
    expect(page.get_by_text("Beste").first).to_be_visible()
    page.get_by_role("button", name="Goedkeuren en versturen").click()
    expect(page.get_by_role("button", name="Terughalen")).to_be_visible()


def listed(page: Page, address: str) -> None:
    """The weekly digest names the request."""
    page.goto(f"{address}/weekoverzicht")
    row = page.get_by_role("row").filter(has_text="Zaltbommel")
    expect(row.first).to_contain_text("Leerkring")
