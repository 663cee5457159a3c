"""A private Postfix: own configuration, own queue, one loopback port, delivering into Dovecot's Maildirs.

Its master must start as root (Postfix checks). It logs to a file by its own postlogd, so no syslog is needed, takes
mail for every address on earth and hands it to Dovecot's delivery agent, which puts it into the mailbox of that
address; nothing leaves this machine.

Some addresses and subjects make it refuse, so that every outcome can be had from a real server:

==============================  =========================================
recipient ``onbekend@``         550 5.1.1 at RCPT
recipient ``vol@``              452 4.2.2 at RCPT
sender ``geweigerd@``           550 5.7.1 at MAIL (said at RCPT)
sender ``later@``               451 4.3.0 after the final dot
Subject ``Geweigerd``           550 5.7.1 after the final dot
more than ``LARGEST_MAIL``      552 5.3.4 at MAIL
==============================  =========================================
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.dovecot import Dovecot
from tests.servers.room import free_port, owner, room

LARGEST_MAIL = 1_000_000
POSTFIX = "/usr/sbin/postfix"
DELIVERY_AGENTS = ("/usr/lib/dovecot/dovecot-lda", "/usr/libexec/dovecot/dovecot-lda")

MAIN = """
compatibility_level = 3.6
queue_directory = {base}/queue
data_directory = {base}/data
command_directory = /usr/sbin
daemon_directory = {daemons}
mail_owner = postfix
setgid_group = postdrop
myhostname = mta.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_transport = error:no local mail
default_transport = error:nothing leaves this machine
relayhost =
virtual_mailbox_domains = regexp:{base}/conf/every-domain
virtual_mailbox_maps = regexp:{base}/conf/every-address
virtual_transport = dovecot
dovecot_destination_recipient_limit = 1
message_size_limit = {largest}
mailbox_size_limit = 0
maillog_file = {base}/log/postfix.log
maillog_file_prefixes = {base}/log
smtpd_peername_lookup = no
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtpd_sender_restrictions = check_sender_access regexp:{base}/conf/senders
smtpd_recipient_restrictions = check_recipient_access regexp:{base}/conf/recipients, permit_mynetworks, reject
smtpd_end_of_data_restrictions = check_sender_access regexp:{base}/conf/end-of-data
header_checks = regexp:{base}/conf/headers
smtpd_hard_error_limit = 100
smtpd_error_sleep_time = 0
smtputf8_enable = yes
strict_smtputf8 = no
"""

MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup    unix  n       -       n       60      1       pickup
cleanup   unix  n       -       n       -       0       cleanup
qmgr      unix  n       -       n       300     1       qmgr
rewrite   unix  -       -       n       -       -       trivial-rewrite
bounce    unix  -       -       n       -       0       bounce
defer     unix  -       -       n       -       0       bounce
trace     unix  -       -       n       -       0       bounce
verify    unix  -       -       n       -       1       verify
proxymap  unix  -       -       n       -       -       proxymap
error     unix  -       -       n       -       -       error
retry     unix  -       -       n       -       -       error
dovecot   unix  -       n       n       -       -       pipe
  flags=DRu user={user}:{group} argv={lda} -c {configuration} -f ${{sender}} -d ${{recipient}}
anvil     unix  -       -       n       -       1       anvil
showq     unix  n       -       n       -       -       showq
flush     unix  n       -       n       1000?   0       flush
postlog   unix-dgram n  -       n       -       1       postlogd
"""

TABLES = {
    "every-domain": "/./ here\n",
    "every-address": "/./ here\n",
    "senders": "/^geweigerd@/ 550 5.7.1 Send as denied\n",
    "recipients": "/^onbekend@/ 550 5.1.1 User unknown\n/^vol@/ 452 4.2.2 Mailbox full\n",
    "end-of-data": "/^later@/ 451 4.3.0 Try again later\n",
    "headers": "/^Subject: Geweigerd/ REJECT 5.7.1 Content refused\n",
}


@dataclass(frozen=True, slots=True)
class Postfix:
    """A running server; what it takes lies in ``dovecot``."""

    smtp_port: int
    dovecot: Dovecot
    log: Path


def missing() -> str | None:
    """Why Postfix cannot run here, or None."""
    if not Path(POSTFIX).exists():
        return "Postfix is not installed: apt-get install postfix"
    if os.geteuid() != 0 and not _sudo():
        return "Postfix starts as root only: run the tests as root, or allow sudo without a password"
    return None


def _sudo() -> list[str]:
    """What makes us root; empty when we are, or cannot be."""
    if os.geteuid() == 0 or shutil.which("sudo") is None:
        return []
    allowed = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0
    return ["sudo", "-n"] if allowed else []


@contextmanager
def running(dovecot: Dovecot) -> Iterator[Postfix]:
    """A Postfix for the time of the context."""
    port = free_port()
    with room("postfix") as base:
        _configure(base, dovecot, port)
        command = [*_sudo(), POSTFIX, "-c", str(base / "conf")]
        log = base / "log" / "postfix.log"
        started = subprocess.run([*command, "start"], check=False, capture_output=True, text=True)
        try:
            _wait_until_it_listens(port, f"{started.stdout}{started.stderr}", log)
            yield Postfix(port, dovecot, log)
        finally:
            subprocess.run([*command, "stop"], check=False, capture_output=True)
            if _sudo():
                subprocess.run([*_sudo(), "rm", "-rf", str(base)], check=False)


def _configure(base: Path, dovecot: Dovecot, port: int) -> None:
    for name in ("conf", "queue", "data", "log"):
        (base / name).mkdir()
    user, group = owner()
    daemons, lda = _first("/usr/lib/postfix/sbin", "/usr/libexec/postfix"), _first(*DELIVERY_AGENTS)
    main = MAIN.format(base=base, daemons=daemons, largest=LARGEST_MAIL)
    master = MASTER.format(port=port, user=user, group=group, lda=lda, configuration=dovecot.configuration)
    (base / "conf" / "main.cf").write_text(main, encoding="utf-8")
    (base / "conf" / "master.cf").write_text(master, encoding="utf-8")
    for name, table in TABLES.items():
        (base / "conf" / name).write_text(table, encoding="utf-8")
    for account, name in (("postfix", "data"), ("root", "queue"), ("root", "conf")):
        subprocess.run([*_sudo(), "chown", "-R", account, str(base / name)], check=True)


def _first(*paths: str) -> str:
    return next(path for path in paths if Path(path).exists())


def _wait_until_it_listens(port: int, said: str, log: Path) -> None:
    for _ in range(400):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
                if line.recv(3) == b"220":
                    line.sendall(b"QUIT\r\n")
                    return
        except OSError:
            time.sleep(0.025)
    raise RuntimeError(
        f"Postfix does not start: {said} {log.read_text(encoding='utf-8') if log.exists() else 'no log'}"
    )
