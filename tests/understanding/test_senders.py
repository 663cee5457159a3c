"""Who writes, for whom, and for which municipality: one test for each class of mails that is easily misread."""

# ruff: noqa: E501
# A mail and what is read in it stand beside each other, as in a table.

import pytest

from bot.understanding.contact import e164
from tests.understanding.conftest import Write

ASK = "Wij doen graag mee met de leerkring over inclusie."


@pytest.mark.parametrize(
    ("sender", "text", "role"),
    [
        ("Secretariaat B&W <secretariaat@zeist.nl>", f"Namens burgemeester I. Vos laat ik u weten: {ASK}\n\nAn Bos", "burgemeester"),
        ("Bestuurssecretariaat <bs@zeist.nl>", f"Wethouder Vos vroeg mij het volgende te melden. {ASK}\n\nAn Bos\nsecretaresse", "wethouder"),
        ("Secretariaat <s@zeist.nl>", f"{ASK}\n\nAn Bos\nsecretaresse van de burgemeester", "ambtenaar"),
        ("An Bos <a.bos@zeist.nl>", f"{ASK}\n\nAn Bos\nkabinet burgemeester Zeist", "ambtenaar"),
        ("College <college@zeist.nl>", f"{ASK}\n\nHoogachtend,\n\nburgemeester en wethouders van Zeist,\nde secretaris,\n\nA. Bos", "gemeentesecretaris"),
        ("An Bos <a.bos@zeist.nl>", f"{ASK}\n\nAn Bos\nsecretaris-directeur", "gemeentesecretaris"),
        ("An Bos <griffie@zeist.nl>", f"{ASK}\n\nAn Bos\nsecretaresse griffie", "griffier"),
        ("An Bos <a.bos@zeist.nl>", "Graag wil ik bij u solliciteren. Heeft u een vacature in uw team?", "onbekend"),
        ("An Bos <an@ziggo.nl>", "Na mijn studie zoek ik een nieuwe uitdaging. Mijn cv gaat hierbij.", "onbekend"),
        ("An Bos <an@ziggo.nl>", "Als gepensioneerd leraar lees ik uw bundel graag. Kan ik hem bestellen?", "inwoner"),
        ("An Bos <an@ziggo.nl>", "Op grond van artikel 15 AVG vraag ik inzage in mijn persoonsgegevens.", "onbekend"),
        ("An Bos <an@gmail.com>", "Ik schrijf als freelancer voor een weekblad over burgerberaden. Wie mag ik bellen?", "journalist"),
        ("An Bos <an@bosenco-proces.nl>", "Mijn bureau werkt voor gemeenten. Hoe word je partner van het programma?", "adviseur"),
        ("An Bos <an@bos.example>", f"{ASK}\n\nAn Bos\nonderzoeksjournalist", "journalist"),
        ("An Bos <an@bosmedia.nl>", "Wij maken filmpjes voor gemeenten, voor € 1.900 per stuk. Zal ik langskomen?", "onbekend"),
        ("An Bos <an@ziggo.nl>", "Na mijn afstuderen zoek ik een baan bij jullie. Mijn cv gaat hierbij.", "onbekend"),
        ("An Bos <an@raadenzaad.nl>", "Ik was griffier en sta nu op eigen benen. Ik meld me als expert.", "adviseur"),
        ("An Bos <a.bos@raad.zeist.nl>", ASK, "raadslid"),
        ("An Bos <a@koepel.example>", "Vanuit de landelijke vereniging van speeltuinen vragen wij om een leerkring.", "partner"),
        ("An Bos <an@rtvoost.nl>", "Voor een item zoek ik cijfers. Wie kan ik spreken?", "journalist"),
        ("An Bos <an@ziggo.nl>", "Voor een stuk dat zaterdag verschijnt: klopt het dat gemeenten meebetalen?", "journalist"),
        ("An Bos <a@wetterskip.example>", "Staat een leerkring ook open voor een waterschap?", "partner"),
        ("An Bos <an@bosenco.example>", "Als adviseur van gemeenten wil ik op de verzendlijst.", "adviseur"),
        ("An Bos <an@bosenco.example>", "Als zelfstandige begeleid ik avonden, mijn dagtarief is 900 euro. Zullen we bellen?", "onbekend"),
        ("An Bos <an@ziggo.nl>", "In mei studeer ik af. Heeft u een vacature voor mij? Mijn cv gaat hierbij.", "onbekend"),
        ("An Bos <a@oost.example>", "Ons buurthuis draait op vrijwilligers. Heeft u voorbeelden voor onze gemeente?", "inwoner"),
    ],
)  # fmt: skip
def test_the_role_is_that_of_the_one_who_speaks(write: Write, sender: str, text: str, role: str) -> None:
    assert write(text, sender=sender).role == role


