"""Topics are what a mail is about, not what it counts, greets or turns down."""

import pytest

from tests.understanding.conftest import Write


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Wij doen mee met de leerkring over inclusie, maar niet met kernendemocratie.", {"inclusie"}),
        ("Onze gemeente met 31 dorpen zoekt een expert over het referendum.", {"referenda"}),
        ("Raad, college en een dorpsraad waren er. Hoe boeken wij de voorstelling van Lucas de Man?", set()),
        ("Kan de toekomstverkenning voor raad en college samen?", set()),
        ("Wij zoeken een expert die onze mensen laat leren van fouten, zonder hokjes.", {"organisatieontwikkeling"}),
        ("We would like to join the learning circle on digital participation.", {"digitale-middelen"}),
    ],
)  # fmt: skip
def test_topics_are_what_is_asked_about(write: Write, text: str, topics: set[str]) -> None:
    assert set(write(text).topics) == topics


BELOW = (
    "\n\n-----Oorspronkelijk bericht-----\nVan: Griffie <griffie@zeist.nl>\nVerzonden: maandag 4 januari 2021 10:00\n"
    "Aan: Jo Smit\nOnderwerp: motie\n\nDe raad wil dat over het windpark een referendum wordt gehouden.\n"
)


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Kan onderstaande motie bij jullie als Thorbecke-experiment lopen?", {"referenda"}),
        ("Kan deze motie als experiment? Het gaat onze wethouder om de dorpsraden.", {"kernendemocratie"}),
        ("Dat ligt bij een collega. Mijn vraag: hoe melden wij ons aan voor een leerkring?", set()),
    ],
)
def test_the_text_below_tells_the_topic_of_a_mail_that_is_about_it(write: Write, text: str, topics: set[str]) -> None:
    assert set(write(text + BELOW, subject="Fwd: motie").topics) == topics


def test_a_topic_far_behind_the_first_does_not_stand_beside_it(write: Write) -> None:
    text = "Wij delen één ambtelijke organisatie. Schrijft u ons in voor de leerkring over dorpsraden en wijkraden?"
    assert write(text, subject="leerkring dorpsraden").topics == ("kernendemocratie",)
