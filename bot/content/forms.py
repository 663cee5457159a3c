"""The two forms of a fixed text: ``{u-vorm|je-vorm}`` wherever the form of address makes a difference."""

import re

from bot.patterns import compiled_later

CHOICE = compiled_later(r"\{([^{}|]*)\|([^{}|]*)\}")
LEFT_OVER = compiled_later(r"[{}]")
POLITE = compiled_later(r"\b(?:u|uw|uzelf)\b", re.IGNORECASE)
INFORMAL = compiled_later(r"\b(?:je|jij|jou|jouw|jullie|jezelf)\b", re.IGNORECASE)


def in_form(text: str, *, polite: bool) -> str:
    """The text as it is said to who is addressed with u, or with je."""
    return CHOICE.sub(r"\1" if polite else r"\2", text)


def form_problems(text: str) -> list[str]:
    """What is wrong with the choices of a fixed text, in Dutch."""
    polite, informal = in_form(text, polite=True), in_form(text, polite=False)
    found = []
    if LEFT_OVER.search(polite):
        found.append("een keuze tussen u en je schrijft u als {u-vorm|je-vorm}; hier klopt een accolade niet")
    if word := INFORMAL.search(polite):
        found.append(f"in de u-vorm staat '{word[0]}'")
    if word := POLITE.search(informal):
        found.append(f"in de je-vorm staat '{word[0]}'")
    return found