@pytest.mark.parametrize(
    "text",
    [
        "Mogen bewoners in uw gemeenten taken overnemen? Ik zoek cijfers over het uitdaagrecht.",
        "Hoeveel leerkringen zijn er, en wie kan daar iets over vertellen?",
    ],
)
def test_whatever_a_journalist_asks_is_for_the_press_office(write: Write, text: str) -> None:
    (request,) = write(text, sender="An Bos <an@rtvoost.nl>").requests
    assert (request.service, request.act) == ("pers", "informatie")
    assert request.confidence > 0.8


@pytest.mark.parametrize(
    ("sender", "text", "contact", "number"),
    [
        ("Secretariaat <s@zeist.nl>", f"Namens wethouder Ina Vos: {ASK}\n\nAn Bos\nsecretariaat\n030-1234567", "Ina Vos", "+31301234567"),
        ("Secretariaat <s@zeist.nl>", f"Namens wethouder Ina Vos: {ASK} U kunt mij bellen.\n\nAn Bos\n030-1234567", "An Bos", "+31301234567"),
        ("An Bos <a.bos@zeist.nl>", f"{ASK} Voor de planning kunt u zich wenden tot mevrouw I. Vos (030-7654321).", "I. Vos", "+31307654321"),
        ("An Bos <a.bos@zeist.nl>", f"{ASK} Vragen kunt u aan onze jurist stellen: Ina Vos, 030-7654321.", "Ina Vos", "+31307654321"),
        ("An Bos <a.bos@zeist.nl>", f"{ASK} Mijn collega Ina Vos doet de wijken, zij neemt het stokje over.", "Ina Vos", None),
        ("An Bos <a.bos@zeist.nl>", f"{ASK} Wilt u contact opnemen met mijn secretaris, de heer Bas Vos, 030-7654321?", "Bas Vos", "+31307654321"),
        ("An Bos <a.bos@zeist.nl>", "Ina Vos neemt de leerkring van mij over. Haar nummer is 06-12345678.", "Ina Vos", "+31612345678"),
        ("An Bos <a.bos@zeist.nl>", "In juni neemt Ina Vos het van me over.", "Ina Vos", None),
        ("Griffier Zeist <griffie@zeist.nl>", f"{ASK}\n\nGroet,\nIna Vos\ngriffier", "Ina Vos", None),
        ("Dorpsbelang Eexterveen <bestuur@dorp.example>", f"{ASK}\n\nGroet,\nIna Vos, voorzitter", "Ina Vos", None),
        ("Team Evenementen <team@zeist.nl>", f"{ASK}\n\nGroet,\n\nIna Vos\n", "Ina Vos", None),
        ("Waterschap / Ina Vos <i.vos@water.example>", f"{ASK}\n\nIna Vos\n", "Ina Vos", None),
        ("Desiree Bos <d.bos@zeist.nl>", f"{ASK}\n\nDésirée Bos\n", "Désirée Bos", None),
        ("Ina Vos <i.vos@zeist.nl>", f"{ASK}\n\nGroet,\nIna Vos-Prins\n", "Ina Vos-Prins", None),
        ("An Bos <a.bos@zeist.nl>", f"{ASK} De griffier trekt het, zij heet Ina Vos en is bereikbaar op 030-7654321.", "Ina Vos", "+31307654321"),
        ("An Bos <a.bos@zeist.nl>", f"{ASK} Mijn kabinet (mevrouw Ina Vos, 030-7654321) is het aanspreekpunt.", "Ina Vos", "+31307654321"),
        ("An Bos <a.bos@zeist.nl>", f"{ASK} U mag mijn adviseur Ina Vos bellen op 030-7654321.", "Ina Vos", "+31307654321"),
        ("An Bos <a.bos@zeist.nl>", f"{ASK} De uitvoering berust bij Ina Vos (030-7654321).", "Ina Vos", "+31307654321"),
        ("An Bos <a.bos@zeist.nl>", f"{ASK} Ina Vos van mijn bureau (030 765 43 21) weet meer.", "Ina Vos", "+31307654321"),
        ("An Bos <a.bos@zeist.nl>", f"{ASK} Uw antwoord kan naar I. ter Vos, telefoon (030) 765 43 21.", "I. ter Vos", "+31307654321"),
        ("An Bos <a.bos@zeist.nl>", f"{ASK} Ina Vos (030-7654321) en Jan Pol (030-7654322) komen ook.\n\nAn Bos\n030-1234567", "An Bos", "+31301234567"),
        ("An Bos <a.bos@zeist.nl>", "In mei neemt mevrouw Ina Vos, commissiegriffier, dat van mij over.", "Ina Vos", None),
        ("An Bos <a.bos@zeist.nl>", "De leerkring draag ik per mei over aan Ina Vos, zet haar op de lijst.", "Ina Vos", None),
        ("An Bos <a.bos@zeist.nl>", "In plaats van mij is Ina Vos het vaste contact voor de leerkring.", "Ina Vos", None),
        ("An Bos <a.bos@zeist.nl>", "De trekker van onze leerkring wordt vanaf nu mijn collega Ina Vos.", "Ina Vos", None),
    ],
)  # fmt: skip
def test_the_contact_and_the_number(write: Write, sender: str, text: str, contact: str, number: str | None) -> None:
    found = write(text, sender=sender)
    assert (found.contact_name, found.phone) == (contact, number)


