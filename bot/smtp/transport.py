"""The road out over SMTP: the port ``Transport``.

One connection per delivery, driven step by step, because only a fault inside DATA leaves it in doubt whether the server
took the mail (RFC 5321 section 4.5.4.1, RFC 1047). aiosmtplib raises the same exception on both sides of that line.

============================================================  ==========
no connection, no TLS, no log-in, whatever the code           deferred
MAIL or RCPT refused 4xx, no answer, the line drops           deferred
MAIL or RCPT refused 5xx                                      refused
a numbered 4xx answer to DATA or to the final dot             deferred
a numbered 5xx answer to DATA or to the final dot             refused
the line drops or falls silent inside DATA or after the dot   lost
250 after the final dot, whatever QUIT does                   accepted
============================================================  ==========

Every step has its time limit, and the whole has one as well: an attempt that outlived its claim would be in doubt while
it is still at work, and a person could approve the reply anew. Too slow before DATA is deferred, inside DATA is lost.
"""

import asyncio
import re
import ssl
from collections.abc import Coroutine
from typing import Any, Literal

import aiosmtplib

from bot.credentials import Credential
from bot.errors import MailboxError
from bot.model import DeliveryResult, Outcome, Outgoing
from bot.smtp.envelope import Envelope, envelope

Security = Literal["starttls", "tls", "none"]

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

SLOWEST_LINE = 100_000
"""Bytes a second that a large mail is granted on top of the time limit."""
LONGEST_TEXT = 500
"""Characters of the server's words that are kept."""
NOT_ABOUT_THE_MAIL = frozenset({421, 530, 534, 535, 538})
"""Closing down, and everything about log-in and TLS: never a reason to give up a mail (RFC 4954 section 6)."""

_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


class SmtpTransport:
    """The SMTP server that takes our mail.

    ``security``: ``starttls`` and ``tls`` verify the certificate, ``none`` is for this machine only. Without ``user``
    nobody logs in. ``timeout`` is the seconds that one step may take; DATA gets a second more for each 100 kB.
    ``limit`` is the seconds that a whole attempt may take, of which half before DATA.
    ``local_hostname`` is what EHLO says; the loopback literal tells no name of the inner network.
    """

    def __init__(
        self,
        host: str,
        port: int,
        security: Security,
        user: str = "",
        credential: Credential = "",
        timeout: float = 60,
        *,
        limit: float = 480,
        local_hostname: str = "[127.0.0.1]",
    ) -> None:
        if security == "none" and host not in LOOPBACK:
            raise ValueError("SMTP without TLS is only for a server on this machine")
        self._host, self._port, self._security = host, port, security
        self._user, self._credential = user, credential
        self._timeout, self._limit, self._local_hostname = timeout, limit, local_hostname
        self._hung_up = asyncio.Event()

    def hang_up(self) -> None:
        """End every attempt at once: before DATA it is deferred, inside DATA it is lost."""
        self._hung_up.set()

    async def deliver(self, outgoing: Outgoing) -> DeliveryResult:
        """Try once. Never raises but for cancellation."""
        try:
            wanted = envelope(outgoing.mail_from, outgoing.rcpt_to, outgoing.raw)
        except ValueError:
            return DeliveryResult(Outcome.REFUSED, 553, "5.1.3", "Dit mailadres kan niet worden gebruikt.")
        client = self._client()
        attempt = asyncio.ensure_future(self._attempt(client, wanted, outgoing.raw))
        try:
            await asyncio.wait({attempt})
            return attempt.result()
        except asyncio.CancelledError:
            _cut(client.transport)
            attempt.cancel()
            raise
        finally:
            _quit(client)

    async def _attempt(self, client: aiosmtplib.SMTP, wanted: Envelope, raw: bytes) -> DeliveryResult:
        """Both halves in their own time. Each is a task, for ``wait_for`` in the library can swallow a cancellation."""
        end = asyncio.get_running_loop().time() + self._limit
        too_slow = DeliveryResult(Outcome.DEFERRED, text="De mailserver was te langzaam; er is niets verzonden.")
        refusal = await self._within(self._limit / 2, client, self._prepare(client, wanted), too_slow)
        if refusal is not None:
            return refusal
        unknown = DeliveryResult(Outcome.LOST, text="De mailserver gaf niet op tijd uitsluitsel.")
        left = end - asyncio.get_running_loop().time()
        return await self._within(left, client, self._data(client, raw), unknown) or unknown

    async def _within(
        self,
        seconds: float,
        client: aiosmtplib.SMTP,
        step: Coroutine[Any, Any, DeliveryResult | None],
        otherwise: DeliveryResult,
    ) -> DeliveryResult | None:
        """The step, or ``otherwise`` when its time is over or we hang up first."""
        task, stop = asyncio.ensure_future(step), asyncio.ensure_future(self._hung_up.wait())
        try:
            await asyncio.wait({task, stop}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
            _cut(client.transport)
            return otherwise
        finally:
            task.cancel()
            stop.cancel()

    def _client(self) -> aiosmtplib.SMTP:
        """A fresh TLS context each time, with the system's trust and the server's name checked."""
        return aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            timeout=self._timeout,
            use_tls=self._security == "tls",
            start_tls=self._security == "starttls",
            tls_context=None if self._security == "none" else ssl.create_default_context(),
            local_hostname=self._local_hostname,
        )

    async def _prepare(self, client: aiosmtplib.SMTP, wanted: Envelope) -> DeliveryResult | None:
        """Everything before DATA, where nothing can be in doubt. None when the server waits for the mail."""
        try:
            await client.connect()
            await client.ehlo()
            if self._user:
                await self._log_in(client)
            if lacking := _lacking(client, wanted):
                return lacking
            await _hand_over(client, wanted)
        except (aiosmtplib.SMTPSenderRefused, aiosmtplib.SMTPRecipientRefused) as refusal:
            return _answered(refusal.code, refusal.message, otherwise=Outcome.DEFERRED)
        except aiosmtplib.SMTPAuthenticationError as refusal:
            words = "De mailserver weigert het inloggen; controleer gebruiker, wachtwoord en rechten."
            return _result(Outcome.DEFERRED, refusal.code, refusal.message, before=f"{words} ")
        except aiosmtplib.SMTPResponseException as refusal:
            return _result(Outcome.DEFERRED, refusal.code, refusal.message)
        except Exception as reason:  # noqa: BLE001  (nothing was handed over, whatever went wrong)
            return DeliveryResult(Outcome.DEFERRED, text=_clean(f"De mailserver is niet te gebruiken. {_kind(reason)}"))
        return None

    async def _log_in(self, client: aiosmtplib.SMTP) -> None:
        if isinstance(self._credential, str):
            await client.login(self._user, self._credential)
            return
        try:
            await client.auth_xoauth2(self._user, await self._credential.access_token())
        except aiosmtplib.SMTPAuthenticationError:
            self._credential.forget()
            raise

    async def _data(self, client: aiosmtplib.SMTP, raw: bytes) -> DeliveryResult:
        """DATA and the mail; what has not left when this ends early must not leave any more."""
        transport = client.transport
        try:
            answer = await client.data(raw, timeout=self._timeout + len(raw) / SLOWEST_LINE)
        except aiosmtplib.SMTPDataError as refusal:
            return _answered(refusal.code, refusal.message, otherwise=Outcome.LOST)
        except BaseException as reason:
            _cut(transport)
            if isinstance(reason, Exception):  # from here on, whatever went wrong, nobody can know
                return DeliveryResult(Outcome.LOST, text=_clean(f"De mailserver gaf geen uitsluitsel. {_kind(reason)}"))
            raise
        return _result(Outcome.ACCEPTED, answer.code, answer.message)


