"""Where a private server lives: a folder that its user may enter, a free port, and an end that is certain."""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def owner() -> tuple[str, str]:
    """User and group that the mail belongs to: ourselves, or nobody when we are root."""
    if os.geteuid() == 0:
        return "nobody", "nogroup"
    account = pwd.getpwuid(os.geteuid())
    return account.pw_name, grp.getgrgid(account.pw_gid).gr_name


@contextmanager
def room(name: str) -> Iterator[Path]:
    """A folder for one server, short enough for Unix sockets and open to its user."""
    base = Path(tempfile.mkdtemp(prefix=f"thorbecke-{name}-", dir="/tmp"))
    base.chmod(0o755)
    try:
        yield base
    finally:
        shutil.rmtree(base, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def stop(process: "subprocess.Popen[bytes]") -> None:
    """Ask, then insist."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
