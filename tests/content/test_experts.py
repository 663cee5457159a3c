"""The files of experts: what they say, and what is told when one is wrong."""

from datetime import date
from pathlib import Path

import pytest

from bot.content.check import check
from bot.content.experts import FIELDS, load_experts
from bot.content.location import content_root
from bot.demo.show import EXPERTS
from bot.errors import ContentError
from bot.model import Address
from bot.model.experts import Expert

FULL = """id: expert-01
naam: Fenna Fictief
adres: fenna@experts.example
organisatie: Gemeente Nergensdam
onderwerpen: [inclusie, jongeren]
provincies: [Utrecht, Fryslân]
rollen: [griffier]
tegelijk: 2
rust-weken: 6
beschikbaar-van: 2026-09-01
beschikbaar-tot: 2027-06-30
notities: Liever niet op vrijdag.
"""
LEAST = "id: {id}\nnaam: Bram Bedacht\nadres: {id}@experts.example\nonderwerpen: [inclusie]\n"
ROOT = content_root(None)


def written(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
    return folder


def problems(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load_experts(ROOT, folder)
    return list(caught.value.problems)


def test_a_file_says_everything_about_an_expert(tmp_path: Path) -> None:
    found = load_experts(ROOT, written(tmp_path, expert_01=FULL))
    assert found["expert-01"] == Expert(
        id="expert-01",
        name="Fenna Fictief",
        address=Address("Fenna Fictief", "fenna@experts.example"),
        topics=("inclusie", "jongeren"),
        provinces=("Utrecht", "Fryslân"),
        roles=("griffier",),
        organisation="Gemeente Nergensdam",
        at_once=2,
        rest_weeks=6,
        available_from=date(2026, 9, 1),
        available_until=date(2027, 6, 30),
        notes="Liever niet op vrijdag.",
    )


def test_what_is_left_out_has_a_careful_default(tmp_path: Path) -> None:
    (one,) = load_experts(ROOT, written(tmp_path, e=LEAST.format(id="e"))).values()
    assert (one.at_once, one.rest_weeks, one.provinces, one.roles, one.available_until) == (1, 4, (), (), None)


def test_the_product_names_no_expert() -> None:
    assert load_experts(ROOT) == {}
    assert not list((ROOT / "knowledge" / "experts").glob("*.y*ml"))


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("naam: Fenna Fictief\n", "", 1, "het veld 'naam' ontbreekt of is leeg"),
        ("naam: Fenna Fictief", "naam: ''", 2, "het veld 'naam' ontbreekt of is leeg"),
        ("naam: Fenna Fictief", "naam: fenna@experts.example", 2, "geen naam van een mens"),
        ("naam: Fenna Fictief", "naam: [Fenna]", 2, "hoort één tekst"),
        ("fenna@experts.example", "fenna at experts", 3, "geen e-mailadres"),
        ("id: expert-01", "id: Expert 1", 1, "kleine letters, cijfers en streepjes"),
        ("id: expert-01", "id: expert-02", 1, "hoort in het bestand expert-02.yaml"),
        ("[inclusie, jongeren]", "[inclusie, onzin]", 5, "'onzin' staat niet in de lijst van 'onderwerpen'"),
        ("[inclusie, jongeren]", "[]", 5, "hoort een lijst"),
        ("[inclusie, jongeren]", "{a: b}", 5, "hoort een lijst"),
        ("[inclusie, jongeren]", "[inclusie, inclusie]", 5, "iets twee keer"),
        ("[Utrecht, Fryslân]", "[Friesland]", 6, "'Friesland' staat niet in de lijst van 'provincies'"),
        ("[griffier]", "[koning]", 7, "'koning' staat niet in de lijst van 'rollen'"),
        ("tegelijk: 2", "tegelijk: nul", 8, "een heel getal van 1 tot en met 20"),
        ("tegelijk: 2", "tegelijk: 0", 8, "een heel getal van 1 tot en met 20"),
        ("rust-weken: 6", "rust-weken: 9999", 9, "een heel getal van 0 tot en met 104"),
        ("2026-09-01", "1 september", 10, "een datum als 2026-11-22"),
        ("2027-06-30", "2027-02-30", 11, "een datum als 2026-11-22"),
        ("2027-06-30", "2026-06-30", 11, "ligt voor 'beschikbaar-van'"),
        ("notities:", "telefoon:", 12, "onbekend veld 'telefoon'"),
    ],
)
def test_what_is_wrong_is_told_with_the_file_and_the_line(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert old in FULL
    (told,) = problems(written(tmp_path, expert_01=FULL.replace(old, new)))
    assert f"expert-01.yaml:{line}: " in told
    assert words in told


def test_one_person_has_one_file(tmp_path: Path) -> None:
    same = LEAST.format(id="b").replace("b@experts", "FENNA@experts")
    (told,) = problems(written(tmp_path, b=same, expert_01=FULL))
    assert "expert-01.yaml:3: dit adres staat ook in b.yaml" in told


def test_every_broken_file_is_told_at_once(tmp_path: Path) -> None:
    told = problems(written(tmp_path, a="- een lijst\n", b="id: [\n", c=LEAST.format(id="d")))
    assert [line.split(": ")[0].rsplit("/", 1)[1] for line in told] == ["b.yaml:2", "a.yaml:1", "c.yaml:1"]


def test_a_folder_elsewhere_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    assert problems(tmp_path / "weg") == [f"{tmp_path / 'weg'}: deze map met experts bestaat niet"]


def test_the_check_of_the_content_looks_at_the_experts(tmp_path: Path) -> None:
    folder = written(tmp_path, a="naam: Bram\n")
    found = check(ROOT, date(2026, 11, 22), folder)
    assert [line for line in found.errors if "a.yaml" in line]
    assert check(ROOT, date(2026, 11, 22)).sound


def test_the_example_of_the_form_is_sound(tmp_path: Path) -> None:
    form = (ROOT / "knowledge" / "experts" / "LEESMIJ.md").read_text(encoding="utf-8")
    example = form.partition("```yaml\n")[2].partition("```")[0]
    (one,) = load_experts(ROOT, written(tmp_path, expert_01=example)).values()
    assert (one.at_once, one.rest_weeks) == (2, 4)
    assert all(f"`{name}`" in form for name in FIELDS)


def test_the_experts_of_the_demo_are_sound_and_cannot_exist() -> None:
    found = load_experts(ROOT, EXPERTS)
    assert len(found) >= 4
    assert all(one.address.addr_spec.endswith("@experts.example") for one in found.values())
    assert all(one.organisation.startswith("Voorbeeldgemeente ") for one in found.values())
