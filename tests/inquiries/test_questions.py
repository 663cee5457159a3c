"""Sixty questions of colleagues, and thirty that were held out, against a database of fixed content."""

from typing import Any

import pytest
import yaml

from bot.pipeline.inquiries.answering import Answer, answer
from tests.inquiries.world import HERE, World

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTIONS: list[dict[str, Any]] = [
    each
    for name in ("questions", "held_out")
    if (HERE / f"{name}.yaml").exists()
    for each in yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
]


async def asked(world: World, question: str, earlier: str = "", me: str = "lotte") -> Answer:
    found = await answer(world.room.desk, question, me, earlier)
    assert isinstance(found, Answer), found
    return found


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each["ask"])
async def test_a_question_gets_its_rows(world: World, question: dict[str, Any]) -> None:
    found = await asked(world, question["ask"], question.get("after", ""))
    assert [world.name(row) for row in found.rows] == question["rows"], found.told
    assert found.total == len(question["rows"])
    assert found.inquiry.counted == question.get("counted", False)
    assert not found.ignored


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each["ask"])
async def test_what_is_told_reads_as_the_same_inquiry(world: World, question: dict[str, Any]) -> None:
    found = await asked(world, question["ask"], question.get("after", ""))
    again = await asked(world, found.told)
    assert again.inquiry == found.inquiry, found.told
    assert again.told == found.told
