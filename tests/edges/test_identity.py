"""Which mail is which, at Dovecot and at the embedded server: nothing is answered twice, whatever moves in the mailbox.

A mail is its bytes; its place is a folder, a UIDVALIDITY and a UID, and may change as often as colleagues and servers
like.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.imap.mailbox import ImapMailbox
from bot.lifecycle import Status
from bot.model import MessageRow
from bot.pipeline import deliver, prepare, reconcile, review
from bot.pipeline.desk import Desk
from bot.pipeline.intake import catch_up
from bot.settings import Settings
from tests.edges.conftest import Account
from tests.pipeline.desks import START, ScriptedTransport, eml, open_test_desk

FOLDER, OTHER, UNREAD = "Loket", "Behandeld", "Archief"


@dataclass
class Office:
    """A mailbox with two folders that are read and one that is not, and what happens at the desk."""

    account: Account
    mailbox: ImapMailbox
    desk: Desk
    road: ScriptedTransport = field(default_factory=ScriptedTransport)

    async def put(self, *raws: bytes, folder: str = FOLDER) -> None:
        for raw in raws:
            await self.mailbox.append(folder, raw, [], START)

    async def work(self) -> int:
        """Bring in and read what is new; returns how many messages were new."""
        new = sum([await catch_up(self.desk, self.mailbox, each) for each in self.desk.settings.imap_folders])
        while await prepare.prepare_received(self.desk):
            pass
        return new

    async def answer(self, message_id: int) -> None:
        await review.approve(self.desk, message_id, 1, "lotte")
        await deliver.deliver_due(self.desk, self.road)
        assert (await self.desk.store.message(message_id)).status is Status.SENT

    async def rows(self) -> Sequence[MessageRow]:
        return (await self.desk.store.queue(list(Status), size=500)).rows

    async def begin_again(self) -> None:
        """The folder is lost and made anew, which gives it another UIDVALIDITY."""
        before = (await self.mailbox.state(FOLDER)).uidvalidity
        await self.mailbox.close()
        await self.account.as_colleague(("delete", FOLDER), ("create", FOLDER))
        assert (await self.mailbox.state(FOLDER)).uidvalidity != before

    async def move(self, source: str, target: str) -> None:
        """A colleague drags every mail of a folder into another."""
        await self.account.as_colleague(
            ("select", source), ("copy", "1:*", target), ("store", "1:*", "+FLAGS", r"(\Deleted)"), ("expunge",)
        )

    async def is_sound(self) -> bool:
        return (await reconcile.reconcile(self.desk, self.mailbox)).sound


@pytest.fixture
async def office(account: Account, mailbox: ImapMailbox, tmp_path: Path) -> AsyncIterator[Office]:
    await account.as_colleague(*(("create", name) for name in (FOLDER, OTHER, UNREAD)))
    settings = Settings(data_dir=tmp_path, undo_seconds=0, imap_folders=(FOLDER, OTHER))
    async with open_test_desk(tmp_path, settings=settings) as desk:
        yield Office(account, mailbox, desk)


MAILS = [eml(number, subject=f"Vraag {number}") for number in range(1, 7)]


async def test_a_folder_that_begins_again_is_linked_anew_and_nothing_is_answered_again(office: Office) -> None:
    await office.put(*MAILS)
    assert await office.work() == len(MAILS)
    await office.answer(1)
    before = await office.rows()
    await office.begin_again()
    await office.put(*reversed(MAILS), eml(7, subject="Nieuw"))
    assert await office.work() == 1
    rows = await office.rows()
    assert [row for row in rows if row.subject != "Nieuw"] == list(before)
    assert len(await office.desk.store.held(office.desk.settings.mailbox_address, FOLDER)) == len(MAILS) + 1
    assert len(office.road.taken) == 1
    assert await office.is_sound()


async def test_a_folder_that_fills_again_bit_by_bit_is_linked_all_the_same(office: Office) -> None:
    """New mail comes between the old, and once more the folder begins again."""
    await office.put(*MAILS)
    await office.work()
    await office.answer(2)
    before = await office.rows()
    for number in (10, 20):
        await office.begin_again()
        await office.put(*MAILS[:3], eml(number, subject="Nieuw"))
        assert await office.work() == 1
        await office.put(eml(number + 1, subject="Nieuw"), *MAILS[3:])
        assert await office.work() == 1
    rows = await office.rows()
    assert [row for row in rows if row.subject != "Nieuw"] == list(before)
    assert len(rows) == len(MAILS) + 4
    assert len(office.road.taken) == 1
    assert await office.is_sound()


@pytest.mark.parametrize("elsewhere", [UNREAD, OTHER])
@pytest.mark.parametrize("answered", [True, False])
async def test_a_mail_that_a_colleague_moves_away_and_back_is_followed(
    office: Office,
    elsewhere: str,
    answered: bool,  # noqa: FBT001
) -> None:
    await office.put(MAILS[0])
    await office.work()
    if answered:
        await office.answer(1)
    before = await office.rows()
    for source, target in ((FOLDER, elsewhere), (elsewhere, FOLDER)) * 2:
        await office.move(source, target)
        assert await office.work() == 0
        assert await office.is_sound()
    assert await office.rows() == before
    places = await office.desk.store.held(office.desk.settings.mailbox_address, FOLDER)
    assert {held.message_id for held in places.values()} == {1}
    assert len(places) == 3
    assert len(office.road.taken) == answered


async def test_a_mail_that_comes_back_in_other_bytes_is_put_aside(office: Office) -> None:
    """Exchange writes a mail that was moved or touched anew; what it says is the same."""
    raw = MAILS[0]
    await office.put(raw)
    await office.work()
    await office.answer(1)
    await office.begin_again()
    await office.put(raw.replace(b"MIME-Version", b"X-MS-Exchange-Organization-AuthSource: x\r\nMIME-Version"))
    assert await office.work() == 1
    first, second = await office.rows()
    assert (first.status, second.status) == (Status.SENT, Status.IGNORED)
    assert second.draft_version == 0
    assert len(office.road.taken) == 1
    assert await office.is_sound()


async def test_a_mail_that_was_erased_and_comes_back_in_other_bytes_leaves_nothing(office: Office) -> None:
    """Answered, erased on request, deleted by a colleague; then a migration brings it back with a header more."""
    raw = MAILS[0]
    await office.put(raw, MAILS[1])
    await office.work()
    await office.answer(1)
    erased = await office.desk.store.forget_person("h.wolters@bronckhorst.nl", "piet", START, really=True)
    assert erased == (1, 2)
    await office.begin_again()
    await office.put(MAILS[1], b"X-Migrated: yes\r\n" + raw)
    assert await office.work() == 1
    assert {row.status for row in await office.rows()} == {Status.PURGED}
    assert await office.desk.store.raw(3) is None
    assert len(office.road.taken) == 1
    assert await office.is_sound()


async def test_the_same_message_id_with_another_text_is_another_mail(office: Office) -> None:
    """Senders reuse ids, by mistake or not; neither mail may hide the other."""
    theatre = "Beste mensen,\n\nWij willen graag de voorstelling van Lucas de Man boeken voor onze raad.\n"
    await office.put(eml(1), eml(1, text=theatre))
    assert await office.work() == 2
    first, second = await office.rows()
    assert (first.status, second.status) == (Status.AWAITING_REVIEW, Status.AWAITING_REVIEW)
    assert first.rfc_message_id == second.rfc_message_id
    for message_id in (1, 2):
        await office.answer(message_id)
    assert len(office.road.taken) == 2
    assert await office.is_sound()
