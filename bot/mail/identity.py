"""Addresses and Message-IDs that we put into our own mail: usable as they stand, or refused."""

import re

from bot.errors import InvalidInput
from bot.mail.charset import clean_line
from bot.model import Address
from bot.patterns import compiled_later

MAX_REFERENCES = 30

_LOCAL_PART = compiled_later(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = compiled_later(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)
_MESSAGE_ID = compiled_later(r"<[!-;=?-~]{3,980}>")
_REPLY_PREFIX = compiled_later(r"(?:re|aw|antw|sv|betr)(?:\[\d{1,3}\])?\s?\.?\s?:\s*", re.IGNORECASE)


def usable(address: Address) -> Address:
    """The same address with its domain in ASCII (RFC 5890) and a harmless name.

    Raises ``InvalidInput`` for an address that no server takes as it stands, so that nothing is cut off silently.
    """
    local, at, domain = address.addr_spec.strip().rpartition("@")
    try:
        ascii_domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        ascii_domain = ""
    spec = f"{local}@{ascii_domain}"
    fits = len(local) <= 64 and len(spec) <= 254
    if not (at and fits and _LOCAL_PART.fullmatch(local) and _DOMAIN.fullmatch(ascii_domain)):
        shown = clean_line(address.addr_spec)[:80]
        raise InvalidInput(f"Naar het adres \u2018{shown}\u2019 kan geen mail worden gestuurd. Controleer het adres.")
    return Address(harmless(address.display_name)[:100], spec)


def harmless(value: str) -> str:
    """Text for a header: one line, and nothing that a reader would decode again (CVE-2024-6923)."""
    return clean_line(value).replace("=?", "= ?").replace("?=", "? =")


def is_message_id(value: str | None) -> bool:
    """Whether this can stand in a header as it is."""
    return value is not None and _MESSAGE_ID.fullmatch(value) is not None


def reference_chain(
    rfc_message_id: str | None, references: tuple[str, ...], in_reply_to: str | None
) -> tuple[str, ...]:
    """The References of an answer (RFC 5322 section 3.6.4), capped to the first and the last ones."""
    before = references or ((in_reply_to,) if in_reply_to else ())
    ids = [one for one in (*before, rfc_message_id) if one is not None and is_message_id(one)]
    chain = tuple(dict.fromkeys(reversed(ids)))[::-1]
    return chain if len(chain) <= MAX_REFERENCES else (chain[0], *chain[-(MAX_REFERENCES - 1) :])


def reply_subject(subject: str) -> str:
    """The subject with ``Re:`` once."""
    rest = harmless(subject)[:250]
    while match := _REPLY_PREFIX.match(rest):
        rest = rest[match.end() :]
    return f"Re: {rest}" if rest else "Re: uw bericht"
