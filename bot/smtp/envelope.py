"""Addresses and options of an SMTP transaction, checked before a socket opens.

aiosmtplib cuts an address at a line break and cannot encode a non-ASCII one, so nothing doubtful may reach it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ATOM = r"[^\s\x00-\x20\x7f()<>\[\]:;@\\,.\"]+"
_LOCAL_PART = rf'{_ATOM}(?:\.{_ATOM})*|"(?:[^"\\\x00-\x1f\x7f]|\\[\x20-\x7e])*"'
_ADDRESS = re.compile(rf"(?P<local>{_LOCAL_PART})@(?P<domain>{_ATOM}(?:\.{_ATOM})*)")

LONGEST_ADDRESS = 254
"""Octets (RFC 5321 section 4.5.3.1.3)."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Reverse path and recipients as they stand on the wire (domains in IDNA), and what the mail asks of a server."""

    mail_from: str
    rcpt_to: tuple[str, ...]
    smtputf8: bool
    eight_bit: bool
    size: int

    @property
    def encoding(self) -> str:
        return "utf-8" if self.smtputf8 else "ascii"

    def options(self, *, size: bool, eight_bit: bool) -> list[str]:
        """Parameters of MAIL, of those that the server knows (RFC 1870, 6152, 6531)."""
        options = [f"SIZE={self.size}"] if size else []
        options += ["BODY=8BITMIME"] if self.eight_bit and eight_bit else []
        return options + (["SMTPUTF8"] if self.smtputf8 else [])


def envelope(mail_from: str, rcpt_to: Sequence[str], raw: bytes) -> Envelope:
    """Raises ``ValueError`` when an address cannot stand in a command, or nobody is to receive the mail."""
    if not rcpt_to:
        raise ValueError("there is no recipient")
    sender = wire_address(mail_from) if mail_from else ""  # empty: the null reverse path of automatic mail
    recipients = tuple(wire_address(address) for address in rcpt_to)
    smtputf8 = not all(address.isascii() for address in (sender, *recipients))
    return Envelope(sender, recipients, smtputf8, not raw.isascii(), len(raw))


def wire_address(address: str) -> str:
    """The address with its domain in IDNA; raises ``ValueError`` when it is none."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise ValueError("an address is not valid")
    domain = found["domain"]
    if not domain.isascii():
        domain = domain.encode("idna").decode("ascii")
    wire = f"{found['local']}@{domain}"
    if len(wire.encode("utf-8", "surrogatepass")) > LONGEST_ADDRESS or any("\ud800" <= c <= "\udfff" for c in wire):
        raise ValueError("an address is not valid")
    return wire
