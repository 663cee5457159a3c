"""The Markdown of a knowledge entry as the plain text of a mail."""

import re

from bot.patterns import compiled_later

LINK = compiled_later(r"\[([^\]]+)\]\((?:mailto:)?([^)\s]+)\)")
AUTOLINK = compiled_later(r"<((?:https?://|mailto:)?[^<>\s]+[@.][^<>\s]+)>")
EMPHASIS = compiled_later(r"(\*\*|__|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|`)")
GLOSS = compiled_later(
    r" \((?:ca\. \d+|\d+ \w+|interactie|twaalf|matcht|gs|inwoner|m/v|DiA|doorlopend|geld|netwerk|ander)\)"
)
"""Other words for the same, which an entry holds for the search."""
VARIANT = compiled_later(r"([\w-]{5,}) \(([\w-]+(?: [\w-]+){0,2})\)")
HEADING = compiled_later(r"^#{1,6}\s+", re.MULTILINE)


def plain(markdown: str) -> str:
    """Paragraphs and lists stay; links show their address, bold and headings only their words."""
    text = LINK.sub(_link, HEADING.sub("", markdown))
    text = EMPHASIS.sub("", AUTOLINK.sub(lambda found: found[1].removeprefix("mailto:"), text))
    return VARIANT.sub(_one_spelling, GLOSS.sub("", text))


def _one_spelling(found: re.Match[str]) -> str:
    """Without the other spelling that an entry holds for the search: 'vergadertools (vergader tools)'."""
    word, other = (re.sub(r"[ -]", "", part).casefold() for part in found.groups())
    return found[1] if word[:5] == other[:5] or other.endswith(word) else found[0]


def _link(found: re.Match[str]) -> str:
    words, address = found[1].strip(), found[2]
    bare = re.sub(r"^https?://(www\.)?|/$", "", address)
    return address if bare in words or words == address else f"{words} ({address})"
