"""A private Dovecot 2.3: one user id runs everything, loopback only, gone with the test session.

Anybody can log in with the password ``geheim``, or by XOAUTH2 with the access token ``token-van-nu``. The log-in name
is the mail address, and its Maildir is made on the first log-in. ``deliver`` puts a file into that Maildir, as a mail
server would.
"""

import os
import pwd
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.servers.room import free_port, owner, room, stop

DOVECOT = "/usr/sbin/dovecot"
PASSWORD = "geheim"
TOKEN = "token-van-nu"
DELIVERIES = count(1)

CONFIGURATION = """
base_dir = {base}/run
state_dir = {base}/run
instance_name = thorbecketest
log_path = {base}/log/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_home = {base}/mail/%Lu
mail_location = maildir:~/Maildir
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
first_valid_gid = 1
auth_username_format = %Lu
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
passdb {{
  driver = static
  mechanisms = xoauth2
  args = password={token}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={base}/mail/%Lu allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Concepten {{
    auto = subscribe
    special_use = \\Drafts
  }}
  mailbox "Verzonden items" {{
    auto = subscribe
    special_use = \\Sent
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap {{
  process_limit = 64
}}
mail_max_userip_connections = 50
"""


@dataclass(frozen=True, slots=True)
class Dovecot:
    """A running server. ``folder`` holds a Maildir per address, owned by ``uid`` and ``gid``."""

    imap_port: int
    configuration: Path
    folder: Path
    uid: int
    gid: int
    password: str = PASSWORD
    token: str = TOKEN

    def maildir(self, address: str) -> Path:
        return self.folder / address.lower() / "Maildir"

    def deliver(self, raw: bytes, to: str) -> None:
        """Put a mail into the inbox of an address: written in tmp, then renamed, as Maildir wants it."""
        maildir = self.maildir(to)
        for folder in (maildir.parent, maildir, *(maildir / name for name in ("tmp", "new", "cur"))):
            if not folder.exists():
                folder.mkdir(parents=True)
                os.chown(folder, self.uid, self.gid)
        name = f"{time.time():.6f}.{next(DELIVERIES)}_{os.getpid()}.test"
        written = maildir / "tmp" / name
        written.write_bytes(raw.replace(b"\r\n", b"\n"))
        os.chown(written, self.uid, self.gid)
        written.rename(maildir / "new" / name)


def missing() -> str | None:
    """Why Dovecot cannot run here, or None."""
    if not Path(DOVECOT).exists():
        return "Dovecot is not installed: apt-get install dovecot-imapd"
    version = subprocess.run([DOVECOT, "--version"], check=False, capture_output=True, text=True).stdout
    if not version.startswith("2.3."):
        return f"Dovecot is {version.split()[0] if version else 'broken'}; the configuration here is that of 2.3"
    return None


@contextmanager
def running() -> Iterator[Dovecot]:
    """A Dovecot for the time of the context."""
    user, group = owner()
    account = pwd.getpwnam(user)
    with room("dovecot") as base:
        for name in ("run", "log", "mail"):
            (base / name).mkdir()
        port = free_port()
        configuration = base / "dovecot.conf"
        configuration.write_text(
            CONFIGURATION.format(base=base, user=user, group=group, password=PASSWORD, token=TOKEN, port=port),
            encoding="utf-8",
        )
        for path in (base, *base.iterdir()):
            os.chown(path, account.pw_uid, account.pw_gid)
        become = [] if os.geteuid() else [f"--reuid={user}", f"--regid={group}", "--clear-groups"]
        command = ["setpriv", "--pdeathsig=TERM", *become, DOVECOT, "-F", "-c", str(configuration)]
        with subprocess.Popen(command) as process:
            try:
                _wait_until_it_listens(process, port, base / "log" / "dovecot.log")
                yield Dovecot(port, configuration, base / "mail", account.pw_uid, account.pw_gid)
            finally:
                stop(process)


def _wait_until_it_listens(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    for _ in range(400):
        if process.poll() is None:
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
                    if line.recv(4) == b"* OK":
                        return
            except OSError:
                time.sleep(0.025)
    raise RuntimeError(f"Dovecot does not start: {log.read_text(encoding='utf-8') if log.exists() else 'no log'}")
