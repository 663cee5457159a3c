"""The repository keeps its own promises: documents, locks and metadata say what the code says."""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.cli.entry import parser
from bot.content.allowed import load_allow_list
from bot.content.check import FEWEST_QUESTIONS, entry_problems
from bot.content.entries import OPTIONAL, REQUIRED, read_entry
from bot.lifecycle import Status
from bot.model import SERVICE_LABELS, EntryStatus
from bot.settings import READERS
from tests.settings_table import PAGE, table

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
ADRS = sorted((DOCS / "adr").glob("*.md"))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PAGES = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LONGEST_ADR = 60


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands() -> list[str]:
    (choices,) = [action.choices for action in parser()._actions if isinstance(action, argparse._SubParsersAction)]
    return sorted(choices)


# --- documents --------------------------------------------------------------------------------------------------------


def test_the_readme_says_what_it_is_then_the_words_then_two_commands() -> None:
    readme = read("README.md")
    places = [
        readme.index(mark) for mark in ("The assistant of", "| word | meaning |", "make demo", "make test", "## ")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("command", commands())
def test_the_readme_lists_every_command(command: str) -> None:
    assert re.search(rf"^\| `{command}[ `]", read("README.md"), re.MULTILINE)


def test_the_settings_page_is_what_the_code_says() -> None:
    """Run ``python -m tests.settings_table`` after a change of the settings."""
    assert PAGE.read_text(encoding="utf-8").endswith(table())


@pytest.mark.parametrize("name", sorted(set(re.findall(r"THORBECKE_([A-Z_]+)", " ".join(map(Path.read_text, PAGES))))))
def test_documents_name_only_settings_that_exist(name: str) -> None:
    assert name.removesuffix("_FILE").lower() in READERS


@pytest.mark.parametrize("status", list(Status))
def test_the_life_cycle_page_names_every_status(status: Status) -> None:
    assert status in read("docs/lifecycle.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", ADRS, ids=lambda page: page.stem)
def test_a_decision_has_context_decision_and_consequences_on_one_page(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert text.startswith(f"# {int(page.name[:4])}. ")
    assert text.count("\n") <= LONGEST_ADR


def test_decisions_are_numbered_without_gaps() -> None:
    assert [int(page.name[:4]) for page in ADRS] == list(range(1, len(ADRS) + 1))


def test_the_examples_for_the_content_editor_keep_every_rule() -> None:
    allowed = load_allow_list(ROOT / "knowledge")
    blocks = re.findall(r"```yaml\n(.*?)```", read("docs/content.md"), re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        name = re.findall(r"^id: (\S+)$", block, re.MULTILINE)[0]
        entry = read_entry(Path("entries", f"{name}.md"), block)
        assert entry_problems([entry], allowed, entry.last_checked) == []
        assert len(entry.questions) >= FEWEST_QUESTIONS


@pytest.mark.parametrize("word", [*REQUIRED, *OPTIONAL, *EntryStatus, *SERVICE_LABELS])
def test_the_page_for_the_content_editor_explains_every_field_status_and_service(word: str) -> None:
    assert f"| `{word}` |" in read("docs/content.md")


def test_the_changelog_has_a_place_for_what_comes_next() -> None:
    assert "\n## [Unreleased]\n" in read("CHANGELOG.md")


# --- the workshop -----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_make_without_a_target_lists_every_target() -> None:
    help_text = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in re.findall(r"^\.PHONY: (.+)$", read("Makefile"), re.MULTILINE)[0].split():
        assert re.search(rf"^  make {target} +\S", help_text, re.MULTILINE), target


@pytest.mark.parametrize(("body", "status"), [("pytest.skip('no server')", 1), ("assert 1 + 1 == 2", 0)])
def test_a_skip_fails_the_automatic_build(tmp_path: Path, body: str, status: int) -> None:
    (tmp_path / "test_it.py").write_text(f"import pytest\n\n\ndef test_it():\n    {body}\n")
    arguments = ["-m", "pytest", "-q", "-p", "tests.no_skips", "-p", "no:cacheprovider", f"--rootdir={tmp_path}"]
    result = subprocess.run([sys.executable, *arguments, tmp_path], cwd=ROOT, capture_output=True, check=False)
    assert result.returncode == status, result.stdout.decode()


def test_the_image_is_built_in_two_stages_and_runs_without_rights() -> None:
    dockerfile = read("Dockerfile")
    assert dockerfile.count("\nFROM ${BASE}") == 2
    assert "\nUSER 10001\n" in dockerfile
    assert "/gezondheid" in dockerfile.partition("HEALTHCHECK")[2]


# --- locks ------------------------------------------------------------------------------------------------------------


def pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9][a-z0-9.-]*)(?:\[[a-z,]+\])?==([^ ;\\]+)", lock.read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_names_no_host(lock: Path) -> None:
    assert "://" not in lock.read_text(encoding="utf-8")


def test_the_front_end_lock_names_no_registry() -> None:
    lock = json.loads(read("frontend/package-lock.json"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    for name, package in packages.items():
        assert "resolved" not in package, name
        assert package["integrity"].startswith("sha512-"), name


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_everything_in_a_lock_is_pinned_with_a_hash(lock: Path) -> None:
    requirements = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())
    for requirement in (text for text in requirements if not text.startswith("#")):
        assert "==" in requirement.splitlines()[0]
        assert "--hash=sha256:" in requirement


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_holds_everything_that_was_asked_for(lock: Path) -> None:
    """A name that is added to an ``.in`` file needs ``make lock``."""
    asked = [line for line in lock.with_suffix(".in").read_text().splitlines() if line and line[0] not in "#-"]
    assert {canonicalize_name(Requirement(line).name) for line in asked} <= set(pins(lock))


def test_no_two_locks_disagree_on_a_version() -> None:
    everything = pins(ROOT / "requirements" / "dev.txt")
    for lock in LOCKS:
        for name, version in pins(lock).items():
            assert everything.get(name, version) == version, (lock.name, name)


@pytest.mark.parametrize(
    ("name", "declared"),
    [("runtime", PROJECT["project"]["dependencies"]), *PROJECT["project"]["optional-dependencies"].items()],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_lock_fits_the_package(name: str, declared: list[str]) -> None:
    lock = pins(ROOT / "requirements" / f"{name}.txt")
    asked = [line for line in read(f"requirements/{name}.in").splitlines() if line and line[0] not in "#-"]
    requirements = [Requirement(line) for line in declared]
    assert {requirement.name for requirement in requirements} == {Requirement(line).name for line in asked}
    for requirement in requirements:
        assert requirement.specifier.contains(lock[canonicalize_name(requirement.name)]), requirement


# --- publiccode.yml ---------------------------------------------------------------------------------------------------


def test_publiccode_has_what_its_standard_asks() -> None:
    code = yaml.safe_load(read("publiccode.yml"))
    required = ("publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description",
                "legal", "maintenance", "localisation")  # fmt: skip
    assert not [key for key in required if not code.get(key)]
    assert code["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert code["legal"]["license"] == PROJECT["project"]["license"]
    assert code["softwareVersion"] == PROJECT["project"]["version"]
    assert code["maintenance"]["type"] in {"internal", "contract", "community", "none"}
    assert all(contact["name"] for contact in code["maintenance"]["contacts"])
    assert isinstance(code["localisation"]["localisationReady"], bool)
    assert code["localisation"]["availableLanguages"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_publiccode_describes_itself_within_the_limits(language: str) -> None:
    """The standard allows 150 characters for the short text and asks for 150 to 10,000 for the long one."""
    description = yaml.safe_load(read("publiccode.yml"))["description"][language]
    assert 0 < len(description["shortDescription"].strip()) <= 150
    assert 150 <= len(description["longDescription"].strip()) <= 10_000
    assert description["features"]
