"""Labelled mails and questions from files, each beside what the assistant makes of it.

``mails.jsonl`` holds one object a line with ``from``, ``subject``, ``date``, ``body``, ``headers`` and the labels
``kind``, ``requests``, ``municipalities``, ``topics``, ``role``, ``contact_name``, ``phone``, ``participants``,
``new_text``. ``questions.jsonl`` holds ``question``, ``answerable`` and ``answer_keys`` (each key lists alternatives
with ``|``; an answer is right when it has one of every key). A label that a set lacks is not measured.
"""

import email.policy
import json
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Any, NamedTuple

from bot.content.library import Library
from bot.content.yaml_lines import Node, read_yaml, strings
from bot.errors import ContentError, InvalidInput
from bot.mail.parse import parse
from bot.mail.screen import screen
from bot.model import Answer, Understanding
from bot.pipeline.answer import answer
from bot.pipeline.asked import Knowledge, Question
from bot.pipeline.mind import Mind
from bot.settings import Settings

Item = dict[str, Any]

MAILS, QUESTIONS = "mails.jsonl", "questions.jsonl"
NEEDED = {
    MAILS: ("body", "kind", "requests", "municipalities", "topics"),
    QUESTIONS: ("question", "answerable"),
}


HANDOVER = "handover"
"""What ``knowledge/questions.yaml`` expects where a colleague must answer."""


class Judged(NamedTuple):
    """A labelled mail, what was read in it, and the new text that was cut out."""

    item: Item
    read: Understanding
    new_text: str


class Asked(NamedTuple):
    """A labelled question and the chat's answer."""

    item: Item
    given: Answer


def items(path: Path) -> list[Item]:
    """The labelled items of a file; none when it does not exist, ``InvalidInput`` when one lacks what is needed."""
    if not path.exists():
        return []
    try:
        found = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    except ValueError as error:
        raise InvalidInput(f"{path} is geen JSON met een object per regel: {error}") from None
    for number, item in enumerate(found, start=1):
        lacking = [name for name in NEEDED[path.name] if not isinstance(item, dict) or name not in item]
        if lacking:
            raise InvalidInput(f"{path}, regel {number}: hier ontbreekt {', '.join(lacking)}.")
    return found


def questions_of(library: Library) -> list[Item]:
    """``knowledge/questions.yaml``: questions that nothing was made of, each with the entries that answer it."""
    path = library.root / "knowledge" / "questions.yaml"
    if not path.exists():
        return []
    root = read_yaml(path)
    return [_question(node, path, library) for node in root.value] if isinstance(root.value, list) else []


def _question(node: Node, path: Path, library: Library) -> Item:
    fields = node.value if isinstance(node.value, dict) else {}
    expected = strings(fields["expected"]) if "expected" in fields else None
    if not expected or "question" not in fields:
        raise ContentError([f"{path}:{node.line}: een vraag heeft de velden question en expected"])
    entry = library.entries.get(expected[0])
    return {
        "question": str(fields["question"].value),
        "answerable": HANDOVER not in expected,
        "expected": expected,
        "service": entry.services[0] if entry and entry.services else "",
    }


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


def read_mails(mind: Mind, settings: Settings, mails: Sequence[Item]) -> Iterator[Judged]:
    """Each mail as the service would understand it."""
    for item in mails:
        mail = parse(as_eml(item), max_bytes=settings.max_mail_bytes)
        own = settings.addresses
        screening = screen(mail, own_addresses=own, own_message_id_domain=settings.message_id_domain)
        yield Judged(item, mind.reader.read(mail, screening), mail.new_text)


def ask_questions(knowledge: Knowledge, questions: Sequence[Item]) -> Iterator[Asked]:
    """Each question with the chat's answer."""
    for item in questions:
        yield Asked(item, answer(Question(item["question"]), knowledge))
