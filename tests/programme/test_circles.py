"""Circles are planned by the rules, as well as they can be, and for reasons that people can read."""

from functools import partial
from itertools import combinations, count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.circles import SHAPES, Plan, Shape, clashes, fit_of, plan, replacements
from bot.programme.fitness import FULL, Candidate
from bot.programme.reasons import how_good, reasons
from bot.programme.regions import NEIGHBOURS, nearness
from tests.programme.boards import board

LEERKRING, VISIT = SHAPES["leerkring"], SHAPES["intervisitatie"]
forever = partial(plan, clock=lambda: 0.0)
"""A plan that is given all the time it needs."""


def members(made: Plan) -> list[int]:
    return [member.id for one in made.proposals for member in one.members]


def keeps_the_rules(made: Plan, shape: Shape, apart: frozenset[frozenset[str]]) -> bool:
    sizes = all(len(one.members) in shape.sizes for one in made.proposals)
    wanted = all(one.topic in member.topics for one in made.proposals for member in one.members)
    alone = all(not clashes(a, b, apart) for one in made.proposals for a, b in combinations(one.members, 2))
    return sizes and wanted and alone and len(set(members(made))) == len(members(made))


def by_brute_force(people: list[Candidate], shape: Shape, apart: frozenset[frozenset[str]]) -> tuple[int, int]:
    """(seats, score) of the best plan, by trying every one."""
    topics = sorted({topic for one in people for topic in one.topics})
    circles = [
        (frozenset(one.id for one in chosen), len(chosen), int(fit_of(chosen, topic).total[0]) + _ideal(shape, chosen))
        for topic in topics
        for size in shape.sizes
        for chosen in combinations([one for one in people if topic in one.topics], size)
        if not any(clashes(a, b, apart) for a, b in combinations(chosen, 2))
    ]

    def best(first: int, taken: frozenset[int]) -> tuple[int, int]:
        found = (0, 0)
        for number in range(first, len(circles)):
            ids, seats, score = circles[number]
            if not ids & taken:
                more_seats, more_score = best(number + 1, taken | ids)
                found = max(found, (seats + more_seats, score + more_score))
        return found

    return best(0, frozenset())


def _ideal(shape: Shape, chosen: tuple[Candidate, ...]) -> int:
    return len(shape.sizes) if len(shape.sizes) > 1 and len(chosen) == shape.ideal else 0


SMALL_CIRCLES = Shape((3,), 3, 12)
SMALL_VISITS = Shape((2, 3), 3, 12)


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("shape", [SMALL_CIRCLES, SMALL_VISITS])
def test_a_plan_is_as_good_as_trying_everything(seed: int, shape: Shape) -> None:
    places = 9 if shape is SMALL_CIRCLES else 7
    people = board(seed, places=places, municipalities=places - 2, topics=("a", "b", "c"), wishes=(1, 2, 3))
    apart = frozenset({frozenset({"Gemeente 0", "Gemeente 1"})})
    made = forever(people, shape, apart)
    assert made.proven
    assert (made.seats, made.score) == by_brute_force(people, shape, apart)
    assert keeps_the_rules(made, shape, apart)


@pytest.mark.parametrize("seed", range(3))
def test_circles_of_five_are_as_good_as_trying_everything(seed: int) -> None:
    people = board(seed, places=11, municipalities=10, topics=("a", "b"), wishes=(1, 2))
    made = forever(people, LEERKRING)
    assert (made.seats, made.score) == by_brute_force(people, LEERKRING, frozenset())


def people_of(draw: st.DrawFn) -> Candidate:
    return Candidate(
        draw(st.integers(1, 10**6)),
        f"Gemeente {draw(st.integers(0, 8))}",
        draw(st.sampled_from([*NEIGHBOURS, "", "elders"])),
        tuple(draw(st.lists(st.sampled_from("abcd"), min_size=1, max_size=3, unique=True))),
        draw(st.sampled_from(["griffier", "ambtenaar", "onbekend", "wat dan ook"])),
        draw(st.sampled_from(["", "klein", "groot"])),
        draw(st.integers(0, 400)),
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.composite(people_of)(), max_size=24, unique_by=lambda one: one.id),
    st.sampled_from([LEERKRING, VISIT]),
    st.sets(st.frozensets(st.integers(0, 8).map("Gemeente {}".format), min_size=2, max_size=2), max_size=6),
)
def test_no_rule_is_ever_broken_and_everybody_is_told(
    people: list[Candidate], shape: Shape, apart: set[frozenset[str]]
) -> None:
    made = plan(people, shape, frozenset(apart), clock=count(0.0, 0.1).__next__)
    assert keeps_the_rules(made, shape, frozenset(apart))
    assert {one.id for one in people} == {*members(made), *(one.id for one in made.waiting)}
    assert made.seats == len(members(made)) <= made.most_seats
    for one in made.proposals:
        assert one.score == sum(reason.points for reason in reasons(one)) <= FULL
        assert all(reason.text.endswith(".") and reason.points <= reason.most for reason in reasons(one))


@pytest.mark.parametrize("service", SHAPES)
def test_a_year_of_sign_ups_is_planned_within_a_few_percent(service: str) -> None:
    """120 sign-ups of 90 municipalities over 12 topics; ``bench`` says how long it takes and how good it gets."""
    made = plan(board(2024), SHAPES[service], clock=count(0.0, 0.05).__next__)
    assert keeps_the_rules(made, SHAPES[service], frozenset())
    assert made.seats == made.most_seats >= 110
    assert made.score >= 0.95 * made.most_score


