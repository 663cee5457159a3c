"""A short run of the fault bench, and the proof that its account would notice what it is there to notice.

``FAULTS_MAILS``, ``_KILLS`` and ``_SEED`` make it another run; the seed of a failure is in its output.
"""

import os
import random
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.app import DATABASE
from bot.lifecycle import Status
from bot.model import Outcome, Outgoing
from bot.pipeline import deliver, prepare, review
from bot.pipeline.desk import Desk
from bot.smtp.transport import SmtpTransport
from tests.faults.bench import Plan, run
from tests.faults.mailbox import Account
from tests.faults.mails import letter, letters
from tests.faults.road import Road, Taken
from tests.faults.verdict import judge, waiting_for_the_bot
from tests.faults.weather import OTHERWISE, STEPS, Fault, Weather
from tests.faults.wire import NONSENSE
from tests.pipeline.desks import ScriptedTransport, fetched, open_test_desk
from tests.servers.scripted import smtp_server


def parameter(name: str, otherwise: int) -> int:
    return int(os.environ.get(f"FAULTS_{name}", otherwise))


@pytest.mark.timeout(900)
async def test_nothing_is_lost_and_nothing_goes_out_twice_whatever_the_servers_do(tmp_path: Path) -> None:
    seed = parameter("SEED", random.randrange(2**32))
    verdict = await run(Plan(parameter("MAILS", 90), parameter("KILLS", 5), seed), tmp_path)
    print(verdict.figures)
    assert verdict.wrong == (), f"seed {seed}"
    assert verdict.figures["faults"]


# --- would the account notice? ---


@dataclass
class Scene:
    """One letter that was answered, sent and copied, as the database, the mailbox and the road remember it."""

    folder: Path
    desk: Desk
    account: Account
    road: Road
    message_id: int = 0
    sent: list[Taken] = field(default_factory=list)

    def wrong(self, *, settled: bool = False) -> set[str]:
        """The first words of everything that is wrong."""
        return {line.split(":")[0] for line in judge(self.folder, self.account, self.road, settled=settled).wrong}

    async def bring_in(self, raw: bytes) -> int:
        uid = self.account.inbox.add(raw)
        message_id = await self.desk.store.receive("thorbecke2024@vng.nl", fetched(raw, uid), self.desk.now)
        assert message_id is not None
        await prepare.prepare_received(self.desk)
        return message_id

    async def send(self, message_id: int, outcome: Outcome) -> Taken:
        """Approve and deliver; what the transport was given is returned, whoever took it."""
        version = (await self.desk.store.message(message_id)).draft_version
        frozen = await review.approve(self.desk, message_id, version, "lotte")
        await deliver.deliver_due(self.desk, ScriptedTransport([outcome]))
        return Taken(frozen.rfc_message_id, frozen.rcpt_to, frozen.raw)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    weather = Weather(random.Random(1), 0)
    (tmp_path / "service.log").touch()
    async with open_test_desk(tmp_path) as desk:
        made = Scene(tmp_path, desk, Account(weather, 0), Road(weather, 0))
        made.message_id = await made.bring_in(letter(1))
        taken = await made.send(made.message_id, Outcome.ACCEPTED)
        made.road.taken.append(taken)
        made.account.sent.add(taken.raw)
        outgoing = await desk.store.outgoing(made.message_id)
        assert outgoing is not None
        await desk.store.sent_copy_kept(outgoing.id, desk.now)
        yield made


async def test_an_account_that_is_right_has_nothing_wrong(scene: Scene) -> None:
    assert scene.wrong(settled=True) == set()
    assert waiting_for_the_bot(scene.folder, scene.account) == ""


def _take_twice(scene: Scene) -> None:
    scene.road.taken *= 2


def _take_nothing(scene: Scene) -> None:
    scene.road.taken.clear()


def _take_other_bytes(scene: Scene) -> None:
    (taken,) = scene.road.taken
    scene.road.taken = [Taken(taken.rfc_message_id, taken.rcpt_to, taken.raw + b"x")]


def _take_what_nobody_approved(scene: Scene) -> None:
    scene.road.taken.append(Taken("<else@where>", ("k2@zeist.nl",), b""))


def _lose_a_mail(scene: Scene) -> None:
    scene.account.inbox.add(letter(2))


def _change_a_mail(scene: Scene) -> None:
    scene.account.taken_away.append(scene.account.inbox.mails[1])
    scene.account.inbox.mails[1] += b"x"


