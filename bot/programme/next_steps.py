"""What the team does next with a request, in the words of the digest."""

from collections.abc import Mapping
from types import MappingProxyType

BY_SERVICE: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("leerkring", "aanmelden"): "Plaats zoeken in een leerkring van vijf gemeenten",
        ("intervisitatie", "aanmelden"): "Gemeenten met hetzelfde thema bij elkaar zoeken",
        ("expert", "aanmelden"): "Passende democratie-expert zoeken",
        ("toekomstverkenning", "aanmelden"): "Kennismaking plannen over de toekomstverkenning",
        ("experiment", "aanmelden"): "Bespreken welke steun het experiment nodig heeft",
        ("herontwerpatelier", "aanmelden"): "Nagaan of er een atelier komt",
        ("inspiratie", "aanmelden"): "Bundel of publicatie sturen",
        ("theater", "aanmelden"): "Datum en wensen doorgeven aan Stichting Nieuwe Helden",
        ("subsidie", "aanmelden"): "Nagaan of het A&O fonds de aanvraag heeft",
        ("quickscan", "aanmelden"): "Nagaan of de Quick Scan kan starten",
        ("ontwikkeltraject", "aanmelden"): "Nagaan of het traject nog loopt",
        ("academie", "aanmelden"): "Nagaan of er een webinar is",
        ("bijeenkomst", "aanmelden"): "Deelname in de lijst zetten",
        ("bijeenkomst", "aanbieden"): "Bespreken of deze gemeente gastgemeente wordt",
        ("expert", "aanbieden"): "Kennismaken met de aangeboden expert",
        ("pers", "informatie"): "Doorgeven aan de woordvoerders",
        ("privacy", "aanmelden"): "Doorgeven aan de privacy officer (wettelijke termijn)",
        ("programma", "aanmelden"): "Verzendlijst bijwerken",
        ("programma", "wijzigen"): "Verzendlijst bijwerken",
    }
)

BY_ACT: Mapping[str, str] = MappingProxyType(
    {
        "aanmelden": "Aanmelding verwerken",
        "informatie": "Antwoord geven en nagaan of de vraag is beantwoord",
        "wijzigen": "Wijziging verwerken",
        "status": "Stand van zaken nagaan en laten weten",
        "aanbieden": "Beoordelen en reageren op het aanbod",
        "klacht": "Bellen en de klacht bespreken",
    }
)

AFTER: Mapping[str, str] = MappingProxyType(
    {
        "invited": "Antwoord op de uitnodiging afwachten",
        "accepted": "Wachten tot alle gemeenten ja zeggen",
        "declined": "Vragen of een andere kring wel past, of afsluiten",
    }
)
"""What the team does next with a sign-up whose municipality was invited to a circle, accepted or declined."""


AFTER_EXPERT: Mapping[str, str] = MappingProxyType(
    {
        "asked": "Antwoord van de expert afwachten",
        "accepted": "Gemeente en expert aan elkaar voorstellen en horen of het lukt",
    }
)
"""The same with a request whose expert was asked, or said yes."""


def next_step(service: str, act: str) -> str:
    """One Dutch line for the digest and the page of the request."""
    return BY_SERVICE.get((service, act)) or BY_ACT.get(act, "Bekijken wat er nodig is")
