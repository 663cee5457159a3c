"""The weekly digest as the team reads it: plain text, HTML and CSV."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from bot.clock import dutch_date
from bot.lifecycle import RequestState, Status
from bot.model import KnowledgeEntry
from bot.pipeline.follow_up import OpenRequest

STATES: Mapping[RequestState, str] = {
    RequestState.OPEN: "open",
    RequestState.WAITING: "wacht op antwoord",
    RequestState.SETTLED: "afgehandeld",
    RequestState.WITHDRAWN: "ingetrokken",
}
PROGRAMME = "Leerkringen en intervisitaties"
COLUMNS = ("aanvraag", "gemeente", "dienst", "soort", "stand", "leeftijd in werkdagen", "uiterlijk op",
           "werkdagen te laat", "behandelaar", "volgende stap")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Digest:
    """What the team gets to read on Monday."""

    week: str
    made_at: datetime
    requests: tuple[OpenRequest, ...]
    drafts_waiting: int
    without_draft: int
    failures: Mapping[Status, int]
    overdue_entries: tuple[KnowledgeEntry, ...]
    alerts: tuple[str, ...]
    base_url: str
    programme: tuple[str, ...] = ()
    """How the leerkringen and intervisitaties stand, a sentence each."""

    @property
    def late(self) -> tuple[OpenRequest, ...]:
        return tuple(r for r in self.requests if r.late > 0)

    @property
    def title(self) -> str:
        year, week = self.week.split("-W")
        return f"Weekoverzicht Thorbecke2024, week {int(week)} van {year}"


FAILURE_WORDS: Mapping[Status, str] = {
    Status.FAILED: "niet gelezen (de assistent liep vast)",
    Status.UNCONFIRMED: "in twijfel (onbekend of het antwoord is aangekomen)",
    Status.UNDELIVERABLE: "geweigerd door de mailserver",
    Status.BOUNCED: "teruggekomen als niet bezorgd",
}


def as_csv(digest: Digest) -> str:
    """The open requests for a spreadsheet: semicolons, as Excel in Dutch expects; formulas are disarmed."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([[_inert(cell) for cell in _row(item)] for item in digest.requests])
    return out.getvalue()


def _row(item: OpenRequest) -> Sequence[object]:
    request = item.request
    return (
        request.id,
        item.municipality,
        item.service,
        item.act,
        STATES[request.state],
        item.age,
        request.due_on.isoformat(),
        item.late,
        request.owner or "",
        request.next_step,
    )


def _inert(cell: object) -> str:
    """A cell that a spreadsheet would run as a formula gets a leading quote (OWASP: CSV injection)."""
    text = str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def as_text(digest: Digest) -> str:
    """The digest as plain text, one request per block."""
    lines = [digest.title, f"Gemaakt op {dutch_date(digest.made_at, weekday=True)}.", ""]
    lines += [_summary(digest), ""]
    lines += ["Aandacht nodig", *[f"- {line}" for line in attention(digest)], ""]
    if digest.programme:
        lines += [PROGRAMME, *[f"- {line}" for line in digest.programme], ""]
    lines += ["Open aanvragen, de oudste eerst"]
    lines += [f"- {line}" for item in digest.requests if (line := _line(item))] or ["Er staat niets open."]
    if digest.overdue_entries:
        lines += ["", "Kennis die iemand moet nakijken"]
        lines += [
            f"- {entry.title} (nagekeken op {dutch_date(entry.last_checked)})" for entry in digest.overdue_entries
        ]
    if digest.base_url:
        lines += ["", f"Alles bekijken: {digest.base_url}/weekoverzicht"]
    return "\n".join(lines) + "\n"


def _summary(digest: Digest) -> str:
    """Two sentences: how much is open, how much is late."""
    total, late = len(digest.requests), len(digest.late)
    if not total:
        return "Er staan geen aanvragen open."
    verb, noun = ("staat", "aanvraag") if total == 1 else ("staan", "aanvragen")
    late_words = (
        "Geen enkele is te laat." if not late else f"Daarvan {'is' if late == 1 else 'zijn'} er {late} te laat."
    )
    return f"Er {verb} {total} {noun} open. {late_words}"


def attention(digest: Digest) -> tuple[str, ...]:
    """What waits for the team beside the requests, a line each; never empty."""
    lines = list(digest.alerts)
    if digest.drafts_waiting:
        lines.append(f"{_counted(digest.drafts_waiting, 'concept wacht', 'concepten wachten')} op goedkeuring.")
    if digest.without_draft:
        lines.append(f"{_counted(digest.without_draft, 'bericht wacht', 'berichten wachten')} zonder concept.")
    lines += [
        f"{_counted(n, 'bericht is', 'berichten zijn')} {FAILURE_WORDS[status]}."
        for status, n in digest.failures.items()
    ]
    return tuple(lines) or ("Er wacht verder niets op het team.",)


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _line(item: OpenRequest) -> str:
    request = item.request
    late = f", {_counted(item.late, 'werkdag', 'werkdagen')} te laat" if item.late else ""
    return (
        f"{item.municipality}: {item.service} ({item.act.lower()}), {STATES[request.state]}, "
        f"{_counted(item.age, 'werkdag', 'werkdagen')} oud, uiterlijk {dutch_date(request.due_on)}{late}. "
        f"Behandelaar: {request.owner or 'nog niemand'}. Volgende stap: {request.next_step}."
    )


def as_html(digest: Digest) -> str:
    """The same digest as HTML that mail programs show well: headings, lists and one table, no styles from afar."""
    parts = [f"<h1>{escape(digest.title)}</h1>", f"<p>{escape(_summary(digest))}</p>", "<h2>Aandacht nodig</h2>"]
    parts += [_list(attention(digest))]
    if digest.programme:
        parts += [f"<h2>{PROGRAMME}</h2>", _list(digest.programme)]
    parts += ["<h2>Open aanvragen, de oudste eerst</h2>", _table(digest)]
    if digest.overdue_entries:
        overdue = [f"{entry.title} (nagekeken op {dutch_date(entry.last_checked)})" for entry in digest.overdue_entries]
        parts += ["<h2>Kennis die iemand moet nakijken</h2>", _list(overdue)]
    if digest.base_url:
        parts.append(f'<p><a href="{escape(digest.base_url)}/weekoverzicht">Alles bekijken</a></p>')
    return (
        f'<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>{escape(digest.title)}</title></head>'
        f"<body>{''.join(parts)}</body></html>"
    )


def _list(lines: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def _table(digest: Digest) -> str:
    if not digest.requests:
        return "<p>Er staat niets open.</p>"
    head = "".join(f'<th scope="col" align="left">{escape(name.capitalize())}</th>' for name in COLUMNS)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in _row(item))}</tr>" for item in digest.requests
    )
    return (
        f'<table border="1" cellpadding="6" cellspacing="0"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    )
