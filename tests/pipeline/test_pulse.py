"""What the running service says of itself, read over a connection of another process."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.pipeline import pulse
from bot.pipeline.desk import Desk
from bot.pipeline.pulse_port import SignOfLife
from bot.store import SqliteStore, open_store
from tests.pipeline.desks import Clockwork, open_test_desk

REFUSED, FULL = "De mailserver weigert de assistent.", "De schijf is vol."


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Of a service that has just started."""
    desk.condition.began = desk.now
    return desk


@pytest.fixture
async def elsewhere(desk: Desk) -> AsyncIterator[SqliteStore]:
    """The same database, opened a second time."""
    assert isinstance(desk.store, SqliteStore)
    store = await open_store(desk.store._file.path)
    yield store
    await store.close()


async def said(desk: Desk, elsewhere: SqliteStore) -> tuple[str, ...]:
    return tuple(pulse.about_the_service(await elsewhere.pulse.last(), desk.now))


async def test_nothing_is_said_where_no_service_ever_ran(desk: Desk, elsewhere: SqliteStore) -> None:
    assert await elsewhere.pulse.last() is None
    assert await said(desk, elsewhere) == ()


async def test_a_trouble_is_told_elsewhere_in_the_same_words_until_it_is_over(
    desk: Desk, elsewhere: SqliteStore, clock: Clockwork
) -> None:
    desk.condition.suffers("intake INBOX", REFUSED, desk.now)
    began = desk.now
    await pulse.beat(desk)
    clock.move(minutes=1)
    desk.condition.suffers("intake INBOX", REFUSED, desk.now)
    await pulse.beat(desk)
    (sentence,) = await said(desk, elsewhere)
    assert sentence.startswith(f"{REFUSED} Dit duurt sinds ")
    assert await pulse.told(desk) == (sentence,)
    last = await elsewhere.pulse.last()
    assert last is not None
    assert [trouble.since for trouble in last.troubles] == [began]
    desk.condition.recovers("intake INBOX")
    await pulse.beat(desk)
    assert await said(desk, elsewhere) == await pulse.told(desk) == ()


async def test_what_several_parts_suffer_is_told_once_since_the_first_of_them(
    desk: Desk, elsewhere: SqliteStore, clock: Clockwork
) -> None:
    desk.condition.suffers("prepare", FULL, desk.now)
    clock.move(minutes=1)
    for part in ("deliver", "upkeep"):
        desk.condition.suffers(part, FULL, desk.now)
    desk.condition.suffers("intake INBOX", REFUSED, desk.now)
    await pulse.beat(desk)
    full, refused = await said(desk, elsewhere)
    assert full.startswith(FULL)
    assert refused.startswith(REFUSED)
    assert full[-10:] != refused[-10:]  # a minute later


async def test_another_trouble_of_the_same_part_takes_the_place_of_the_first(
    desk: Desk, elsewhere: SqliteStore
) -> None:
    desk.condition.suffers("prepare", FULL, desk.now)
    await pulse.beat(desk)
    desk.condition.suffers("prepare", REFUSED, desk.now)
    await pulse.beat(desk)
    (sentence,) = await said(desk, elsewhere)
    assert sentence.startswith(REFUSED)


async def test_it_is_written_when_it_changes_and_every_half_minute(
    desk: Desk, elsewhere: SqliteStore, clock: Clockwork
) -> None:
    async def written() -> SignOfLife:
        clock.move(seconds=20)
        await pulse.beat(desk)
        last = await elsewhere.pulse.last()
        assert last is not None
        return last

    first = await written()
    assert await written() == first
    second = await written()
    assert second.at == first.at + timedelta(seconds=40)
    desk.condition.suffers("prepare", FULL, desk.now)
    assert (await written()).troubles


async def test_a_service_that_was_killed_is_told_by_its_silence_with_its_last_words(
    desk: Desk, elsewhere: SqliteStore, clock: Clockwork
) -> None:
    desk.condition.suffers("prepare", FULL, desk.now)
    await pulse.beat(desk)
    clock.move(minutes=2)
    assert len(await said(desk, elsewhere)) == 1
    clock.move(seconds=1)
    silence, last_words = await said(desk, elsewhere)
    assert "draait niet of hangt. Het laatste levensteken is van 23 november 2026" in silence
    assert last_words.startswith(f"Toen meldde de dienst: {FULL}")


async def test_a_service_that_starts_forgets_what_the_one_before_it_suffered(
    desk: Desk, elsewhere: SqliteStore, clock: Clockwork, tmp_path: Path
) -> None:
    desk.condition.suffers("prepare", FULL, desk.now)
    await pulse.beat(desk)
    clock.move(minutes=10)
    async with open_test_desk(tmp_path, clock=clock) as next_one:
        next_one.condition.began = desk.now
        await pulse.beat(next_one)
    assert await said(desk, elsewhere) == ()


async def test_a_service_that_was_stopped_suffers_nothing_and_does_not_run(desk: Desk, elsewhere: SqliteStore) -> None:
    desk.condition.suffers("prepare", FULL, desk.now)
    await pulse.beat(desk)
    await pulse.stop(desk)
    (sentence,) = await said(desk, elsewhere)
    assert sentence.startswith("De dienst draait niet. De dienst is gestopt op 23 november 2026")


async def test_a_disk_that_is_full_is_told_by_the_pages_though_it_cannot_be_written(desk: Desk) -> None:
    """What is in memory is what counts where the service runs."""
    await desk.store.close()
    with pytest.raises(StorageError) as caught:
        await pulse.beat(desk)
    desk.condition.suffers("pulse", str(caught.value), desk.now)
    (sentence,) = await pulse.told(desk)
    assert str(caught.value) in sentence


async def test_a_command_has_no_pulse_of_its_own(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        await pulse.beat(desk)
        await pulse.stop(desk)
        assert await desk.pulse.last() is None
