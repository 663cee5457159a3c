"""``evaluate``: the measured quality per class, on a folder of labelled mails and questions.

``mails.jsonl`` holds one object a line with ``from``, ``subject``, ``date``, ``body``, ``headers`` and the labels
``kind``, ``requests``, ``municipalities``, ``topics``, ``role``, ``contact_name``, ``phone``, ``participants``,
``new_text``. ``questions.jsonl`` holds ``question``, ``answerable`` and ``answer_keys`` (each key lists alternatives
with ``|``; an answer is right when it has one of every key).
"""

import argparse
import email.policy
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from bot import settings as configuration
from bot.cli.environment import Commands, environment
from bot.cli.folds import FOLDS, cross_validated
from bot.cli.reading import knowledge_of
from bot.errors import InvalidInput
from bot.mail.parse import parse
from bot.mail.screen import screen
from bot.model import AnswerStatus, Kind, ParsedMail, Understanding
from bot.pipeline.answer import Question, answer
from bot.pipeline.mind import Mind, build_mind
from bot.settings import Settings
from bot.understanding.measures import (
    calibration_error,
    confusion,
    coverage_at,
    macro_f1,
    micro_f1,
    per_label,
)

Item = dict[str, Any]
Judged = tuple[Item, ParsedMail, Understanding]

TRUSTED_PRECISION = 0.97
NEEDED = {
    "mails.jsonl": ("body", "kind", "requests", "municipalities", "topics"),
    "questions.jsonl": ("question", "answerable"),
}
SIMPLE_FIELDS = ("role", "contact_name", "phone", "participants")


def add_commands(commands: Commands) -> None:
    """``evaluate``."""
    evaluating = commands.add_parser("evaluate", help="measure the quality on labelled mails and questions")
    evaluating.add_argument(
        "folder",
        nargs="?",
        type=Path,
        help="folder with mails.jsonl and/or questions.jsonl (default: the examples of the content, cross-validated)",
    )
    evaluating.set_defaults(command=evaluate)


def evaluate(options: argparse.Namespace) -> int:
    """Print the figures of whatever the folder holds; without a folder those of the examples themselves."""
    if options.folder is None:
        return _evaluate_examples()
    mails, questions = (_items(options.folder / name) for name in ("mails.jsonl", "questions.jsonl"))
    if not mails and not questions:
        raise InvalidInput(f"In {options.folder} staat geen mails.jsonl of questions.jsonl.")
    settings = configuration.load(environment())
    mind = build_mind(settings.content_dir)
    for line in [*_mail_figures(mind, settings, mails), *_question_figures(mind, questions)]:
        print(line)
    return 0


def _evaluate_examples() -> int:
    judged = list(cross_validated(build_mind(configuration.load(environment()).content_dir)))
    asked = [each for each in judged if each[0]["kind"] == Kind.VERZOEK]
    print(f"{len(judged)} voorbeelden in {FOLDS} delen; elk deel is gelezen met wat de andere leerden")
    for line in [*_kinds(judged), *_services(asked), *_requests(asked)]:
        print(line)
    return 0


def _items(path: Path) -> list[Item]:
    if not path.exists():
        return []
    try:
        items = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    except ValueError as error:
        raise InvalidInput(f"{path} is geen JSON met een object per regel: {error}") from None
    for number, item in enumerate(items, start=1):
        lacking = [name for name in NEEDED[path.name] if not isinstance(item, dict) or name not in item]
        if lacking:
            raise InvalidInput(f"{path}, regel {number}: hier ontbreekt {', '.join(lacking)}.")
    return items


def as_eml(item: Item) -> bytes:
    """A labelled mail as RFC 5322 bytes."""
    message = EmailMessage(policy=email.policy.SMTP.clone(max_line_length=998))
    for name in ("from", "subject", "date"):
        message[name.capitalize()] = item.get(name) or ""
    for name, value in (item.get("headers") or {}).items():
        if name.lower() not in {"from", "subject", "date", "content-type", "mime-version"}:
            message[name] = value
    message.set_content(item["body"])
    return bytes(message)


def _mail_figures(mind: Mind, settings: Settings, items: Sequence[Item]) -> Iterator[str]:
    if not items:
        return
    judged = [(item, *_read(mind, settings, item)) for item in items]
    asked = [each for each in judged if each[0]["kind"] == Kind.VERZOEK]
    yield f"{len(judged)} mails, waarvan {len(asked)} verzoeken"
    yield from _kinds(judged)
    yield from _services(asked)
    yield from _requests(asked)
    yield from _fields(judged, asked)


def _kinds(judged: Sequence[Judged]) -> Iterator[str]:
    return _table("soort bericht", [(item["kind"], str(read.kind)) for item, _, read in judged])


