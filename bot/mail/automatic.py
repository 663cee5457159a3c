"""Answers that nobody typed: out of office, confirmations of receipt, read receipts."""

import re

from bot.model import Kind, ParsedMail, Screening
from bot.patterns import Several, compiled_later

_ANSWER_HEADERS = (
    "x-autoreply", "x-autorespond", "x-autoresponse", "x-auto-reply", "x-auto-reply-from", "x-mail-autoreply",
    "x-vacation",
)  # fmt: skip
_SURE_SUBJECT = compiled_later(
    r"(?:automatisch antwoord|automatische reactie|automatisch bericht|automatic reply|automated reply|auto.?reply"
    r"|autoreply|auto.?response|automatic response|automatische antwort|réponse automatique|out of (?:the )?office"
    r"|abwesenheit|abwesend|afwezigheids(?:bericht|melding|assistent)|afwezig\s?:|auto\s?:|\[auto\]|automatysk antwurd"
    r"|risposta automatica|respuesta automática|absence du bureau|ooo\s?:|niet op kantoor)",
    re.IGNORECASE,
)
_LIKELY_SUBJECT = compiled_later(
    r"(?:afwezig|niet aanwezig|niet bereikbaar|vakantie|met verlof|ontvangstbevestiging|bevestiging (?:van )?ontvangst"
    r"|(?:uw|je) (?:e-?mail|bericht|vraag|melding) is ontvangen|wij hebben uw (?:e-?mail|bericht|vraag) ontvangen"
    r"|ik werk niet meer|niet meer werkzaam|uit dienst|on (?:holiday|leave|vacation)|away|zwangerschapsverlof"
    r"|wijziging e-?mailadres|nieuw e-?mailadres|bedankt voor (?:uw|je) (?:e-?mail|bericht)|we have received)",
    re.IGNORECASE,
)
_STATES_ITSELF = compiled_later(
    r"(?:(?:deze|dit) (?:e-?mail|mail|bericht|antwoord|reactie) (?:is|wordt|werd) (?:een )?(?:volledig )?automatisch"
    r"|dit is een automati(?:sch|sche|seerd|seerde)|(?:this is an|this) auto(?:mated|matic|-generated)"
    r"|automatisch (?:gegenereerd|verzonden|verstuurd|aangemaakt) (?:bericht|e-?mail|antwoord)"
    r"|op (?:dit bericht|deze e-?mail|deze mail) (?:kunt u|kun je|kan) niet (?:antwoorden|reageren|worden)"
    r"|(?:please )?do not reply to this (?:e-?mail|message)|gelieve niet te antwoorden op"
    r"|this message was automatically)",
    re.IGNORECASE,
)
_SIGNS = {
    "dank": compiled_later(
        r"(?:dank|bedankt|dankjewel|dank je wel|dank u wel|thank you|thanks|hartelijk dank) (?:voor|for) "
        r"(?:uw|je|jouw|your|het|the) (?:e-?mail|mail|bericht|message|toezenden)",
        re.IGNORECASE,
    ),
    "afwezig": compiled_later(
        r"\bik (?:ben|geniet)\b.{0,60}\b(?:afwezig|verlof|vakantie|niet bereikbaar|niet aanwezig"
        r"|niet op kantoor|er niet"
        r"|vrij|weg)\b"
        r"|\b(?:ben|werk) ik\b.{0,60}\b(?:afwezig|verlof|vakantie|niet bereikbaar|niet aanwezig|niet op kantoor|niet)\b"
        r"|\bik werk (?:op|niet)\b.{0,40}|\bi am (?:currently )?(?:out of|away|on (?:leave|holiday|vacation)|not in)"
        r"|\bmomenteel (?:afwezig|niet bereikbaar|met verlof|op vakantie)|afwezig (?:van|tot|t/m)|wegens vakantie",
        re.IGNORECASE,
    ),
    "vertrokken": compiled_later(
        r"werk(?:t|zaam)? (?:ik )?niet (?:meer|langer) (?:bij|voor|werkzaam)|niet (?:meer|langer) (?:werkzaam"
        r"|in dienst)"
        r"|uit dienst|dit (?:postvak|e-?mailadres|mailadres|mailbox) wordt niet (?:meer|langer)"
        r"|no longer (?:works?|with)",
        re.IGNORECASE,
    ),
    "ongelezen": compiled_later(
        r"lees (?:ik )?(?:mijn |de |geen )?(?:e-?)?mail(?:s|tjes)?(?: niet)?\b"
        r"|(?:e-?)?mail wordt niet (?:gelezen|doorgestuurd)"
        r"|lees ik (?:je|uw) (?:e-?)?mail|(?:e-?)?mails? (?:worden|wordt) niet|beperkt toegang tot mijn (?:e-?)?mail"
        r"|limited access to",
        re.IGNORECASE,
    ),
    "vervanger": compiled_later(
        r"(?:dringend|spoed|urgent|haast|niet kan wachten|niet kunnen wachten|tussentijds|in de tussentijd"
        r"|bij afwezigheid)"
        r"|(?:mail|bel|neem contact op met) (?:dan )?(?:met )?(?:mijn )?(?:collega|opvolger|vervanger|secretariaat)",
        re.IGNORECASE,
    ),
    "terug": compiled_later(
        r"(?:weer )?(?:terug|aanwezig|bereikbaar|op kantoor) (?:op|vanaf|in)? ?(?:\d|maandag|dinsdag|woensdag"
        r"|donderdag|vrijdag)"
        r"|(?:tot en met|t/m|tot) (?:maandag|dinsdag|woensdag|donderdag|vrijdag|\d)|(?:op|vanaf) \d.{0,20}weer terug"
        r"|na mijn (?:vakantie|verlof)|bij terugkomst|until|will be back",
        re.IGNORECASE,
    ),
    "ontvangen": compiled_later(
        r"(?:uw|je|jouw) (?:e-?mail|bericht|vraag|melding|aanvraag) (?:is |hebben wij |wordt )?(?:in goede orde )?"
        r"(?:ontvangen|geregistreerd|in behandeling)|hebben (?:wij )?uw (?:e-?mail|bericht|vraag).{0,30}ontvangen"
        r"|onder (?:zaak)?nummer|streven ernaar (?:uw|je)|binnen .{1,20}werkdagen",
        re.IGNORECASE,
    ),
}
_SIGN_OF = {pattern: name for name, pattern in _SIGNS.items()}
_ALL_SIGNS = Several(_SIGN_OF)
OURS = compiled_later(
    r"leerkring|leercirkel|intervisitatie|toekomstverkenning|thorbecke-?experiment|herontwerp|lokale democratie"
    r"|burgerberaad|burgerforum|gemeenteraad|griffier|raadslid|uitdaagrecht|right to challenge|quick ?scan"
    r"|lucas de man",
    re.IGNORECASE,
)
"""The programme's own words: who uses them in the text writes to us."""
WISH = compiled_later(
    r"\b(?:kunnen jullie|kun je (?:ons|mij|me)|kunt u (?:ons|mij)|willen jullie|wij willen|we willen"
    r"|ik wil (?:graag|me|ons)"
    r"|wil graag|willen graag|zouden graag|zou graag|graag (?:meld|doe|ontvang|hoor|zou|wil|een)|wij zoeken|we zoeken"
    r"|hebben jullie|hoe (?:kan|kunnen) (?:ik|wij|we)|bij deze meld|hierbij meld|meld ik|melden wij|wat zijn de"
    r"|could you)\b",
    re.IGNORECASE,
)
_READ_SUBJECT = compiled_later(
    r"(?:(?:niet )?gelezen|read|not read|gelesen|lu|leesbevestiging|read receipt)\s?:", re.IGNORECASE
)
_READ_WORDS = compiled_later(
    r"(?:is gelezen op|werd gelezen op|was read on|was gelezen|zonder te zijn gelezen"
    r"|deleted without being read|wurde gelesen"
    r"|ontvangstbewijs|return receipt|leesbevestiging)",
    re.IGNORECASE,
)
_LOOK = 6_000


