"""Retrieval: which entries a question finds."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.entries import load_entries
from bot.content.location import content_root
from bot.model import EntryStatus, KnowledgeEntry
from bot.understanding.likeness import alike, grams, one_edit
from bot.understanding.match import Retriever
from bot.understanding.terms import heads, stem, terms


def entry(key: str, *questions: str, answer: str = "Dat is zo.", acts: tuple[str, ...] = ()) -> KnowledgeEntry:
    day = date(2026, 11, 20)
    return KnowledgeEntry(
        id=key,
        title=key.replace("-", " "),
        services=(key.split("-", maxsplit=1)[0],),
        topics=(),
        questions=questions,
        status=EntryStatus.ACTUEEL,
        valid_from=None,
        valid_until=None,
        owner="team",
        last_checked=day,
        sources=("seed:004",),
        links=(),
        answer=answer,
        file=f"{key}.md",
        acts=acts,
    )


ENTRIES = (
    entry("leerkring-wat", "Wat is een leerkring?", "Hoe werkt een leerkring?", answer="Een professional begeleidt."),
    entry("leerkring-aanmelden", "Hoe meld ik onze gemeente aan voor een leerkring?", acts=("aanmelden",)),
    entry("quickscan-duur", "Hoe lang duurt de Quick Scan?", "Hoeveel weken duurt de Quick Scan?"),
    entry("quickscan-groepen", "Welke groepen vullen de Quick Scan in?", answer="Inwoners en raadsleden."),
)


@pytest.fixture(scope="module")
def small() -> Retriever:
    return Retriever(ENTRIES)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("wat is een leerkring", "leerkring-wat"),
        ("leerkringen", "leerkring-wat"),
        ("leerkrng", "leerkring-wat"),
        ("what is a learning circle", "leerkring-wat"),
        ("leerkringaanmelding hoe", "leerkring-aanmelden"),
        ("ons opgeven voor de leercirkel", "leerkring-aanmelden"),
        ("quiekscan hoe lang", "quickscan-duur"),
        ("How many weeks does the quick-scan take?", "quickscan-duur"),
        ("mogen inwoners en raadsleden de quickscan invullen", "quickscan-groepen"),
    ],
)
def test_a_question_finds_its_entry(small: Retriever, question: str, found: str) -> None:
    """By its words, its typos, its compounds, in English and by what only the answer says."""
    assert small.match(question)[0].entry.id == found


def test_a_question_about_something_else_scores_low(small: Retriever) -> None:
    """Words that no entry has count against every entry."""
    known = small.match("wat is een leerkring")[0].score
    strange = small.match("wat is een leerkring vergeleken met fluitmuziek en postzegels")[0].score
    assert strange < 0.75 * known


def test_service_and_act_help_but_do_not_decide(small: Retriever) -> None:
    """What was read in a mail moves an entry up a little."""
    plain = small.match("leerkring")
    helped = small.match("leerkring", service="leerkring", act="aanmelden")
    assert {match.entry.id: match.score for match in helped}["leerkring-aanmelden"] > (
        {match.entry.id: match.score for match in plain}["leerkring-aanmelden"]
    )
    assert small.match("hoe lang duurt de quick scan", service="leerkring")[0].entry.id == "quickscan-duur"


def test_a_name_that_the_entry_lacks_counts_against_it(small: Retriever) -> None:
    """'How long' is answered for the Quick Scan; asked about an intervisitatie it is not."""
    own = small.scored("hoe lang duurt de quick scan")[0]
    other = next(row for row in small.scored("hoe lang duurt de intervisitatie") if row.entry.id == "quickscan-duur")
    assert (own.lacks, other.lacks) == (0, 1)
    assert other.score < 0.6 * own.score


def test_nothing_asked_finds_nothing(small: Retriever) -> None:
    """Small words and signs alone match no entry."""
    for text in ("", "???", "hoe is het", "\x00"):
        assert small.match(text) == ()


def test_the_limit_holds_and_the_order_is_stable(small: Retriever) -> None:
    """The same question always gets the same list, the best first."""
    first, second = small.match("leerkring", limit=1), small.match("leerkring", limit=1)
    assert first == second
    assert len(first) == 1
    scores = [match.score for match in small.match("quick scan leerkring groepen")]
    assert scores == sorted(scores, reverse=True)


@given(st.text(max_size=300))
def test_any_text_can_be_asked(text: str) -> None:
    """Whatever somebody types, retrieval answers with scores between 0 and 1."""
    assert all(0 <= match.score <= 1 for match in Retriever(ENTRIES).match(text))


@pytest.mark.parametrize(
    ("left", "right"), [("vraag", "vragen"), ("stap", "stappen"), ("fase", "fases"), ("scan", "scans")]
)
def test_forms_of_a_word_share_a_stem(left: str, right: str) -> None:
    """Singular and plural meet."""
    assert stem(left) == stem(right)


@pytest.mark.parametrize(("left", "right"), [("leerkring", "leerkrng"), ("inwoner", "inwoenr"), ("expert", "expeert")])
def test_one_wrong_key_is_forgiven(left: str, right: str) -> None:
    """A letter left out, doubled or swapped."""
    assert one_edit(left, right)
    assert alike(left, right, len(grams(left) & grams(right)), len(grams(left))) >= 0.55


def test_the_last_part_of_a_compound_stands_for_its_concept() -> None:
    """Nobody lists every compound: a meetinstrument is an instrument, a tool."""
    assert heads("meetinstrument") == (terms("hulpmiddel")[0],)
    assert heads("zeilboot") == ()


def test_two_real_words_are_not_one_edit_apart_by_chance() -> None:
    """Different words stay different."""
    assert not one_edit("leerkring", "leerling")
    assert terms("de raad") != terms("de rand")


def test_the_index_of_the_product_finds_every_curated_question() -> None:
    """Each question that an editor wrote leads to its own entry, or to one that shares the question's words."""
    entries = load_entries(content_root() / "knowledge")
    retriever = Retriever(entries)
    missed = [
        question
        for entry in entries
        for question in entry.questions
        if entry.id not in {match.entry.id for match in retriever.match(question, limit=3)}
    ]
    assert len(missed) < 0.04 * sum(len(entry.questions) for entry in entries), missed
