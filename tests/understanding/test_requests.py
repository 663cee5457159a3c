"""Which services are asked for and what the sender wants; the border cases of the labels."""

import pytest

from bot.understanding.segment import sentences
from tests.understanding.conftest import Write


def pairs(write: Write, text: str, **more: str) -> list[tuple[str, str]]:
    return [(request.service, request.act) for request in write(text, **more).requests]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Wij melden ons graag aan voor de leerkring over inclusie.", ("leerkring", "aanmelden")),
        ("Wat kost deelname aan een leerkring en hoe vaak komt de groep bij elkaar?", ("leerkring", "informatie")),
        ("Helaas moeten wij ons afmelden voor de leerkring.", ("leerkring", "wijzigen")),
        ("In mei gaven wij ons op voor de leerkring. Sindsdien niets gehoord.", ("leerkring", "status")),
        ("Graag nemen wij deel aan een intervistatie over burgerraden.", ("intervisitatie", "aanmelden")),
        ("Kunt u ons koppelen aan een democratie-expert voor een dagdeel?", ("expert", "aanmelden")),
        ("Heeft u iemand in het expertoverzicht uit een dorp? Het is nog geen aanvraag.", ("expert", "informatie")),
        ("Wij boeken graag de voorstelling van Lukas de Man op 4 juni.", ("theater", "aanmelden")),
        ("Graag ontvang ik 22 exemplaren van de inspiratiebundel.", ("inspiratie", "aanmelden")),
        ("Kunt u de flyer over de intervisitatie sturen?", ("intervisitatie", "informatie")),
        (
            "Is de leerkring raadsakkoorden voor griffiers al begonnen? Wat houdt die in?",
            ("ontwikkeltraject", "informatie"),
        ),
        ("Wilt u mij van de verzendlijst van Thorbecke2024 halen?", ("programma", "wijzigen")),
        ("Wanneer moet de participatieverordening klaar zijn, en is er een model?", ("programma", "informatie")),
        ("Op grond van de AVG verzoek ik u mijn persoonsgegevens te verwijderen.", ("privacy", "aanmelden")),
        ("Hoe lang bewaart u persoonsgegevens, en waar staat de privacyverklaring?", ("privacy", "informatie")),
        ("Wij stellen onze zaal beschikbaar als gastgemeente voor de bijeenkomst.", ("bijeenkomst", "aanbieden")),
    ],
)
def test_a_plain_request_is_understood(write: Write, text: str, pair: tuple[str, str]) -> None:
    assert pairs(write, text)[0] == pair


def test_a_journalist_asks_for_information_whatever_the_words(write: Write) -> None:
    text = "Voor een artikel in onze krant wil ik iemand interviewen over burgerberaden. Mijn deadline is vrijdag."
    assert pairs(write, text, sender="Noor Bos <n.bos@streekkrant.nl>")[0] == ("pers", "informatie")


def test_several_requests_come_in_the_order_of_the_mail(write: Write) -> None:
    text = (
        "Wij melden ons graag aan voor de leerkring over inclusie.\n\n"
        "Daarnaast: wat kost de voorstelling van Lucas de Man en hoe lang duurt die?"
    )
    assert pairs(write, text) == [("leerkring", "aanmelden"), ("theater", "informatie")]


def test_each_request_shows_its_own_sentences(write: Write) -> None:
    text = (
        "Wij melden ons graag aan voor de leerkring over inclusie.\n\n"
        "Daarnaast: wat kost de voorstelling van Lucas de Man en hoe lang duurt die?"
    )
    first, second = write(text).requests
    assert "leerkring" in first.text
    assert "Lucas" not in first.text
    assert "Lucas de Man" in second.text


def test_what_is_asked_next_is_no_second_request(write: Write) -> None:
    text = "Wij willen graag meedoen aan de intervisitatie over burgerraden. Wat is de volgende stap?"
    assert pairs(write, text) == [("intervisitatie", "aanmelden")]


