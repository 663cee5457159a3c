"""Logging in with access tokens: a token service on loopback, Dovecot with XOAUTH2, and servers that say no."""

import asyncio
import base64
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import MailboxError, MailboxRefused
from bot.imap.mailbox import ImapMailbox
from bot.model import Outcome
from bot.oauth.tokens import ClientCredentials
from bot.setting_values import Secret
from bot.smtp.transport import SmtpTransport
from tests.edges.test_smtp_outcomes import outgoing
from tests.servers.dovecot import Dovecot
from tests.servers.scripted import ThenHangUp, imap_server, smtp_server
from tests.servers.tokens import Answer, TokenService, token, token_service

SOON = 10
"""Seconds; a refused token must not cost a time limit."""
SCOPE = "https://outlook.office365.com/.default"
SHARED = "thorbecke2024@vng.nl"


@pytest.fixture
def service(
    tls: ssl.SSLContext, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[TokenService]:
    """A token service with one good token, that this machine trusts."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate[0]))
    with token_service(tls, token("token-van-nu")) as running:
        yield running


def tokens_of(service: TokenService) -> ClientCredentials:
    return ClientCredentials(service.authority, "toepassing", Secret("het geheim"), SCOPE)


def sasl(user: str, text: str) -> bytes:
    return base64.b64encode(f"user={user}\1auth=Bearer {text}\1\1".encode())


class Given:
    """Tokens of a test: one after the other, a new one only when the last was refused."""

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)

    async def access_token(self) -> str:
        return self.texts[0]

    def forget(self) -> None:
        self.texts.pop(0)


# --- the token service ------------------------------------------------------------------------------------------------


async def test_a_token_is_asked_for_once_and_by_the_book(service: TokenService) -> None:
    tokens = tokens_of(service)
    assert await asyncio.gather(*(tokens.access_token() for _ in range(5))) == ["token-van-nu"] * 5
    (asked,) = service.asked
    assert asked["grant_type"] == "client_credentials"
    assert (asked["client_id"], asked["client_secret"], asked["scope"]) == ("toepassing", "het geheim", SCOPE)


async def test_a_token_about_to_end_is_renewed_before_it_does(service: TokenService) -> None:
    service.answers[:] = [token("bijna om", seconds=240), token("vers")]
    tokens = tokens_of(service)
    assert [await tokens.access_token() for _ in range(3)] == ["bijna om", "vers", "vers"]


async def test_a_forgotten_token_is_not_given_again(service: TokenService) -> None:
    service.answers[:] = [token("eerste"), token("tweede")]
    tokens = tokens_of(service)
    assert await tokens.access_token() == "eerste"
    tokens.forget()
    assert await tokens.access_token() == "tweede"


def refusal(error: str, *codes: int) -> Answer:
    return 401, {
        "error": error,
        "error_codes": list(codes),
        "error_description": "AADSTS: Secret of VNG-tenant expired",
    }


async def test_an_expired_secret_is_told_by_its_code_and_without_the_sentence(service: TokenService) -> None:
    service.answers[:] = [refusal("invalid_client", 7000222)]
    with pytest.raises(MailboxRefused, match="invalid_client, AADSTS7000222") as refused:
        await tokens_of(service).access_token()
    assert "tenant" not in str(refused.value)
    assert "geheim" not in str(refused.value)


async def test_a_token_service_in_trouble_is_asked_again_later(service: TokenService) -> None:
    service.answers[:] = [refusal("temporarily_unavailable"), token("token")]
    tokens = tokens_of(service)
    with pytest.raises(MailboxError, match="just now") as trouble:
        await tokens.access_token()
    assert not isinstance(trouble.value, MailboxRefused)
    assert await tokens.access_token() == "token"


async def test_no_token_service_is_trouble_too(service: TokenService) -> None:
    nobody = ClientCredentials("https://127.0.0.1:9/gemeente", "toepassing", Secret("het geheim"), SCOPE)
    with pytest.raises(MailboxError, match="cannot be used") as trouble:
        await nobody.access_token()
    assert not isinstance(trouble.value, MailboxRefused)


async def test_an_untrusted_token_service_never_hears_the_secret(
    service: TokenService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(MailboxError):
        await tokens_of(service).access_token()
    assert not service.asked


# --- IMAP -------------------------------------------------------------------------------------------------------------


def imap(port: int, tokens: ClientCredentials | Given, user: str = SHARED) -> ImapMailbox:
    return ImapMailbox("127.0.0.1", port, "none", user, tokens, timeout=300)


@pytest.mark.dovecot
async def test_dovecot_lets_us_in_with_a_token(dovecot: Dovecot, service: TokenService) -> None:
    dovecot.deliver(b"Subject: Dag\r\n\r\nHoi\r\n", to="met-token@vng.nl")
    mailbox = imap(dovecot.imap_port, tokens_of(service), "met-token@vng.nl")
    assert len(await mailbox.uids_after("INBOX", 0)) == 1
    await mailbox.close()


@pytest.mark.dovecot
async def test_a_token_that_dovecot_refuses_is_replaced_for_the_next_try(dovecot: Dovecot) -> None:
    mailbox = imap(dovecot.imap_port, Given("verlopen", dovecot.token), "oud-token@vng.nl")
    async with asyncio.timeout(SOON):
        with pytest.raises(MailboxRefused, match="log-in"):
            await mailbox.state("INBOX")
        assert (await mailbox.state("INBOX")).exists == 0
    await mailbox.close()


async def test_the_reason_of_a_refusal_is_waved_through() -> None:
    """RFC 7628 and Exchange: the server explains in a challenge, and says NO after an empty line."""
    answers = {"AUTHENTICATE": b"+ eyJzdGF0dXMiOiI0MDAifQ==\r\n", "": b"%T NO AUTHENTICATE failed.\r\n"}
    async with imap_server(answers) as script, asyncio.timeout(SOON):
        with pytest.raises(MailboxRefused):
            await imap(script.port, Given("token", "ander")).state("INBOX")
        assert any(line.endswith(b"XOAUTH2 " + sasl(SHARED, "token")) for line in script.heard)


async def test_a_session_that_ends_with_its_token_is_opened_again() -> None:
    answers = {"AUTHENTICATE": b"%T OK\r\n", "NOOP": ThenHangUp(b"* BYE Session invalidated - AccessTokenExpired\r\n")}
    async with imap_server(answers) as script, asyncio.timeout(SOON):
        mailbox = imap(script.port, Given("token"))
        await mailbox.uids_after("INBOX", 0)
        with pytest.raises(MailboxError):
            await mailbox.uids_after("INBOX", 0)
        await mailbox.state("INBOX")
        assert script.connections == 2


# --- SMTP -------------------------------------------------------------------------------------------------------------

OFFERED = b"250-mail.vng.nl\r\n250 AUTH XOAUTH2\r\n"


def smtp(port: int, tokens: Given) -> SmtpTransport:
    return SmtpTransport("127.0.0.1", port, "none", SHARED, tokens, timeout=5)


async def test_a_mail_goes_out_after_a_log_in_with_a_token() -> None:
    async with smtp_server({"EHLO": OFFERED, "AUTH": b"235 2.7.0 Accepted\r\n"}) as script:
        assert (await smtp(script.port, Given("token")).deliver(outgoing())).outcome is Outcome.ACCEPTED
        assert b"AUTH XOAUTH2 " + sasl(SHARED, "token") in script.heard


async def test_a_token_that_the_mta_refuses_leaves_the_mail_waiting_and_is_replaced() -> None:
    no, yes = b"535 5.7.3 Authentication unsuccessful\r\n", b"235 2.7.0 Accepted\r\n"
    async with smtp_server({"EHLO": OFFERED, "AUTH": [no, yes]}) as script:
        transport = smtp(script.port, Given("verlopen", "vers"))
        assert (await transport.deliver(outgoing())).outcome is Outcome.DEFERRED
        assert (await transport.deliver(outgoing())).outcome is Outcome.ACCEPTED


async def test_without_a_token_nothing_is_said_to_the_mta() -> None:
    class Nothing(Given):
        async def access_token(self) -> str:
            raise MailboxRefused("the token service refuses us: invalid_client")

    async with smtp_server({"EHLO": OFFERED}) as script:
        result = await smtp(script.port, Nothing()).deliver(outgoing())
        assert result.outcome is Outcome.DEFERRED
        assert "invalid_client" in result.text
        assert not any(line.startswith((b"AUTH", b"MAIL")) for line in script.heard)
