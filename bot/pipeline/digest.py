"""The weekly digest: the work list of the team, one per ISO week, Monday 08:00 in Amsterdam.

It goes the road of every other mail, but is approved by the machine: it only goes to the team. Its unique key is the
ISO week, so the database refuses a second one; after downtime the present week's digest is caught up. It names
municipalities, never persons. ``digest_forms`` writes it down as text, HTML and CSV.
"""

from datetime import datetime

from bot.clock import in_amsterdam, iso_week
from bot.lifecycle import Status
from bot.mail.compose import compose_own
from bot.model import Address
from bot.pipeline import experts_told, meetings_told, pulse
from bot.pipeline.alerts import alerts
from bot.pipeline.circles_told import told
from bot.pipeline.desk import Desk
from bot.pipeline.digest_forms import Digest, Section, Todo, as_csv, as_html, as_text
from bot.pipeline.follow_up import open_requests
from bot.pipeline.gaps import gaps
from bot.pipeline.promises import near_promises, told_of

FIRST_HOUR = 8


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
        alerts=await alerts(desk.store, desk.settings, now, days=7, troubles=await pulse.told(desk)),
        base_url=desk.settings.base_url.rstrip("/"),
        gaps=await gaps(desk),
        more=(*await _promises(desk), *await _programme(desk), await _meetings(desk)),
        names={user.name: user.display_name for user in await desk.accounts.users()},
    )


async def _promises(desk: Desk) -> tuple[Section, ...]:
    """What our replies promised for these days, and what is over."""
    today = in_amsterdam(desk.now).date()
    names = {user.name: user.display_name for user in await desk.accounts.users()}
    near = await near_promises(desk)
    todos = (Todo(told_of(each, today, names), f"/berichten/{each.message_id}") for each in near)
    return (Section("toegezegd", "Toezeggingen die bijna of al voorbij zijn", tuple(todos)),)


async def _programme(desk: Desk) -> tuple[Section, ...]:
    """How the leerkringen, the intervisitaties and the questions for experts stand."""
    return (
        Section("programma", "Leerkringen en intervisitaties", tuple(
            Todo(line, "/programma") for line in await told(desk))),
        Section("experts", "Experts", tuple(Todo(line, "/experts") for line in await experts_told.told(desk))),
    )  # fmt: skip


async def _meetings(desk: Desk) -> Section:
    """How the meetings stand."""
    todos = tuple(Todo(line, page) for line, page in await meetings_told.told(desk))
    return Section("bijeenkomsten", "Bijeenkomsten", todos)


def is_due(now: datetime) -> bool:
    """Whether this week's digest should have gone out: from Monday 08:00 on, all week (caught up after downtime)."""
    local = in_amsterdam(now)
    return (local.isoweekday(), local.hour) >= (1, FIRST_HOUR)


async def send_digest(desk: Desk) -> int:
    """Put this week's digest on the road, one mail to each address; returns how many are new (0 when done before)."""
    if not is_due(desk.now):
        return 0
    keys = {
        addr_spec: f"weekoverzicht:{iso_week(desk.now)}:{addr_spec.casefold()}" for addr_spec in desk.settings.digest_to
    }
    missing = [addr_spec for addr_spec, key in keys.items() if not await desk.store.has_own(key)]
    if not missing:
        return 0
    digest = await build(desk)
    new = 0
    for addr_spec in missing:
        new += await _put_on_the_road(desk, digest, addr_spec, keys[addr_spec])
    if new:
        desk.nudge()
    return new


async def _put_on_the_road(desk: Desk, digest: Digest, addr_spec: str, key: str) -> bool:
    """Approve the digest for one address; False when somebody else did so first."""
    composed = compose_own(
        text=as_text(digest),
        html=as_html(digest),
        subject=digest.title,
        sender=desk.sender,
        recipient=Address("", addr_spec),
        rfc_message_id=desk.new_message_id(),
        date=desk.now,
        attachments=((f"weekoverzicht-{digest.week}.csv", "text/csv", as_csv(digest).encode("utf-8-sig")),),
    )
    return await desk.store.compose_own(digest.title, composed, key, "assistent", desk.now) is not None