def test_a_real_question_beside_a_sign_up_is_a_second_request(write: Write) -> None:
    text = "Graag melden wij ons aan voor de leerkring over wijken. Wat kost deelname en hoe vaak komt u bij elkaar?"
    assert pairs(write, text, subject="leerkring") == [("leerkring", "aanmelden"), ("leerkring", "informatie")]


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("Iets anders: krijgen jullie democratie-experts een vergoeding? Weet jij dat?", ("expert", "informatie")),
        ("Kleine vraag tussendoor: is er weer een landelijke bijeenkomst, en wanneer?", ("bijeenkomst", "informatie")),
    ],
)
def test_another_matter_is_a_request_of_its_own(write: Write, text: str, beside: tuple[str, str]) -> None:
    sign_up = "Graag schrijven wij ons in voor een intervisitatie over wijkdemocratie."
    assert pairs(write, f"{sign_up}\n\n{text}") == [("intervisitatie", "aanmelden"), beside]


def test_the_meetings_of_what_one_signs_up_for_are_no_request_of_their_own(write: Write) -> None:
    text = "Graag doen wij mee aan de leerkring over inclusie. Ook hoor ik graag of de bijeenkomsten overdag zijn."
    assert {service for service, _ in pairs(write, text)} == {"leerkring"}


def test_who_helps_to_hold_a_learning_circle_is_not_asked_for_money(write: Write) -> None:
    text = "In zo'n groepje van vijf gemeenten, samen met het A&O fonds, doen wij graag mee. Geef ons dus maar op."
    assert pairs(write, text) == [("leerkring", "aanmelden")]


def test_what_the_sender_does_not_have_is_not_asked_for(write: Write) -> None:
    text = "Wij hebben geen experiment, wel een vraagstuk. Graag doen we mee aan een herontwerp-atelier."
    assert pairs(write, text) == [("herontwerpatelier", "aanmelden")]


def test_what_is_far_from_there_is_not_asked_for(write: Write) -> None:
    told = "Een plan is er niet, laat staan een experiment. Een quick scan evenmin."
    text = f"{told} Graag doen wij mee aan het herontwerp-atelier."
    assert pairs(write, text) == [("herontwerpatelier", "aanmelden")]


def test_a_meeting_of_a_learning_circle_is_no_request_of_its_own(write: Write) -> None:
    text = "Ik meld ons aan voor de leerkring over inclusie. Is er tussen de bijeenkomsten door ook huiswerk?"
    assert "bijeenkomst" not in {service for service, _ in pairs(write, text)}


def test_two_services_side_by_side_in_the_subject_are_both_asked_for(write: Write) -> None:
    asked = pairs(write, "Wij doen graag mee met beide.", subject="Leerkring en Quick Scan")
    assert {service for service, _ in asked} == {"leerkring", "quickscan"}


def test_a_lettered_list_holds_a_request_in_each_item(write: Write) -> None:
    text = "Drie dingen:\na. wij doen mee aan de leerkring\nb. is er al een verslag van de themamiddag van 3 juni?"
    assert {service for service, _ in pairs(write, text)} == {"leerkring", "bijeenkomst"}


@pytest.mark.parametrize("own", ["Kunnen jullie hier iets mee?", "Beste Thorbecke2024, kunt u hier iets mee?"])
def test_a_forward_that_only_points_below_is_read_from_the_forwarded_text(write: Write, own: str) -> None:
    text = (
        f"{own}\n\nGroet,\nJo Smit\n\n"
        "-----Oorspronkelijk bericht-----\nVan: Els Vos <e.vos@zeist.nl>\nVerzonden: maandag 4 januari 2021 10:00\n"
        "Aan: Jo Smit\nOnderwerp: leerkring\n\nJo, wij willen ons graag aanmelden voor de leerkring over jongeren.\n"
    )
    found = write(text, subject="FW: idee")
    assert (found.requests[0].service, found.requests[0].act) == ("leerkring", "aanmelden")
    assert found.topics == ("jongeren",)
    assert found.contact_name == "Jo Smit"


def test_a_quoted_text_does_not_count_when_the_sender_speaks_for_himself(write: Write) -> None:
    text = (
        "Graag boeken wij Lucas de Man voor 4 juni.\n\nJo\n\nOp ma 4 jan. 2021 om 10:00 schreef Els <els@vng.nl>:\n\n"
        "> Hierbij de uitnodiging voor de leerkring over inclusie.\n"
    )
    found = write(text)
    assert [request.service for request in found.requests] == ["theater"]
    assert found.topics == ()


