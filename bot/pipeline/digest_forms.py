"""The weekly digest as the team reads it, a work list: plain text, HTML and CSV, all of the same parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape

from bot.clock import dutch_date
from bot.lifecycle import RequestState, Status
from bot.model import KnowledgeEntry
from bot.pipeline import spreadsheet
from bot.pipeline.follow_up import OpenRequest
from bot.pipeline.gaps import Gap

STATES: Mapping[RequestState, str] = {
    RequestState.OPEN: "open",
    RequestState.WAITING: "wacht op antwoord",
    RequestState.SETTLED: "afgehandeld",
    RequestState.WITHDRAWN: "ingetrokken",
}
COLUMNS = ("werk", "nummer", "gemeente", "dienst", "soort", "stand", "leeftijd in werkdagen", "uiterlijk op",
           "werkdagen te laat", "behandelaar", "volgende stap")  # fmt: skip
MOST = 25
"""Lines of one part in the mail; the page and the CSV file have them all."""
MOST_GAPS = 10
NOBODY = "nog niemand"


@dataclass(frozen=True, slots=True)
class Todo:
    """One line of a list, and the page where the work is done ('' when there is none)."""

    text: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the work list; without work it is left out."""

    id: str
    title: str
    todos: tuple[Todo, ...]


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
    gaps: tuple[Gap, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    """How colleagues are called, by the name under which they log in."""
    more: tuple[Section, ...] = ()
    """What other parts of the programme have to do: ``digest.build`` adds it here, every form shows it."""

    @property
    def late(self) -> tuple[OpenRequest, ...]:
        """The most late first."""
        return tuple(sorted((r for r in self.requests if r.late > 0), key=lambda r: -r.late))

    @property
    def title(self) -> str:
        year, week = self.week.split("-W")
        return f"Weekoverzicht Thorbecke2024, week {int(week)} van {year}"

    def colleague(self, owner: str | None) -> str:
        """Who handles something, as the team calls that person."""
        return self.names.get(owner, owner) if owner else NOBODY


FAILURE_WORDS: Mapping[Status, str] = {
    Status.FAILED: "niet gelezen (de assistent liep vast)",
    Status.UNCONFIRMED: "in twijfel (onbekend of het antwoord is aangekomen)",
    Status.UNDELIVERABLE: "geweigerd door de mailserver",
    Status.BOUNCED: "teruggekomen als niet bezorgd",
}


def as_csv(digest: Digest) -> str:
    """The whole work list for a spreadsheet: requests, and what the knowledge base needs."""
    rows = [_row(digest, item) for item in digest.requests]
    rows += [_knowledge_row("kennis nakijken", entry.id, entry.owner, entry.title) for entry in digest.overdue_entries]
    rows += [_knowledge_row("vraag zonder antwoord", gap.messages[0], "", gap.question) for gap in digest.gaps]
    return spreadsheet.as_csv(COLUMNS, rows)


def _row(digest: Digest, item: OpenRequest) -> Sequence[object]:
    request = item.request
    return (
        "aanvraag",
        request.id,
        item.municipality,
        item.service,
        item.act,
        STATES[request.state],
        item.age,
        request.due_on.isoformat(),
        item.late,
        digest.colleague(request.owner) if request.owner else "",
        request.next_step,
    )


def _knowledge_row(work: str, number: object, owner: str, step: str) -> Sequence[object]:
    return (work, number, *[""] * 7, owner, step)


def sections(digest: Digest) -> tuple[Section, ...]:
    """The work list but for the table of open requests, in the order in which a team goes through it."""
    every = (
        Section("aandacht", "Aandacht nodig", tuple(Todo(line) for line in attention(digest))),
        Section("beloofd", "Beloofde datum voorbij", tuple(_promise(digest, item) for item in digest.late)),
        Section("wie", "Bij wie het ligt", _by_colleague(digest)),
        *digest.more,
        Section("kennis", "Kennis die iemand moet nakijken", tuple(map(_to_check, digest.overdue_entries))),
        Section("gaten", "Vragen zonder antwoord in de kennis", tuple(map(_to_write, digest.gaps[:MOST_GAPS]))),
    )
    return tuple(section for section in every if section.todos)


def _promise(digest: Digest, item: OpenRequest) -> Todo:
    late = _counted(item.late, "werkdag", "werkdagen")
    return Todo(
        f"{item.municipality}: {item.service} ({item.act.lower()}), beloofd voor {dutch_date(item.request.due_on)}, "
        f"{late} te laat, {_with_whom(digest, item)}.",
        f"/berichten/{item.request.message_id}",
    )


def _with_whom(digest: Digest, item: OpenRequest) -> str:
    """Who has to do something."""
    if item.request.state is RequestState.WAITING:
        return "wacht op antwoord van buiten"
    return f"bij {digest.colleague(item.request.owner)}" if item.request.owner else "nog bij niemand"


def _by_colleague(digest: Digest) -> tuple[Todo, ...]:
    """Everybody with open requests, who has most first; what nobody has comes before."""
    found: dict[str, list[OpenRequest]] = {}
    for item in digest.requests:
        found.setdefault(item.request.owner or "", []).append(item)
    ordered = sorted(found.items(), key=lambda pair: (bool(pair[0]), -len(pair[1]), pair[0]))
    return tuple(Todo(_load(digest, owner, items)) for owner, items in ordered)


def _load(digest: Digest, owner: str, items: Sequence[OpenRequest]) -> str:
    late = sum(item.late > 0 for item in items)
    oldest = max(item.age for item in items)
    who = digest.colleague(owner) if owner else NOBODY.capitalize()
    number, age = _counted(len(items), "aanvraag", "aanvragen"), _counted(oldest, "werkdag", "werkdagen")
    return f"{who}: {number}, {late} te laat, de oudste {age} oud."


def _to_check(entry: KnowledgeEntry) -> Todo:
    return Todo(f"{entry.title} (nagekeken op {dutch_date(entry.last_checked)})", f"/kennis/{entry.id}")


def _to_write(gap: Gap) -> Todo:
    times = f" ({gap.number} keer gevraagd)" if gap.number > 1 else ""
    return Todo(f"{gap.question}{times}", f"/berichten/{gap.messages[0]}")


def as_text(digest: Digest) -> str:
    """The digest as plain text, one request per line."""
    lines = [digest.title, f"Gemaakt op {dutch_date(digest.made_at, weekday=True)}.", "", _summary(digest), ""]
    for section in sections(digest):
        lines += [section.title, *[f"- {todo.text}" for todo in section.todos[:MOST]], *_rest(len(section.todos)), ""]
    lines += ["Open aanvragen, de oudste eerst"]
    lines += [f"- {_line(digest, item)}" for item in digest.requests[:MOST]] or ["Er staat niets open."]
    lines += _rest(len(digest.requests))
    if digest.base_url:
        lines += ["", f"Alles bekijken: {digest.base_url}/weekoverzicht"]
    return "\n".join(lines) + "\n"


def _rest(number: int) -> list[str]:
    return [f"En nog {number - MOST}; de pagina en het bestand hebben alles."] if number > MOST else []


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


def _line(digest: Digest, item: OpenRequest) -> str:
    request = item.request
    late = f", {_counted(item.late, 'werkdag', 'werkdagen')} te laat" if item.late else ""
    return (
        f"{item.municipality}: {item.service} ({item.act.lower()}), {STATES[request.state]}, "
        f"{_counted(item.age, 'werkdag', 'werkdagen')} oud, uiterlijk {dutch_date(request.due_on)}{late}. "
        f"Behandelaar: {digest.colleague(request.owner)}. Volgende stap: {request.next_step}."
    )


def as_html(digest: Digest) -> str:
    """The same digest as HTML that mail programs show well: headings, lists and one table, no styles from afar."""
    parts = [f"<h1>{escape(digest.title)}</h1>", f"<p>{escape(_summary(digest))}</p>"]
    for section in sections(digest):
        parts += [f"<h2>{escape(section.title)}</h2>", _list(digest, section.todos)]
    parts += ["<h2>Open aanvragen, de oudste eerst</h2>", _table(digest)]
    if digest.base_url:
        parts.append(f'<p><a href="{escape(digest.base_url)}/weekoverzicht">Alles bekijken</a></p>')
    return (
        f'<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>{escape(digest.title)}</title></head>'
        f"<body>{''.join(parts)}</body></html>"
    )


def _list(digest: Digest, todos: Sequence[Todo]) -> str:
    items = [_item(digest, todo) for todo in todos[:MOST]] + [escape(line) for line in _rest(len(todos))]
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _item(digest: Digest, todo: Todo) -> str:
    if not (todo.path and digest.base_url):
        return escape(todo.text)
    return f'<a href="{escape(digest.base_url + todo.path)}">{escape(todo.text)}</a>'


def _table(digest: Digest) -> str:
    if not digest.requests:
        return "<p>Er staat niets open.</p>"
    head = "".join(f'<th scope="col" align="left">{escape(name.capitalize())}</th>' for name in COLUMNS[1:])
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in _row(digest, item)[1:])}</tr>"
        for item in digest.requests[:MOST]
    )
    rest = "".join(f"<p>{escape(line)}</p>" for line in _rest(len(digest.requests)))
    head, body = f"<thead><tr>{head}</tr></thead>", f"<tbody>{rows}</tbody>"
    return f'<table border="1" cellpadding="6" cellspacing="0">{head}{body}</table>{rest}'
