"""Newsletters and mailing lists: by their headers, else by two of the phrases that only bulk mail has."""

import re

from bot.mail.bulk import is_bulk
from bot.model import Kind, ParsedMail, Screening
from bot.patterns import Several, compiled_later

_PHRASES = Several(
    compiled_later("|".join(alternatives), re.IGNORECASE)
    for alternatives in (
        (r"bekijk .{0,30}(?:online|browser|webversie)", r"webversie", r"lees online", r"in (?:uw|je|your) browser"),
        (r"view (?:this|it) .{0,20}(?:browser|online)",),
        (r"(?:u|je|jij) (?:ontvangt?|krijgt) (?:deze|dit) (?:nieuwsbrief|e-?mail|mail|bericht) (?:omdat|als|want)",),
        (r"you (?:are receiving|received|receive) this (?:e-?mail|newsletter|message) because",),
        (r"(?:afmelden|uitschrijven|unsubscribe|afmeldlink|opt.?out)\b.{0,80}(?:nieuwsbrief|link|hier|klik|\||$)",),
        (r"voorkeuren (?:wijzigen|aanpassen)", r"wijzig (?:uw|je) (?:gegevens|voorkeuren)"),
        (r"(?:update|manage) (?:your )?preferences",),
        (r"in deze (?:editie|nieuwsbrief|update|digest)", r"nieuwsbrief (?:nr|nummer|\d)", r"digest,? vol(?:ume)? \d"),
        (r"lees (?:meer|verder) ?[>\u00bb\u203a]", r"read more ?[>\u00bb\u203a]"),
    )
)
_SENDER = compiled_later(
    r"(?:nieuwsbrief|newsletter|no-?reply|noreply|mailing|nieuws|update|digest|donotreply)", re.IGNORECASE
)
_ADDRESSED = compiled_later(
    r"\b(?:kunnen jullie|kunt u ons|willen wij|wij willen|graag aanmelden|hebben jullie|kun je)\b", re.IGNORECASE
)
_LOOK = 100_000


def recognise(mail: ParsedMail) -> Screening | None:
    """The verdict when this is bulk mail. Words count only where the sender forwards nothing and wishes nothing."""
    if _by_headers(mail):
        return Screening(Kind.NIEUWSBRIEF, "De kopregels zijn die van een nieuwsbrief of mailinglijst.")
    if mail.forwarded_text or mail.in_reply_to or _ADDRESSED.search(mail.new_text[:_LOOK]):
        return None
    text = mail.text[:_LOOK]
    phrases = [match[0] for pattern in _PHRASES.that_may_match(text) if (match := pattern.search(text))]
    sender = mail.sender is not None and bool(_SENDER.search(mail.sender.addr_spec.partition("@")[0]))
    if len(phrases) >= 3 or (len(phrases) >= 1 + (not sender)):
        return Screening(
            Kind.NIEUWSBRIEF, f"De tekst is die van een nieuwsbrief (\u2018{phrases[0].strip()[:60]}\u2019).", 0.9
        )
    return None


def _by_headers(mail: ParsedMail) -> bool:
    """An answer that reached us through a list is still list mail, unless it is written to us."""
    headers = mail.headers
    if is_bulk(headers, mail.subject):
        return True
    listed = "list-unsubscribe" in headers or "list-id" in headers
    precedence = " ".join(headers.get("precedence", ())).casefold()
    return (
        (listed or precedence in {"bulk", "list", "junk"}) and "auto-submitted" not in headers and not mail.in_reply_to
    )
