"""Preparing under bad luck: nobody is held up by another, no news is lost, no mail is answered twice."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.errors import Conflict, StorageError
from bot.lifecycle import Event, Status
from bot.model import Change, MessageRow
from bot.pipeline import deliver, prepare, review
from bot.pipeline.desk import Desk
from tests.pipeline.desks import ScriptedTransport, eml, fetched, open_test_desk


class Troubled:
    """The real store, but for one message that makes trouble when it is asked for or written."""

    def __init__(self, store: Any, message_id: int, error: Exception, method: str = "prepare") -> None:
        self._store, self._id, self._error, self._method = store, message_id, error, method

    def __getattr__(self, name: str) -> Any:
        if name != self._method:
            return getattr(self._store, name)

        def troubled(message_ids: object, *rest: Any) -> Any:
            if message_ids == self._id or (isinstance(message_ids, tuple | list) and self._id in message_ids):
                raise self._error
            return getattr(self._store, name)(message_ids, *rest)

        return troubled

    async def in_turn(self, steps: Sequence[Callable[[Any], Any]]) -> tuple[Any, ...]:
        """The transaction has the same trouble."""
        found: tuple[Any, ...] = await self._store.in_turn([partial(self._troubled, step) for step in steps])
        return found

    def _troubled(self, step: Callable[[Any], Any], known: Any) -> Any:
        return step(Troubled(known, self._id, self._error, self._method))


async def arrived(desk: Desk, raw: bytes, uid: int) -> int:
    message_id = await desk.store.receive(desk.settings.mailbox_address, fetched(raw, uid), desk.now)
    assert message_id is not None
    return message_id


@pytest.mark.parametrize(
    ("method", "error"),
    [("prepare", StorageError("vol")), ("received", ValueError("broken row")), ("received", MemoryError())],
)
async def test_a_message_that_cannot_be_prepared_holds_up_nobody(tmp_path: Path, method: str, error: Exception) -> None:
    """The trouble is told afterwards, so that the loop waits longer before it tries again."""
    async with open_test_desk(tmp_path) as desk:
        first, second = [await arrived(desk, eml(n), n) for n in (1, 2)]
        with pytest.raises(type(error)):
            await prepare.prepare_received(replace(desk, preparing=Troubled(desk.preparing, first, error, method)))
        assert (await desk.store.message(second)).status is Status.AWAITING_REVIEW
        assert (await desk.store.message(first)).status is Status.RECEIVED
        await prepare.prepare_received(desk)
        assert (await desk.store.message(first)).status is Status.AWAITING_REVIEW


async def test_somebody_who_was_first_is_no_trouble(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        first, second = [await arrived(desk, eml(n), n) for n in (1, 2)]
        await prepare.prepare_received(replace(desk, preparing=Troubled(desk.preparing, first, Conflict("eerder"))))
        assert (await desk.store.message(second)).status is Status.AWAITING_REVIEW


async def test_the_sweeper_sees_past_what_waits_for_a_person(tmp_path: Path) -> None:
    """A hundred messages that were given up must not hide the one that may be tried again."""
    async with open_test_desk(tmp_path) as desk:
        for n in range(1, 102):
            message_id = await arrived(desk, eml(n), n)
            change = Change(Event.CRASH, "assistent", values={"crashes": 1 if n == 101 else prepare.CRASHES})
            await desk.store.record(message_id, Status.RECEIVED, change, desk.now)
        assert await prepare.retry_failed(desk) == 1
        assert await desk.store.ids_in(Status.RECEIVED) == (message_id,)


async def test_a_retry_by_a_person_at_the_same_moment_is_no_trouble(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        ids = [await arrived(desk, eml(n), n) for n in (1, 2)]
        for message_id in ids:
            change = Change(Event.CRASH, "assistent", values={"crashes": 1})
            await desk.store.record(message_id, Status.RECEIVED, change, desk.now)
        assert (
            await prepare.retry_failed(replace(desk, store=Troubled(desk.store, ids[0], Conflict("x"), "record"))) == 1
        )
        assert (await desk.store.message(ids[1])).status is Status.RECEIVED


async def again(desk: Desk, raw: bytes) -> MessageRow:
    """The mail, and then the same one as a server gives it after somebody moved it: other bytes, a new UID."""
    await arrived(desk, eml(7), 7)
    second = await arrived(desk, raw, 8)
    await prepare.prepare_received(desk)
    return await desk.store.message(second)


async def test_a_mail_that_comes_again_with_other_bytes_is_not_answered_twice(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        second = await again(desk, b"X-MS-Exchange-Inbox: 2\r\n" + eml(7))
        assert second.status is Status.IGNORED
        assert len(await desk.store.open_requests()) == 1
        history = await desk.store.history(second.thread_id)
        assert any("nog een keer" in event.note for event in history)


async def test_another_text_under_the_same_message_id_is_another_mail(tmp_path: Path) -> None:
    """Some senders give all their mails one Message-ID; none of them may be lost."""
    async with open_test_desk(tmp_path) as desk:
        other = await again(desk, eml(7, text="Wij willen een intervisitatie over jongeren.\n"))
        assert other.status is Status.AWAITING_REVIEW


@pytest.mark.parametrize(
    ("reply_to", "told"),
    [("griffie@bronckhorst.nl", 0), ("baas@evil.example", 1), ("a@bronckhorst.nl, b@evil.example", 1)],
)
async def test_an_answer_that_would_go_elsewhere_is_pointed_out(tmp_path: Path, reply_to: str, told: int) -> None:
    async with open_test_desk(tmp_path) as desk:
        message_id = await arrived(desk, eml(Reply_To=reply_to), 1)
        await prepare.prepare_received(desk)
        assert len((await desk.store.message(message_id)).defects) == told


async def test_a_delivery_failure_and_its_reply_are_written_together(tmp_path: Path) -> None:
    """Nothing is left to do after the report is prepared, so no crash can lose the news."""
    async with open_test_desk(tmp_path) as desk:
        transport = ScriptedTransport()
        message_id = await arrived(desk, eml(1), 1)
        await prepare.prepare_received(desk)
        await review.approve(desk, message_id, 1, "lotte")
        await deliver.deliver_due(desk, transport)
        report = eml(
            2,
            sender="MAILER-DAEMON@mx.vng.nl",
            subject="Undelivered Mail Returned to Sender",
            text="Your message could not be delivered.\n\nAction: failed\nStatus: 5.1.1\n",
            In_Reply_To=transport.taken[0].rfc_message_id,
        )
        await arrived(desk, report, 2)
        await prepare.prepare_received(desk)
        assert (await desk.store.message(message_id)).status is Status.BOUNCED
