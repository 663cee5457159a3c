"""The kinds of question that went wrong when people who had never seen the entries asked them."""

import pytest

from bot.model import Answer, AnswerStatus
from bot.pipeline.answer import answer
from bot.pipeline.asked import Knowledge, Question
from tests.pipeline.desks import mind


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge(mind().library, mind().retriever)


def given(question: str, knowledge: Knowledge) -> Answer:
    return answer(Question(question), knowledge)


@pytest.mark.parametrize(
    "question",
    [
        "Wat zit er nu nog in de kas van het A&O fonds?",
        "Hoe hoog is de subsidie die wij kunnen krijgen?",
        "Mogen we de uitslag van de Quick Scan van Gouda hebben?",
        "Mijn chef stopt met de leerkring, zet u mijn naam erbij?",
        "Kunnen jullie mij het rapport van de buurgemeente mailen?",
        "Willen jullie onze verordening beoordelen?",
        "De link naar de bundel geeft een 404",
        "Kan een leerkring ook op zondag?",
        "Wie gaf er vorige maand leiding in het bestuur van het A&O fonds?",
        "Welke gemeenten hebben nog geen verordening?",
        "Krijgt onze gemeente uitstel voor de verordening?",
        "Wie heeft er in Hilversum gewonnen?",
        "Hoeveel keer is de serie bekeken?",
        "Wordt ons experiment gekozen?",
        "Hoe laat is dat?",
    ],
)
def test_what_no_source_holds_goes_to_a_colleague(question: str, knowledge: Knowledge) -> None:
    """Current amounts, results of others, work to be done, and questions that share only a name with an entry."""
    assert given(question, knowledge).status is AnswerStatus.HANDOVER


@pytest.mark.parametrize(
    "question",
    [
        "Met twee buren willen we elkaar doorlichten bij een intervisitatie over wijkraden. Waar melden we dat?",
        "Wij hebben een video van onze dorpsbegroting voor jullie website. Waar kan die heen?",
        "Ons experiment met een digitale wijkraad mag bezocht worden. Waar kan ik dat doorgeven?",
        "Hoe schrijven wij ons in voor een leerkring over schaal?",
    ],
)
def test_who_wants_to_bring_something_gets_the_address(question: str, knowledge: Knowledge) -> None:
    """A fact about the subject would be beside the point."""
    said = given(question, knowledge)
    assert said.status is AnswerStatus.ANSWERED
    assert "thorbecke2024@vng.nl" in said.text


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("Is er behalve geld nog andere steun voor een gemeente met een experiment?", "exposure"),
        ("Welk onderzoek noemde men op de kick-off van de M50?", "Leren Participeren"),
        ("Hoe dachten de aanwezigen in Waalwijk over de rol van de raad?", "zoektocht"),
        ("Waar staan de webinars van de DiA Academie over online inspraak?", "lokale-democratie.nl"),
        ("Wat weten de experts nog meer, behalve van participatie?", "veranderen en organiseren"),
        ("Uit hoeveel afleveringen put de voorstelling van Lucas de Man?", "vijf"),
        ("Moet ons project bij het A&O fonds al startklaar zijn?", "startklaar"),
        ("Wat betekent burgerraadslid?", "niet geloot"),
        ("Hoeveel kon je in 2021 hooguit krijgen van het A&O fonds als het nieuw was voor de sector?", "25.000"),
    ],
)
def test_a_fact_is_found_by_another_road(question: str, fact: str, knowledge: Knowledge) -> None:
    """In other words than those of the entry."""
    said = given(question, knowledge)
    assert said.status is AnswerStatus.ANSWERED
    assert fact in said.text
