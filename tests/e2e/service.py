"""``thorbecke run`` as an operator starts it: a process of its own, settings from the environment."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

THORBECKE = (sys.executable, "-c", "import sys; from bot.cli import main; sys.exit(main())")
PASSWORD = "een lang wachtwoord"
SHARED = "thorbecke2024@vng.nl"


def settings(folder: Path, *, imap_port: int, smtp_port: int, password: str) -> dict[str, str]:
    """The environment of a service on this machine."""
    secret = folder / "imap-password"
    secret.write_text(password + "\n", encoding="utf-8")
    values = {
        "DATA_DIR": folder / "data",
        "MAILBOX_ADDRESS": SHARED,
        "IMAP_HOST": "127.0.0.1",
        "IMAP_PORT": imap_port,
        "IMAP_SECURITY": "none",
        "IMAP_USER": SHARED,
        "IMAP_PASSWORD_FILE": secret,
        "IMAP_POLL_SECONDS": 5,
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": smtp_port,
        "SMTP_SECURITY": "none",
        "UNDO_SECONDS": 1,
        "SWEEP_SECONDS": 0.5,
        "WEB_PORT": 0,
        "SECURE_COOKIES": "false",
        "DIGEST_TO": "team@vng.nl",
    }
    ours = {f"THORBECKE_{name}": str(value) for name, value in values.items()}
    return {**{name: value for name, value in os.environ.items() if not name.startswith("THORBECKE_")}, **ours}


def thorbecke(environment: Mapping[str, str], *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [*THORBECKE, *arguments], env=environment, input=stdin, capture_output=True, text=True, timeout=60, check=False
    )


async def beside(
    environment: Mapping[str, str], *arguments: str, stderr: int = subprocess.DEVNULL
) -> asyncio.subprocess.Process:
    """Start a command without holding up the event loop."""
    return await asyncio.create_subprocess_exec(
        *THORBECKE, *arguments, env=environment, stdout=subprocess.PIPE, stderr=stderr
    )


@contextmanager
def running(environment: Mapping[str, str]) -> Iterator[str]:
    """The service, until the end of the context; yields the address of its pages."""
    with subprocess.Popen([*THORBECKE, "run"], env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            assert address.startswith("http://"), "the service did not start"
            yield address
        finally:
            process.terminate()
            assert process.wait(15) == 0, "the service did not stop in time"