def receipt(mail: ParsedMail) -> Screening | None:
    """A read receipt (RFC 8098)."""
    types = " ".join(mail.content_types)
    if "disposition-notification" in types:
        return Screening(Kind.AUTOREPLY, "Dit is een leesbevestiging (disposition-notification).")
    if _READ_SUBJECT.match(mail.subject) and _READ_WORDS.search(mail.text[:_LOOK]):
        return Screening(Kind.AUTOREPLY, "Onderwerp en tekst zijn die van een leesbevestiging.", 0.97)
    return None


def by_headers(mail: ParsedMail) -> Screening | None:
    """RFC 3834 and the older headers for the same; a web form that passes a person's words on is no answer."""
    submitted = next(
        (value.casefold().split(";")[0].split("(")[0].strip() for value in _all(mail, "auto-submitted")), ""
    )
    if submitted.startswith("auto-") and submitted != "auto-forwarded" and not _passes_on(mail, submitted):
        return Screening(Kind.AUTOREPLY, f"De kopregel Auto-Submitted zegt \u2018{submitted[:30]}\u2019.")
    named = next((name for name in _ANSWER_HEADERS if _says_yes(mail, name)), "")
    if named:
        return Screening(Kind.AUTOREPLY, f"De kopregel {named.title()} hoort bij een automatisch antwoord.")
    if any("auto" in value.casefold() for value in _all(mail, "precedence")):
        return Screening(Kind.AUTOREPLY, "De kopregel Precedence zegt dat dit een automatisch antwoord is.")
    if any(value.strip() == "<>" for value in _all(mail, "return-path")):
        return Screening(Kind.AUTOREPLY, "Het retouradres is leeg: op deze mail mag niet worden geantwoord.", 0.97)
    return None


