"""The lists of the queue and their addresses: a view, filters, a search, and a place to go on from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qsl, quote, urlencode

from bot.lifecycle import Status
from bot.model import SERVICE_LABELS, QueueKey, QueueQuery

MAX_SEARCH = 200
MAX_SINCE = 40
BETWEEN = "~"

FOR_PEOPLE = (Status.AWAITING_REVIEW, Status.FAILED, Status.UNDELIVERABLE, Status.UNCONFIRMED, Status.BOUNCED)
"""What waits for somebody of the team."""


@dataclass(frozen=True, slots=True)
class View:
    """One tab of the queue."""

    id: str
    label: str
    asked: QueueQuery
    empty: str
    """What the page says when nothing is in it."""
    mine: bool = False
    """Only what the colleague who looks handles."""
    of_me: bool = False
    """Only what the colleague who looks is asked by another one."""
    late: bool = False
    """Only what was promised for a day that is over."""
    alarm: bool = False
    """A number other than 0 is bad news."""


def _standing(*statuses: Status, asleep: bool | None = None, newest_first: bool = False) -> QueueQuery:
    return QueueQuery(statuses=statuses, asleep=asleep, newest_first=newest_first)


WORK = (
    View("mijn", "Mijn werk", _standing(*FOR_PEOPLE, asleep=False), "U hebt niets op uw naam.", mine=True),
    View("gevraagd", "Gevraagd aan mij", QueueQuery(), "Niemand heeft u iets gevraagd.", of_me=True),
    View(
        "beoordelen",
        "Te beoordelen",
        _standing(Status.AWAITING_REVIEW, asleep=False),
        "Er wacht niets op beoordeling.",
    ),
    View("laat", "Te laat", QueueQuery(promised=("open", "waiting")), "Er is niets te laat.", late=True, alarm=True),
    View("ons", "Wacht op ons", QueueQuery(promised=("open",)), "Geen enkele aanvraag wacht op ons."),
    View("gemeente", "Wacht op gemeente", QueueQuery(promised=("waiting",)), "Er wacht niets op een gemeente."),
    View(
        "twijfel",
        "In twijfel",
        _standing(Status.UNCONFIRMED, Status.BOUNCED),
        "Er zijn geen antwoorden in twijfel.",
        alarm=True,
    ),
    View("mislukt", "Mislukt", _standing(Status.FAILED, Status.UNDELIVERABLE), "Er is niets mislukt.", alarm=True),
)
"""The saved views of what is to be done."""

OTHERS = (
    View("gesluimerd", "Gesluimerd", QueueQuery(asleep=True), "Er sluimert niets."),
    View("nieuw", "Nieuw", _standing(Status.RECEIVED), "Alle berichten zijn gelezen."),
    View("onderweg", "Onderweg", _standing(Status.APPROVED, Status.SENDING), "Er is niets onderweg."),
    View("verstuurd", "Verstuurd", _standing(Status.SENT, newest_first=True), "Er is nog niets verstuurd."),
    View("gesloten", "Gesloten", _standing(Status.CLOSED, newest_first=True), "Er is niets gesloten."),
    View("genegeerd", "Genegeerd", _standing(Status.IGNORED, newest_first=True), "Er is niets genegeerd."),
    View(
        "alles",
        "Alles",
        _standing(*(status for status in Status if status is not Status.PURGED), newest_first=True),
        "Er is nog geen bericht binnengekomen.",
    ),
)
VIEWS = (*WORK, *OTHERS)
DEFAULT = next(view for view in VIEWS if view.id == "beoordelen")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of a page asks for; anything unknown falls back to the default view without filters."""

    view: View
    search: str = ""
    service: str = ""
    municipality: str = ""
    owner: str = ""
    status: Status | None = None
    after: QueueKey | None = None
    before: QueueKey | None = None

    def asked(self, me: str, today: date) -> QueueQuery:
        """The list, for this colleague on this day."""
        return replace(
            self.view.asked,
            statuses=(self.status,) if self.status else self.view.asked.statuses,
            before=today if self.view.late else None,
            service=self.service,
            municipality=self.municipality,
            owner=me if self.view.mine else self.owner,
            asked_of=me if self.view.of_me else "",
            search=self.search,
        )

    @property
    def narrowed(self) -> bool:
        """Whether anything but the view is asked."""
        return bool(self.search or self.service or self.municipality or self.owner or self.status)

    @property
    def list(self) -> str:
        """The list without the place in it, as the query of an address; empty for the default view."""
        return _encoded({**self._values, "na": "", "voor": ""})

    def link(self, **changes: object) -> str:
        """The queue with these changes; unless a place is among them, from its beginning."""
        query = _encoded({**self._values, "na": "", "voor": "", **changes})
        return f"/?{query}" if query else "/"

    def message(self, message_id: int) -> str:
        """The page of a message as one of this list."""
        return f"/berichten/{message_id}?{self.list}" if self.list else f"/berichten/{message_id}"

    @property
    def _values(self) -> dict[str, object]:
        return {
            "vak": self.view.id,
            "zoek": self.search,
            "dienst": self.service,
            "gemeente": self.municipality,
            "behandelaar": self.owner,
            "stand": self.status or "",
        }


def _encoded(values: Mapping[str, object]) -> str:
    asked = {name: value for name, value in values.items() if value and (name, value) != ("vak", DEFAULT.id)}
    return urlencode(asked, quote_via=quote)


def filters_of(query: Mapping[str, str]) -> Filters:
    """Read the filters from the query of an address."""
    view = next((view for view in VIEWS if view.id == query.get("vak")), DEFAULT)
    service, status = query.get("dienst", ""), query.get("stand", "")
    return Filters(
        view=view,
        search=_line(query.get("zoek", "")),
        service=service if service in SERVICE_LABELS else "",
        municipality=_line(query.get("gemeente", "")),
        owner=_line(query.get("behandelaar", "")),
        status=next((one for one in view.asked.statuses if one == status), None),
        after=key_of(query.get("na", "")),
        before=key_of(query.get("voor", "")),
    )


def filters_in(text: str) -> Filters:
    """The same from the text of a query, as forms carry it."""
    return filters_of(dict(parse_qsl(text[: 10 * MAX_SEARCH])))


def _line(text: str) -> str:
    return " ".join(text.split())[:MAX_SEARCH]


def key_of(text: str) -> QueueKey | None:
    """The place that an address names; None when it names none."""
    since, between, number = text.rpartition(BETWEEN)
    known = between and number.isascii() and number.isdigit() and len(number) <= 15 and len(since) <= MAX_SINCE
    return QueueKey(since, int(number)) if known else None


def place(key: QueueKey) -> str:
    """The key as an address carries it."""
    return f"{key.since}{BETWEEN}{key.message_id}"