def _services(asked: Sequence[Judged]) -> Iterator[str]:
    yield from _table("dienst (eerste verzoek)", [(_first(i)[0], _said(u)[0]) for i, _, u in asked])
    yield from _table("soort vraag (eerste verzoek)", [(_first(i)[1], _said(u)[1]) for i, _, u in asked])


def _read(mind: Mind, settings: Settings, item: Item) -> tuple[ParsedMail, Understanding]:
    mail = parse(as_eml(item), max_bytes=settings.max_mail_bytes)
    own = settings.addresses
    screening = screen(mail, own_addresses=own, own_message_id_domain=settings.message_id_domain)
    return mail, mind.reader.read(mail, screening)


def _first(item: Item) -> tuple[str, str]:
    return (item["requests"][0]["service"], item["requests"][0]["act"]) if item["requests"] else ("-", "-")


def _said(read: Understanding) -> tuple[str, str]:
    return (read.requests[0].service, read.requests[0].act) if read.requests else ("-", "-")


def _table(title: str, pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Per class precision, recall and F1, then the mistakes that are made most."""
    figures = per_label(pairs)
    right = sum(gold == answer for gold, answer in pairs) / len(pairs) if pairs else 0.0
    yield f"\n{title}: {right:.3f} goed, macro F1 {macro_f1(figures):.3f}"
    yield f"  {'':24} {'precisie':>9} {'dekking':>9} {'F1':>7} {'aantal':>7}"
    for each in figures:
        yield f"  {each.label:24} {each.precision:9.3f} {each.recall:9.3f} {each.f1:7.3f} {each.support:7}"
    for gold, answer_, times in confusion(pairs):
        yield f"  verward: {gold} gelezen als {answer_}, {times} keer"


def _requests(asked: Sequence[Judged]) -> Iterator[str]:
    gold = [frozenset((r["service"], r["act"]) for r in item["requests"]) for item, _, _ in asked]
    said = [frozenset((p.service, p.act) for p in read.requests) for _, _, read in asked]
    yield "\nalle aanvragen: precisie {:.3f}, dekking {:.3f}, F1 {:.3f}".format(*micro_f1(zip(gold, said, strict=True)))
    sure = [
        (read.requests[0].confidence if read.requests else 0.0, _first(item)[0] == _said(read)[0])
        for item, _, read in asked
    ]
    yield f"zekerheid: fout van de ijking (ECE) {calibration_error(sure):.3f}"
    yield f"deel dat met {TRUSTED_PRECISION:.0%} precisie kan: {coverage_at(sure, TRUSTED_PRECISION):.3f}"


def _fields(judged: Sequence[Judged], asked: Sequence[Judged]) -> Iterator[str]:
    topics = [(frozenset(item["topics"]), frozenset(read.topics)) for item, _, read in asked]
    yield "onderwerpen: precisie {:.3f}, dekking {:.3f}, F1 {:.3f}".format(*micro_f1(topics))
    exact = [set(item["municipalities"]) == set(read.municipalities) for item, _, read in asked]
    yield f"gemeenten precies goed: {_share(exact)}"
    for name in SIMPLE_FIELDS:
        same = [str(i.get(name) or "").casefold() == str(getattr(u, name) or "").casefold() for i, _, u in asked]
        yield f"{name} goed: {_share(same)}"
    texts = [item["new_text"].split() == mail.new_text.split() for item, mail, _ in judged if "new_text" in item]
    yield f"nieuwe tekst precies goed: {_share(texts)}"


def _share(judged: Sequence[bool]) -> str:
    return f"{sum(judged) / len(judged):.3f}" if judged else "-"


def _question_figures(mind: Mind, items: Sequence[Item]) -> Iterator[str]:
    if not items:
        return
    knowledge = knowledge_of(mind)
    verdicts = Counter(_verdict(item, *_answered(item, knowledge)) for item in items)
    answerable = sum(bool(item["answerable"]) for item in items)
    yield f"\n{len(items)} vragen, waarvan {answerable} te beantwoorden"
    for verdict, number in verdicts.most_common():
        yield f"  {verdict:36} {number:5}"


def _answered(item: Item, knowledge: Any) -> tuple[AnswerStatus, str]:
    given = answer(Question(item["question"]), knowledge)
    return given.status, " ".join(given.text.split()).casefold()


def _verdict(item: Item, status: AnswerStatus, text: str) -> str:
    if status is not AnswerStatus.ANSWERED:
        known = "terecht" if not item["answerable"] else "onnodig"
        return f"{known} {'teruggevraagd' if status is AnswerStatus.CLARIFY else 'doorgegeven'}"
    if not item["answerable"]:
        return "beantwoord zonder bron in de stof"
    right = all(any(option.strip().casefold() in text for option in key.split("|")) for key in item["answer_keys"])
    return "goed" if right else "fout"
