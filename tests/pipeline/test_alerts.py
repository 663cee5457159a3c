"""What an operator is told before it breaks, and when something did."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import MailboxError, MailboxRefused, ReadingUnavailable, StorageError
from bot.model import Outcome
from bot.pipeline import deliver, prepare, review
from bot.pipeline.alerts import PATIENCE, about_the_account, about_the_room, about_the_secret, alerts, trouble
from bot.pipeline.ports import Proof
from bot.settings import Settings
from bot.store import open_store
from tests.pipeline.desks import Clockwork, ScriptedTransport, eml, fetched, open_test_desk

EXPIRES = Settings(oauth_secret_expires=date(2026, 12, 24))
NIGHT = datetime(2026, 11, 23, 2, tzinfo=UTC)
MORNING = NIGHT + timedelta(hours=6)


def proof(**changed: object) -> Proof:
    values = {"at": NIGHT, "late": 0, "missing": 0, "without_bytes": (), "answered_twice": (), **changed}
    return Proof(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize("settings", [Settings(), EXPIRES])
def test_nothing_is_said_long_before(settings: Settings) -> None:
    assert not list(about_the_secret(settings, date(2026, 11, 23)))


def test_a_month_before_the_secret_expires_somebody_is_told() -> None:
    (alert,) = about_the_secret(EXPIRES, date(2026, 11, 24))
    assert "verloopt op 24 december 2026" in alert


def test_an_expired_secret_is_told_as_such() -> None:
    (alert,) = about_the_secret(EXPIRES, date(2026, 12, 25))
    assert "is verlopen op 24 december 2026" in alert


def test_a_sound_account_is_not_spoken_of() -> None:
    assert not list(about_the_account([], MORNING))
    assert not list(about_the_account([proof()], MORNING))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"missing": 1}, "1 mail in de mailbox kan niet"),
        ({"missing": 3}, "3 mails in de mailbox kunnen niet"),
        ({"late": 1}, "1 mail was overgeslagen en is"),
        ({"late": 2}, "2 mails waren overgeslagen en zijn"),
        ({"without_bytes": (4, 9)}, "de mail zelf weg: 4, 9."),
        ({"answered_twice": tuple(range(1, 12))}, "beantwoord: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, en meer."),
        ({"at": NIGHT - timedelta(days=3)}, "nageteld op 20 november 2026 om 03.00 uur"),
    ],
)
def test_what_the_account_has_shown_is_told(changed: dict[str, object], words: str) -> None:
    (alert,) = about_the_account([proof(**changed)], MORNING)
    assert words in alert


def test_what_is_mended_is_told_once_more_and_what_is_over_is_not() -> None:
    (alert,) = about_the_account([proof(missing=2, late=1), proof(late=2)], MORNING)
    assert "3 mails waren overgeslagen" in alert


async def test_the_digest_looks_back_further_than_the_status(tmp_path: Path) -> None:
    store = await open_store(tmp_path / "x.sqlite3")
    for made in (proof(late=1), proof(at=NIGHT + timedelta(days=3))):
        await store.keep_proof(made)
    now = NIGHT + timedelta(days=3, hours=6)
    assert await alerts(store, Settings(), now) == ()
    (alert,) = await alerts(store, Settings(), now, days=7)
    assert "overgeslagen" in alert
    await store.close()


@pytest.mark.parametrize(
    ("error", "failures", "words"),
    [
        (StorageError("De schijf is vol."), 1, "De schijf is vol."),
        (MailboxRefused("no"), 0, "weigert de assistent"),
        (MailboxError("no"), PATIENCE, "niet te bereiken"),
        (ReadingUnavailable("no memory"), PATIENCE, "leest, start niet"),
        (KeyError("a name in a mail"), PATIENCE, "steeds een fout"),
    ],
)
def test_what_the_service_cannot_do_is_told(error: Exception, failures: int, words: str) -> None:
    assert words in trouble(error, failures)
    assert "a name" not in trouble(error, failures)


@pytest.mark.parametrize("error", [MailboxError("no"), KeyError("x")])
def test_a_hiccup_of_the_network_is_not_spoken_of(error: Exception) -> None:
    assert trouble(error, PATIENCE - 1) == ""


def test_little_room_is_told_before_there_is_none() -> None:
    assert not list(about_the_room(100_000_000))
    (alert,) = about_the_room(99_999_999)
    assert "nog 99 MB vrij" in alert


async def test_the_same_trouble_of_several_parts_is_told_once(tmp_path: Path) -> None:
    store = await open_store(tmp_path / "x.sqlite3")
    assert await store.room() > 0
    told = await alerts(store, Settings(), MORNING, troubles=["De schijf is vol."] * 3)
    assert told == ("De schijf is vol.",)
    await store.close()


async def test_what_waits_for_the_machine_for_long_is_told(tmp_path: Path) -> None:
    """A server that says "later" again and again makes no approval younger."""
    async with open_test_desk(tmp_path) as desk:
        assert isinstance(desk.clock, Clockwork)

        async def told() -> tuple[str, ...]:
            return await alerts(desk.store, desk.settings, desk.now)

        await desk.store.receive(desk.settings.mailbox_address, fetched(eml(1)), desk.now)
        desk.clock.move(minutes=59)
        assert await told() == ()
        desk.clock.move(minutes=2)
        (alert,) = await told()
        assert "1 mail wacht al langer dan een uur tot de assistent leest" in alert
        await prepare.prepare_received(desk)
        assert await told() == ()
        await review.approve(desk, 1, 1, "lotte")
        for _ in range(3):
            await deliver.deliver_due(desk, ScriptedTransport([Outcome.DEFERRED]))
            desk.clock.move(minutes=25)
        (alert,) = await told()
        assert "1 goedgekeurde mail wacht al langer dan een uur op verzending" in alert
        await deliver.deliver_due(desk, ScriptedTransport())
        assert await told() == ()