def by_words(mail: ParsedMail) -> Screening | None:
    """Without a telling header: a subject that says it, or two signs in the text and no wish."""
    subject = mail.subject.strip()
    words = mail.new_text[:_LOOK].replace("\n", " ")
    sure = _SURE_SUBJECT.match(subject)
    if sure:
        return Screening(Kind.AUTOREPLY, f"Het onderwerp begint met \u2018{sure[0].strip()}\u2019.", 0.97)
    if WISH.search(words):
        return None
    itself = _STATES_ITSELF.search(words)
    signs = [_SIGN_OF[pattern] for pattern in _ALL_SIGNS.that_may_match(words) if pattern.search(words)]
    likely = _LIKELY_SUBJECT.match(subject)
    if itself and (signs or likely or "?" not in words):
        return Screening(Kind.AUTOREPLY, f"De tekst zegt het zelf: \u2018{itself[0][:60]}\u2019.", 0.96)
    return None if OURS.search(words) else _by_signs(mail, signs, likely=likely is not None, asks="?" in words)


def _by_signs(mail: ParsedMail, signs: list[str], *, likely: bool, asks: bool) -> Screening | None:
    """Several signs of the text together; none is enough alone."""
    absent = {"afwezig", "vertrokken", "ongelezen"} & set(signs)
    if (
        (likely and len(signs) >= 1 + asks)
        or (absent and len(signs) >= 3)
        or (absent and {"dank", "vervanger"} <= set(signs))
    ):
        return Screening(Kind.AUTOREPLY, "De tekst leest als een automatisch antwoord (" + ", ".join(signs) + ").", 0.9)
    if {"dank", "ontvangen"} <= set(signs) and not asks and not mail.in_reply_to:
        return Screening(Kind.AUTOREPLY, "De tekst leest als een ontvangstbevestiging.", 0.85)
    return None


def _all(mail: ParsedMail, name: str) -> tuple[str, ...]:
    return mail.headers.get(name, ())


def _says_yes(mail: ParsedMail, name: str) -> bool:
    return any(value.strip().casefold() not in {"", "no", "none", "false", "0"} for value in _all(mail, name))


def _passes_on(mail: ParsedMail, submitted: str) -> bool:
    """A form on a website says auto-generated and gives the person behind it as Reply-To."""
    if submitted != "auto-generated" or not mail.reply_to or mail.sender is None:
        return False
    return mail.reply_to[0].addr_spec.casefold() != mail.sender.addr_spec.casefold() and not mail.in_reply_to
