"""Who writes, who is the contact, how to reach them and how many people come."""

import pytest

from bot.understanding.contact import contact_name, e164, phone
from bot.understanding.counting import participants
from bot.understanding.reader import Reader
from tests.understanding.conftest import Write


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("06-12344508", "+31612344508"),
        ("06 50 12 33 98", "+31650123398"),
        ("0166 - 12 34 07", "+31166123407"),
        ("(0316) 12 32 90", "+31316123290"),
        ("+31 (0)43 458 8123", "+31434588123"),
        ("+31 6 2468 0199", "+31624680199"),
        ("0031 73 615 5002", "+31736155002"),
        ("088-1234567", "+31881234567"),
        ("14 0512", None),
        ("0900-8844", None),
        ("12345678", None),
    ],
)
def test_dutch_numbers_become_e164_and_others_nothing(written: str, number: str | None) -> None:
    assert e164(written) == number


def test_a_number_of_a_colleague_is_not_the_number_of_the_contact() -> None:
    assert phone("Collega Kim (0161-123400) komt ook.", "Jo Smit\n06-12345678", "Jo Smit", "Jo Smit") == "+31612345678"


def test_a_number_in_a_quote_does_not_count(write: Write) -> None:
    text = "Kan dat?\n\nJo\n\nOp ma 4 jan. 2021 om 10:00 schreef VNG <thorbecke2024@vng.nl>:\n\n> Bel 070-1234567\n"
    assert write(text).phone is None


def test_the_contact_that_the_mail_appoints_goes_before_the_sender(write: Write) -> None:
    own = "Mijn plek in de leerkring wordt overgenomen door Joris Bal (j.bal@zeist.nl, 06-29112340)."
    text = f"{own}\n\nGroet,\nJo Smit\n030-1234567"
    found = write(text)
    assert (found.contact_name, found.phone) == ("Joris Bal", "+31629112340")


@pytest.mark.parametrize(
    ("display", "signature", "name"),
    [
        ("Hanneke Wolters", "", "Hanneke Wolters"),
        ("Griffie Tholen", "Groet,\nKo Wisse\nraadsgriffier", "Ko Wisse"),
        ("P. Terpstra", "Met vriendelijke groet,\n\nPiet Terpstra\nwethouder", "Piet Terpstra"),
        ("Gemeente Opsterland, R. van der Wal", "", "R. van der Wal"),
        ("Kees Hoogland (Schouwen-Duiveland)", "", "Kees Hoogland"),
        ("Riezen, Remco van", "", "Remco van Riezen"),
        ("Secretariaat wethouders", "Groet,\n\nCorrie de Feijter\nManagementassistent", "Corrie de Feijter"),
        ("", "", None),
    ],
)
def test_the_name_of_the_sender(display: str, signature: str, name: str | None) -> None:
    assert contact_name(display, "x@zeist.nl", "", signature) == name


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mijn HR-adviseur en ik doen mee.", 2),
        ("Kunnen jullie mij en drie collega's opgeven?", 4),
        ("We komen met vijf man, namen volgen.", 5),
        ("We komen met z'n tweeën.", 2),
        ("Aanmelding werksessie (2 pers.)", 2),
        ("We rekenen op 60 bezoekers.", 60),
        ("Publiek: raad, college en inwoners, alles bij elkaar 120 man.", 120),
        ("Graag meld ik aan: de heer F. Hamelink en mevrouw S. Dieleman.", 2),
        ("Ik kom alleen.", 1),
        ("Graag twee plekken bij het webinar.", 2),
        ("Graag ontvang ik 22 exemplaren van de bundel.", None),
        ("Er is een zaal voor 40 mensen.", None),
        ("Wij doen graag mee.", None),
    ],
)
def test_people_are_counted_but_not_seats_or_copies(reader: Reader, text: str, count: int | None) -> None:
    assert participants(text, reader.counts) == count


@pytest.mark.parametrize(
    ("signature", "sender", "role"),
    [
        ("Ko Wisse\nplv. griffier", "Ko Wisse <k@zeist.nl>", "griffier"),
        ("Ko Wisse\nraadsadviseur", "Ko Wisse <k@zeist.nl>", "griffier"),
        ("Ko Wisse\nGemeentesecretaris / algemeen directeur", "Ko Wisse <k@zeist.nl>", "gemeentesecretaris"),
        ("Ko Wisse\nburgemeester", "Ko Wisse <k@zeist.nl>", "burgemeester"),
        ("Ko Wisse\nwethouder financiën", "Ko Wisse <k@zeist.nl>", "wethouder"),
        ("Ko Wisse\nfractievoorzitter Lokaal Zeist", "Ko Wisse <k@zeist.nl>", "raadslid"),
        ("Ko Wisse\nadviseur van de burgemeester", "Ko Wisse <k@zeist.nl>", "ambtenaar"),
        ("Ko Wisse\nManagementassistent", "Ko Wisse <k@zeist.nl>", "ambtenaar"),
        ("Ko Wisse", "Ko Wisse <k@zeist.nl>", "ambtenaar"),
        ("Ko Wisse", "Ko Wisse <griffie@zeist.nl>", "griffier"),
        ("Ko Wisse\nredacteur", "Ko Wisse <k@dagblad.example>", "journalist"),
        ("Ko Wisse", "Ko Wisse <k@student.uu.nl>", "student"),
        ("Ko Wisse", "Ko Wisse <k@drenthe.nl>", "partner"),
        ("Ko Wisse", "Ko Wisse <k@delta-advies.nl>", "adviseur"),
    ],
)
def test_the_role_of_the_sender(write: Write, signature: str, sender: str, role: str) -> None:
    text = f"Wij willen graag meer weten over de leerkring.\n\nMet vriendelijke groet,\n\n{signature}\n"
    assert write(text, sender=sender).role == role


@pytest.mark.parametrize(
    "text", ["Jan de Vries " * 400, "Jan en ik " * 400, "deelnemers: " + "Jan, " * 800, "06 12 34 " * 400]
)
def test_an_endless_list_of_names_does_not_hang_the_count(reader: Reader, text: str) -> None:
    """Without bounds in the patterns the first of these takes minutes."""
    found = participants(text, reader.counts)
    assert found is None or found > 0
