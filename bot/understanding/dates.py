"""The dates that a mail wishes, in the sender's own words."""

# ruff: noqa: E501
# Patterns are lists of what people write: broken over lines they hide their alternatives.

import re

from bot.patterns import compiled_later

_MONTH = r"(?:jan(?:uari)?|feb(?:r|ruari)?|maart|mrt|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_DATE = compiled_later(
    rf"\b(?:(?:ma|di|wo|do|vr|za|zo)(?:andag|nsdag|ensdag|nderdag|ijdag|terdag|ndag)? )?\d{{1,2}}(?:e|ste|de)?(?: of \d{{1,2}}(?:e|ste|de)?)? {_MONTH}\b\.?(?: 20\d\d)?|"
    rf"\b(?:begin|half|medio|eind|in|vanaf|voor|na) {_MONTH}\b(?: 20\d\d)?|"
    r"\b(?:in het |dit |volgend |na de |voor de )(?:voorjaar|najaar|zomer|herfst|winter|kerst|zomerreces|reces|zomervakantie)\b|"
    r"\bweek \d{1,2}\b|\b\d{1,2}-\d{1,2}-20\d\d\b|\b(?:eerste|tweede|derde|vierde) kwartaal(?: van)?(?: 20\d\d)?",
    re.IGNORECASE,
)
_PAST = compiled_later(
    r"\b(?:vorig|vorige|afgelopen|geleden|jl\.?|was|waren|sinds|stuurde|had|hadden|aangemeld|verslag van)\b",
    re.IGNORECASE,
)
MAX_DATES = 5


def wished_dates(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """Up to five dates or periods out of the sentences that do not look back."""
    found = [" ".join(match.group().split()) for sentence in sentences if not _PAST.search(sentence)
             for match in _DATE.finditer(sentence)]  # fmt: skip
    return tuple(dict.fromkeys(found))[:MAX_DATES]
