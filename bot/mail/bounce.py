"""Delivery reports: RFC 3464 when the server speaks it, else by who sends it, its subject and its words.

Also found out: who was not reached, whether for good, and which mail of ours it was about.
"""

import re

from bot.model import Kind, ParsedMail, Screening
from bot.patterns import compiled_later

_LOOK = 60_000
_DAEMONS = compiled_later(
    r"(?:mailer-?daemon|mail-?daemon|postmaster|mailerdaemon|bounces?|bounced-mail|mdaemon|mail-delivery"
    r"|maildelivery|smtp-daemon|postoffice|microsoftexchange[0-9a-f]*|mrsvc"
    r"|mail-?delivery-?(?:sub)?system)(?:[+=._-].*)?",
    re.IGNORECASE,
)
_DAEMON_NAMES = compiled_later(
    r"mail delivery|mailer.?daemon|mail daemon|system administrator|systeembeheerder|postmaster|delivery subsystem"
    r"|mail administrator|microsoft outlook$|mail deliver|internet mail delivery|post office|delivery system",
    re.IGNORECASE,
)
_SUBJECT = compiled_later(
    r"\W{0,3}(?:onbestelbaar|niet bezorgd|niet te bezorgen|niet bestelbaar|niet afgeleverd|bericht niet bezorgd"
    r"|undeliver(?:able|ed)|undelivered mail|non.?deliver(?:y|able)|delivery (?:status )?notif|delivery status"
    r"|delivery (?:has )?fail|delivery problem|delivery error|delivery report|delivery delayed|delivery unsuccessful"
    r"|failed delivery|returned mail|return(?:ed)? to sender|mail delivery|message delivery|email delivery"
    r"|failure notice|failure delivery|mail failure|mail system error|mail could not|message could not"
    r"|message status|message undeliver|unzustellbar|nicht zustellbar|zustellung|fehlgeschlagen|warning: could not"
    r"|warning: message|message delayed|mail delayed|delayed mail|bezorging|bezorgingsfout|aflevering mislukt"
    r"|afleverfout|kan niet (?:worden )?bezorg|your message .{0,60}(?:could not|not delivered|cannot)|error sending"
    r"|unable to deliver|mail not delivered|user unknown|échec|non remis|notification d.état|undelivrable"
    r"|delivery has been delayed|complaint about|abuse report|bounce|delivery-notification|mail status report"
    r"|nondeliverable|non recapitabile|devolu|correo devuelto|mensaje no entregado|回送|配信|自動応答.{0,5}エラー)",
    re.IGNORECASE,
)
_WORDS = compiled_later(
    r"final-recipient:|reporting-mta:|diagnostic-code:|remote-mta:|\b5\d\d[ -]5\.\d\.\d|\b4\d\d[ -]4\.\d\.\d"
    r"|\b55[0-9][ -][a-z<]|#5\.\d\.\d|\(#?5\.\d\.\d\)|user unknown|unknown user|no such user|mailbox (?:is )?full"
    r"|over quota|quota exceeded|mailbox unavailable|recipient rejected|address rejected|does not exist"
    r"|could ?n[o']t be delivered|could not be delivered|was not delivered|not able to deliver|unable to deliver"
    r"|undeliverable|delivery .{0,40}failed|failed permanently|permanent (?:fatal )?error|delivery attempt|returned to"
    r"|did not reach|wasn't able to|has not been delivered|could not deliver|cannot be delivered|delivery failure"
    r"|kan niet worden bezorgd|kon niet worden bezorgd|niet bezorgd|niet worden afgeleverd|kon niet worden afgeleverd"
    r"|niet te bezorgen|bezorging (?:is )?mislukt|postvak .{0,60}vol\b|onbekende? (?:gebruiker|ontvanger|geadresseerde)"
    r"|bestaat niet|konnte nicht zugestellt|nicht zugestellt|unbekannt|n'a pas pu être|host unknown|unrouteable"
    r"|unrouteable address|relay(?:ing)? denied|mail system at host|transcript of session|message .{0,30}delayed"
    r"|rejected by|has been blocked|blocked by|will (?:keep trying|be retried)|original message (?:follows|attached)",
    re.IGNORECASE,
)
_FIELD = compiled_later(
    r"^[ \t>]{0,4}(final-recipient|original-recipient|action|status|x-failed-recipients"
    r"|message-id|x-thorbecke-id)[ \t]*:[ \t]*(.{1,600})$",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = compiled_later(r"[^\s<>@;:,\"'()\[\]]{1,64}@[^\s<>@;:,\"'()\[\]]{1,190}")
_ENHANCED = compiled_later(r"(?<![\d.])([245])\.\d{1,3}\.\d{1,3}(?![\d.])")
_LATER = compiled_later(
    r"tijdelijk|temporary|delayed|delay\b|vertraagd|nog niet bezorgd|will retry|keep trying"
    r"|later opnieuw",
    re.IGNORECASE,
)
_REPORTED = ("final-recipient", "action", "status")
_ENOUGH = 2
"""Fields by which words are a report."""
_DELIVERED = {"delivered", "relayed", "expanded"}


def recognise(mail: ParsedMail, own_message_id_domain: str, own_addresses: frozenset[str]) -> Screening | None:
    """The verdict when this is a delivery report; a report of success is an automatic reply, not a failure."""
    reason = _why(mail)
    if not reason:
        return None
    fields = _fields(mail.text)
    actions = {value.casefold().strip() for value in fields.get("action", ())}
    if actions and actions <= _DELIVERED:
        return Screening(Kind.AUTOREPLY, "Dit is een bezorgbevestiging van een mailserver.")
    return Screening(
        Kind.BOUNCE,
        reason,
        1.0 if _by_headers(mail) else 0.95,
        _failed_message_id(mail, fields, own_message_id_domain),
        _recipients(mail, fields, own_addresses),
        _permanent(mail, fields, actions),
    )


def _why(mail: ParsedMail) -> str:
    return _by_headers(mail) or _by_words(mail)


def _by_headers(mail: ParsedMail) -> str:
    types = " ".join(mail.content_types)
    if "report-type=delivery-status" in types or "message/delivery-status" in types:
        return "Dit is een bezorgrapport van een mailserver (delivery-status)."
    if "report-type=feedback-report" in types or "message/feedback-report" in types:
        return "Dit is een klachtrapport van een mailprovider (feedback-report)."
    if "x-failed-recipients" in mail.headers:
        return "De kopregel X-Failed-Recipients noemt een adres dat niet is bereikt."
    if "x-ms-exchange-message-is-ndr" in mail.headers:
        return "Exchange meldt dat een bericht niet is bezorgd."
    return ""


def _by_words(mail: ParsedMail) -> str:
    """Two of sender, subject, words and empty return path must agree; an answer to a report is a person's mail."""
    if re.match(r"\s*(?:re|aw|antw|fwd?|doorst)\s?\.?:", mail.subject, re.IGNORECASE):
        return ""
    local, _, _ = (mail.sender.addr_spec if mail.sender else "").partition("@")
    name = mail.sender.display_name if mail.sender else ""
    daemon = bool(_DAEMONS.fullmatch(local) or _DAEMON_NAMES.search(name))
    subject = _SUBJECT.match(mail.subject)
    report = _is_report(mail.text)
    if not (daemon or subject or report):
        return ""
    words = _WORDS.search(mail.text[:_LOOK])
    nobody = any(value.strip() == "<>" for value in mail.headers.get("return-path", ()))
    automatic = any(not value.casefold().startswith("no") for value in mail.headers.get("auto-submitted", ()))
    points = 2 * daemon + 2 * bool(subject) + bool(words) + nobody + automatic + 2 * report
    if points < 3 or not (words or subject or report):
        return ""
    sign = subject[0].strip() if subject else words[0] if words else "Final-Recipient"
    return f"Onderwerp, afzender en tekst zijn die van een bezorgfout (\u2018{sign[:60]}\u2019)."


def _is_report(text: str) -> bool:
    """Whether the text holds two of the fields of a report; most mail does not even hold two of their names."""
    small = text[:_LOOK].casefold()
    named = {field for field in _REPORTED if field in small}
    return len(named) >= _ENOUGH and len(named & set(_fields(text))) >= _ENOUGH


def _fields(text: str) -> dict[str, tuple[str, ...]]:
    """The report's fields by their lower-case names."""
    found: dict[str, tuple[str, ...]] = {}
    for match in _FIELD.finditer(text[:_LOOK]):
        found[match[1].casefold()] = (*found.get(match[1].casefold(), ()), match[2].strip())
    return found


def _recipients(mail: ParsedMail, fields: dict[str, tuple[str, ...]], own: frozenset[str]) -> tuple[str, ...]:
    """Who was not reached, casefolded: from the report, the header, else the first other addresses in its words."""
    stated = (*fields.get("final-recipient", ()), *mail.headers.get("x-failed-recipients", ()))
    found = [address for value in stated for address in _ADDRESS.findall(value)]
    if not found:
        found = [one for one in _ADDRESS.findall(mail.new_text[:5_000]) if not _DAEMONS.fullmatch(one.split("@")[0])][
            :3
        ]
    return tuple(dict.fromkeys(one.casefold().rstrip(".") for one in found if one.casefold() not in own))


def _permanent(mail: ParsedMail, fields: dict[str, tuple[str, ...]], actions: set[str]) -> bool | None:
    if "failed" in actions:
        return not any(value.startswith("4") for value in fields.get("status", ()))
    if "delayed" in actions:
        return False
    if _LATER.search(mail.subject) or "nog niet bezorgd" in mail.text[:2_000].casefold():
        return False
    codes = _ENHANCED.findall(" ".join(fields.get("status", ())) or mail.text[:_LOOK])
    if codes:
        return "5" in codes
    if re.search(r"\b55\d\b", mail.text[:_LOOK]):
        return True
    return False if _LATER.search(mail.new_text[:5_000]) else None


def _failed_message_id(mail: ParsedMail, fields: dict[str, tuple[str, ...]], domain: str) -> str | None:
    """Our Message-ID or our mark in what came back; else the one that the report answers."""
    stated = (*fields.get("message-id", ()), *fields.get("x-thorbecke-id", ()))
    quoted = [one for value in stated for one in re.findall(r"<[^<>\s]{3,990}>", value)]
    candidates = [*quoted, *mail.references[::-1], *([mail.in_reply_to] if mail.in_reply_to else [])]
    ours = [one for one in candidates if one.casefold().endswith(f"@{domain.casefold()}>")]
    return next(iter([*ours, *candidates]), None)
