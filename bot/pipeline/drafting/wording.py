"""The words of the programme as they stand in the middle of a sentence."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.model.dutch import listed

SERVICES: Mapping[str, str] = MappingProxyType(
    {
        "leerkring": "de leerkring",
        "intervisitatie": "de intervisitatie",
        "expert": "de democratie-experts",
        "toekomstverkenning": "de toekomstverkenning",
        "experiment": "de Thorbecke-experimenten",
        "herontwerpatelier": "het herontwerp-atelier",
        "inspiratie": "voorbeelden of publicaties",
        "theater": "de voorstelling van Lucas de Man",
        "subsidie": "subsidie van het A&O fonds Gemeenten",
        "quickscan": "de Quick Scan Lokale Democratie",
        "uitdaagrecht": "het uitdaagrecht",
        "digitale-participatie": "digitale participatie",
        "academie": "de webinars",
        "ontwikkeltraject": "het ontwikkeltraject",
        "bijeenkomst": "de bijeenkomst",
        "programma": "het programma Thorbecke2024",
        "privacy": "persoonsgegevens",
        "pers": "de vraag voor de pers",
        "buiten-bereik": "iets anders",
    }
)

ASKED_BEFORE: Mapping[str, str] = MappingProxyType(
    {
        "leerkring": "aanmelding voor de leerkring",
        "intervisitatie": "aanmelding voor de intervisitatie",
        "expert": "vraag om een democratie-expert",
        "toekomstverkenning": "aanvraag voor een toekomstverkenning",
        "experiment": "aanmelding van een experiment",
        "herontwerpatelier": "aanmelding voor het herontwerp-atelier",
        "inspiratie": "vraag om voorbeelden of publicaties",
        "theater": "aanvraag voor de voorstelling van Lucas de Man",
        "subsidie": "subsidieaanvraag",
        "quickscan": "aanvraag voor de Quick Scan",
        "uitdaagrecht": "vraag over het uitdaagrecht",
        "digitale-participatie": "vraag over digitale participatie",
        "academie": "aanmelding voor het webinar",
        "ontwikkeltraject": "aanmelding voor het ontwikkeltraject",
        "bijeenkomst": "aanmelding voor de bijeenkomst",
        "programma": "vraag aan het programma",
    }
)
"""What somebody asked earlier, after 'uw' or 'je'."""

TOPICS: Mapping[str, str] = MappingProxyType(
    {
        "kernendemocratie": "kernendemocratie",
        "regiodemocratie": "regiodemocratie",
        "taakdifferentiatie": "taakdifferentiatie",
        "burgerraden": "burgerraden",
        "inclusie": "inclusie",
        "jongeren": "jongeren",
        "referenda": "referenda",
        "kiesvernieuwing": "nieuwe manieren van kiezen",
        "burgerbegroting": "burgerbegroting",
        "digitale-middelen": "digitale middelen",
        "digitaal-vergaderen": "digitaal vergaderen",
        "uitdaagrecht": "het uitdaagrecht",
        "bewonersinitiatieven": "bewonersinitiatieven",
        "zeggenschap": "zeggenschap",
        "rol-van-de-raad": "de rol van de raad",
        "organisatieontwikkeling": "organisatieontwikkeling",
        "spelregels": "spelregels voor participatie",
        "verantwoording": "verantwoording",
        "lokale-pers": "de lokale pers",
        "burgerschap": "burgerschap",
        "politieke-partijen": "politieke partijen",
        "omgevingswet": "de Omgevingswet",
    }
)


def municipality(names: Sequence[str]) -> str:
    """'de gemeente Asten', 'de gemeenten Asten en Someren'; '' when unknown."""
    return f"de {'gemeente' if len(names) == 1 else 'gemeenten'} {listed(names)}" if names else ""


def asked_before(service: str, *, signed_up: bool) -> str:
    """What somebody asked earlier, after 'uw' or 'je': a sign-up only where there is one."""
    known = ASKED_BEFORE.get(service, "vraag")
    return known if signed_up or known.startswith("vraag") else f"vraag over {SERVICES[service]}"
