"""How somebody writes: u or je, and in which language."""

# ruff: noqa: E501
# Patterns are lists of what people write: broken over lines they hide their alternatives.

from bot.model import AddressForm
from bot.understanding.normalise import Words

_U = frozenset({"u", "uw", "uzelf", "uwe"})
_JE = frozenset({"je", "jij", "jou", "jouw", "jullie", "jezelf"})
_FORMAL = frozenset({"geachte", "hoogachtend", "geacht"})
_INFORMAL = frozenset({"hoi", "hallo", "ha", "hi", "hey", "beste", "dag", "groetjes", "gr", "grt", "moi", "goeie"})
_LANGUAGES = {
    "nl": frozenset(["de", "het", "een", "en", "van", "ik", "wij", "we", "dat", "die", "niet", "graag", "voor", "met", "is", "zijn", "naar", "aan", "bij", "kunnen", "willen", "over"]),
    "en": frozenset(["the", "and", "of", "to", "we", "you", "your", "would", "like", "is", "are", "for", "with", "our", "please", "have", "this", "can", "regards", "about"]),
    "fy": frozenset(["it", "en", "fan", "de", "wy", "dy", "net", "graach", "foar", "mei", "binne", "nei", "oan", "by", "kinne", "wolle", "oer", "ús", "jimme", "te", "in"]),
    "de": frozenset(["der", "die", "das", "und", "wir", "sie", "nicht", "gerne", "mit", "ist", "sind", "nach", "bei", "mochten", "uber", "fur", "eine", "ihr"]),
}  # fmt: skip
_ONLY_HERE = {
    "nl": frozenset({"het", "een", "niet", "graag", "wij", "zijn", "naar", "voor", "met", "jullie"}),
    "fy": frozenset({"fan", "wy", "graach", "foar", "binne", "nei", "jimme", "mei", "ús", "kinne", "wolle"}),
}


def address_form(text: Words) -> AddressForm:
    """Whether the sender says u or je to us; the greeting decides when neither word stands there, else u."""
    counts = {form: _count(text, members) for form, members in
              (("u", _U), ("je", _JE), ("formal", _FORMAL), ("informal", _INFORMAL))}  # fmt: skip
    if counts["u"] != counts["je"]:
        return AddressForm.U if counts["u"] > counts["je"] else AddressForm.JE
    return AddressForm.JE if counts["informal"] > counts["formal"] else AddressForm.U


def stated_form(text: Words) -> AddressForm | None:
    """The same where a text shows it; None where it says neither u nor je and does not greet."""
    return address_form(text) if _count(text, _U | _JE | _FORMAL | _INFORMAL) else None


def language(text: Words) -> str:
    """The ISO 639 code of the language: nl unless another one clearly has more of the common words."""
    scores = {code: _count(text, common) for code, common in _LANGUAGES.items()}
    for code, marks in _ONLY_HERE.items():
        scores[code] += 2 * _count(text, marks)
    best = max(scores, key=lambda code: (scores[code], code == "nl"))
    return best if scores[best] >= 3 and scores[best] > scores["nl"] else "nl"


def _count(text: Words, members: frozenset[str]) -> int:
    return sum(map(members.__contains__, text.folded))
