"""Preparing in batches: each mail by itself, in order, and what happens meanwhile counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot.errors import StorageError
from bot.lifecycle import Status
from bot.pipeline import prepare, review
from bot.pipeline.desk import Desk
from bot.pipeline.reading import Outcome, Unread, outcome_of
from tests.pipeline.desks import eml, fetched, mind, open_test_desk
from tests.pipeline.test_learning import ALIKE, TEXT, arrive, first
from tests.pipeline.test_preparing import Troubled

STATUS = "Beste mensen,\n\nHoe staat het met onze aanmelding voor de leerkring?\n"


async def arrived(desk: Desk, *raws: bytes) -> None:
    mails = [fetched(raw, uid) for uid, raw in enumerate(raws, 1)]
    await desk.store.receive_all(desk.settings.mailbox_address, mails, desk.now)


@dataclass
class Interrupted:
    """The real store, with something that happens just before the first transaction."""

    store: Any
    happens: Callable[[], Any] | None
    transactions: int = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)

    async def in_turn(self, steps: Sequence[Callable[[Any], Any]]) -> tuple[Any, ...]:
        happens, self.happens = self.happens, None
        self.transactions += 1
        if happens is not None:
            await happens()
        found: tuple[Any, ...] = await self.store.in_turn(steps)
        return found


async def test_a_whole_batch_is_one_transaction(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        await arrived(desk, *(eml(n) for n in range(prepare.BATCH + 1)))
        watched = Interrupted(desk.preparing, None)
        assert await prepare.prepare_received(replace(desk, preparing=watched)) == prepare.BATCH + 1
        assert watched.transactions == 2
        assert await desk.store.ids_in(Status.RECEIVED) == ()


async def test_a_reply_in_the_batch_of_the_mail_that_it_answers_finds_it(tmp_path: Path) -> None:
    """And its draft knows what that mail asked, as if it had come a day later."""
    async with open_test_desk(tmp_path) as desk:
        await arrived(
            desk, eml(1), eml(2, text=STATUS, References="<1@gemeente.example>"), eml(3, sender="Jan <j@heerde.nl>")
        )
        await prepare.prepare_received(desk)
        asked, reply, other = [await desk.store.message(number) for number in (1, 2, 3)]
        assert reply.thread_id == asked.thread_id != other.thread_id
        assert [each.message_id for each in await desk.store.requests_of(asked.thread_id)] == [asked.id]
        draft = await desk.store.draft(reply.id)
    (tmp_path / "later").mkdir()
    async with open_test_desk(tmp_path / "later") as desk:
        await arrived(desk, eml(1))
        await prepare.prepare_received(desk)
        later = fetched(eml(2, text=STATUS, References="<1@gemeente.example>"), 2)
        message_id = await desk.store.receive(desk.settings.mailbox_address, later, desk.now)
        assert message_id is not None
        await prepare.prepare_received(desk)
        alone = await desk.store.draft(message_id)
    assert draft is not None
    assert alone is not None
    assert draft.draft == alone.draft


async def test_a_mail_that_comes_twice_in_a_batch_is_answered_once(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        await arrived(desk, eml(7), b"X-MS-Exchange-Inbox: 2\r\n" + eml(7))
        await prepare.prepare_received(desk)
        assert [(await desk.store.message(number)).status for number in (1, 2)] == [
            Status.AWAITING_REVIEW,
            Status.IGNORED,
        ]


@pytest.mark.parametrize("method", ["prepare", "twin"])
async def test_one_mail_that_cannot_be_written_does_not_take_its_batch_along(tmp_path: Path, method: str) -> None:
    async with open_test_desk(tmp_path) as desk:
        await arrived(desk, *(eml(n) for n in range(10)))
        for crashes in range(1, prepare.CRASHES + 1):
            poisoned = Troubled(desk.preparing, 4, ValueError("geheim"), method)
            await prepare.prepare_received(replace(desk, preparing=poisoned))
            message = await desk.store.message(4)
            assert (message.status, message.crashes) == (Status.FAILED, crashes)
            assert await prepare.retry_failed(desk) == (crashes < prepare.CRASHES)
        assert "geheim" not in (await desk.store.history(message.thread_id))[-1].note
        others = [await desk.store.message(number) for number in range(1, 11) if number != 4]
        assert {(each.status, each.draft_version) for each in others} == {(Status.AWAITING_REVIEW, 1)}


async def test_what_breaks_in_the_reading_is_counted_for_that_mail_alone(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        await arrived(desk, *(eml(n) for n in range(3)))

        async def read(mails: Sequence[Unread]) -> tuple[Outcome, ...]:
            return tuple(outcome_of(mind(), replace(mail, terms=object()) if at == 1 else mail)  # type: ignore[arg-type]
                         for at, mail in enumerate(mails))  # fmt: skip

        await prepare.prepare_received(replace(desk, read_mails=read))
        second = await desk.store.message(2)
        assert (second.status, second.crashes) == (Status.FAILED, 1)
        assert "AttributeError" in (await desk.store.history(second.thread_id))[-1].note
        assert len(await desk.store.ids_in(Status.AWAITING_REVIEW)) == 2


async def test_a_correction_while_a_batch_was_read_counts_for_it(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        before = await arrive(desk, 1, TEXT)

        async def correct() -> None:
            await review.correct(desk, before.id, review.Labels([("herontwerpatelier", "klacht")], []), "lotte")

        watched = Interrupted(desk.preparing, correct)
        alike = await arrive(replace(desk, preparing=watched), 2, ALIKE, "m@heerde.nl")
        assert first(alike) == ("herontwerpatelier", "klacht")
        draft = await desk.store.draft(alike.id)
        assert draft is not None
        assert draft.draft.template == "shared/klacht.txt.j2"


async def test_a_mail_that_somebody_else_settled_meanwhile_is_left_alone(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        await arrived(desk, eml(1), eml(2))

        async def settle() -> None:
            await prepare.prepare_received(desk, limit=1)

        await prepare.prepare_received(replace(desk, preparing=Interrupted(desk.preparing, settle)))
        assert [(await desk.store.message(number)).draft_version for number in (1, 2)] == [1, 1]
        assert len(await desk.store.drafts(1)) == 1


async def test_a_full_disk_leaves_every_mail_where_it_is(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        await arrived(desk, eml(1), eml(2))
        full = Troubled(Troubled(desk.preparing, 1, StorageError("vol")), 2, StorageError("vol"))
        with pytest.raises(StorageError):
            await prepare.prepare_received(replace(desk, preparing=full))
        assert [(await desk.store.message(number)).crashes for number in (1, 2)] == [0, 0]
        assert await desk.store.ids_in(Status.RECEIVED) == (1, 2)


async def test_a_stop_begins_no_other_batch(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        await arrived(desk, *(eml(n) for n in range(prepare.BATCH + 5)))
        asked = iter([True, False])
        assert await prepare.prepare_received(desk, going_on=lambda: next(asked)) == prepare.BATCH
        assert len(await desk.store.ids_in(Status.RECEIVED)) == 5
