"""What is stored as JSON comes back as it was."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.model import AddressForm, Attachment, DraftText, Kind, Prediction, SentenceEvidence, Understanding
from bot.store.documents import ATTACHMENTS, DRAFT, STRINGS, UNDERSTANDING

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
PART = st.floats(0, 1)
PREDICTIONS = st.builds(
    Prediction, TEXT, TEXT, PART, TEXTS, st.lists(st.tuples(TEXT, TEXT, PART), max_size=2).map(tuple), TEXT
)
UNDERSTANDINGS = st.builds(
    Understanding,
    kind=st.sampled_from(Kind),
    kind_confidence=PART,
    kind_reason=TEXT,
    requests=st.lists(PREDICTIONS, max_size=3).map(tuple),
    municipalities=TEXTS,
    topics=TEXTS,
    contact_name=st.none() | TEXT,
    participants=st.none() | st.integers(),
    address_form=st.sampled_from(AddressForm),
)
EVIDENCE = st.lists(st.builds(SentenceEvidence, TEXT, TEXT), max_size=3).map(tuple)
DRAFTS = st.builds(DraftText, TEXT, TEXT, TEXT, missing=TEXTS, evidence=EVIDENCE, content_hash=TEXT, warnings=TEXTS)


@given(UNDERSTANDINGS)
def test_an_understanding_comes_back_equal(understanding: Understanding) -> None:
    assert UNDERSTANDING.read(UNDERSTANDING.write(understanding)) == understanding


@given(DRAFTS)
def test_a_draft_comes_back_equal(draft: DraftText) -> None:
    assert DRAFT.read(DRAFT.write(draft)) == draft


@given(st.lists(st.builds(Attachment, TEXT, TEXT, st.integers(0), st.booleans()), max_size=3).map(tuple))
def test_attachments_come_back_equal(attachments: tuple[Attachment, ...]) -> None:
    assert ATTACHMENTS.read(ATTACHMENTS.write(attachments)) == attachments


@given(st.lists(st.text(st.characters()), max_size=3).map(tuple))
def test_every_text_can_be_written_even_a_broken_one(texts: tuple[str, ...]) -> None:
    written = STRINGS.write(texts)
    written.encode("utf-8")
    assert len(STRINGS.read(written)) == len(texts)


def test_an_older_row_without_a_field_takes_its_default() -> None:
    old: dict[str, Any] = {"kind": "verzoek", "kind_confidence": 1.0, "a_field_of_the_past": 3}
    assert UNDERSTANDING.read(json.dumps(old)) == Understanding(Kind.VERZOEK, 1.0)