def test_when_the_time_is_over_the_gap_is_said() -> None:
    """Boards on which everybody wants everything: the clock runs out at once."""
    people = board(1, wishes=(2, 3, 4))
    made = plan(people, LEERKRING, clock=count(0.0, 10.0).__next__)
    assert keeps_the_rules(made, LEERKRING, frozenset())
    assert not made.proven
    assert "binnen de rekentijd" in how_good(made)


def test_five_municipalities_make_a_leerkring_and_four_wait() -> None:
    people = [Candidate(n, f"Gemeente {n}", "Gelderland", ("inclusie",), waited=n) for n in range(1, 6)]
    assert [len(one.members) for one in forever(people, LEERKRING).proposals] == [5]
    made = forever(people[:4], LEERKRING)
    assert made.proposals == ()
    assert made.missing == {"inclusie": 1}
    assert [one.id for one in made.waiting] == [4, 3, 2, 1]


def test_two_places_of_one_municipality_never_sit_together() -> None:
    people = [Candidate(n, f"Gemeente {min(n, 4)}", "Gelderland", ("inclusie",)) for n in range(1, 6)]
    made = forever(people, LEERKRING)
    assert made.proposals == ()
    assert made.missing == {"inclusie": 1}


def test_municipalities_that_are_kept_apart_never_sit_together() -> None:
    people = [Candidate(n, f"Gemeente {n}", "Gelderland", ("inclusie",)) for n in range(1, 6)]
    made = forever(people, LEERKRING, frozenset({frozenset({"Gemeente 1", "Gemeente 5"})}))
    assert made.proposals == ()
    assert made.missing == {"inclusie": 0}


def test_a_place_that_wants_two_topics_goes_where_it_makes_a_circle() -> None:
    people = [Candidate(n, f"Gemeente {n}", "Gelderland", ("a",)) for n in range(1, 6)]
    people += [Candidate(n, f"Gemeente {n}", "Gelderland", ("b",)) for n in range(6, 10)]
    people += [Candidate(10, "Gemeente 10", "Gelderland", ("a", "b"), waited=60)]
    made = forever(people, LEERKRING)
    assert made.seats == 10
    assert 10 in {member.id for one in made.proposals if one.topic == "b" for member in one.members}


def test_reasons_are_sentences_with_the_numbers_in_them() -> None:
    where = ("Gelderland", "Gelderland", "Gelderland", "Utrecht", "Zeeland")
    roles = ("griffier", "ambtenaar", "wethouder", "ambtenaar", "onbekend")
    people = [
        Candidate(n, f"Gemeente {n}", where[n], ("inclusie", "jongeren"), roles[n], "klein" if n < 2 else "", 10 * n)
        for n in range(5)
    ]
    (one,) = (each for each in forever(people, LEERKRING).proposals)
    said = {reason.about: (reason.text, reason.points) for reason in reasons(one)}
    assert said["Onderwerp"] == ("Alle vijf noemen dit onderwerp als eerste.", 30)
    assert said["Regio"][0] == "Drie van de vijf liggen in Gelderland, één in een provincie ernaast."
    assert said["Grootte"][0] == "Twee van de vijf zijn klein. Van drie is de grootte niet ingevuld."
    assert said["Rollen"][0] == "Verschillende rollen: ambtenaar, wethouder en griffier."
    assert said["Wachttijd"] == ("Zij wachten gemiddeld 20 werkdagen; de langste wacht er 40.", 10)


def test_the_best_replacement_comes_first_and_breaks_no_rule() -> None:
    stay = [Candidate(n, f"Gemeente {n}", "Gelderland", ("inclusie",)) for n in range(1, 5)]
    near = Candidate(6, "Gemeente 6", "Gelderland", ("inclusie",), waited=3)
    far = Candidate(7, "Gemeente 7", "Zeeland", ("inclusie",), waited=3)
    same = Candidate(8, "Gemeente 1", "Gelderland", ("inclusie",), waited=60)
    apart = Candidate(9, "Gemeente 9", "Gelderland", ("inclusie",), waited=60)
    other = Candidate(10, "Gemeente 10", "Gelderland", ("jongeren",), waited=60)
    refused = frozenset({frozenset({"Gemeente 9", "Gemeente 2"})})
    found = replacements(stay, [far, near, same, apart, other], "inclusie", refused)
    assert [one.id for one, _ in found] == [6, 7]
    assert found[0][1] > found[1][1]


def test_alternatives_say_what_a_swap_costs() -> None:
    people = [Candidate(n, f"Gemeente {n}", "Gelderland", ("inclusie",), waited=40) for n in range(1, 6)]
    people.append(Candidate(6, "Gemeente 6", "Zeeland", ("inclusie",), waited=1))
    (one,) = forever(people, LEERKRING).proposals
    assert [swap.into.id for swap in one.alternatives] == [6, 6, 6]
    assert all(swap.difference < 0 for swap in one.alternatives)


def test_provinces_are_as_near_as_they_lie() -> None:
    assert nearness("Zeeland", "Zeeland") == 2
    assert nearness("Zeeland", "Noord-Brabant") == nearness("Noord-Brabant", "Zeeland") == 1
    assert nearness("Zeeland", "Groningen") == nearness("", "") == nearness("Zeeland", "elders") == 0
    assert len(NEIGHBOURS) == 12