def _make_up_a_mail(scene: Scene) -> None:
    scene.account.inbox.remove(1)


def _copy_twice(scene: Scene) -> None:
    scene.account.sent.add(scene.account.sent.mails[1])


def _lose_the_copy(scene: Scene) -> None:
    scene.account.sent.remove(1)


def _jump(scene: Scene) -> None:
    with closing(sqlite3.connect(scene.folder / DATABASE)) as database:
        database.execute("UPDATE messages SET status = 'approved'")
        database.commit()


def _stumble(scene: Scene) -> None:
    (scene.folder / "service.log").write_text("ERROR deliver: unexpected KeyError\n")


@pytest.mark.parametrize(
    ("break_it", "verdict"),
    [
        (_take_twice, {"sent twice"}),
        (_take_nothing, {"not sent"}),
        (_take_other_bytes, {"changed"}),
        (_take_what_nobody_approved, {"unseen"}),
        (_lose_a_mail, {"lost"}),
        (_change_a_mail, {"lost"}),
        (_make_up_a_mail, {"made up"}),
        (_copy_twice, {"copied twice"}),
        (_lose_the_copy, {"copy"}),
        (_jump, {"illegal", "hidden"}),
        (_stumble, {"unforeseen"}),
    ],
)
async def test_the_account_notices(scene: Scene, break_it: Callable[[Scene], None], verdict: set[str]) -> None:
    break_it(scene)
    assert scene.wrong() == verdict


async def test_a_doubt_may_be_open_until_a_person_has_settled_it(scene: Scene) -> None:
    second = await scene.bring_in(letter(2))
    scene.road.taken.append(await scene.send(second, Outcome.LOST))
    assert scene.wrong() == set()
    assert scene.wrong(settled=True) == {"open"}


async def test_a_mail_that_was_taken_may_not_wait_for_review_again(scene: Scene) -> None:
    second = await scene.bring_in(letter(2))
    scene.road.taken.append(await scene.send(second, Outcome.LOST))
    await review.resolve(scene.desk, second, arrived=False, actor="lotte")  # although it had
    assert scene.wrong() == {"hidden"}


async def test_a_customer_without_an_answer_is_noticed_unless_a_colleague_closed_the_mail(scene: Scene) -> None:
    second = await scene.bring_in(letter(2))
    assert scene.wrong(settled=True) == {"unanswered"}
    assert waiting_for_the_bot(scene.folder, scene.account) == "1 before the reviewers"
    await review.close(scene.desk, second, "Gebeld.", "lotte")
    assert scene.wrong(settled=True) == set()


@pytest.mark.parametrize("status", [Status.RECEIVED, Status.APPROVED])
async def test_what_waits_for_the_service_is_not_at_rest(scene: Scene, status: Status) -> None:
    raw = letter(2)
    message_id = await scene.desk.store.receive(
        "thorbecke2024@vng.nl", fetched(raw, scene.account.inbox.add(raw)), scene.desk.now
    )
    if status is Status.APPROVED and message_id is not None:
        await prepare.prepare_received(scene.desk)
        await review.approve(scene.desk, message_id, 1, "lotte")
    assert waiting_for_the_bot(scene.folder, scene.account) == f"1 {status}"


# --- does every fault happen? ---


@pytest.mark.parametrize("words", NONSENSE)
async def test_nonsense_is_no_yes_so_that_the_server_of_the_bench_never_lies(words: bytes) -> None:
    async with smtp_server({"dot": words}) as script:
        transport = SmtpTransport("127.0.0.1", script.port, "none", timeout=0.3)
        result = await transport.deliver(Outgoing(1, 1, "<x@y>", "a@vng.nl", ("b@zeist.nl",), letter(1)))
    assert result.outcome is not Outcome.ACCEPTED


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_can_happen_somewhere(fault: Fault) -> None:
    everywhere = [*OTHERWISE.values(), *(weights for steps in STEPS.values() for weights in steps.values())]
    assert any(weights.get(fault) for weights in everywhere)


def test_in_calm_weather_nothing_happens() -> None:
    weather = Weather(random.Random(1), 0)
    assert [weather.draw("smtp", "dot") for _ in range(1000)] == [None] * 1000


def test_the_same_seed_brings_the_same_mails() -> None:
    one, other = (list(letters(200, random.Random(5))) for _ in range(2))
    assert one == other
    assert len(set(one)) < 200
