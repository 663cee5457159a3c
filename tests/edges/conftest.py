"""One face for the servers that the same port tests run against."""

import asyncio
import imaplib
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.demo import servers
from bot.imap.mailbox import ImapMailbox
from bot.smtp.transport import SmtpTransport
from tests.servers.dovecot import Dovecot

NUMBERS = count(1)


@dataclass(frozen=True)
class Account:
    """A mailbox of its own at some server, and a door past our own code."""

    port: int
    user: str
    password: str
    deliver: Callable[[bytes], Awaitable[None]]

    def mailbox(self, **changed: Any) -> ImapMailbox:
        values = {"user": self.user, "credential": self.password, "timeout": 20, **changed}
        return ImapMailbox("127.0.0.1", self.port, "none", **values)

    async def as_colleague(self, *commands: tuple[str, ...]) -> list[Any]:
        """What another client does in this mailbox (``imaplib``: method name and its arguments)."""
        return await asyncio.to_thread(self._as_colleague, commands)

    def _as_colleague(self, commands: tuple[tuple[str, ...], ...]) -> list[Any]:
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=20) as client:
            client.login(self.user, self.password)
            return [getattr(client, name)(*arguments) for name, *arguments in commands]


@pytest.fixture(
    params=[pytest.param("dovecot", marks=pytest.mark.dovecot), "memory", "maildirs"],
    ids=["Dovecot", "pymap", "pymap with Maildirs"],
)
async def account(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Account]:
    """An empty mailbox at each server in turn."""
    address = f"postbus{next(NUMBERS)}@vng.nl"
    if request.param == "dovecot":
        dovecot = request.getfixturevalue("dovecot")

        async def into_dovecot(raw: bytes) -> None:
            dovecot.deliver(raw, address)

        yield Account(dovecot.imap_port, address, dovecot.password, into_dovecot)
        return
    demo = await servers.start(tmp_path / "mail" if request.param == "maildirs" else None)
    await demo.add_mailbox(address)
    yield Account(demo.imap_port, address, demo.password, lambda raw: demo.deliver(raw, address))
    await demo.stop()


@pytest.fixture
async def mailbox(account: Account) -> AsyncIterator[ImapMailbox]:
    """Our own client in that mailbox."""
    client = account.mailbox()
    yield client
    await client.close()


@dataclass(frozen=True)
class Road:
    """A server that takes mail, refusing what ``tests/servers/postfix.py`` lists, and what then arrives."""

    transport: SmtpTransport
    arrived: Callable[[str], Awaitable[list[bytes]]]


@pytest.fixture(params=[pytest.param("postfix", marks=pytest.mark.mta), "demo"], ids=["Postfix", "aiosmtpd"])
async def road(request: pytest.FixtureRequest) -> AsyncIterator[Road]:
    """Each server in turn."""
    if request.param == "postfix":
        postfix = request.getfixturevalue("postfix")
        yield Road(
            SmtpTransport("127.0.0.1", postfix.smtp_port, "none", timeout=20), partial(_in_dovecot, postfix.dovecot)
        )
        return
    demo = await servers.start()
    demo.answer_to_rcpt = lambda address: REFUSED.get(address.split("@")[0])
    demo.answer_to_data = _refuse_like_postfix
    yield Road(SmtpTransport("127.0.0.1", demo.smtp_port, "none", timeout=20), demo.mails_of)
    await demo.stop()


async def _in_dovecot(dovecot: Dovecot, address: str) -> list[bytes]:
    client = ImapMailbox("127.0.0.1", dovecot.imap_port, "none", address, dovecot.password, timeout=20)
    try:
        async with asyncio.timeout(10):  # Postfix answers before it delivers
            while not (uids := await client.uids_after("INBOX", 0)):
                await client.wait("INBOX", 0.5)
        return [mail.raw for mail in await client.fetch("INBOX", uids)]
    finally:
        await client.close()


REFUSED = {"onbekend": "550 5.1.1 User unknown", "vol": "452 4.2.2 Mailbox full"}


def _refuse_like_postfix(envelope: Any) -> str | None:
    if envelope.mail_from.startswith("later@"):
        return "451 4.3.0 Try again later"
    if b"Subject: Geweigerd" in envelope.content:
        return "550 5.7.1 Content refused"
    return None


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that signs itself, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed: apt-get install openssl")
    folder = tmp_path_factory.mktemp("tls")
    made = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-out", str(made[0]),
         "-keyout", str(made[1])],
        check=True, capture_output=True,
    )  # fmt: skip
    return made


@pytest.fixture
def tls(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    """What a server with that certificate uses."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


@pytest.fixture
def trusted(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine trusts that certificate, as an operator would make it do so."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
