"""What an operator must know or do; shown in the digest, by ``thorbecke status`` and in the health."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.clock import dutch_date, dutch_moment, in_amsterdam
from bot.errors import MailboxError, MailboxRefused, ReadingUnavailable, StorageError
from bot.lifecycle import Status
from bot.pipeline.ports import Proof, Store
from bot.settings import Settings

DAYS_BEFORE = 30
"""A new secret takes a request to another department."""
STALE = timedelta(days=2)
"""The mailbox is accounted for every night."""
MOST_NAMED = 10
LITTLE_ROOM = 100_000_000
"""Bytes: a few of the largest mails, and an hour of warning on a busy day."""
LONG = timedelta(hours=1)
"""What waits for the machine longer than this waits for a person, really."""
PATIENCE = 5
"""Failures in a row that a network may have; by then a minute has passed."""


async def alerts(
    store: Store, settings: Settings, now: datetime, *, days: int = 1, troubles: Iterable[str] = ()
) -> tuple[str, ...]:
    """A Dutch sentence or two for each, empty when all is well.

    What is over counts for so many ``days``; ``troubles`` are what ``pulse`` tells of the service.
    """
    proofs, room = await store.proofs(now - timedelta(days=days)), await store.room()
    found = (
        *troubles,
        *about_the_room(room),
        *about_the_wait(await store.overdue(now - LONG)),
        *about_the_secret(settings, in_amsterdam(now).date()),
        *about_the_account(proofs, now),
    )
    return tuple(dict.fromkeys(found))


def trouble(error: Exception, failures: int) -> str:
    """What to tell about a part of the service that failed so many times in a row; '' when it is too early."""
    if isinstance(error, StorageError):
        return str(error)
    if isinstance(error, MailboxRefused):
        return "De mailserver weigert de assistent. Controleer wachtwoord, rechten en mappen; het logboek zegt meer."
    if failures < PATIENCE:
        return ""
    if isinstance(error, MailboxError):
        return "De mailserver is al enige tijd niet te bereiken. De assistent blijft het proberen."
    if isinstance(error, ReadingUnavailable):
        return "Het proces dat mail leest, start niet. Controleer of er genoeg geheugen is, en start de dienst opnieuw."
    return "Een onderdeel van de assistent geeft steeds een fout. Het logboek zegt welk."


def about_the_room(room: int) -> Iterator[str]:
    """Before the disk is full."""
    if room < LITTLE_ROOM:
        yield f"Er is nog {room // 1_000_000} MB vrij voor de gegevens. Maak ruimte; anders komt er geen mail meer bij."


def about_the_wait(overdue: Mapping[Status, int]) -> Iterator[str]:
    """What the service should have done long ago."""
    if unread := overdue.get(Status.RECEIVED, 0):
        what = "1 mail wacht" if unread == 1 else f"{unread} mails wachten"
        yield f"{what} al langer dan een uur tot de assistent leest. Kijk of de dienst draait."
    if unsent := overdue.get(Status.APPROVED, 0):
        what = "1 goedgekeurde mail wacht" if unsent == 1 else f"{unsent} goedgekeurde mails wachten"
        yield f"{what} al langer dan een uur op verzending. De geschiedenis van het bericht zegt waarom."


def about_the_secret(settings: Settings, today: date) -> Iterator[str]:
    """Before the log-in at the mail server ends."""
    expires = settings.oauth_secret_expires
    if expires is not None and (expires - today).days <= DAYS_BEFORE:
        verb = "verloopt" if expires >= today else "is verlopen"
        what = f"Het geheim waarmee de assistent inlogt bij de mailserver {verb} op {dutch_date(expires)}."
        yield f"{what} Vraag de beheerder om een nieuw geheim."


def about_the_account(proofs: Sequence[Proof], now: datetime) -> Iterator[str]:
    """What counting the whole mailbox has shown, the oldest proof first."""
    if not proofs:
        return
    last, late = proofs[-1], sum(proof.late for proof in proofs)
    if now - last.at > STALE:
        yield f"De mailbox is voor het laatst nageteld op {dutch_moment(last.at)}. Kijk in het logboek waarom."
    if last.missing:
        what = "1 mail in de mailbox kan" if last.missing == 1 else f"{last.missing} mails in de mailbox kunnen"
        yield f"{what} niet worden opgehaald. De opdracht thorbecke reconcile noemt map en nummer."
    if late:
        what = "1 mail was overgeslagen en is" if late == 1 else f"{late} mails waren overgeslagen en zijn"
        yield f"{what} bij het natellen alsnog opgehaald."
    if last.without_bytes:
        yield f"Van deze berichten is de mail zelf weg: {_named(last.without_bytes)}. Zet een reservekopie terug."
    if last.answered_twice:
        yield f"Deze berichten zijn misschien twee keer beantwoord: {_named(last.answered_twice)}. Bekijk ze."


def _named(message_ids: Sequence[int]) -> str:
    more = ["en meer"] if len(message_ids) > MOST_NAMED else []
    return ", ".join([*map(str, message_ids[:MOST_NAMED]), *more])
