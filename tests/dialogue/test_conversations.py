"""The scripted conversations: what people say, and what the machine makes of it."""

import pytest

from bot.dialogue import Move, State
from bot.model import Talk
from bot.pipeline.dialogue import hear
from bot.pipeline.dialogue.means import COLLEAGUE
from tests.dialogue.scripts import Script, means, scripts

WANTED = 0.95
FEWEST = 120
SCRIPTS = scripts()


def test_enough_conversations_go_as_they_were_written() -> None:
    wrong = {script.name: problems for script in SCRIPTS if (problems := script.problems())}
    assert len(wrong) <= (1 - WANTED) * len(SCRIPTS), wrong


def test_there_are_enough_conversations_and_each_is_one() -> None:
    assert len(SCRIPTS) >= FEWEST
    assert len({script.name for script in SCRIPTS}) == len(SCRIPTS)
    assert all(3 <= len(script.lines) <= 8 for script in SCRIPTS)
    known = {*Move}
    assert {move for script in SCRIPTS for line in script.lines for move in line.moves} <= known


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_no_conversation_ends_without_a_way_forward(script: Script) -> None:
    talk = list(script.held())[-1][1]
    assert talk.turns[-1].said
    after = hear(talk, COLLEAGUE, means())
    assert after.state is State.HANDING_OVER
    assert after.turns[-1].said
    assert hear(talk, "Wat is een leerkring?", means()).turns[-1].move in {Move.ANSWER, Move.ASIDE, Move.FILL}


def held(*lines: str) -> Talk:
    """The conversation after these lines."""
    talk = Talk()
    for line in lines:
        talk = hear(talk, line, means())
    return talk


def test_what_was_corrected_keeps_its_place_in_the_summary() -> None:
    talk = held("Gemeente Bladel wil met 3 mensen meedoen aan een leerkring over jongeren", "griffier", "An Daris")
    before = hear(talk, "a.daris@bladel.nl", means())
    after = hear(hear(before, "Wijzig aantal deelnemers", means()), "4", means())
    assert "Wijzig aantal deelnemers" in before.turns[-1].choices[2:-1]
    assert after.turns[-1].choices == before.turns[-1].choices
    assert ("Aantal deelnemers", "4") in after.turns[-1].said[0].rows


def test_a_follow_up_about_money_is_never_answered_with_something_else() -> None:
    for first in ("Wat is een leerkring?", "Wat is de Quick Scan?", "Wat doet een expert?"):
        for then in ("en wat kost dat?", "Wat zijn de kosten daarvan?", "kost dat geld?", "is het gratis?"):
            assert held(first, then).turns[-1].move is Move.NOT_KNOW, (first, then)


def test_several_questions_are_answered_one_by_one() -> None:
    turn = held("Wat is een leerkring? Wat is een intervisitatie? En wat is een Quick Scan?").turns[-1]
    services = [source.id.split("-")[0] for said in turn.said for source in said.sources[:1]]
    assert services == ["leerkring", "intervisitatie", "quickscan"]


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("What is a learning circle?", "This answer is in Dutch"),
        ("Hoe kinne wy meidwaan oan in learkring", "Nederlânsk"),
    ],
)
def test_who_asks_in_another_language_gets_one_line_in_it(question: str, line: str) -> None:
    turn = held(question).turns[-1]
    assert turn.move is Move.ANSWER
    assert line in turn.said[0].text


def test_the_visitor_decides_between_u_and_je() -> None:
    assert "helpen" in held("hoi").turns[-1].said[0].text
    assert "je helpen" in held("hoi").turns[-1].said[0].text
    assert "u helpen" in held("Geachte heer, mevrouw").turns[-1].said[0].text


def test_je_in_the_topic_of_a_sign_up_is_not_said_to_us() -> None:
    wish = ("Graag zou ik ons aanmelden voor een intervisitatie. Kunt u dat regelen?", "gemeente Epe")
    assert "uw " in held(*wish, "hoe bereik je mensen die nooit komen", "geen", "geen").turns[-1].said[0].text


def test_an_answer_brings_related_questions_that_are_answered() -> None:
    turn = held("Wat is een leerkring?").turns[-1]
    questions = [choice for choice in turn.choices if choice.endswith("?")]
    assert 2 <= len(questions) <= 3
    for question in questions:
        assert held("Wat is een leerkring?", question).turns[-1].move is Move.ANSWER
    assert held("Wat is een leerkring?", turn.choices[-1]).state is State.SIGNING_UP


def test_what_looks_personal_is_not_kept() -> None:
    talk = held("Mijn bsn is 111222333")
    assert talk.turns[-1].asked == ""
    assert "111222333" not in repr(talk)
    again = held("Wij willen meedoen aan een leerkring", "Zwolle en bel me op 06-12345678")
    assert "12345678" not in repr(again)
    assert again.state is State.SIGNING_UP


def test_an_address_is_only_taken_where_it_was_asked_for() -> None:
    assert held("Mail mij op jan@zwolle.nl").turns[-1].move is Move.REFUSE
    assert held("Hoe staat het met onze aanmelding?", "jan@zwolle.nl").turns[-1].move is Move.SEND


def test_without_mail_nothing_is_arranged_and_the_mailbox_is_named() -> None:
    bare = means()
    silent = type(bare)(bare.knowledge, bare.register, may_mail=False)
    for wish in ("Ik wil ons aanmelden voor een leerkring", COLLEAGUE, "Hoe staat het met onze aanmelding?"):
        talk = hear(Talk(), wish, silent)
        assert talk.turns[-1].move is Move.NOT_KNOW
        assert "thorbecke2024@vng.nl" in talk.turns[-1].said[0].text