def test_every_prediction_shows_the_senders_own_words(write: Write) -> None:
    text = "Wij willen graag MEEDOEN aan een Leer-kring over inclusie."
    request = write(text).requests[0]
    assert request.evidence
    assert all(word in text for word in request.evidence if word != "vraag")


def test_confidence_and_ranking_are_shares(write: Write) -> None:
    request = write("Wij willen graag meedoen aan een leerkring over inclusie.").requests[0]
    assert 0.5 < request.confidence <= 1
    assert request.ranking
    assert all(0 <= share <= 1 for _, _, share in request.ranking)


def test_what_says_nothing_known_has_low_confidence(write: Write) -> None:
    assert write("Zullen we binnenkort even bijpraten?").requests[0].confidence < 0.7


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Kunt u ons helpen met het uitdaagrecht?", {"uitdaagrecht"}),
        ("Welke tools voor digitale participatie zijn er?", {"digitale-middelen"}),
        ("Wij willen een burgerberaad met loting organiseren.", {"burgerraden"}),
        ("Een raadslid en een burgerraadslid hebben een vraag over de leerkring.", set()),
        ("Hoe zit het met de Participatiewet?", set()),
    ],
)
def test_topics_come_from_their_words_and_not_from_false_friends(write: Write, text: str, topics: set[str]) -> None:
    assert set(write(text).topics) == topics


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "1. Ik zoek een collega uit een andere gemeente die een forum heeft begeleid.\n2. Waar is de bundel?\n",
            [("expert", "aanmelden"), ("inspiratie", "informatie")],
        ),
        (
            "Leuk, ik ben er de 30e bij. Krijg je bij een Thorbecke-experiment juridische hulp?",
            [("bijeenkomst", "aanmelden"), ("experiment", "informatie")],
        ),
        (
            "Hoi, voor mij één plek op 14 januari alsjeblieft. Hoe lang duurt een toekomstverkenning ongeveer?",
            [("bijeenkomst", "aanmelden"), ("toekomstverkenning", "informatie")],
        ),
    ],
)
def test_a_list_and_a_promise_to_come_are_requests_of_their_own(
    write: Write, text: str, expected: list[tuple[str, str]]
) -> None:
    assert pairs(write, text) == expected


def test_being_there_on_a_day_is_about_the_service_that_has_sessions(write: Write) -> None:
    text = "Wij doen graag mee aan de leerkring over inclusie. Ik ben er de 30e bij."
    assert pairs(write, text) == [("leerkring", "aanmelden")]


def test_who_says_not_to_sign_up_yet_only_asks(write: Write) -> None:
    text = "Kan ik een democratie-expert krijgen die alleen digitaal meekijkt? We vragen nog niks aan hoor."
    assert pairs(write, text) == [("expert", "informatie")]


def test_a_complaint_beside_the_question_how_it_stands_is_kept(write: Write) -> None:
    text = (
        "In mei deden wij mee aan de Quick Scan. Het rapport bevat een fout, dat meldde ik op 9 juni. Ik ben niet te "
        "spreken over hoe jullie hiermee omgaan. Wanneer krijg ik nu eindelijk een gecorrigeerd rapport?"
    )
    assert pairs(write, text) == [("quickscan", "klacht"), ("quickscan", "status")]


def test_copies_are_ordered_beside_a_question_about_examples(write: Write) -> None:
    text = (
        "Welke praktijkvoorbeelden hebben jullie van dorpsraden? En stuur ons tien exemplaren van de inspiratiebundel."
    )
    assert pairs(write, text) == [("inspiratie", "informatie"), ("inspiratie", "aanmelden")]


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("- hoeveel bijeenkomsten zijn het en in welke periode\n- kost het de gemeente iets", [True, True]),
        ("Kan er woensdag helaas niet bij zijn.\nwie er komt regel ik zelf", [False, False]),
        ("is dat te laat, dan horen we het graag", [False]),
    ],
)
def test_a_question_in_a_list_needs_no_question_mark(text: str, questions: list[bool]) -> None:
    assert [sentence.question for sentence in sentences(text)] == questions


def test_an_opening_that_says_more_is_no_greeting() -> None:
    found = sentences("Hoi, voor mij één plek op 14 januari alsjeblieft.\n\nGraag hoor ik meer.")
    assert [sentence.text for sentence in found] == [
        "Hoi, voor mij één plek op 14 januari alsjeblieft.",
        "Graag hoor ik meer.",
    ]
