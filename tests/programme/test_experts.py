"""Who could help with a question: hard rules, points with reasons, the same order each time."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import ROLES, TOPIC_LABELS
from bot.model.experts import Expert
from bot.programme.answers import Said, said_by_expert
from bot.programme.experts import MOST, Question, Ranking, Workload, hindrance, ranking, rested_on
from bot.programme.regions import NEIGHBOURS
from tests.pipeline.experts import expert

TODAY = date(2026, 11, 22)
INCLUSION = Question(("inclusie",), "Gelderland", "griffier")


def ranked(*experts: Expert, question: Question = INCLUSION, work: Mapping[str, Workload] | None = None) -> Ranking:
    return ranking(question, experts, work or {}, TODAY)


def order(found: Ranking) -> list[str]:
    return [one.expert.id for one in found.matches]


def test_who_knows_the_topic_comes_before_who_lives_near() -> None:
    near, knowing = expert(1, topics=("referenda",)), expert(2, provinces=("Limburg",))
    assert order(ranked(near, knowing)) == ["expert-02", "expert-01"]


def test_a_topic_of_the_same_theme_is_better_than_none() -> None:
    found = ranked(expert(1, topics=("referenda",)), expert(2, topics=("jongeren",)))
    assert order(found) == ["expert-02", "expert-01"]
    assert [one.on_topic for one in found.matches] == [True, False]


def test_the_main_topic_counts_for_more_than_the_second() -> None:
    question = Question(("inclusie", "referenda"))
    found = ranked(expert(1, topics=("referenda",)), expert(2, topics=("inclusie",)), question=question)
    assert order(found) == ["expert-02", "expert-01"]


def test_the_same_province_comes_before_its_neighbour_before_the_rest() -> None:
    found = ranked(
        *(expert(n, provinces=(where,)) for n, where in enumerate(("Groningen", "Utrecht", "Gelderland"), 1))
    )
    assert order(found) == ["expert-03", "expert-02", "expert-01"]
    assert [one.reasons[1].points for one in found.matches] == [MOST["region"], MOST["region"] // 2, 0]


def test_who_has_less_to_do_comes_first() -> None:
    found = ranked(expert(1, at_once=3), expert(2, at_once=3), work={"expert-01": Workload(open=2)})
    assert order(found) == ["expert-02", "expert-01"]
    assert found.matches[1].reasons[2].text == "Heeft nu 2 vragen, van hoogstens 3."


def test_who_was_idle_longest_comes_first_and_the_id_decides_between_equals() -> None:
    work = {
        "expert-01": Workload(last_done=TODAY - timedelta(weeks=5)),
        "expert-02": Workload(last_done=date(2025, 1, 1)),
    }
    assert order(ranked(expert(1), expert(2), expert(3), expert(4), work=work)) == [
        "expert-03", "expert-04", "expert-02", "expert-01",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "load", "why"),
    [
        ({"available_from": date(2027, 1, 4)}, Workload(), "Beschikbaar vanaf 4 januari 2027."),
        ({"available_until": date(2026, 11, 21)}, Workload(), "Was beschikbaar tot en met 21 november 2026."),
        ({"at_once": 2}, Workload(open=2), "Heeft al 2 vragen, het hoogste aantal tegelijk."),
        ({"rest_weeks": 4}, Workload(last_done=date(2026, 11, 9)), "Heeft rust tot 7 december 2026."),
    ],
)
def test_who_cannot_be_asked_is_told_with_the_reason(changes: dict[str, object], load: Workload, why: str) -> None:
    found = ranked(expert(1, **changes), work={"expert-01": load})
    assert found.matches == ()
    assert [one.why for one in found.unfit] == [why]


def test_the_last_day_of_availability_and_the_day_after_the_rest_count() -> None:
    assert hindrance(expert(1, available_from=TODAY, available_until=TODAY), Workload(), TODAY) == ""
    assert hindrance(expert(1, rest_weeks=2), Workload(last_done=TODAY - timedelta(weeks=2)), TODAY) == ""


def test_who_said_no_to_this_request_is_not_proposed_again() -> None:
    found = ranked(expert(1), expert(2), question=Question(("inclusie",), declined=frozenset({"expert-01"})))
    assert order(found) == ["expert-02"]
    assert found.unfit[0].why == "Zei nee tegen deze vraag."


def test_what_is_not_known_of_the_question_is_said_and_gives_no_points() -> None:
    (one,) = ranked(expert(1), question=Question(())).matches
    assert [reason.points for reason in one.reasons if reason.about in {"Onderwerp", "Regio", "Rol"}] == [0, 0, 0]
    assert "Het onderwerp van de vraag is niet bekend." in [reason.text for reason in one.reasons]


def test_an_empty_directory_proposes_nobody() -> None:
    assert ranked() == Ranking((), ())


days = st.dates(date(1900, 1, 1), date.max)
topics = st.lists(st.sampled_from([*TOPIC_LABELS, "oud-onderwerp"]), max_size=4, unique=True).map(tuple)
provinces = st.lists(st.sampled_from([*NEIGHBOURS, "Elders"]), max_size=3, unique=True).map(tuple)
people = st.builds(
    expert,
    st.integers(1, 9),
    topics=topics,
    provinces=provinces,
    roles=st.lists(st.sampled_from(ROLES), max_size=2).map(tuple),
    at_once=st.integers(1, 20),
    rest_weeks=st.integers(0, 104),
    available_from=st.none() | days,
    available_until=st.none() | days,
)
directories = st.lists(people, max_size=6, unique_by=lambda one: one.id)
loads = st.builds(Workload, open=st.integers(0, 25), last_done=st.none() | days)
works = st.dictionaries(st.sampled_from([f"expert-{n:02}" for n in range(1, 10)]), loads)
questions = st.builds(
    Question,
    topics,
    st.sampled_from(["", *NEIGHBOURS]),
    st.sampled_from([*ROLES, "koning"]),
    st.frozensets(st.sampled_from(["expert-01", "expert-02"])),
)


@given(questions, directories, works, days, st.randoms())
def test_everybody_stands_in_one_list_in_an_order_that_does_not_depend_on_the_files(
    question: Question, directory: list[Expert], work: dict[str, Workload], today: date, chance: object
) -> None:
    found = ranking(question, directory, work, today)
    chance.shuffle(directory)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert ranking(question, directory, work, today) == found
    named = [*(one.expert.id for one in found.matches), *(one.expert.id for one in found.unfit)]
    assert sorted(named) == sorted(one.id for one in directory)
    assert [one.score for one in found.matches] == sorted((one.score for one in found.matches), reverse=True)
    for one in found.matches:
        assert all(0 <= reason.points <= reason.most and reason.text for reason in one.reasons)
        assert one.expert.id not in question.declined
        assert work.get(one.expert.id, Workload()).open < one.expert.at_once
        rested = rested_on(one.expert, work.get(one.expert.id, Workload()))
        assert rested is None or today >= rested


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ja hoor, ik help deze gemeente graag.", Said.YES),
        ("Dat doe ik graag!", Said.YES),
        ("Akkoord, ik wil wel meedenken.", Said.YES),
        ("Ik heb hier tijd voor.", Said.YES),
        ("Nee, helaas heb ik geen tijd.", Said.NO),
        ("Het past nu niet in mijn agenda, dus dit keer niet: het lukt mij niet.", Said.NO),
        ("Ik help graag, maar het kan deze maand niet.", Said.UNCLEAR),
        ("Graag, maar hoeveel uur is het?", Said.UNCLEAR),
        ("Ik overleg het even met mijn leidinggevende.", Said.UNCLEAR),
        ("Dank voor de mail.", Said.UNCLEAR),
    ],
)
def test_a_plain_yes_or_no_of_an_expert_is_understood_and_anything_else_is_left_to_a_person(
    text: str, said: Said
) -> None:
    assert said_by_expert(text) is said


@given(st.text())
def test_no_answer_of_an_expert_breaks_the_reading(text: str) -> None:
    assert said_by_expert(text) in set(Said)
