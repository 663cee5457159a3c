"""The quality on labelled mails and questions that nothing was trained on never falls below its floor."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from bot.cli.evaluate import report_on
from bot.cli.labelled import MAILS, QUESTIONS, Asked, Item, Judged, as_eml, ask_questions, items, read_mails
from bot.content.check import YEAR
from bot.content.floors import floors_of, load_floors
from bot.mail.parse import parse
from bot.model import AUTOMATIC, DraftText, EntryStatus, Kind
from bot.pipeline.asked import Knowledge
from bot.pipeline.drafting import draft_reply
from bot.settings import Settings
from tests.pipeline.desks import START, mind

FOLDER = Path(__file__).parent
SETS = ("dev", "own", "blind", "wide", "hard", "fair", "terse")

RESERVED = re.compile(
    r"kan nu anders zijn|^Ook hier geldt: zo stond het|misschien is het veranderd|\bcollega (?:controleert|bevestigt)\b"
    r"|controleert een collega",
)


@cache
def mails(name: str) -> Sequence[Judged]:
    """Each labelled mail beside what the assistant makes of it."""
    return list(read_mails(mind(), Settings(), items(FOLDER / name / MAILS)))


@cache
def questions(name: str) -> Sequence[Asked]:
    """Each labelled question with the chat's answer."""
    knowledge = Knowledge(mind().library, mind().retriever, START.date())
    return list(ask_questions(knowledge, items(FOLDER / name / QUESTIONS)))


@cache
def drafts(name: str) -> Sequence[tuple[Item, DraftText | None]]:
    """Each labelled mail beside the reply that waits for a reviewer."""
    return [(each.item, _draft(each)) for each in mails(name)]


def _draft(each: Judged) -> DraftText | None:
    mail = parse(as_eml(each.item))
    if each.read.kind is not Kind.VERZOEK:
        return None
    return draft_reply(
        subject=mail.subject,
        understanding=each.read,
        new_text=mail.new_text,
        library=mind().library,
        retriever=mind().retriever,
        today=START.date(),
        sender=mail.sender,
    )


@pytest.mark.parametrize("name", SETS)
def test_every_figure_stays_on_the_right_side_of_its_floor(name: str) -> None:
    """The floors are those of ``knowledge/floors.yaml``, to which ``thorbecke evaluate`` holds these folders too."""
    figures = report_on(mails(name), questions(name))["figures"]
    floors = floors_of(load_floors(mind().library.root / "knowledge"), name)
    asked = bool(questions(name))
    held = {each for each in (*floors.at_least, *floors.at_most) if asked or not each.startswith("chat_")}
    assert held <= set(figures)
    assert floors.below(figures) == ()


@pytest.mark.parametrize("name", SETS)
def test_no_automatic_mail_gets_a_draft(name: str) -> None:
    drafted = [item["id"] for item, draft in drafts(name) if item["kind"] in AUTOMATIC and draft]
    assert drafted == []


@pytest.mark.parametrize("name", SETS)
def test_every_sentence_of_every_draft_has_a_source(name: str) -> None:
    """The evidence, put together, is the whole text, and every sentence names an entry that exists."""
    entries = mind().library.entries
    for item, draft in drafts(name):
        if draft is None:
            continue
        assert "".join("".join(e.sentence for e in draft.evidence).split()) == "".join(draft.text.split()), item["id"]
        for piece in draft.evidence:
            sort, _, identifier = piece.entry.partition(":")
            assert sort == "entry", (item["id"], piece)
            assert identifier in entries, item["id"]


@pytest.mark.parametrize("name", SETS)
def test_nothing_that_waits_for_confirmation_is_said_as_if_it_were_certain(name: str) -> None:
    """Behind each run of sentences of such an entry stands its own reservation, before another entry speaks."""
    entries = mind().library.entries
    said = 0
    for item, draft in drafts(name):
        evidence = draft.evidence if draft else ()
        for source, run in groupby(evidence, key=lambda piece: piece.entry):
            if entries[source.removeprefix("entry:")].status is EntryStatus.TE_BEVESTIGEN:
                sentences = [piece.sentence for piece in run]
                said += 1
                assert RESERVED.search(sentences[-1]), (item["id"], sentences)
                assert YEAR.search(" ".join(sentences)), (item["id"], sentences)
    assert said > 0