@pytest.mark.parametrize(("written", "number"), [("+32 2 123 45 67", "+3221234567"), ("0049 30 123456", "+4930123456")])
def test_a_number_of_a_neighbouring_country_keeps_its_code(written: str, number: str) -> None:
    assert e164(written) == number


@pytest.mark.parametrize(
    ("sender", "text", "names"),
    [
        ("a@zeist.nl", f"Mede namens onze collega's van Bunnik en De Bilt: {ASK}", {"Zeist", "Bunnik", "De Bilt"}),
        ("a@noaberkracht.nl", f"Voor Dinkelland: {ASK} (Tubbergen doet niet mee.)\n\nAn Bos | jurist | Noaberkracht Dinkelland Tubbergen", {"Dinkelland"}),
        ("a@de-buch.nl", f"{ASK} Het gaat om Heiloo en Uitgeest. Castricum slaat deze ronde over.", {"Heiloo", "Uitgeest"}),
        ("a@hltsamen.nl", f"Hillegom, Lisse en Teylingen. {ASK} Schrijft u ons alle drie in?", {"Hillegom", "Lisse", "Teylingen"}),
        ("a@hltsamen.nl", f"Hillegom, Lisse en Teylingen. {ASK}", set()),
        ("a@debuch.nl", f"{ASK} Ik schrijf vandaag met de hoed van Bergen op.", {"Bergen (NH.)"}),
        ("a@zeist.nl", "Ik dien een klacht in: mijn wethouder stond met haar adres in uw lijst, een datalek.", {"Zeist"}),
        ("a@zeist.nl", f"Met de collega's van Bunnik en De Bilt maakten we een plan. {ASK} Met ons drieën dus.", {"Zeist", "Bunnik", "De Bilt"}),
        ("a@zeist.nl", f"Met de collega's van Bunnik en De Bilt aten we taart. {ASK}", {"Zeist"}),
        ("a@zeist.nl", "Welke persoonsgegevens hebt u van mij? Mijn privéadres stond in een mail aan allen, een datalek.", set()),
        ("a@zeist.nl", "Op persoonlijke titel vraag ik welke persoonsgegevens u van mij heeft.", set()),
    ],
)  # fmt: skip
def test_the_municipalities_are_those_that_take_part(write: Write, sender: str, text: str, names: set[str]) -> None:
    assert set(write(text, sender=f"An Bos <{sender}>").municipalities) == names


def test_a_council_member_who_forwards_a_motion_is_of_the_council_that_passed_it(write: Write) -> None:
    motion = "> Van: Griffie\n> Onderwerp: motie\n>\n> De raad van de gemeente Zeist, in vergadering bijeen, besluit.\n"
    text = f"Deze motie van mij is aangenomen. Kan dit als experiment?\n\nAn Bos\nfractie Ons Dorp\n\nBegin doorgestuurd bericht:\n\n{motion}"
    assert write(text, sender="An Bos <an@onsdorp.example>").municipalities == ("Zeist",)
