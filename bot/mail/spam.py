"""Unwanted mail, on the safe side: several signs must agree, and the programme's own words speak against it.

Sales mail that is addressed to us personally is a request out of scope, not spam; what counts is the bulk, the bait and
the disguise.
"""

import re

from bot.mail.automatic import OURS, WISH
from bot.model import Kind, ParsedMail, Screening
from bot.patterns import Several, compiled_later

_THRESHOLD = 3
_LOUD = 1
"""What shouting weighs."""
_LOOK = 20_000


def _sign(weight: int, label: str, pattern: str) -> tuple[re.Pattern[str], tuple[int, str]]:
    return compiled_later(pattern, re.IGNORECASE), (weight, label)


_SIGNS = dict((
    _sign(
        2,
        "vraagt om inloggegevens",
        r"(?:bevestig|verifieer|verifi[eë]ren|verify|confirm|valideer|update|actualiseer|herstel|vernieuw).{0,60}"
        r"(?:wachtwoord|inloggegevens|account|postvak|mailbox|identiteit|password|wallet|digid|credentials)"
        r"|(?:wachtwoord|password|account|postvak|mailbox|digid).{0,60}(?:verloopt|verlopen|geblokkeerd"
        r"|blokkeren|opgeschort"
        r"|expire|suspend|deactivat|gedeactiveerd|verwijderd)",
    ),
    _sign(1, "zet onder druk", r"binnen (?:24|48|12|72) uur|within (?:24|48) hours|onmiddellijk"
             "|immediate(?:ly)?|actie vereist"
          r"|action required|laatste (?:waarschuwing|herinnering|kans)|met spoed|final notice|urgent"),
    _sign(1, "vol postvak", r"(?:\d\d% van|opslag|quota|storage).{0,40}(?:bereikt|vol\b|full|exceeded|limiet|limit)"),
    _sign(
        2,
        "belooft geld",
        r"(?:erfenis|inheritance|loterij|lottery|beneficiary|begunstigde|next of kin|nalatenschap|atm.?card|unclaimed"
        r"|(?:eur|euro|usd|us\$|\$|\u20ac|\u00a3)\s?\d{1,3}(?:[.,]\d{3}){1,4}.{0,80}(?:goedgekeurd|approved"
        r"|vrijgave|gewonnen|won|overmaken|transfer)"
        r"|\d{1,6}(?:[.,]\d{1,4})? (?:miljoen|million|mln).{0,60}(?:usd|dollar|euro|pond|fonds|fund|transfer|overmaken"
        r"|schenking|donat))",
    ),
    _sign(2, "vraagt om bankgegevens of paspoort", r"(?:kopie|copy|scan).{0,20}(?:paspoort|passport|identiteit)"
             "|bankrekening(?:nummer)?"
          r".{0,60}(?:stuur|sturen|naar|send|vrijgave)|(?:stuur|sturen|send).{0,60}(?:bankrekening"
          r"|bank (?:account|details)|bitcoin)|antwoord.{0,60}rekening ?nummer"
          r"|(?:bank (?:account|details)|western union|gift ?card|cadeaubon)"),
    _sign(1, "vertrouwelijk aanbod", r"vertrouwelijk behandelen|strictly confidential|confidential (?:business"
             "|proposal)|business proposal"
          r"|zakelijk voorstel van|investment opportunity|mutual benefit"),
    _sign(2, "verkoopt adressen", r"adressenlijst|adressenbestand|e-?mail (?:list|database)|leads? (?:kopen"
             "|list|pakket|generatie)"
          r"|\d[\d.,]{2,12} (?:beslissers|contacten|leads|adressen|contacts|decision makers)|attendees? list"),
    _sign(2, "verkoopt vindbaarheid", r"\bseo\b|backlinks?|guest ?post|(?:hoger|bovenaan|eerste pagina"
             "|first page|rank|page (?:one|1)).{0,30}google"
          r"|google.{0,30}(?:ranking|eerste pagina|first page)|domain authority|link ?building|website traffic"
          r"|webdesign"),
    _sign(1, "roept om te kopen", r"\d{1,2} ?% korting|korting|bestel (?:nu|v[oó][oó]r|direct|vandaag)"
             "|klik hier|click here|gegarandeerd"
          r"|guaranteed|aanbieding|limited offer|gratis proef|special offer|act now|buy now|nu bestellen"
          r"|slechts \u20ac"),
    _sign(1, "bulk", r"niet meer mailen|antwoord (?:met )?stop|reply (?:with )?(?:stop|no|remove)|unsubscribe"
             "|uitschrijven|afmelden"
          r"|opt.?out|geen (?:mail|interesse).{0,20}(?:stop|klik|antwoord)"),
    _sign(1, "spreekt niemand aan", r"(?:beste|geachte) (?:vriend\b|ondernemer|klant|gebruiker|begunstigde|eigenaar"
             "|website|relatie van|webmaster)"
          r"|dear (?:sir|madam|friend|beneficiary|customer|user|website|webmaster|business|owner|valued)"
          r"|hello dear|greetings to you"),
    _sign(2, "verboden waar", r"\bcasino\b|viagra|cialis|\bcrypto(?:currency|munt)?\b|bitcoin|forex|porn|sexy"
             "|dating|erectie"
          r"|lening zonder|krediet zonder bkr|loan offer|lage rente lening|instant loan|passief inkomen"),
    _sign(2, "valse rekening", r"(?:openstaande|onbetaalde|overdue|unpaid|bijgevoegde) (?:factuur"
             "|invoice).{0,80}(?:klik hier|https?:)"
          r"|pakket.{0,40}(?:douane|verzendkosten|niet (?:worden )?bezorgd).{0,120}https?:|belastingteruggave"
          r"|tax refund"),
))  # fmt: skip
_BAIT = frozenset({"belooft geld", "vraagt om bankgegevens of paspoort"})
"""Who offers money and asks for an account number does not write to us, whatever words of ours he uses."""
_WORDS = Several(_SIGNS)
_SHOUT = compiled_later(r"!!!|\u20ac\u20ac|\$\$|\b[A-Z]{6,}\b.{0,40}\b[A-Z]{6,}\b")
_FAILED = compiled_later(
    r"dmarc=fail|(?:spf=(?:fail|softfail).*dkim=(?:fail|none))|(?:dkim=fail.*spf=fail)", re.IGNORECASE
)


