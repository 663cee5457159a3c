"""The proof that no mail is missing: what was passed over is taken in, what cannot be had is told."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.errors import MailboxBusy, MailboxError
from bot.lifecycle import Status
from bot.pipeline import deliver, prepare, reconcile, review
from bot.pipeline.desk import Desk
from bot.pipeline.intake import catch_up
from bot.pipeline.ports import Proof
from bot.store import SqliteStore
from tests.pipeline.desks import START, Clockwork, ScriptedTransport, eml, open_test_desk
from tests.pipeline.folder import Folder

SOUND = Proof(START, 0, 0, (), ())


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_test_desk(tmp_path) as opened:
        yield opened


async def account_of(desk: Desk, folder: Any) -> reconcile.Account:
    return await reconcile.reconcile(desk, folder)


async def test_a_mailbox_that_was_read_is_accounted_for(desk: Desk) -> None:
    folder = Folder({n: eml(n) for n in range(1, 4)})
    await catch_up(desk, folder, "INBOX")  # type: ignore[arg-type]
    account = await account_of(desk, folder)
    assert account.sound
    assert account.proof == SOUND
    assert account.folders[0].accounted == {Status.RECEIVED: 3}
    assert await desk.store.proofs(START) == (SOUND,)


async def test_new_mail_is_read_and_nothing_was_late(desk: Desk) -> None:
    """A command on a mailbox that no service reads does the same."""
    account = await account_of(desk, Folder({n: eml(n) for n in range(1, 61)}))
    assert account.sound
    assert account.folders[0].accounted == {Status.RECEIVED: 60}


async def test_a_mail_that_the_server_showed_too_late_is_taken_in_and_told(desk: Desk) -> None:
    """Its UID is below the position, so that reading by position would never see it."""
    folder = Folder({n: eml(n) for n in range(1, 41)}, hidden={3, 7})
    assert await catch_up(desk, folder, "INBOX") == 38  # type: ignore[arg-type]
    folder.hidden.clear()
    assert await catch_up(desk, folder, "INBOX") == 0  # type: ignore[arg-type]
    account = await account_of(desk, folder)
    assert account.folders[0].late == (3, 7)
    assert account.folders[0].complete
    assert not account.sound
    assert (await desk.store.counts())[Status.RECEIVED] == 40
    assert (await account_of(desk, folder)).sound


async def test_a_mail_that_cannot_be_had_is_missing_and_keeps_no_other_out(desk: Desk) -> None:
    folder = Folder({n: eml(n) for n in range(1, 11)}, hidden={3, 4, 5})
    await catch_up(desk, folder, "INBOX")  # type: ignore[arg-type]
    folder.hidden.clear()
    folder.withheld = {4}
    account = await account_of(desk, folder)
    assert (account.folders[0].late, account.folders[0].missing) == ((3, 5), (4,))
    assert (account.proof.late, account.proof.missing) == (2, 1)


async def test_what_a_colleague_deleted_or_moved_is_not_missing(desk: Desk) -> None:
    folder = Folder({n: eml(n) for n in range(1, 5)})
    await catch_up(desk, folder, "INBOX")  # type: ignore[arg-type]
    del folder.mails[1]
    folder.mails[9] = folder.mails.pop(2)
    account = await account_of(desk, folder)
    assert account.sound
    assert (account.folders[0].gone, account.folders[0].moved) == (1, 1)


async def test_a_folder_that_begins_again_is_linked_anew_before_it_is_counted(desk: Desk) -> None:
    folder = Folder({n: eml(n) for n in range(1, 5)})
    await catch_up(desk, folder, "INBOX")  # type: ignore[arg-type]
    folder.uidvalidity = 2
    account = await account_of(desk, folder)
    assert account.sound
    assert account.folders[0].accounted == {Status.RECEIVED: 4}


async def test_a_folder_that_begins_again_while_it_is_counted_proves_nothing(desk: Desk) -> None:
    class Restless(Folder):
        async def uids_after(self, folder: str, last_uid: int) -> tuple[int, ...]:
            self.uidvalidity += 1
            return await super().uids_after(folder, last_uid)

    with pytest.raises(MailboxError, match="began again"):
        await account_of(desk, Restless({1: eml(1)}))
    assert await desk.store.proofs(START) == ()


async def test_a_server_that_wants_to_be_left_alone_is(desk: Desk) -> None:
    @dataclass
    class Busy(Folder):
        tries: int = 0

        async def fetch(self, folder: str, uids: Any) -> Any:
            self.tries += 1
            if self.tries > 1:
                raise MailboxBusy("slower", 300)
            return await super().fetch(folder, uids)

    folder = Busy({n: eml(n) for n in range(1, 4)}, hidden={1, 2})
    await catch_up(desk, folder, "INBOX")  # type: ignore[arg-type]
    folder.hidden.clear()
    with pytest.raises(MailboxBusy):
        await account_of(desk, folder)
    assert folder.tries == 2


async def sent(desk: Desk, message_id: int) -> None:
    message = await desk.store.message(message_id)
    await review.approve(desk, message_id, message.draft_version, "lotte")
    await deliver.deliver_due(desk, ScriptedTransport())


async def test_two_copies_of_one_mail_that_were_both_answered_are_told(desk: Desk) -> None:
    """The second copy is put aside; only a person can have answered it all the same. After a week it is history."""
    first = eml(1)
    copy = first.replace(b"MIME-Version", b"X-Moved: yes\r\nMIME-Version")
    folder = Folder({1: first, 2: copy})
    await catch_up(desk, folder, "INBOX")  # type: ignore[arg-type]
    await prepare.prepare_received(desk)
    await sent(desk, 1)
    assert (await account_of(desk, folder)).sound
    assert (await desk.store.message(2)).status is Status.IGNORED
    await review.reopen(desk, 2, "lotte")
    draft = await desk.store.draft(1)
    assert draft is not None
    await desk.store.save_draft(2, 0, draft.draft, "lotte", desk.now)
    await sent(desk, 2)
    assert (await account_of(desk, folder)).proof.answered_twice == (2,)
    assert isinstance(desk.clock, Clockwork)
    desk.clock.move(days=8)
    assert (await account_of(desk, folder)).sound


async def test_a_second_answer_after_a_failure_report_is_no_second_answer(desk: Desk) -> None:
    folder = Folder({1: eml(1)})
    await catch_up(desk, folder, "INBOX")  # type: ignore[arg-type]
    await prepare.prepare_received(desk)
    await sent(desk, 1)
    outgoing = await desk.store.outgoing(1)
    assert outgoing is not None
    folder.mails[2] = eml(2, subject="Niet bezorgd", sender="mailer-daemon@vng.nl")
    await catch_up(desk, folder, "INBOX")  # type: ignore[arg-type]
    await desk.store.bounced(outgoing.rfc_message_id, 2, "5.1.1", desk.now)
    await review.reopen(desk, 1, "lotte")
    await sent(desk, 1)
    assert (await desk.store.message(1)).status is Status.SENT
    assert (await account_of(desk, folder)).sound


async def test_a_message_without_its_bytes_is_told_and_a_purged_one_is_not(desk: Desk) -> None:
    folder = Folder({n: eml(n) for n in range(1, 3)})
    await catch_up(desk, folder, "INBOX")  # type: ignore[arg-type]
    await prepare.prepare_received(desk)
    await desk.store.forget_person("h.wolters@bronckhorst.nl", "lotte", desk.now, really=True)
    folder.mails[3] = eml(3, sender="griffie@zeist.nl")
    account = await account_of(desk, folder)
    assert account.sound
    assert account.folders[0].accounted == {Status.PURGED: 2, Status.RECEIVED: 1}
    assert isinstance(desk.store, SqliteStore)
    await desk.store._file.write(lambda db: db.table("raws").delete(3))
    assert (await account_of(desk, folder)).proof.without_bytes == (3,)


async def test_every_folder_is_counted_and_a_mail_may_move_between_them(desk: Desk) -> None:
    class Two(Folder):
        async def uids_after(self, folder: str, last_uid: int) -> tuple[int, ...]:
            uids = await super().uids_after(folder, last_uid)
            return tuple(uid for uid in uids if (uid > 100) == (folder == "Archief"))

    folder = Two({1: eml(1), 2: eml(2)})
    desk = replace(desk, settings=replace(desk.settings, imap_folders=("INBOX", "Archief")))
    await account_of(desk, folder)
    folder.mails[101] = folder.mails.pop(1)
    inbox, archive = (await account_of(desk, folder)).folders
    assert (inbox.on_server, inbox.moved, inbox.gone) == (1, 1, 0)
    assert (archive.on_server, archive.accounted) == (1, {Status.RECEIVED: 1})
    assert await desk.store.counts() == {Status.RECEIVED: 2}


AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("now", "night"),
    [
        (datetime(2026, 11, 23, 1, 59, tzinfo=UTC), datetime(2026, 11, 22, 2, tzinfo=UTC)),
        (datetime(2026, 11, 23, 2, 0, tzinfo=UTC), datetime(2026, 11, 23, 2, tzinfo=UTC)),
        (datetime(2026, 7, 1, 12, 0, tzinfo=UTC), datetime(2026, 7, 1, 1, tzinfo=UTC)),
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), datetime(2027, 3, 27, 2, tzinfo=UTC)),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (datetime(2026, 10, 25, 2, 30, tzinfo=UTC), datetime(2026, 10, 25, 2, tzinfo=UTC)),
    ],
)
def test_the_night_is_that_of_amsterdam_in_summer_and_winter(now: datetime, night: datetime) -> None:
    assert reconcile.last_night(now) == night


async def test_the_account_is_made_once_a_night_and_caught_up_after_a_stop(desk: Desk) -> None:
    assert isinstance(desk.clock, Clockwork)
    began = desk.now
    assert not await reconcile.is_due(desk, began)
    desk.clock.move(hours=1)
    assert await reconcile.is_due(desk, began)
    await account_of(desk, Folder())
    assert not await reconcile.is_due(desk, began)
    desk.clock.now = datetime(2026, 11, 24, 3, 0, tzinfo=AMSTERDAM)
    assert await reconcile.is_due(desk, began)
    await account_of(desk, Folder())
    assert not await reconcile.is_due(desk, began)
    desk.clock.move(days=3, hours=8)
    assert await reconcile.is_due(desk, desk.now)


async def test_an_account_that_is_not_complete_is_soon_tried_again(desk: Desk) -> None:
    assert isinstance(desk.clock, Clockwork)
    await desk.store.keep_proof(replace(SOUND, missing=1))
    assert not await reconcile.is_due(desk, START)
    desk.clock.move(minutes=15)
    assert await reconcile.is_due(desk, START)


async def test_old_proofs_are_not_kept_for_ever(desk: Desk) -> None:
    for day in (0, 100):
        await desk.store.keep_proof(replace(SOUND, at=START + timedelta(days=day)))
    assert [proof.at for proof in await desk.store.proofs(START)] == [START + timedelta(days=100)]
