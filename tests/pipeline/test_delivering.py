"""Mail out under bad luck: what the server said is never forgotten, and one refusal holds up no other mail."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.errors import MailboxRefused, StorageError
from bot.lifecycle import Status
from bot.model import DeliveryResult, Located, Outcome, Outgoing
from bot.pace import Pace
from bot.pipeline import deliver, prepare, review
from bot.pipeline.desk import Desk
from tests.pipeline.desks import Clockwork, ScriptedTransport, eml, fetched, open_test_desk


async def approved(desk: Desk, number: int = 1) -> int:
    message_id = await desk.store.receive(desk.settings.mailbox_address, fetched(eml(number), number), desk.now)
    assert message_id is not None
    await prepare.prepare_received(desk)
    await review.approve(desk, message_id, 1, "lotte")
    return message_id


class FullDisk:
    """The real store, which has room for everything but an outcome."""

    def __init__(self, store: Any) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def finish(self, *_: Any) -> Any:
        raise StorageError("vol")


async def test_an_answer_that_could_not_be_written_is_written_as_soon_as_it_can(tmp_path: Path) -> None:
    """Otherwise a reply that arrived would be a doubt, and a person might send it again."""
    async with open_test_desk(tmp_path) as desk:
        message_id = await approved(desk)
        with pytest.raises(StorageError):
            await deliver.deliver_due(replace(desk, store=FullDisk(desk.store)), ScriptedTransport())
        assert (await desk.store.message(message_id)).status is Status.SENDING
        assert isinstance(desk.clock, Clockwork)
        desk.clock.move(hours=1)
        await deliver.expire_claims(desk)
        await deliver.deliver_due(desk, ScriptedTransport())
        assert (await desk.store.message(message_id)).status is Status.SENT
        assert desk.heard == []


async def test_an_answer_that_comes_after_a_person_decided_stops_nothing(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        first = await approved(desk)
        with pytest.raises(StorageError):
            await deliver.deliver_due(replace(desk, store=FullDisk(desk.store)), ScriptedTransport())
        assert isinstance(desk.clock, Clockwork)
        desk.clock.move(hours=1)
        await deliver.expire_claims(desk)
        await review.resolve(desk, first, arrived=True, actor="lotte")
        second = await approved(desk, 2)
        await deliver.deliver_due(desk, ScriptedTransport())
        assert [(await desk.store.message(each)).status for each in (first, second)] == [Status.SENT, Status.SENT]


@dataclass
class SentFolder:
    """A mailbox that refuses the first copies it is given."""

    folder: str | None = "Verzonden items"
    refusals: int = 0
    copies: list[bytes] = field(default_factory=list)

    async def special_folder(self, _use: str) -> str | None:
        return self.folder

    async def find(self, _folder: str, rfc_message_id: str) -> tuple[Located, ...]:
        return tuple(Located("s", 1, 1) for raw in self.copies if rfc_message_id.encode() in raw)

    async def append(self, _folder: str, raw: bytes, _flags: Sequence[str], _at: datetime) -> None:
        if self.refusals:
            self.refusals -= 1
            raise MailboxRefused("NO [TOOBIG]")
        self.copies.append(raw)


async def sent(desk: Desk, number: int) -> None:
    for n in range(number):
        await approved(desk, n + 1)
    await deliver.deliver_due(desk, ScriptedTransport())


async def test_a_copy_that_is_refused_holds_up_no_other(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        await sent(desk, 2)
        box = SentFolder(refusals=1)
        with pytest.raises(MailboxRefused):
            await deliver.keep_sent_copies(desk, box)  # type: ignore[arg-type]
        assert len(box.copies) == 1
        assert await deliver.keep_sent_copies(desk, box) == 1  # type: ignore[arg-type]
        assert len(set(box.copies)) == 2


async def test_without_a_sent_folder_the_copies_wait_for_the_operator(tmp_path: Path) -> None:
    """Colleagues look for answers in Sent; a copy is never written off in silence."""
    async with open_test_desk(tmp_path) as desk:
        await sent(desk, 1)
        box = SentFolder(folder=None)
        with pytest.raises(MailboxRefused, match="THORBECKE_SENT_FOLDER"):
            await deliver.keep_sent_copies(desk, box)  # type: ignore[arg-type]
        box.folder = "Sent"
        assert await deliver.keep_sent_copies(desk, box) == 1  # type: ignore[arg-type]


async def test_no_more_mail_goes_out_than_the_server_takes(tmp_path: Path) -> None:
    """What has to wait is not claimed, so that no lease runs out meanwhile."""
    async with open_test_desk(tmp_path) as unpaced:
        desk = replace(unpaced, mail_pace=Pace(3))
        assert isinstance(desk.clock, Clockwork)
        for number in range(1, 6):
            await approved(desk, number)
        road, sent = ScriptedTransport(), []
        for _ in range(4):
            sent.append(await deliver.deliver_due(desk, road))
            assert (await desk.store.counts()).get(Status.SENDING) is None
            desk.clock.move(seconds=20)
        assert sent == [1, 1, 1, 1]
        assert len(road.taken) == 4


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        (DeliveryResult(Outcome.DEFERRED, 421, None, "Service not available"), 30),
        (DeliveryResult(Outcome.DEFERRED, 432, "4.3.2", "Concurrent connections limit exceeded"), 30),
        (DeliveryResult(Outcome.DEFERRED, 451, "4.7.500", "Server busy. Please try again in 4 minutes"), 240),
        (DeliveryResult(Outcome.DEFERRED, 452, "4.2.2", "Mailbox full"), 0),
        (DeliveryResult(Outcome.DEFERRED, None, None, "De mailserver is niet te gebruiken."), 0),
        (DeliveryResult(Outcome.REFUSED, 550, "5.7.1", "Rate limit of the recipient"), 0),
    ],
)
async def test_a_server_that_has_too_much_of_us_gets_no_mail_for_a_while(
    tmp_path: Path, said: DeliveryResult, rest: int
) -> None:
    """A complaint is about all mail; a full mailbox only about its own."""
    async with open_test_desk(tmp_path) as desk:
        assert isinstance(desk.clock, Clockwork)
        first, second = await approved(desk, 1), await approved(desk, 2)
        road = Saying(said=said)
        await deliver.deliver(desk, road, first)
        assert await deliver.deliver_due(desk, ScriptedTransport()) == (0 if rest else 1)
        desk.clock.move(seconds=rest)
        await deliver.deliver_due(desk, ScriptedTransport())
        assert (await desk.store.message(second)).status is Status.SENT
        assert (await desk.store.message(first)).status is (
            Status.UNDELIVERABLE if said.outcome is Outcome.REFUSED else Status.APPROVED if rest < 60 else Status.SENT
        )


@dataclass
class Saying(ScriptedTransport):
    """A road out on which one answer is given."""

    said: DeliveryResult = field(default_factory=lambda: DeliveryResult(Outcome.ACCEPTED))

    async def deliver(self, outgoing: Outgoing) -> DeliveryResult:  # noqa: ARG002
        return self.said


async def test_a_server_that_complains_now_and_then_is_not_left_alone_for_ever_longer(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        assert isinstance(desk.clock, Clockwork)
        busy = Saying(said=DeliveryResult(Outcome.DEFERRED, 421, None, "Service not available"))
        for number in range(1, 7, 2):
            await deliver.deliver(desk, busy, await approved(desk, number))
            desk.clock.move(seconds=30)
            await deliver.deliver(desk, ScriptedTransport(), await approved(desk, number + 1))
            assert desk.mail_pace.resting(desk.now.timestamp()) == 0
