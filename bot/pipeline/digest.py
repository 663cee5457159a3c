"""The weekly digest: what is still open, one per ISO week, Monday 08:00 in Amsterdam.

It goes the road of every other mail, but is approved by the machine: it only goes to the team. Its unique key is the
ISO week, so the database refuses a second one; after downtime the present week's digest is caught up. It names
municipalities, never persons.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.clock import dutch_date, in_amsterdam, iso_week
from bot.lifecycle import RequestState, Status
from bot.mail.compose import compose_own
from bot.model import Address, KnowledgeEntry
from bot.pipeline.desk import Desk
from bot.pipeline.follow_up import OpenRequest, open_requests
from bot.pipeline.ports import NewOutgoing

STATES: Mapping[RequestState, str] = {
    RequestState.OPEN: "open",
    RequestState.WAITING: "wacht op antwoord",
    RequestState.SETTLED: "afgehandeld",
    RequestState.WITHDRAWN: "ingetrokken",
}
FIRST_HOUR = 8
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
    base_url: str

    @property
    def late(self) -> tuple[OpenRequest, ...]:
        return tuple(r for r in self.requests if r.late > 0)

    @property
    def title(self) -> str:
        year, week = self.week.split("-W")
        return f"Weekoverzicht Thorbecke2024, week {int(week)} van {year}"


async def build(desk: Desk) -> Digest:
    """The digest of this moment."""
    now = desk.now
    today = in_amsterdam(now).date()
    counts = await desk.store.counts()
    waiting = await desk.store.queue((Status.AWAITING_REVIEW,), size=1)
    entries = sorted(desk.library.entries.values(), key=lambda entry: (entry.last_checked, entry.id))
    failures = (Status.FAILED, Status.UNCONFIRMED, Status.UNDELIVERABLE, Status.BOUNCED)
    without_draft = await desk.store.without_draft()
    return Digest(
        week=iso_week(now),
        made_at=now,
        requests=await open_requests(desk),
        drafts_waiting=waiting.total - without_draft,
        without_draft=without_draft,
        failures={status: counts[status] for status in failures if counts.get(status)},
        overdue_entries=tuple(entry for entry in entries if entry.overdue(today)),
        base_url=desk.settings.base_url.rstrip("/"),
    )


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
    lines = []
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


def is_due(now: datetime) -> bool:
    """Whether this week's digest should have gone out: from Monday 08:00 on, all week (caught up after downtime)."""
    local = in_amsterdam(now)
    return (local.isoweekday(), local.hour) >= (1, FIRST_HOUR)


async def send_digest(desk: Desk) -> int:
    """Put this week's digest on the road, one mail to each address; returns how many are new (0 when done before)."""
    if not desk.settings.digest_to or not is_due(desk.now):
        return 0
    digest = await build(desk)
    new = 0
    for addr_spec in desk.settings.digest_to:
        composed = compose_own(
            text=as_text(digest),
            html=None,
            subject=digest.title,
            sender=desk.sender,
            recipient=Address("", addr_spec),
            rfc_message_id=desk.new_message_id(),
            date=desk.now,
            attachments=((f"weekoverzicht-{digest.week}.csv", "text/csv", as_csv(digest).encode("utf-8-sig")),),
        )
        outgoing = NewOutgoing(composed.rfc_message_id, composed.mail_from, composed.rcpt_to, composed.raw)
        key = f"weekoverzicht:{digest.week}:{addr_spec.casefold()}"
        made = await desk.store.compose_own(digest.title, outgoing, key, "assistent", desk.now)
        new += made is not None
    if new:
        desk.nudge()
    return new
