"""Questions without an answer stand together when they are alike, and name nobody."""

from datetime import UTC, datetime, timedelta

from bot.pipeline.anonymous import known_words
from bot.pipeline.figures import OpenQuestion
from bot.pipeline.gaps import LONGEST, asked, clustered
from tests.pipeline.desks import mind

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def question(number: int, text: str, **other: str) -> OpenQuestion:
    at = AT + timedelta(minutes=number)
    return OpenQuestion(number, at, "mail", "Vraag", text, other.get("sender", ""), other.get("service", "leerkring"))


def test_questions_that_are_alike_count_together_and_the_most_asked_comes_first() -> None:
    found = clustered(
        [
            question(4, "Dag,\n\nKrijgen raadsleden een vergoeding voor hun reiskosten?\n\nGroet"),
            question(3, "Is er parkeerplaats bij het stadhuis?"),
            question(2, "Beste mensen. Is er voor raadsleden een vergoeding van de reiskosten?"),
        ],
        mind().library,
    )
    assert [gap.messages for gap in found] == [(4, 2), (3,)]
    assert found[0].number == 2
    assert found[0].question == "Krijgen raadsleden een vergoeding voor hun reiskosten?"
    assert found[0].last == AT + timedelta(minutes=4)


def test_a_gap_names_nobody() -> None:
    row = question(1, "Kan Marloes Brandhorst mee, bel 06-12345678?", sender="Jan Pieterse")
    words = asked(row, known_words(mind().library))
    assert "Brandhorst" not in words
    assert "12345678" not in words


def test_without_a_question_mark_the_beginning_counts_and_long_words_are_cut() -> None:
    known = known_words(mind().library)
    assert asked(question(1, "Wij zoeken een spreker."), known) == "Wij zoeken een spreker."
    long = asked(question(1, "woord " * 200), known)
    assert len(long) <= LONGEST + 2
    assert long.endswith(" …")
