"""The floors are one readable file, and a slip of the pen in it is found."""

from pathlib import Path

import pytest

from bot.cli.report import FIGURES
from bot.content.floors import ANY_FOLDER, AT_LEAST, AT_MOST, EXAMPLES, Floors, floors_of, load_floors
from bot.content.location import content_root
from bot.errors import ContentError

TEXT = """
map:
  minstens: {kind: 0.98, role: 0.9}
  hoogstens: {lost_requests: 0}
own:
  minstens: {kind: 0.97}
voorbeelden:
  minstens: {first_service: 0.7}
"""


def load(tmp_path: Path, text: str = TEXT) -> dict[str, Floors]:
    (tmp_path / "floors.yaml").write_text(text, encoding="utf-8")
    return dict(load_floors(tmp_path))


def test_a_named_set_takes_from_the_floors_of_every_folder_what_it_does_not_say(tmp_path: Path) -> None:
    floors = load(tmp_path)
    assert floors_of(floors, "own") == Floors({"kind": 0.97, "role": 0.9}, {"lost_requests": 0.0})
    assert floors_of(floors, "elders") == floors[ANY_FOLDER]
    assert floors_of(floors, EXAMPLES) == Floors({"first_service": 0.7}, {})


def test_a_figure_on_the_wrong_side_is_named_and_one_that_was_not_measured_is_not(tmp_path: Path) -> None:
    floors = load(tmp_path)[ANY_FOLDER]
    assert floors.below({"kind": 0.98, "lost_requests": 0}) == ()
    assert floors.below({"kind": 0.97, "lost_requests": 2}) == (("kind", 0.97, 0.98), ("lost_requests", 2, 0.0))


def test_without_a_file_there_are_no_floors(tmp_path: Path) -> None:
    assert floors_of(load_floors(tmp_path), "dev").below({"kind": 0.0}) == ()
    assert floors_of({}, EXAMPLES).below({"kind": 0.0}) == ()


@pytest.mark.parametrize(
    "text",
    ["map: {minstens: {kind: veel}}", "map: {minstens: {knid: 1}}", "map: {minstens: {lost_requests: 1}}",
     "map: {mistens: {kind: 1}}", "map: 3", "- map"],
)  # fmt: skip
def test_a_slip_of_the_pen_is_found(tmp_path: Path, text: str) -> None:
    with pytest.raises(ContentError, match=r"floors\.yaml:1"):
        load(tmp_path, text)


def test_every_figure_that_can_have_a_floor_has_a_dutch_name() -> None:
    assert set(FIGURES) == {*AT_LEAST, *AT_MOST}


def test_our_own_floors_are_sound_and_hold_for_every_figure_that_was_agreed() -> None:
    floors = load_floors(content_root(None) / "knowledge")
    assert {"kind", "first_service", "first_act", "requests_f1", "chat_right"} <= set(floors[ANY_FOLDER].at_least)
    assert floors[ANY_FOLDER].at_most["lost_requests"] == 0
    assert EXAMPLES in floors
