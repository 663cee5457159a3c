"""``evaluate``: the measured quality per class, and whether it stays above the floors of ``knowledge/floors.yaml``.

With a folder: on its labelled mails and questions. Without one: on the examples of the content, cross-validated, and
the chat on ``knowledge/questions.yaml``. The exit status is 1 when a figure is on the wrong side of its floor.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bot import settings as configuration
from bot.cli.environment import Commands, environment
from bot.cli.figures import Json, mail_report, question_report
from bot.cli.folds import FOLDS, cross_validated
from bot.cli.labelled import MAILS, QUESTIONS, Asked, Judged, ask_questions, items, questions_of, read_mails
from bot.cli.reading import knowledge_of
from bot.cli.report import below_floor, lines
from bot.content.floors import EXAMPLES, floors_of, load_floors
from bot.content.location import content_root
from bot.errors import InvalidInput
from bot.pipeline.mind import build_mind
from bot.settings import Settings


def add_commands(commands: Commands) -> None:
    """``evaluate``."""
    evaluating = commands.add_parser(
        "evaluate",
        help="measure the quality on labelled mails and questions",
        description="Prints precision, recall, F1, confusion and calibration per class. Exit status 1 when a figure "
        "falls below its floor in knowledge/floors.yaml.",
    )
    evaluating.add_argument(
        "folder",
        nargs="?",
        type=Path,
        help="folder with mails.jsonl and/or questions.jsonl (default: the examples of the content, cross-validated)",
    )
    evaluating.add_argument("--json", action="store_true", help="as one JSON object")
    evaluating.set_defaults(command=evaluate)


def evaluate(options: argparse.Namespace) -> int:
    """Print the figures and what is below its floor; 1 when something is."""
    settings = configuration.load(environment())
    if options.folder is None:
        name, report = EXAMPLES, _cross_validated(settings)
    else:
        name, report = options.folder.resolve().name, _measured(settings, options.folder)
    report = {"set": name, **report, "below_floor": below(settings.content_dir, name, report["figures"])}
    print(json.dumps(report, ensure_ascii=False) if options.json else "\n".join(_spoken(report)))
    for each in report["below_floor"]:
        print(below_floor(each["figure"], each["value"], each["floor"]), file=sys.stderr)
    return 1 if report["below_floor"] else 0


def _cross_validated(settings: Settings) -> Json:
    mind = build_mind(settings.content_dir)
    asked = ask_questions(knowledge_of(mind), questions_of(mind.library))
    return report_on(cross_validated(settings.content_dir), asked)


def _measured(settings: Settings, folder: Path) -> Json:
    mails, questions = items(folder / MAILS), items(folder / QUESTIONS)
    if not mails and not questions:
        raise InvalidInput(f"In {folder} staat geen {MAILS} of {QUESTIONS}.")
    mind = build_mind(settings.content_dir)
    asked = ask_questions(knowledge_of(mind), questions) if questions else ()
    return report_on(read_mails(mind, settings, mails), asked)


def report_on(judged: Iterable[Judged], asked: Iterable[Asked]) -> Json:
    """The report of mails and questions together; what the set does not hold is left out."""
    judged, asked = list(judged), list(asked)
    parts = [*([mail_report(judged)] if judged else []), *([question_report(asked)] if asked else [])]
    report: dict[str, Any] = {name: value for part in parts for name, value in part.items()}
    return {**report, "figures": {name: value for part in parts for name, value in part["figures"].items()}}


def below(content_dir: Path | None, name: str, figures: Mapping[str, float]) -> list[Json]:
    """Every figure on the wrong side of the floor of this set."""
    floors = floors_of(load_floors(content_root(content_dir) / "knowledge"), name)
    return [{"figure": figure, "value": value, "floor": floor} for figure, value, floor in floors.below(figures)]


def _spoken(report: Json) -> list[str]:
    parts = f" ({FOLDS} delen; elk deel is gelezen met wat de andere leerden)" if report["set"] == EXAMPLES else ""
    verdict = "Geen cijfer is onder zijn grens." if not report["below_floor"] else "Niet elk cijfer haalt zijn grens:"
    return [f"{report['set']}{parts}", *lines(report), "", verdict]