def recognise(mail: ParsedMail, own_addresses: frozenset[str]) -> Screening | None:
    """The verdict when at least three points of signs agree; ``confidence`` grows with them."""
    text = f"{mail.subject}\n{mail.new_text[:_LOOK]}".replace("\n", " ")
    found = [_SIGNS[words] for words in _WORDS.that_may_match(text) if words.search(text)]
    if _imitates(mail, own_addresses):
        found.append((2, "adres lijkt op dat van ons"))
    if any(_FAILED.search(value[:1_000]) for value in mail.headers.get("authentication-results", ())):
        found.append((1, "afzender niet bevestigd"))
    if any(value.casefold().startswith("yes") for value in mail.headers.get("x-spam-flag", ())):
        found.append((2, "mailserver noemt het spam"))
    if sum(weight for weight, _ in found) - bool(mail.in_reply_to) < _THRESHOLD - _LOUD:
        return None  # as nearly every mail
    if _SHOUT.search(mail.subject) or _SHOUT.search(mail.new_text[:_LOOK]):
        found.append((_LOUD, "schreeuwt"))
    baited = {label for _, label in found} >= _BAIT
    speaks_to_us = 0 if baited else bool(OURS.search(text)) + bool(WISH.search(text))
    points = sum(weight for weight, _ in found) - 2 * speaks_to_us - bool(mail.in_reply_to)
    if points < _THRESHOLD or len(found) < 2:
        return None
    labels = ", ".join(label for _, label in found[:4])
    return Screening(Kind.SPAM, f"Meer tekenen van ongewenste mail: {labels}.", min(0.99, 0.7 + 0.06 * points))


def _imitates(mail: ParsedMail, own_addresses: frozenset[str]) -> bool:
    """A domain that wears our name as one of its words (vng-mailbox.example) without being ours."""
    if mail.sender is None:
        return False
    domain = mail.sender.addr_spec.rpartition("@")[2].casefold()
    ours = {address.rpartition("@")[2] for address in own_addresses}
    if any(domain == one or domain.endswith("." + one) for one in ours):
        return False
    words = set(re.split(r"[.-]", domain)[:-1])
    return any(one.split(".")[-2] in words for one in ours if "." in one)
