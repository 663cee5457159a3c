"""A mail of a person asks something, only thanks, or is unwanted; when in doubt it asks."""

import pytest

from bot.model import Kind, Screening
from tests.understanding.conftest import Write


@pytest.mark.parametrize(
    "text",
    [
        "Prima georganiseerd, behalve dat niemand ons vertelde dat de zaal verplaatst was. Wij stonden een uur buiten.",
        "Mooie bundel, alleen staat onze gemeente er onder de verkeerde naam in.",
        "Dank voor de uitnodiging. Onze agenda's lopen over, dus wij slaan deze leerkring over.",
        "De lessenreeks die wij maakten is geslaagd en geregeld. Wie hem hebben wil, mag hem zo overnemen.",
        "Fijn dat het doorgaat. Wij sturen twee mensen van de griffie.",
        "Top geregeld hoor, na drie maanden nog steeds geen expert.",
        "Ontvangen, dank. Het bedrag op de aanvraag was een tikfout, het zijn er negen.",
        "Bedankt voor niets. Jullie formulier gooide alles weg wat ik had ingevuld.",
        "Het optreden hoeft niet meer, de zaal is afgebrand. Dank voor jullie moeite.",
        "Complimenten voor het webinar! Staan de dia's al ergens?",
        "Bedankt voor de uitnodiging en wij doen mee met zijn vieren.",
        "Dank voor de uitleg over de leerkring, wij schrijven ons in.",
    ],
)
def test_a_thanking_word_does_not_make_a_request_a_bedankje(write: Write, text: str) -> None:
    assert write(text, subject="Re: bericht").kind is Kind.VERZOEK


def test_without_thanks_only_an_answer_is_a_mere_consent(write: Write) -> None:
    assert write("Zie onderwerp, svp.", subject="Leerkring over loting, deelname").kind is Kind.VERZOEK
    assert write("Oké, dan is het geregeld.", subject="Re: Leerkring").kind is Kind.BEDANKJE


@pytest.mark.parametrize(
    "text",
    [
        "Prachtige middag gehad bij jullie, iedereen ging met energie naar huis.",
        "Duidelijk. Dan weten wij wat ons te doen staat, dank voor de uitleg.",
        "Oké, dan is het bij dezen geregeld. Fijne vakantie!",
        "Uw brief hebben wij in goede orde ontvangen en in het college besproken. Met dank.",
        "Mijn dank is groot, de film was precies wat wij zochten.",
        "Dank voor de snelle uitleg over het verschil tussen een referendum en een burgerforum. Zo kon ik verder.",
        "Hartelijk dank voor het koppelen, ook namens de wethouder.",
    ],
)
def test_thanks_and_confirmations_ask_nothing(write: Write, text: str) -> None:
    assert write(text, subject="Re: bericht").kind is Kind.BEDANKJE


@pytest.mark.parametrize(
    "text",
    [
        "Dear user, your account will be closed. Verify your password via the link below within 24 hours.",
        "U heeft een pakket van 900 euro gewonnen! Bevestig uw bankrekening via de knop, anders vervalt uw prijs.",
        "Exclusive offer: verified list of 9,000 municipal e-mail addresses for only 199 dollars. Reply YES today.",
    ],
)
def test_unwanted_mail_is_known_by_its_words(write: Write, text: str) -> None:
    assert write(text, sender="Team <info@offer.example>", subject="Important").kind is Kind.SPAM


def test_bulk_mail_with_nothing_but_an_offer_is_spam(write: Write) -> None:
    text = "Beste ondernemer, bestel vandaag onze vlaggen met 40% korting! Klik hier. Op = op."
    bulk = Screening(Kind.NIEUWSBRIEF, "reden", 0.9)
    assert write(text, sender="Actie <actie@vlaggen.example>", screening=bulk).kind is Kind.SPAM
    assert write("In dit nummer: drie burgerberaden.", screening=bulk).kind is Kind.NIEUWSBRIEF
