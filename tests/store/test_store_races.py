"""Two at once: exactly one wins, whoever it is, also from two processes' connections."""

import asyncio
from pathlib import Path

import pytest

from bot.errors import Conflict
from bot.lifecycle import RequestState, Status
from bot.store import SqliteStore, open_store
from tests.store.samples import ACCEPTED, ACCOUNT, LATER, NOW, approved, claimed, draft, mail, outgoing, waiting


def winners(results: list[object]) -> list[object]:
    """What succeeded; everything else must be a ``Conflict``."""
    lost = [result for result in results if isinstance(result, BaseException)]
    assert all(isinstance(result, Conflict) for result in lost), lost
    return [result for result in results if result not in lost]


@pytest.fixture
async def colleagues(store: SqliteStore, database: Path) -> "list[SqliteStore]":
    """The same file through two writers, as the service and a command of the operator have it."""
    other = await open_store(database)
    yield [store, other]  # type: ignore[misc]
    await other.close()


async def test_of_two_approvals_one_wins(colleagues: list[SqliteStore]) -> None:
    message_id = await waiting(colleagues[0])
    results = await asyncio.gather(
        *(
            colleagues[n % 2].approve(message_id, 1, outgoing(f"poging-{n}"), f"persoon-{n}", NOW, NOW)
            for n in range(8)
        ),
        return_exceptions=True,
    )
    (won,) = winners(list(results))
    assert await colleagues[0].outgoing(message_id) == won


async def test_of_two_claims_one_wins(colleagues: list[SqliteStore]) -> None:
    message_id = await approved(colleagues[0])
    results = await asyncio.gather(
        *(colleagues[n % 2].claim(message_id, LATER, f"verzender-{n}", NOW) for n in range(8)),
        return_exceptions=True,
    )
    assert len(winners(list(results))) == 1
    assert len(await colleagues[0].attempts(message_id)) == 1


async def test_a_recall_and_a_claim_never_both_happen(colleagues: list[SqliteStore]) -> None:
    for uid in range(1, 6):
        message_id = await approved(colleagues[0], uid)
        results = await asyncio.gather(
            colleagues[uid % 2].recall(message_id, "els", NOW),
            colleagues[1 - uid % 2].claim(message_id, LATER, "verzender", NOW),
            return_exceptions=True,
        )
        assert len(winners(list(results))) == 1


async def test_an_approval_and_an_edit_of_the_same_version_never_both_happen(colleagues: list[SqliteStore]) -> None:
    message_id = await waiting(colleagues[0])
    results = await asyncio.gather(
        colleagues[0].approve(message_id, 1, outgoing(), "els", NOW, NOW),
        colleagues[1].save_draft(message_id, 1, draft("anders"), "jan", NOW),
        return_exceptions=True,
    )
    assert len(winners(list(results))) == 1


async def test_of_two_outcomes_one_counts(colleagues: list[SqliteStore]) -> None:
    message_id, frozen = await claimed(colleagues[0])
    results = await asyncio.gather(
        *(store.finish(message_id, frozen.id, ACCEPTED, NOW) for store in colleagues), return_exceptions=True
    )
    assert len(winners(list(results))) == 1


async def test_the_same_mail_from_two_readers_comes_in_once(colleagues: list[SqliteStore]) -> None:
    results = await asyncio.gather(*(colleagues[n % 2].receive(ACCOUNT, mail(n + 1, b"zelfde"), NOW) for n in range(8)))
    assert len([message_id for message_id in results if message_id]) == 1
    assert await colleagues[0].counts() == {Status.RECEIVED: 1}


async def test_one_digest_per_key_whoever_composes_it(colleagues: list[SqliteStore]) -> None:
    results = await asyncio.gather(
        *(colleagues[n % 2].compose_own("W", outgoing(f"w{n}"), "week", "assistent", NOW) for n in range(6))
    )
    assert len([message_id for message_id in results if message_id]) == 1


async def test_of_two_settlements_one_counts(colleagues: list[SqliteStore]) -> None:
    message = await colleagues[0].message(await waiting(colleagues[0]))
    (request,) = await colleagues[0].requests_of(message.thread_id)
    results = await asyncio.gather(
        *(
            store.change_request(request.id, RequestState.OPEN, RequestState.SETTLED, "els", NOW)
            for store in colleagues
        ),
        return_exceptions=True,
    )
    assert len(winners(list(results))) == 1
