"""The lines that stand above an older mail: From, Sent, To, Subject, ruled words, a helpdesk's request to answer above.

Known in Dutch, English, German, French and Frisian; below the rule that Outlook draws, in any language.
"""

import re

from bot.mail.lines import MOMENT, bare, next_filled
from bot.patterns import compiled_later

_BLOCK_LINES = 14
_LABELS = {
    "from": "van from von de da fra afzender ôfstjoerder expéditeur fan",
    "sent": "verzonden datum date sent gesendet envoyé verstuurd verstjoerd datum/tijd skickat",
    "to": "aan to an à naar geadresseerde oan recipient",
    "subject": "onderwerp subject betreft betreff objet titel ûnderwerp re",
    "cc": "cc kopie bcc copie",
    "other": "reply-to beantwoorden bijlagen attachments prioriteit importance urgentie organisatie",
}
_FIELDS: dict[str, str] = {}
for _category, _words in _LABELS.items():
    for _word in _words.split():
        _FIELDS.setdefault(_word, _category)
_FIELDS |= {"verzonden op": "sent", "antwoord aan": "other", "kopie (cc)": "cc", "sent at": "sent"}
FORWARD_WORDS = {
    "forwarded message", "doorgestuurd bericht", "begin doorgestuurd bericht", "begin forwarded message",
    "begin van doorgestuurd bericht", "doorgestuurde bericht", "forwarded by", "weitergeleitete nachricht",
    "anfang der weitergeleiteten nachricht", "message transféré", "début du message transféré",
    "doorgestuurde e-mail", "forwarded mail", "start forwarded message", "bericht doorgestuurd",
    "trochstjoerd berjocht", "begin doorgestuurde bericht", "doorgestuurd door",
}  # fmt: skip
REPLY_WORDS = {
    "oorspronkelijk bericht", "original message", "ursprüngliche nachricht", "message d'origine", "origineel bericht",
    "oorspronkelijke bericht", "original-nachricht", "original nachricht", "originele bericht", "message original",
    "oorspronkelijke mail", "oarspronklik berjocht", "reply message", "original email", "original mail",
    "original appointment", "oorspronkelijke afspraak", "oorspronkelijk e-mailbericht", "antwoord bericht",
}  # fmt: skip
REPORT_STARTS = (
    "reporting-mta:", "final-recipient:", "original-recipient:", "original-envelope-id:", "diagnostic-code:",
    "diagnostische gegevens voor beheerders", "diagnostische informatie voor beheerders",
    "diagnostic information for administrators", "oorspronkelijke berichtkoppen", "oorspronkelijke berichtkopteksten",
    "original message headers", "------ this is a copy of", "--- below this line is a copy of",
    "diagnoseinformationen für administratoren", "----- transcript of session follows", "message headers follow",
)  # fmt: skip
_ANSWER_ABOVE = compiled_later(
    r"\b(?:boven (?:deze|dit|de)|above this|(?:ober|über)\w{0,6} dieser|au-dessus de cette)\s(?:\w+\s)?"
    r"(?:lijn|regel|streep|bericht|line|text|linie|zeile|ligne)\b",
    re.IGNORECASE,
)
_ANSWER = compiled_later(
    r"antwoord|reageer|reactie|reply|respon|answer|typ|schrijf|writ|schreib|rédig|répon", re.IGNORECASE
)
_RULE_OF_OUTLOOK = "_" * 32
_ANY_LABEL = compiled_later(r"\*?[^\W\d_][\w /()-]{0,28}\*?\s?:\*?\s+\S")


def heads_block(lines: list[str], at: int, line: str) -> bool:
    """Whether an older mail begins here without the words that say so."""
    return _is_header_block(lines, at) or asks_to_answer_above(line) or _is_ruled_block(lines, at, line)


def _is_header_block(lines: list[str], at: int) -> bool:
    """Whether the lines from here are the From, Sent, To, Subject of an older mail."""
    first = field_of(lines[at])
    if first not in {"from", "subject", "sent"}:
        return False
    if first == "from" and _on_one_line(bare(lines[at])):
        return True
    labelled = _labelled(lines, at)
    seen = {field_of(line) for line in labelled} & {"from", "sent", "to", "subject", "cc"}
    if len(seen) < (3 if first == "from" else 4) or not ("sent" in seen or any("@" in line for line in labelled)):
        return False
    return any(field_of(line) == "from" and _names_somebody(line) for line in labelled)


def _labelled(lines: list[str], at: int) -> list[str]:
    """The header lines from here on, without the lines on which a long one goes on."""
    found = [bare(lines[at])]
    for position in range(at + 1, min(at + _BLOCK_LINES, len(lines))):
        if field_of(lines[position]):
            found.append(bare(lines[position]))
        elif (
            not lines[position].strip() and len(found) > 1 and not field_of("".join(lines[position + 1 : position + 2]))
        ):
            break
    return found


def _names_somebody(line: str) -> bool:
    """``Van: 1 januari tot 3 maart`` says when, not who."""
    value = line.partition(":")[2].strip(" *\t")
    return "@" in value or not value[:1].isdigit()


def _on_one_line(line: str) -> bool:
    """Outlook's block after a conversion that lost its line breaks."""
    low = line.casefold()
    return (" verzonden: " in low or " sent: " in low or " datum: " in low or " gesendet: " in low) and (
        " aan: " in low or " to: " in low or " onderwerp: " in low or " subject: " in low or " an: " in low
    )


def field_of(line: str) -> str:
    """The category of a header line such as ``Verzonden: ...``, '' when it is none."""
    head, colon, _ = bare(line)[:60].partition(":")
    return _FIELDS.get(head.strip(" *_\t>").casefold(), "") if colon else ""


def asks_to_answer_above(line: str) -> bool:
    """The line of a helpdesk: answer above it, what is below it is ours."""
    return len(line) < 120 and _ANSWER_ABOVE.search(line) is not None and _ANSWER.search(line) is not None


def _is_ruled_block(lines: list[str], at: int, line: str) -> bool:
    """Outlook's rule with header lines in whatever language right below it."""
    if line != _RULE_OF_OUTLOOK:
        return False
    below = [bare(one) for one in lines[at + 1 : at + 5] if one.strip()]
    labelled = [one for one in below if _ANY_LABEL.match(one)]
    return len(below) >= 3 and labelled[:3] == below[:3] and any(MOMENT.search(one) for one in labelled)


def delimiter(lines: list[str], at: int, line: str) -> str:
    """A ruled line of words (----- Oorspronkelijk bericht -----), or those words above a header block."""
    words = words_of_rule(line[:90])
    kind = "forward" if words in FORWARD_WORDS else "block" if words in REPLY_WORDS else ""
    if not kind and line.startswith("--") and words.startswith(("forwarded by ", "doorgestuurd door ")):
        kind = "forward"
    if not kind:
        return ""
    ruled = line[:1] in "-_*=~" or line.endswith(":") or line.startswith("[")
    following = next_filled(lines, at + 1)
    return kind if ruled or (following < len(lines) and field_of(lines[following])) else ""


def words_of_rule(line: str) -> str:
    """The words of a ruled line (``----- Forwarded message -----``) in lower case."""
    return line.strip("-_*=~> \t:").casefold().replace("`", "'")
