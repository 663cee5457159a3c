"""One test for each sort of mistake that a reader of these mails makes easily; the rule is in the name."""

import pytest

from bot.model import Kind
from bot.understanding.counting import participants
from bot.understanding.reader import Reader
from bot.understanding.segment import sentences
from tests.understanding.conftest import Write


def test_a_persons_words_win_from_an_absent_subject(write: Write) -> None:
    said = "Ik ben dan afwezig en kan niet naar de werksessie komen."
    assert write(said, subject="Afwezig").kind is Kind.VERZOEK
    notice = "Ik ben afwezig tot 3 mei. Voor dringende zaken: mijn collega Els."
    assert write(notice, subject="Afwezig").kind is Kind.AUTOREPLY


def test_an_invoice_that_hurries_to_pay_by_a_link_is_spam(write: Write) -> None:
    text = "Uw factuur staat nog open. Betaal binnen 48 uur via de onderstaande link."
    assert write(text, subject="Laatste aanmaning", sender="x@inkasso.example").kind is Kind.SPAM


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Is er al nieuws over onze aanvraag voor de toekomstverkenning?", ("toekomstverkenning", "status")),
        ("Het rapport van de Quick Scan zou volgen. Waar blijft het?", ("quickscan", "status")),
        ("Wilt u voor de leerkring voortaan mij aanschrijven in plaats van Karin?", ("leerkring", "wijzigen")),
        ("De links in de inspiratiebundel werken niet. Dat is echt een misser.", ("inspiratie", "klacht")),
        ("Voor wie is de leerkring bedoeld?", ("leerkring", "informatie")),
        ("Verwijder alles wat u over mij bewaart.", ("privacy", "aanmelden")),
        (
            "Met een beroep op artikel 15 AVG wil ik weten welke persoonsgegevens u van mij hebt.",
            ("privacy", "aanmelden"),
        ),
    ],
)
def test_an_act_is_heard_without_its_keyword(write: Write, text: str, pair: tuple[str, str]) -> None:
    first = write(text).requests[0]
    assert (first.service, first.act) == pair


def test_a_sentence_is_no_greeting_because_of_its_first_word() -> None:
    assert [each.text for each in sentences("Aan de raad,\n\nAan de proef doen we mee.")] == [
        "Aan de proef doen we mee."
    ]


def test_what_the_sender_refuses_is_not_asked_for(write: Write) -> None:
    found = write("Aan een experiment doen we niet mee. Wel melden wij ons aan voor de leerkring over inclusie.")
    assert [(request.service, request.act) for request in found.requests] == [("leerkring", "aanmelden")]


def test_a_service_that_is_left_stays_named(write: Write) -> None:
    found = write("Aan de leerkring doen we niet meer mee. Graag boeken wij de voorstelling van Lucas de Man.")
    assert {request.service for request in found.requests} == {"leerkring", "theater"}


def test_two_services_side_by_side_are_two_requests(write: Write) -> None:
    found = write("Graag hoor ik hoe het staat met onze aanmelding voor de leerkring en onze vraag om een expert.")
    assert {request.service for request in found.requests} == {"leerkring", "expert"}


def test_a_service_as_the_theme_of_another_is_no_second_request(write: Write) -> None:
    found = write("Wij willen ons graag aanmelden voor de leerkring over digitale participatie.")
    assert [request.service for request in found.requests] == ["leerkring"]


def test_a_second_request_that_is_named_is_sure_enough_to_draft(write: Write) -> None:
    text = "Wij melden ons aan voor de leerkring over inclusie.\n\nEn wat kost de voorstelling van Lucas de Man?"
    assert [request.confidence > 0.5 for request in write(text).requests] == [True, True]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Wij komen met vier mensen.", 4),
        ("Wij doen mee met een clubje van zes.", 6),
        ("Een avond voor zo'n 75 man publiek.", 75),
        ("Er komen 90 bezoekers.", 90),
        ("Het worden er 18 in plaats van 25.", 18),
        ("Ik meld aan: wethouder Kramp, onze griffier en ikzelf.", 3),
        ("Twee deelnemers: een jurist en ik.", 2),
        ("Wij zijn een gemeente van 20 kernen.", None),
    ],
)
def test_people_are_counted_however_they_are_told(reader: Reader, text: str, number: int | None) -> None:
    assert participants(text, reader.counts) == number


@pytest.mark.parametrize(
    ("text", "sender", "names"),
    [
        ("Namens Dinkelland en Tubbergen melden wij ons aan.", "a@noaberkracht.nl", {"Dinkelland", "Tubbergen"}),
        ("Samen met Meppel en Westerveld willen wij meedoen.", "a@zeist.nl", {"Zeist", "Meppel", "Westerveld"}),
        ("Ik schrijf namens de gemeente Urk. Wij willen meedoen.", "a@ggd.nl", {"Urk"}),
        ("Samen met Meppel hebben wij dat vorig jaar gedaan. Nu willen wij meedoen.", "a@zeist.nl", {"Zeist"}),
    ],
)
def test_a_mail_for_several_municipalities_names_them_all(
    write: Write, text: str, sender: str, names: set[str]
) -> None:
    found = write(f"{text} Het gaat om de leerkring.", sender=f"Jo Smit <{sender}>")
    assert set(found.municipalities) == names


@pytest.mark.parametrize(
    "text",
    ["Wilt u mijn gegevens sturen, inclusief notities?", "Ik zit voor Dorpsbelang in de raad en zoek een expert."],
)
def test_a_topics_false_friend_is_no_topic(write: Write, text: str) -> None:
    assert write(text).topics == ()


def test_paid_advice_is_out_of_scope_and_its_sender_no_colleague(write: Write) -> None:
    text = "Voor € 1.100 per dag komen de adviseurs van ons bureau als expert. Mag ik ons aanbod toelichten?"
    found = write(text, sender="Ot Vos <o.vos@vosadvies.nl>")
    assert (found.requests[0].service, found.requests[0].act, found.role) == ("buiten-bereik", "aanbieden", "onbekend")


def test_negation_is_read_per_sentence(reader: Reader) -> None:

    seen = reader.observer.observe("", "Een expert hebben wij niet nodig. Graag een leerkring.")
    assert [observed.named() for observed in seen.body] == [(), ("leerkring",)]
