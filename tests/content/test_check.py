"""``check``: each rule fails on a broken sample, and the product's own content breaks none."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.content.allowed import load_allow_list
from bot.content.check import STALE, check, entry_problems, missing_services, reply_problems
from bot.content.entries import read_entry
from bot.content.location import content_root
from bot.model import KnowledgeEntry
from tests.content.broken import SOUND, folder_with

TODAY = date(2026, 11, 22)


def entry(*changes: tuple[str, str]) -> KnowledgeEntry:
    text = SOUND
    for was, becomes in changes:
        text = text.replace(was, becomes)
    return read_entry(Path("leerkring-wat.md"), text)


def problems_of(tmp_path: Path, *entries: KnowledgeEntry) -> list[str]:
    return entry_problems(entries, load_allow_list(folder_with(tmp_path)), TODAY)


def test_the_content_of_the_product_is_sound() -> None:
    """What ships has no error, nothing overdue, and all services."""
    report = check(content_root(), TODAY)
    assert report.errors == ()
    assert report.overdue == ()
    assert report.sound


def test_a_sound_entry_has_no_problem(tmp_path: Path) -> None:
    """The sample that the other tests break is itself in order."""
    assert problems_of(tmp_path, entry()) == []


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        ("Vijf gemeenten", "Mail jan@vng.nl. Vijf gemeenten", "het adres jan@vng.nl staat niet op de lijst"),
        ("Vijf gemeenten", "Bel 06-12345678. Vijf gemeenten", "telefoonnummer"),
        ("Vijf gemeenten", "Mail jordt.zuylen. Vijf gemeenten", "verkeerd gespelde adres"),
        ("Vijf gemeenten", "Zie https://www.aeno.nl/subsidies. Vijf gemeenten", "niet bij 'links'"),
        ("owner:", "links: ['https://www.aeno.nl/subsidies']\nowner:", "niet in het antwoord"),
        ("seed:004", "van horen zeggen", "de bron 'van horen zeggen' is niet te herleiden"),
        ("van 2020", "van toen", "noemt geen jaar"),
        ("controleert", "zegt", "zegt niet dat een collega het nakijkt"),
        ("last_checked: 2026-11-20", "last_checked: 2027-01-01", "ligt in de toekomst"),
    ],
)
def test_each_rule_fails_on_a_broken_entry(tmp_path: Path, was: str, becomes: str, words: str) -> None:
    """A rule that cannot fail proves nothing."""
    (problem,) = problems_of(tmp_path, entry((was, becomes)))
    assert words in problem


@pytest.mark.parametrize("status", ["verlopen", "historisch"])
def test_what_is_past_must_say_so(tmp_path: Path, status: str) -> None:
    """An expired answer in the present tense and without a year would be told as if it were open."""
    broken = entry(
        ("status: te bevestigen", f"status: {status}"),
        (" Zo stond het in het aanbod van 2020; een collega controleert of het nog zo is.", ""),
    )
    assert len(problems_of(tmp_path, broken)) == 2
    told = entry(
        ("status: te bevestigen", f"status: {status}"), ("leren van elkaar", "leerden in 2020, dat is voorbij")
    )
    assert problems_of(tmp_path, told) == []


def test_an_id_may_stand_once(tmp_path: Path) -> None:
    """Two entries with one id would hide each other."""
    assert problems_of(tmp_path, entry(), entry()) == ["de id 'leerkring-wat' komt meer dan een keer voor"]


def test_every_service_needs_an_entry() -> None:
    """With only a leerkring entry the other eighteen services are missed."""
    assert len(missing_services([entry()])) == 18


def test_a_template_may_not_name_what_is_unknown(tmp_path: Path) -> None:
    """A reply gives no address that is not on the list."""
    allowed = load_allow_list(folder_with(tmp_path))
    (tmp_path / "a.txt.j2").write_text("Dag\nMail jan@vng.nl", encoding="utf-8")
    assert reply_problems(tmp_path, ["a.txt.j2"], allowed) == [
        f"{tmp_path}/a.txt.j2:2: het adres jan@vng.nl staat niet op de lijst"
    ]


def test_broken_parts_are_reported_and_not_raised(tmp_path: Path) -> None:
    """``thorbecke check`` lists everything, also when half of the content is missing."""
    folder_with(tmp_path, leerkring_wat=SOUND.replace("[leerkring]", "[iets]"))
    report = check(tmp_path, TODAY)
    assert any("onbekende waarde 'iets'" in problem for problem in report.errors)
    assert any("handover.yaml" in problem for problem in report.errors)
    assert not report.sound


def test_entries_that_nobody_looked_at_are_overdue() -> None:
    """After half a year the owner is asked to look again."""
    assert len(check(content_root(), date(2027, 6, 1)).overdue) > 100


def test_weights_that_are_older_than_the_examples_are_an_error(tmp_path: Path) -> None:
    """What was learned belongs to the examples and words that lie beside it."""
    knowledge = tmp_path / "knowledge"
    shutil.copytree(content_root() / "knowledge", knowledge)
    with (knowledge / "examples" / "leerkring.yaml").open("a", encoding="utf-8") as file:
        file.write("\n- id: nieuw-1\n  text: Wij doen mee met de leerkring.\n  requests: [[leerkring, aanmelden]]\n")
    assert STALE in check(tmp_path, TODAY).errors
