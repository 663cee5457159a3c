"""What the service suffers, told by a command in another process as by the health page."""

import asyncio
from pathlib import Path
from typing import Any

import httpx

from bot.app import DATABASE
from bot.demo.servers import Servers
from bot.store import open_store
from tests.e2e import service


async def health(address: str) -> Any:
    async with httpx.AsyncClient() as client:
        return (await client.get(f"{address}/gezondheid")).json()


async def written(database: Path) -> bool:
    """Whether another process can read a trouble by now."""
    store = await open_store(database)
    last = await store.pulse.last()
    await store.close()
    return last is not None and bool(last.troubles)


async def status(environment: dict[str, str], *form: str) -> tuple[int, list[str], bytes]:
    """Exit status, the lines of standard error, and standard output."""
    process = await service.beside(environment, "status", *form, stderr=asyncio.subprocess.PIPE)
    out, told = await process.communicate()
    assert process.returncode is not None
    return process.returncode, told.decode().splitlines(), out


async def test_the_status_tells_what_the_service_suffers_as_the_health_page_does(
    tmp_path: Path, embedded: Servers
) -> None:
    """The mail server refuses the password; then the service is stopped."""
    environment = service.settings(
        tmp_path, imap_port=embedded.imap_port, smtp_port=embedded.smtp_port, password="een ander woord"
    )
    process = await service.beside(environment, "run")
    try:
        assert process.stdout is not None
        address = (await process.stdout.readline()).decode().strip()
        async with asyncio.timeout(60):
            while not await written(tmp_path / "data" / DATABASE):  # noqa: ASYNC110  (nothing tells)
                await asyncio.sleep(0.2)
        (refused,) = alerts = (await health(address))["alerts"]
        assert refused.startswith("De mailserver weigert de assistent.")
        assert "Dit duurt sinds" in refused
        for form in ((), ("--json",)):
            code, told, out = await status(environment, *form)
            assert (code, told) == (1, alerts)
            assert b"weigert" not in out
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), 20)
    code, told, _ = await status(environment)
    assert code == 1
    (stopped,) = told
    assert stopped.startswith("De dienst draait niet. De dienst is gestopt op")
