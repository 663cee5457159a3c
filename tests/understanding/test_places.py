"""On behalf of which municipality somebody writes."""

import pytest

from tests.understanding.conftest import Write

ASK = "Wij willen graag meedoen aan een leerkring."


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("Jo Smit <j.smit@zaltbommel.nl>", "Zaltbommel"),
        ("Jo Smit <j.smit@bernheze.org>", "Bernheze"),
        ("Jo Smit <j.smit@wethouder.simpelveld.nl>", "Simpelveld"),
        ("Jo Smit <j.smit@s-hertogenbosch.nl>", "'s-Hertogenbosch"),
        ("Jo Smit <j.smit@h-i-ambacht.nl>", "Hendrik-Ido-Ambacht"),
        ("Jo Smit <j.smit@gemeentebest.nl>", "Best"),
        ("Jo Smit <j.smit@bergen.nl>", "Bergen (L.)"),
        ("Jo Smit <j.smit@bergen-nh.nl>", "Bergen (NH.)"),
        ("Jo Smit <j.smit@oudeijsselstreek.nl>", "Oude IJsselstreek"),
    ],
)
def test_the_mail_domain_is_the_strongest_sign(write: Write, sender: str, name: str) -> None:
    assert write(f"{ASK}\n\nGroet,\nJo Smit", sender=sender).municipalities == (name,)


@pytest.mark.parametrize(
    ("domain", "successor"),
    [
        ("uden.nl", "Maashorst"),
        ("cuijk.nl", "Land van Cuijk"),
        ("weesp.nl", "Amsterdam"),
        ("brielle.nl", "Voorne aan Zee"),
    ],
)
def test_a_former_municipality_is_its_successor(write: Write, domain: str, successor: str) -> None:
    assert write(ASK, sender=f"Jo Smit <jo@{domain}>").municipalities == (successor,)


def test_a_split_municipality_is_a_question_never_a_guess(write: Write) -> None:
    found = write(ASK, sender="Jo Smit <jo@haaren.nl>")
    assert found.municipalities == ()
    assert set(found.municipality_candidates) == {"Oisterwijk", "Vught", "Boxtel", "Tilburg"}


def test_a_shared_organisation_does_not_tell_which_municipality(write: Write) -> None:
    found = write(ASK, sender="Jo Smit <jo@debuch.nl>")
    assert found.municipalities == ()
    assert set(found.municipality_candidates) == {"Bergen (NH.)", "Uitgeest", "Castricum", "Heiloo"}


def test_the_signature_tells_which_member_of_a_shared_organisation(write: Write) -> None:
    found = write(f"{ASK}\n\nMet vriendelijke groet,\n\nJo Smit\ngemeente Heiloo", sender="Jo Smit <jo@debuch.nl>")
    assert found.municipalities == ("Heiloo",)


def test_one_mail_can_speak_for_several_municipalities(write: Write) -> None:
    text = "Mede namens Castricum, Heiloo en Bergen meld ik ons aan voor de intervisitatie."
    found = write(text, sender="Jo Smit <jo@uitgeest.nl>")
    assert set(found.municipalities) == {"Uitgeest", "Castricum", "Heiloo", "Bergen (NH.)"}


def test_a_municipality_that_is_only_mentioned_does_not_count(write: Write) -> None:
    text = f"{ASK} Voerendaal en Simpelveld hebben ook interesse, en Amersfoort doet het al jaren."
    assert write(text, sender="Jo Smit <jo@beekdaelen.nl>").municipalities == ("Beekdaelen",)


@pytest.mark.parametrize(
    "text",
    [
        "Dit zal leiden tot meer vragen, en wij kampen met te weinig mensen. Best lastig.",
        "Beste collega's, wij huizen sinds kort in een nieuw pand.",
        "Mijn collega mevrouw Van Dongen en de heer Van Beek komen ook.",
    ],
)
def test_ordinary_words_and_surnames_are_no_municipality(write: Write, text: str) -> None:
    found = write(f"{ASK} {text}", sender="Jo Smit <jo.smit@gmail.com>")
    assert found.municipalities == ()
    assert found.municipality_candidates == ()


def test_a_cue_word_makes_an_ordinary_word_a_municipality(write: Write) -> None:
    text = f"{ASK}\n\nMet vriendelijke groet,\n\nJo Smit\nbeleidsadviseur gemeente Leiden"
    assert write(text, sender="Jo Smit <jo.smit@gmail.com>").municipalities == ("Leiden",)


def test_bergen_without_more_is_not_guessed(write: Write) -> None:
    text = f"{ASK}\n\nMet vriendelijke groet,\n\nJo Smit\nraadslid gemeente Bergen"
    found = write(text, sender="Jo Smit <jo.smit@gmail.com>")
    assert found.municipalities == ()
    assert set(found.municipality_candidates) == {"Bergen (L.)", "Bergen (NH.)"}


def test_a_party_address_with_the_name_of_the_municipality(write: Write) -> None:
    text = "Namens mijn fractie: waar vind ik voorbeelden van een referendum?\n\nGroet,\nJo Smit\nfractie PvdA Roermond"
    assert write(text, sender="Jo Smit <jo@pvda-roermond.nl>").municipalities == ("Roermond",)


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        ("Jo Smit <jo@ziggo.nl>", "Als inwoner van Vught wil ik weten hoe het uitdaagrecht werkt."),
        (
            "Jo Smit <jo@student.uu.nl>",
            "Voor mijn scriptie in Utrecht zoek ik iemand voor een interview over het programma.",
        ),
        ("Jo Smit <jo@drenthe.nl>", "De provincie Drenthe wil een leerkring van gemeenten faciliteren."),
        ("Jo Smit <jo@regiokrant.nl>", "Voor een artikel over Zeist wil ik iemand interviewen, deadline morgen."),
        ("Jo Smit <jo@zeist.nl>", "Op grond van de AVG wil ik dat u mijn persoonsgegevens verwijdert."),
    ],
)
def test_residents_students_press_provinces_and_own_privacy_have_none(write: Write, sender: str, text: str) -> None:
    assert write(text, sender=sender).municipalities == ()
