"""The digest says the same as text, HTML and CSV, names no person, and is inert in a spreadsheet."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.lifecycle import RequestState, Status
from bot.model import EntryStatus, KnowledgeEntry, RequestRow
from bot.pipeline.digest import is_due
from bot.pipeline.digest_forms import COLUMNS, Digest, as_csv, as_html, as_text
from bot.pipeline.follow_up import OpenRequest

MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)  # 08:30 in Amsterdam

ENTRY = KnowledgeEntry(
    id="leerkring-wat",
    title="Wat is een leerkring?",
    services=("leerkring",),
    topics=(),
    questions=("wat is een leerkring",),
    status=EntryStatus.TE_BEVESTIGEN,
    valid_from=None,
    valid_until=None,
    owner="team Thorbecke2024",
    last_checked=date(2026, 1, 5),
    sources=("seed:004",),
    links=(),
    answer="...",
    file="leerkring-wat.md",
)


def open_request(**changes: object) -> OpenRequest:
    request = RequestRow(
        id=7,
        thread_id=1,
        message_id=3,
        service="leerkring",
        act="aanmelden",
        state=RequestState.OPEN,
        municipalities=("Zaltbommel",),
        topics=("kernendemocratie",),
        requester="Jansen",
        owner=None,
        opened_at=datetime(2026, 11, 10, 9, tzinfo=UTC),
        due_on=date(2026, 11, 17),
        next_step="Plaats zoeken in een leerkring van vijf gemeenten",
        subject="Meedoen",
        message_status=Status.AWAITING_REVIEW,
    )
    seen = OpenRequest(request, "Leerkring", "Aanmelden", "Zaltbommel", age=9, late=4)
    return replace(seen, **changes)  # type: ignore[arg-type]


def digest(**changes: object) -> Digest:
    made = Digest(
        week="2026-W48",
        made_at=MONDAY,
        requests=(open_request(),),
        drafts_waiting=1,
        without_draft=2,
        failures={Status.UNCONFIRMED: 1},
        overdue_entries=(ENTRY,),
        alerts=(),
        base_url="https://assistent.example",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_the_text_tells_what_is_open_late_waiting_in_doubt_and_overdue() -> None:
    text = as_text(digest())
    assert "Weekoverzicht Thorbecke2024, week 48 van 2026" in text
    assert "Er staat 1 aanvraag open. Daarvan is er 1 te laat." in text
    assert "- 1 concept wacht op goedkeuring." in text
    assert "- 2 berichten wachten zonder concept." in text
    assert "- 1 bericht is in twijfel" in text
    assert "- Zaltbommel: Leerkring (aanmelden), open, 9 werkdagen oud, uiterlijk 17 november 2026, 4 werkdagen" in text
    assert "Behandelaar: nog niemand." in text
    assert "- Wat is een leerkring? (nagekeken op 5 januari 2026)" in text


def test_what_is_about_to_break_comes_first() -> None:
    assert "Aandacht nodig\n- Het geheim verloopt.\n- 1 concept" in as_text(digest(alerts=("Het geheim verloopt.",)))


def test_a_quiet_week_says_so() -> None:
    text = as_text(digest(requests=(), drafts_waiting=0, without_draft=0, failures={}, overdue_entries=()))
    assert "Er staan geen aanvragen open." in text
    assert "Er wacht verder niets op het team." in text
    assert "Er staat niets open." in text


@pytest.mark.parametrize("form", [as_text, as_html, as_csv])
def test_no_form_names_the_person_who_asked(form: object) -> None:
    assert callable(form)
    assert "Jansen" not in form(digest())


def test_html_escapes_what_comes_from_mail() -> None:
    html = as_html(digest(requests=(open_request(municipality="<script>alert(1)</script>"),)))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_csv_has_a_row_for_each_request_and_disarms_formulas() -> None:
    rows = list(
        csv.reader(io.StringIO(as_csv(digest(requests=(open_request(municipality='=cmd|"x"'),)))), delimiter=";")
    )
    assert rows[0] == list(COLUMNS)
    assert rows[1][2] == '\'=cmd|"x"'
    assert [row[0] for row in rows[1:]] == ["aanvraag", "kennis nakijken"]


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (datetime(2026, 11, 23, 6, 59, tzinfo=UTC), False),  # Monday 07:59 in Amsterdam
        (datetime(2026, 11, 23, 7, 0, tzinfo=UTC), True),  # Monday 08:00 in winter time
        (datetime(2026, 7, 6, 6, 0, tzinfo=UTC), True),  # Monday 08:00 in summer time
        (datetime(2026, 7, 6, 5, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 29, 22, 0, tzinfo=UTC), True),  # Sunday evening: still caught up
    ],
)
def test_the_digest_is_due_from_monday_eight_in_amsterdam(moment: datetime, *, due: bool) -> None:
    assert is_due(moment) is due
