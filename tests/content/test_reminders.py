"""``knowledge/herinneringen.yaml``: when a municipality is reminded, and how often."""

from pathlib import Path

import pytest

from bot.content.location import content_root
from bot.content.reminders import load_reminder_rules
from bot.errors import ContentError
from bot.model.following import ReminderRules


def test_the_rules_of_the_content_are_ten_working_days_and_twice() -> None:
    assert load_reminder_rules(content_root(None) / "knowledge") == ReminderRules(10, 2)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("na_werkdagen: 10\n", "de regel 'hoogstens' ontbreekt"),
        ("na_werkdagen: 0\nhoogstens: 2\n", "getal zijn van 1 tot en met 60"),
        ("na_werkdagen: 10\nhoogstens: 3\n", "getal zijn van 0 tot en met 2"),
        ("na_werkdagen: tien\nhoogstens: 2\n", "heel getal"),
        ("na_werkdagen: [10]\nhoogstens: 2\n", "heel getal"),
        ("na_werkdagen: ²\nhoogstens: 2\n", "heel getal"),
        ("na_werkdagen: 10\nhoogstens: 2\nkleur: rood\n", "onbekende regel 'kleur'"),
        ("- 10\n", "ontbreekt"),
    ],
)
def test_rules_that_cannot_be_are_refused_with_their_line(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "herinneringen.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as error:
        load_reminder_rules(tmp_path)
    assert any(says in problem and "herinneringen.yaml:" in problem for problem in error.value.problems)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ContentError):
        load_reminder_rules(tmp_path)
