"""Mail in: by position, in ascending order, in batches that fit into memory, never twice."""

from pathlib import Path

import pytest

from bot.errors import MailboxError
from bot.lifecycle import Status
from bot.pipeline import intake
from tests.pipeline.desks import eml, open_test_desk
from tests.pipeline.folder import Folder


async def test_only_what_lies_above_the_position_is_fetched(tmp_path: Path) -> None:
    folder = Folder({n: eml(n) for n in range(1, 4)})
    async with open_test_desk(tmp_path) as desk:
        assert await intake.catch_up(desk, folder, "INBOX") == 3  # type: ignore[arg-type]
        folder.mails[4] = eml(4)
        assert await intake.catch_up(desk, folder, "INBOX") == 1  # type: ignore[arg-type]
        assert folder.batches == [(1, 2, 3), (4,)]


async def test_heavy_mails_come_in_small_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "BATCH_BYTES", 1000)
    folder = Folder({n: eml(n, text="x" * 600) for n in range(1, 4)} | {4: eml(4, text="x" * 5000)})
    async with open_test_desk(tmp_path) as desk:
        assert await intake.catch_up(desk, folder, "INBOX") == 4  # type: ignore[arg-type]
        assert folder.batches == [(1,), (2,), (3,), (4,)]


async def test_a_line_that_breaks_halfway_costs_nothing(tmp_path: Path) -> None:
    """What was safe is not fetched again, what was not is."""
    folder = Folder({n: eml(n) for n in range(1, 61)}, breaks_after=1)
    async with open_test_desk(tmp_path) as desk:
        with pytest.raises(MailboxError):
            await intake.catch_up(desk, folder, "INBOX")  # type: ignore[arg-type]
        folder.breaks_after = None
        assert await intake.catch_up(desk, folder, "INBOX") == 35  # type: ignore[arg-type]
        assert [len(batch) for batch in folder.batches] == [25, 25, 10]
        assert await desk.store.counts() == {Status.RECEIVED: 60}


async def test_a_new_uidvalidity_relinks_and_answers_nothing_again(tmp_path: Path) -> None:
    folder = Folder({n: eml(n) for n in range(1, 4)})
    async with open_test_desk(tmp_path) as desk:
        await intake.catch_up(desk, folder, "INBOX")  # type: ignore[arg-type]
        folder.uidvalidity = 2
        folder.mails = {10 + n: raw for n, raw in folder.mails.items()} | {20: eml(20)}
        assert await intake.catch_up(desk, folder, "INBOX") == 1  # type: ignore[arg-type]
        assert set(await desk.store.held(desk.settings.mailbox_address, "INBOX")) == {11, 12, 13, 20}


async def test_a_line_that_breaks_while_everything_is_linked_anew_costs_nothing(tmp_path: Path) -> None:
    """New mail came in between, and once more the folder began again before it was done."""
    folder = Folder({n: eml(n) for n in range(1, 61)})
    async with open_test_desk(tmp_path) as desk:
        await intake.catch_up(desk, folder, "INBOX")  # type: ignore[arg-type]
        for uidvalidity in (2, 3):
            folder.uidvalidity = uidvalidity
            folder.mails = dict(enumerate([eml(60 + uidvalidity), *folder.mails.values()], start=1))
            folder.breaks_after = len(folder.batches) + 1
            with pytest.raises(MailboxError):
                await intake.catch_up(desk, folder, "INBOX")  # type: ignore[arg-type]
        folder.breaks_after = None
        await intake.catch_up(desk, folder, "INBOX")  # type: ignore[arg-type]
        assert await desk.store.counts() == {Status.RECEIVED: 62}
        assert set(await desk.store.held(desk.settings.mailbox_address, "INBOX")) == set(range(1, 63))