def _lacking(client: aiosmtplib.SMTP, wanted: Envelope) -> DeliveryResult | None:
    """What the mail needs and this server does not offer."""
    if wanted.smtputf8 and not client.supports_extension("smtputf8"):
        return DeliveryResult(Outcome.REFUSED, 553, "5.6.7", "De mailserver kent geen adressen met deze letters.")
    if wanted.eight_bit and not client.supports_extension("8bitmime"):
        return DeliveryResult(Outcome.REFUSED, 554, "5.6.3", "De mailserver neemt geen mail met 8-bits tekst aan.")
    return None


async def _hand_over(client: aiosmtplib.SMTP, wanted: Envelope) -> None:
    """MAIL and RCPT; all recipients or none, so the first refusal ends the transaction."""
    options = wanted.options(size=client.supports_extension("size"), eight_bit=client.supports_extension("8bitmime"))
    await client.mail(wanted.mail_from, options=options, encoding=wanted.encoding)
    for address in wanted.rcpt_to:
        await client.rcpt(address, encoding=wanted.encoding)


def _answered(code: int, text: str, *, otherwise: Outcome) -> DeliveryResult:
    """A numbered answer that was no yes; ``otherwise`` is for numbers that have no meaning here."""
    if code in NOT_ABOUT_THE_MAIL or 400 <= code < 500:
        return _result(Outcome.DEFERRED, code, text)
    return _result(Outcome.REFUSED if 500 <= code < 600 else otherwise, code, text)


def _result(outcome: Outcome, code: int, words: str, *, before: str = "") -> DeliveryResult:
    found = _ENHANCED.match(words)
    reply_code = code if 200 <= code < 600 else None
    return DeliveryResult(outcome, reply_code, found[0] if found else None, _clean(before + words))


def _clean(text: str) -> str:
    return _CONTROLS.sub(" ", text)[:LONGEST_TEXT].strip()


def _kind(reason: Exception) -> str:
    if isinstance(reason, aiosmtplib.SMTPException):
        return reason.message
    if isinstance(reason, MailboxError):  # of the token service, which has words for people
        return str(reason)
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"the certificate is not trusted: {reason.verify_message}"
    if isinstance(reason, OSError) and reason.strerror:
        return f"{type(reason).__name__}: {reason.strerror}"
    return type(reason).__name__


def _quit(client: aiosmtplib.SMTP) -> None:
    """QUIT without waiting: no answer to it can change the outcome, and nothing may be cancelled in between."""
    transport = client.transport
    if isinstance(transport, asyncio.WriteTransport) and not transport.is_closing():
        transport.write(b"QUIT\r\n")
    client.close()


def _cut(transport: asyncio.BaseTransport | None) -> None:
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()
