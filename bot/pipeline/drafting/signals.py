"""Words in a mail that choose between two wordings of the same template."""

import re

from bot.patterns import compiled_later


def _any(*patterns: str) -> re.Pattern[str]:
    return compiled_later("|".join(rf"\b(?:{pattern})" for pattern in patterns), re.IGNORECASE)


SIGN_OFF = _any(
    r"afmeld",
    r"meld(?:en|t)? (?:\w+ ){0,6}af\b",
    r"afzeggen\b",
    r"zeg(?:gen|t)? (?:\w+ ){0,5}af\b",
    r"(?:in|terug)trekken\b",
    r"trek(?:ken|t)? (?:\w+ ){0,6}(?:in|terug)\b",
    r"zie(?:n|t)? er (?:\w+ ){0,3}van af\b",
    r"uitstappen\b",
    r"(?:mag|kan|mogen|kunnen) (?:\w+ ){0,3}(?:vervallen|geschrapt|doorgehaald)\b",
    r"stap(?:pen|t)? (?:\w+ ){0,3}uit (?:de|het|jullie|onze|die)\b",
    r"(?:stoppen|stopt|stop) (?:\w+ ){0,3}(?:met (?:de|het|deze|dit)|ermee)\b",
    r"afzien van\b",
    r"verhinderd\b",
    r"annule",
    r"uitschrijven\b",
    r"schrijf (?:\w+ ){0,4}uit\b",
    r"van de (?:mailing|verzend)?lijst\b",
    r"kan (?:\w+ ){0,6}niet (?:bij zijn|komen|meedoen|deelnemen)\b",
    r"kunnen (?:\w+ ){0,6}niet (?:bij zijn|komen|meedoen|deelnemen)\b",
    r"gaat (?:helaas )?niet door\b",
    r"(?:haal|trek|schrap) (?:ons|mij|me) er (?:\w+ ){0,3}(?:af|uit)\b",
    r"als vervallen\b",
)
STAYS = _any(
    r"uitstel",
    r"verzet",
    r"verplaats",
    r"(?:andere|nieuwe) (?:datum|data|dag)",
    r"(?:ander|nieuw|later) (?:moment|tijdstip)",
    r"opschuiven",
    r"doorschuiven",
    r"(?:mijn|zijn|haar|onze) plaats",
    r"vervang",
    r"wordt (?:\w+ ){0,3}(?:mijn|onze) (?:collega|opvolg)",
    r"voortaan\b",
    r"iedereen (?:\w+ ){0,5}(?:afzegg|afmeld|annule)",
    r"overgenomen|(?<!niemand )neemt (?:\w+ ){0,5}over\b",
    r"(?:kom(?:en|t)?|ga(?:an|at)?|do(?:e|en|et)|ben|zijn|blij(?:f|ft|ven)) (?:\w+ ){0,3}(?:wel|gewoon)\b",
    r"(?:haar|hem|hen) (?:\w+ ){0,3}af(?:melden)?\b",
    r"niet (?:afmelden|annuleren|intrekken)",
    r"(?:afmelden|annuleren|intrekken) (?:\w+ ){0,3}niet\b",
)
KICK_OFF = _any(r"waalwijk\b", r"kick[ -]?off\b")
MAILINGS = _any(r"(?:mailing|verzend)?lijst\b", r"nieuwsbrief", r"op de hoogte", r"mailings?\b", r"updates?\b")

STILL = _any(
    r"(?:bestaa(?:t|n)|loopt|lopen|gaat|gaan|worden|zijn|is|kan|kunnen) (?:[\w'-]+ ){0,8}nog\b",
    r"(?:er|daarvoor) (?:iets )?(?:voor )?in de plaats",
)

COMPLETE = _any(r"compleet\b", r"namens alle (?:vijf|5)\b", r"met (?:z'n|zijn|z.n) vijven\b")
NEIGHBOURHOOD = _any(
    r"mijn gemeente\b", r"(?:mijn|onze|de) (?:straat|buren|buurman|buurvrouw|stoep)\b", r"vergunning", r"bezwaar"
)
CHAIR = _any(r"voorzitter")


SIGNED_UP = _any(
    r"aan(?:ge)?meld", r"meld\w*", r"op(?:ge)?ge[ev]", r"in(?:ge)?schr", r"aan(?:ge)?vra", r"bestel", r"geboekt",
    r"(?:doen|deden|doe|deed) (?:\w+ ){0,4}mee\b", r"meedoen", r"deelne", r"deelna", r"plek", r"lijst\b",
    r"gemeld", r"ingediend", r"voorgedragen",
)  # fmt: skip


RESEARCH = _any(r"interview", r"enqu[eê]te", r"respondent", r"scriptie", r"onderzoek", r"spreken\b", r"thesis")

OWN_REQUEST = _any(
    r"(?:mijn|onze|ons|m'n) (?:[\w-]+ ){0,3}(?:\w*vraag|\w*verzoek|mail\w*|bericht|voorstel|inzending|plan|idee)\b",
    r"(?:stuurde|mailde|vroeg|vroegen|stuurden|mailden)\b",
    r"(?:heb|hebben|had|hadden) (?:[\w'-]+ ){0,8}(?:gevraagd|gestuurd|gemaild|ingediend|aangevraagd|gebeld)\b",
)


def wants_to_study_us(text: str) -> bool:
    """Whether a student asks for a talk or for data, and not for what the programme is."""
    return bool(RESEARCH.search(text))


def has_signed_up(text: str) -> bool:
    """Whether somebody speaks of a sign-up that was made before, and not only of a question."""
    return bool(SIGNED_UP.search(text))


def speaks_of_its_own(text: str) -> bool:
    """Whether somebody asks after what he sent or asked himself, and not after what others do."""
    return bool(OWN_REQUEST.search(text))


def signs_off(text: str) -> bool:
    """Whether somebody takes an earlier sign-up back, and does not only move it or send somebody else."""
    return bool(SIGN_OFF.search(text)) and not STAYS.search(text)


def names_kick_off(text: str) -> bool:
    """Whether it is about the one meeting that people keep signing up for; it was in 2020."""
    return bool(KICK_OFF.search(text))


def wants_mailings(text: str) -> bool:
    """Whether somebody wants to be on the mailing list."""
    return bool(MAILINGS.search(text))


def asks_whether_still(text: str) -> bool:
    """Whether somebody wants to know if what was offered years ago still exists."""
    return bool(STILL.search(text))


def has_a_whole_group(text: str) -> bool:
    """Whether the municipalities of an intervisitatie have found each other already."""
    return bool(COMPLETE.search(text))


def wants_a_chair(text: str) -> bool:
    """Whether somebody asks for the independent chair of an intervisitatie."""
    return bool(CHAIR.search(text))


def is_about_the_neighbourhood(text: str) -> bool:
    """Whether it is a matter for somebody's own municipality."""
    return bool(NEIGHBOURHOOD.search(text))
