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
