"""The two stores that the embedded IMAP server can have: a folder of Maildirs, or memory alone.

pymap is configured by command line; here its parts are built by plain calls. Everything runs in the one event loop, so
no thread outlives the servers.
"""

from argparse import Namespace
from functools import partial
from mailbox import MaildirMessage
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pymap.backend import maildir as maildir_backend
from pymap.backend.dict import Config as MemoryConfig
from pymap.backend.dict import Identity as MemoryIdentity
from pymap.backend.dict import Login as MemoryLogin
from pymap.backend.maildir import Config as MaildirConfig
from pymap.backend.maildir import Identity as MaildirIdentity
from pymap.backend.maildir import Login as MaildirLogin
from pymap.backend.maildir import io as maildir_io
from pymap.backend.maildir import mailbox as maildir_mailbox
from pymap.backend.maildir.mailbox import Maildir
from pymap.concurrent import Subsystem
from pysasl.hashing import BuiltinHash

if TYPE_CHECKING:
    from collections.abc import Callable

GREETING = b"Thorbecke2024 demo"
FAST_ROUNDS = 1_000
"""Of PBKDF2. The password of a demo protects nothing, and the default of 500,000 takes a tenth of a second."""


class _Memory(MemoryConfig):  # type: ignore[misc]  # pymap has no stubs that mypy follows
    @property
    def greeting(self) -> bytes:
        return GREETING  # the default asks the name server who we are


class _Maildirs(MaildirConfig):  # type: ignore[misc]
    @property
    def greeting(self) -> bytes:
        return GREETING


class _ExactMessage(MaildirMessage):
    """A message that is not parsed: it is what came, byte for byte."""

    def __init__(self, message: object = None) -> None:
        super().__init__()
        self.exact = message if isinstance(message, bytes) else b""
        self.load: Callable[[], bytes] = lambda: self.exact
        if isinstance(message, _ExactMessage):
            self.exact = message.load()
            self.set_info(message.get_info())
            self.set_date(message.get_date())

    def __bytes__(self) -> bytes:
        return self.exact


class _ExactMaildir(Maildir):  # type: ignore[misc]
    """Keeps the bytes of a mail; the standard library would fold its headers anew and end its lines with LF."""

    def _dump_message(self, message: _ExactMessage, target: Any, _mangle_from: object = None) -> None:
        target.write(message.exact)

    def get_message_metadata(self, key: str) -> _ExactMessage:
        """What pymap makes a copy of; its own has flags and a date, and is empty."""
        message: _ExactMessage = super().get_message_metadata(key)
        message.load = partial(self.get_bytes, key)
        return message

    def get_message(self, key: str) -> _ExactMessage:
        return _ExactMessage(self.get_bytes(key))


def _mend_pymap(folder: Path) -> None:
    """Faults of pymap 0.36.7, whose classes find each other by name in their modules."""
    maildir_backend.Maildir = _ExactMaildir
    maildir_mailbox.MaildirMessage = _ExactMessage
    # its lists are written in the system's folder for temporary files and renamed, which fails across disks
    maildir_io.NamedTemporaryFile = partial(NamedTemporaryFile, dir=folder)


class Backend:
    """Who can log in, and whose mailbox is where: the part of pymap that differs between the two stores."""

    def __init__(self, config: Any, login: Any) -> None:
        self.config = config
        self.login = login

    def identity(self, user: str) -> Any:
        """The user with the rights to create it."""
        if isinstance(self.login, MemoryLogin):
            return MemoryIdentity(user, self.login, None, frozenset({"admin"}))
        return MaildirIdentity(self.config, self.login.tokens, user, None, frozenset({"admin"}))


def user_name(address: str) -> str:
    """The log-in name of an address: itself, as far as it can be the name of a folder."""
    name = quote(address.casefold(), safe="@+")
    return f"%2E{name[1:]}" if name.startswith(".") else name


def memory() -> Backend:
    """Everything is gone when the servers stop."""
    config = _Memory(_arguments(), demo_data=False, demo_user="", demo_password="", **_common())
    return Backend(config, MemoryLogin(config))


def maildirs(folder: Path) -> Backend:
    """One Maildir per address under ``folder``; UIDs, flags and folders are kept over a restart."""
    folder.mkdir(parents=True, exist_ok=True)
    for lock in folder.rglob("dovecot-uidlist.lock"):  # left by a process that was killed; honoured for ten minutes
        lock.unlink(missing_ok=True)
    _mend_pymap(folder)
    config = _Maildirs(_arguments(), base_dir=str(folder), layout="++", colon=None, **_common())
    return Backend(config, MaildirLogin(config))


def _arguments() -> Namespace:
    return Namespace(passlib_cfg=None, proxy_protocol=None)


def _common() -> dict[str, Any]:
    here = Subsystem.for_asyncio()
    return {
        "host": "127.0.0.1",
        "port": 0,
        "tls_enabled": False,
        "subsystem": here,
        "cpu_subsystem": here,
        "hash_context": BuiltinHash(rounds=FAST_ROUNDS),
    }
