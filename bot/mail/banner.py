"""What a mail server puts above the sender's words: a mark or a warning that the mail came from outside.

The servers of municipalities mark all mail from elsewhere. The warning is nobody's words, so it is taken off the text
that is read; the mail itself keeps it.
"""

import re

from bot.patterns import compiled_later

_LOOK = 400
_MOST_LINES = 8
"""A warning with its rules is not longer; nothing below these lines is looked at."""

_MARK = compiled_later(
    r"(?:[\[(*<{|]{1,4}\s?(?:ext|outside|extern(?:al|e)?)(?: (?:bericht|e-?mail|message))?"
    r"(?: (?:sender|afzender))?\s?:?\s?[\])*>}|]{1,4})\s*",
    re.IGNORECASE,
)
_ABOUT_MAIL = compiled_later(
    r"\b(?:deze|dit|this|diese|cet|ce)\s(?:\w+\s)?(?:e-?mail|mail|e-mailbericht|bericht|message|nachricht|courriel)\b",
    re.IGNORECASE,
)
_SENDER = compiled_later(r"\b(?:afzender|sender|absender|expéditeur)\b", re.IGNORECASE)
_SPEAKS = compiled_later(r"\b(?:ik|wij|we|mij|jullie|graag|i|ich|wir|je vous)\b", re.IGNORECASE)
_FROM_OUTSIDE = compiled_later(
    r"\bbuiten (?:de |onze |uw |jouw |het )?(?:eigen )?(?:organisatie|gemeente|netwerk|domein)"
    r"|\bexterne? (?:afzender|bron|e-?mail|adres)|\bvan extern\b|\bvan buiten\b"
    r"|\boutside (?:of )?(?:the|your|our) |\bexternal (?:sender|source|e-?mail|address)"
    r"|\bau(?:ß|ss)erhalb |\bexterne[rmn]? (?:absender|quelle|e-?mail)|\bext[ée]rieur de ",
    re.IGNORECASE,
)
_CARE = compiled_later(
    r"\bklik (?:niet|geen|alleen|nooit)|\bgeen (?:links|bijlagen)|\bopen geen\b|\bphishing\b"
    r"|\bwees (?:alert|voorzichtig)"
    r"|\bdo not click\b|\bdon't click\b|\bclick links\b|\bopen attachments\b|\bbe (?:cautious|careful)"
    r"|\bklicken sie\b|\bne cliquez\b",
    re.IGNORECASE,
)
_SELDOM = compiled_later(
    r"(?:u ontvangt|je ontvangt|jij ontvangt) niet vaak "
    r"|(?:you|some people who received this message) don\S{1,2}t often get "
    r"|sie erhalten nicht (?:oft|häufig) |vous n\S{1,2}obtenez pas souvent "
    r"|sommige (?:personen|mensen) die dit bericht hebben ontvangen",
    re.IGNORECASE,
)


def without(lines: list[str]) -> list[str]:
    """The lines below a banner at the top; the same lines when there is none."""
    at = _end(lines)
    rest = lines[at:]
    first = next((n for n, line in enumerate(rest[:_MOST_LINES]) if line.strip()), None)
    if first is not None and (mark := _MARK.match(rest[first][:_LOOK].lstrip())):
        rest = [*rest[:first], rest[first].lstrip()[mark.end() :], *rest[first + 1 :]]
    return rest


def _end(lines: list[str]) -> int:
    """Where the banner ends: below the last paragraph at the top that warns."""
    end = at = 0
    while at < min(len(lines), _MOST_LINES):
        paragraph = _paragraph(lines, at)
        if _warns(" ".join(paragraph)):
            end = at + len(paragraph)
        elif any(line.strip(" \t\xa0-_=*") for line in paragraph):
            break
        at += len(paragraph)
    while 0 < end < len(lines) and not lines[end].strip(" \t\xa0-_=*"):
        end += 1
    return end


def _paragraph(lines: list[str], at: int) -> list[str]:
    """The lines from here to the end of a sentence at the end of a line, a rule, or a blank line."""
    found = list[str]()
    for line in lines[at : at + _MOST_LINES]:
        bare = line[:_LOOK].replace("\xa0", " ").strip()
        if found and not bare.strip("-_=*"):
            break
        found.append(bare)
        if bare.endswith((".", "!", ">", ":")) or not bare.strip("-_=*") or _MARK.fullmatch(bare):
            break
    return found


def _warns(text: str) -> bool:
    """A tip about a new sender, or a warning in the words of a server: nobody speaks in it for himself."""
    if _SELDOM.match(text):
        return True
    if _SPEAKS.search(text):
        return False
    careful = _CARE.search(text) is not None and _SENDER.search(text) is not None
    return careful or (_FROM_OUTSIDE.search(text) is not None and _ABOUT_MAIL.search(text) is not None)
