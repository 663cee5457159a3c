"""The vocabulary: kinds of mail, services, acts, roles, topics and their themes, and how they are called in Dutch."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """What sort of mail a message is; only ``verzoek`` gets a draft."""

    VERZOEK = "verzoek"
    BEDANKJE = "bedankje"
    AUTOREPLY = "autoreply"
    BOUNCE = "bounce"
    AGENDA = "agenda"
    NIEUWSBRIEF = "nieuwsbrief"
    SPAM = "spam"


AUTOMATIC = frozenset({Kind.AUTOREPLY, Kind.BOUNCE, Kind.NIEUWSBRIEF, Kind.SPAM})
"""Kinds that are never answered."""

KIND_LABELS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.VERZOEK: "Verzoek",
        Kind.BEDANKJE: "Bedankje",
        Kind.AUTOREPLY: "Automatisch antwoord",
        Kind.BOUNCE: "Niet bezorgd",
        Kind.AGENDA: "Agenda",
        Kind.NIEUWSBRIEF: "Nieuwsbrief",
        Kind.SPAM: "Ongewenste mail",
    }
)

SERVICE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "leerkring": "Leerkring",
        "intervisitatie": "Intervisitatie",
        "expert": "Democratie-expert",
        "toekomstverkenning": "Toekomstverkenning",
        "experiment": "Thorbecke-experiment",
        "herontwerpatelier": "Herontwerp-atelier",
        "inspiratie": "Inspiratie en voorbeelden",
        "theater": "Lucas de Man op maat",
        "subsidie": "Subsidie A&O fonds",
        "quickscan": "Quick Scan Lokale Democratie",
        "uitdaagrecht": "Right to Challenge",
        "digitale-participatie": "Digitale participatie",
        "academie": "DiA Academie",
        "ontwikkeltraject": "Ontwikkeltraject",
        "bijeenkomst": "Bijeenkomst",
        "programma": "Programma Thorbecke2024",
        "privacy": "Privacyverzoek",
        "pers": "Persvraag",
        "buiten-bereik": "Buiten bereik",
    }
)

ACT_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "aanmelden": "Aanmelden",
        "informatie": "Informatie",
        "wijzigen": "Wijzigen",
        "status": "Stand van zaken",
        "aanbieden": "Aanbieden",
        "klacht": "Klacht",
    }
)

ROLES = ("griffier", "raadslid", "wethouder", "burgemeester", "gemeentesecretaris", "ambtenaar", "inwoner",
         "journalist", "adviseur", "student", "partner", "onbekend")  # fmt: skip

THEMES: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "democratische-schaal": (
            "Democratische schaal",
            ("kernendemocratie", "regiodemocratie", "taakdifferentiatie"),
        ),
        "inclusieve-democratie": ("Inclusieve democratie", ("burgerraden", "inclusie", "jongeren")),
        "directe-democratie": ("Directe democratie", ("referenda", "kiesvernieuwing", "burgerbegroting")),
        "digitale-democratie": ("Digitale democratie", ("digitale-middelen", "digitaal-vergaderen")),
        "burgerbestuur": ("Burgerbestuur", ("uitdaagrecht", "bewonersinitiatieven", "zeggenschap")),
    }
)
"""Theme id to its Dutch label and its topics, in the order of the programme."""

TOPIC_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "kernendemocratie": "Kernendemocratie",
        "regiodemocratie": "Regiodemocratie",
        "taakdifferentiatie": "Taakdifferentiatie",
        "burgerraden": "Burgerraden en burgerberaden",
        "inclusie": "Inclusie",
        "jongeren": "Jongeren",
        "referenda": "Referenda",
        "kiesvernieuwing": "Anders kiezen",
        "burgerbegroting": "Burgerbegroting",
        "digitale-middelen": "Digitale middelen",
        "digitaal-vergaderen": "Digitaal vergaderen",
        "uitdaagrecht": "Uitdaagrecht",
        "bewonersinitiatieven": "Bewonersinitiatieven",
        "zeggenschap": "Zeggenschap",
        "rol-van-de-raad": "Rol van de raad",
        "organisatieontwikkeling": "Organisatieontwikkeling",
        "spelregels": "Spelregels voor participatie",
        "verantwoording": "Verantwoording",
        "lokale-pers": "Lokale pers",
        "burgerschap": "Burgerschap",
        "politieke-partijen": "Politieke partijen",
        "omgevingswet": "Omgevingswet",
    }
)


def themes_of(topics: tuple[str, ...]) -> tuple[str, ...]:
    """The themes that these topics belong to, in the programme's order, each once."""
    return tuple(theme for theme, (_, members) in THEMES.items() if set(members) & set(topics))


class AddressForm(StrEnum):
    """How the sender addresses us, so how we answer."""

    U = "u"
    JE = "je"
