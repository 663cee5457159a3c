"""The measured quality of answering, on questions that teach the assistant nothing."""

from collections import Counter

import pytest
import yaml

from bot.content.location import content_root
from bot.model import AnswerStatus
from bot.pipeline.answer import answer
from bot.pipeline.asked import Knowledge, Question
from tests.pipeline.desks import mind


@pytest.fixture(scope="module")
def verdicts() -> Counter[str]:
    root = content_root()
    library = mind().library
    knowledge = Knowledge(library, mind().retriever)
    items = yaml.safe_load((root / "knowledge" / "questions.yaml").read_text(encoding="utf-8"))
    counts: Counter[str] = Counter()
    for item in items:
        expected = set(item["expected"])
        assert expected == {"handover"} or expected <= set(library.entries), item
        given = answer(Question(item["question"]), knowledge)
        kind = "unanswerable" if expected == {"handover"} else "answerable"
        right = {source.id for source in given.sources} & expected
        counts[kind] += 1
        counts[f"{kind} {'right' if right else given.status}"] += 1
        counts["without a source"] += given.status is AnswerStatus.ANSWERED and not given.sources
    return counts


def test_most_questions_get_the_entry_that_holds_the_answer(verdicts: Counter[str]) -> None:
    """The floor; the figure itself is in the report of ``thorbecke evaluate``."""
    assert verdicts["answerable"] > 150
    assert verdicts["answerable right"] >= 0.9 * verdicts["answerable"], verdicts


def test_few_questions_get_a_wrong_answer(verdicts: Counter[str]) -> None:
    """Worse than no answer."""
    assert verdicts["answerable answered"] <= 0.05 * verdicts["answerable"], verdicts


def test_what_nobody_wrote_down_is_hardly_ever_answered(verdicts: Counter[str]) -> None:
    """Costs, dates, names, own cases and other offices."""
    assert verdicts["unanswerable"] > 50
    assert verdicts["unanswerable answered"] <= 0.1 * verdicts["unanswerable"], verdicts


def test_no_answer_is_without_a_source(verdicts: Counter[str]) -> None:
    """The law of the product."""
    assert verdicts["without a source"] == 0
