"""Calendar mail: invitations, acceptances, refusals. With a question of its own it is a person's mail."""

import re

from bot.model import Kind, ParsedMail, Screening
from bot.patterns import compiled_later

_RESPONSE = compiled_later(
    r"(?:geaccepteerd|geweigerd|afgewezen|voorlopig(?: geaccepteerd)?|geannuleerd|nieuwe tijd voorgesteld"
    r"|nieuw tijdstip voorgesteld|accepted|declined|tentative(?:ly accepted)?|cancel(?:l)?ed|new time proposed|zugesagt"
    r"|abgelehnt|abgesagt|mit vorbehalt|accepté|refusé|annulé)(?: (?:event|afspraak|vergadering))?\s?:",
    re.IGNORECASE,
)
_INVITATION = compiled_later(
    r"(?:uitnodiging|bijgewerkt|bijgewerkte uitnodiging|invitation|updated(?: invitation)?|einladung"
    r"|aktualisiert|update"
    r"|verplaatst|gewijzigd|gewijzigde uitnodiging|vergaderverzoek|meeting request|agenda|herinnering|reminder)\s?:",
    re.IGNORECASE,
)
_SHAPE = compiled_later(
    r"(?:^|\n)[ \t*]{0,4}(?:wanneer|when|wann|tijd|datum en tijd)[ \t*]{0,4}:|nodigt (?:u|je) uit voor (?:een"
    r"|de) (?:vergadering|afspraak)"
    r"|heeft (?:deze|de|uw|je) (?:vergadering|uitnodiging|afspraak|vergaderverzoek)|heeft voorlopig geaccepteerd"
    r"|(?:has|have) (?:accepted|declined|tentatively)|invited you to|vergadering-id|meeting id"
    r"|microsoft teams-vergadering"
    r"|microsoft teams meeting|neem deel aan (?:de )?(?:zoom|teams|vergadering)|join zoom|klik hier om deel te nemen"
    r"|heeft (?:uw|je|deze) (?:uitnodiging )?(?:voorlopig )?(?:geaccepteerd|geweigerd)",
    re.IGNORECASE,
)
_TIMES = compiled_later(r"\d{1,2}[:.]\d{2}\s?(?:uur)?\s?(?:-|\u2013|tot)\s?\d{1,2}[:.]\d{2}")
_OWN_WORDS = compiled_later(
    r"\?|\b(?:kunnen jullie|kunt u|kun je|graag|willen|zou|ik wil|wij zoeken|verzoek|helaas|kan niet|lukt niet"
    r"|in plaats van"
    r"|vervang(?:er|t|en)|namens mij|laat (?:me|mij|ons|het) weten|could you|please)\b",
    re.IGNORECASE,
)
_PROGRAM_LINE = compiled_later(
    r"^[ \t*]*(?:wanneer|when|wann|waar|where|wo|locatie|location|ort|organisator|organizer|deelnemers?"
    r"|onderwerp|tijd)\b"
    r"|https?://|vergadering|meeting|teams|zoom|klik hier|deelnemen|heeft .{0,80}(?:geaccepteerd|geweigerd|uitgenodigd)"
    r"|^[ \t]*(?:geaccepteerd|geweigerd|voorlopig|accepted|declined|tentative|geannuleerd)\b|^[_\-*=\s]+$"
    r"|^(?!(?:ik|wij|we)\b)\S.{1,70} (?:kan niet aanwezig zijn|zal aanwezig zijn|is aanwezig|neemt (?:niet )?deel)\.?$",
    re.IGNORECASE,
)
_LOOK = 6_000


def recognise(mail: ParsedMail) -> Screening | None:
    """The verdict when this is calendar mail and nothing else."""
    reason = _why(mail)
    if not reason or _asks(mail):
        return None
    return Screening(Kind.AGENDA, reason, 1.0 if "text/calendar" in reason else 0.95)


def _why(mail: ParsedMail) -> str:
    calendar = [one for one in mail.content_types if one.startswith("text/calendar")]
    if any("method=" in one for one in calendar) or "urn:content-classes:calendarmessage" in " ".join(
        mail.headers.get("content-class", ())
    ):
        return "Dit is een agendabericht (text/calendar)."
    shaped = _SHAPE.search(mail.text[:_LOOK])
    if _RESPONSE.match(mail.subject) or (shaped and _RESPONSE.match(mail.new_text.strip())):
        return "Dit is een antwoord op een uitnodiging uit de agenda."
    if shaped and (_INVITATION.match(mail.subject) or calendar) and (_TIMES.search(mail.text[:_LOOK]) or calendar):
        return "Onderwerp en tekst zijn die van een uitnodiging uit de agenda."
    if shaped and "heeft deze vergadering" in mail.new_text[:500].casefold():
        return "Dit is een antwoord op een uitnodiging uit de agenda."
    return ""


def _asks(mail: ParsedMail) -> bool:
    """Whether somebody typed a wish between the lines of the calendar program."""
    typed = [
        line for line in mail.new_text[:_LOOK].split("\n") if line.strip() and not _PROGRAM_LINE.search(line[:400])
    ]
    return any(_OWN_WORDS.search(line[:2_000]) for line in typed)
