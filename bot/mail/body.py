"""The body of a mail, split by meaning: the sender's own words, what is quoted, what is forwarded, the signature.

Everything works line by line and looks at a bounded number of lines around each, so the time is linear in the size
of the mail whatever somebody sends. ``quotes`` finds what others wrote, ``signature`` where the closing begins.
"""

from dataclasses import dataclass

from bot.mail import banner, quotes, signature
from bot.model import Address


@dataclass(frozen=True, slots=True)
class Body:
    """``unquoted`` is what the sender wrote, with signature; ``new`` without it; ``forwarded`` what came along."""

    unquoted: str
    new: str
    forwarded: str
    signature: str


def split(text: str, *, subject: str = "", sender: Address | None = None, bulk: bool = False) -> Body:
    """Split a body. ``subject`` tells a forward from a reply, ``sender`` how the signature may begin.

    ``bulk`` mail (newsletters) quotes nobody and signs nothing: its ``>`` are ornaments, and it is left whole. Where
    the sender added no word, the whole text stands in for what is missing, so that nothing is lost.
    """
    if bulk:
        return Body(text.strip(), text.strip(), "", "")
    found = quotes.find(banner.without(text.split("\n")), subject)
    own, signatures = list[str](), list[str]()
    filled = [segment for segment in found.own if any(line.strip() for line in segment)]
    for position, segment in enumerate(filled):
        new, below = signature.split(segment, sender, opens=position == 0 or position < len(filled) - 1)
        own.append(new)
        signatures.append(below)
    unquoted = _join(["\n".join(segment) for segment in filled])
    new_text = _join(own)
    if not unquoted:
        whole = found.forwarded or text.strip()
        return Body(whole, signature_free(whole), found.forwarded, "")
    return Body(unquoted, new_text or ("" if found.forwarded else unquoted), found.forwarded, _join(signatures))


def signature_free(text: str) -> str:
    """The same text without the closing at its end, for a forward without a word of its own."""
    new, _ = signature.split(text.split("\n"), None)
    return new or text


def _join(pieces: list[str]) -> str:
    return "\n\n".join(piece for piece in (one.strip("\n").rstrip() for one in pieces) if piece.strip())
