"""The account of the mailbox as an operator sees it: ``reconcile`` mends, ``status`` tells, and exit statuses alarm."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import DATABASE, make_data_dir
from bot.clock import system_clock
from bot.demo.servers import Servers
from bot.model import FetchedMail, Located
from bot.pipeline.ports import Proof
from bot.store import open_store
from tests.e2e import service
from tests.pipeline.desks import eml

SOUND = Proof(system_clock(), 0, 0, (), ())


@pytest.fixture
async def environment(tmp_path: Path, embedded: Servers) -> dict[str, str]:
    """Of a service that has run once."""
    make_data_dir(tmp_path / "data")
    await (await open_store(tmp_path / "data" / DATABASE)).close()
    return service.settings(
        tmp_path, imap_port=embedded.imap_port, smtp_port=embedded.smtp_port, password=embedded.password
    )


async def command(environment: dict[str, str], name: str) -> tuple[int, str]:
    """The embedded server lives in this loop, so the command must not hold it up."""
    process = await service.beside(environment, name, stderr=subprocess.STDOUT)
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


async def test_a_mailbox_that_nobody_read_yet_is_read_and_all_is_well(
    environment: dict[str, str], embedded: Servers
) -> None:
    for number in (1, 2, 3):
        await embedded.deliver(eml(number), service.SHARED)
    status, said = await command(environment, "reconcile")
    assert status == 0, said
    assert "INBOX: 3 op de server; received 3; 0 verplaatst; 0 verwijderd of in een andere map; klopt" in said


async def test_a_mail_that_was_passed_over_is_taken_in_named_and_told_by_the_status(
    tmp_path: Path, environment: dict[str, str], embedded: Servers
) -> None:
    """The position stands above it, as it would after the server showed it too late."""
    for number in (1, 2):
        await embedded.deliver(eml(number), service.SHARED)
    assert (await command(environment, "reconcile"))[0] == 0
    store = await open_store(tmp_path / "data" / DATABASE)
    position = await store.position(service.SHARED, "INBOX")
    assert position is not None
    later = FetchedMail(Located("INBOX", position.uidvalidity, position.last_uid + 5), eml(9))
    await store.receive(service.SHARED, later, system_clock())
    await store.close()
    await embedded.deliver(eml(3), service.SHARED)
    status, said = await command(environment, "reconcile")
    assert status == 1
    assert f"alsnog opgehaald: UID {position.last_uid + 1}; klopt" in said
    assert "1 mail was overgeslagen en is bij het natellen alsnog opgehaald." in said
    status, said = await command(environment, "status")
    assert status == 1
    assert "1 mail was overgeslagen" in said
    assert (await command(environment, "reconcile"))[0] == 0


@pytest.mark.parametrize(
    ("proof", "status"), [(SOUND, 0), (replace(SOUND, missing=2), 1), (replace(SOUND, without_bytes=(4,)), 1)]
)
async def test_the_status_alarms_as_long_as_the_last_account_was_not_right(
    tmp_path: Path, environment: dict[str, str], proof: Proof, status: int
) -> None:
    store = await open_store(tmp_path / "data" / DATABASE)
    await store.keep_proof(proof)
    await store.close()
    assert (await command(environment, "status"))[0] == status
