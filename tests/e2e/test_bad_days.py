"""Bad input and bad luck: a clear message, nothing lost, the service stays up."""

import asyncio
import logging
import os
import shutil
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.content.location import content_root
from bot.demo import servers
from bot.lifecycle import Status
from bot.pipeline import reconcile, review
from bot.setting_values import Secret
from bot.store import SqliteStore
from tests.e2e import service
from tests.e2e.whole import SHARED, Whole, running, settings, until
from tests.pipeline.desks import eml

LAST = eml(99, subject="Nog een aanmelding")


async def drafted(whole: Whole, subject: str = "Nog een aanmelding") -> None:
    """Wait until an ordinary mail has become a draft: the proof that the service is up."""

    async def is_so() -> bool:
        rows = await whole.rows(Status.AWAITING_REVIEW)
        return any(row.subject == subject and row.draft_version for row in rows)

    await until(is_so)
    assert await whole.health() == 200


WORDS = 7_000
"""More letters than are read of a field. The embedded server reads all, and needs memory with the square of them."""
STRANGE = {
    "empty": b"",
    "only a line end": b"\r\n",
    "broken mime": b'From: a@zeist.nl\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n--y\r\n\r\n\xff\xfe\x00',
    "no headers": b"\xff\xfe dit is geen mail \x00\x80",
    "endless header": b"From: a@zeist.nl\r\nSubject: " + b"=?UTF-8?Q?=41?= " * WORDS + b"\r\n\r\nx",
    "nested": b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(60)),
}


async def test_strange_mails_are_kept_and_the_next_one_is_answered(tmp_path: Path, embedded: servers.Servers) -> None:
    """Each is accounted for, its bytes can be had, and none stops the mail behind it."""
    for raw in STRANGE.values():
        await embedded.deliver(raw, SHARED)
    await embedded.deliver(LAST, SHARED)
    async with running(settings(tmp_path, embedded)) as whole:
        await drafted(whole)
        counts = await whole.desk.store.counts()
        assert sum(counts.values()) == len(STRANGE) + 1
        assert not counts.get(Status.RECEIVED)
        assert whole.desk.mailbox is not None
        (folder,) = (await reconcile.reconcile(whole.desk, whole.desk.mailbox)).folders
        assert folder.complete


@pytest.mark.timeout(120)
async def test_a_mail_of_thirty_megabytes_is_read_while_the_pages_answer(
    tmp_path: Path, embedded: servers.Servers
) -> None:
    body = b"TWVlZG9lbg==\r\n" * 2_100_000
    head = eml(7, subject="Groot verzoek").split(b"\r\nMIME-Version")[0]
    big = (
        head
        + b'\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="g"\r\n\r\n--g\r\n'
        + b"Content-Type: text/plain\r\n\r\nGraag doen wij mee aan de leerkring.\r\n--g\r\n"
        + b'Content-Type: application/pdf; name="groot.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        + body
        + b"--g--\r\n"
    )
    assert len(big) > 29_000_000
    await embedded.deliver(big, SHARED)
    async with running(settings(tmp_path, embedded)) as whole:

        async def read() -> bool:
            assert await whole.health() == 200
            return bool(await whole.rows(Status.AWAITING_REVIEW))

        await until(read, 60)
        (row,) = await whole.rows(Status.AWAITING_REVIEW)
        assert row.subject == "Groot verzoek"
        assert row.draft_version == 1
        assert [attachment.filename for attachment in row.attachments] == ["groot.pdf"]
        assert await whole.desk.store.raw(row.id) is not None


async def test_a_sender_cannot_write_headers_into_our_reply(tmp_path: Path, embedded: servers.Servers) -> None:
    """CVE-2024-6923: an encoded word within the decoded subject must not become a line of ours."""
    attack = eml(
        5,
        sender="=?UTF-8?Q?Jan=0D=0ABcc=3A_a=40evil.example?= <jan@zeist.nl>",
        subject="=?UTF-8?Q?=3D=3FUTF-8=3FQ=3F=3D0D=3D0ABcc=3D3A=5Fb=40evil.example=3F=3D?= leerkring",
    )
    await embedded.deliver(attack, SHARED)
    async with running(settings(tmp_path, embedded)) as whole:

        async def read() -> bool:
            return bool(await whole.rows(Status.AWAITING_REVIEW))

        await until(read)
        (row,) = await whole.rows(Status.AWAITING_REVIEW)
        await review.approve(whole.desk, row.id, row.draft_version, "lotte")

        async def arrived() -> bool:
            return bool(await embedded.mails_of("jan@zeist.nl"))

        await until(arrived)
        reply = message_from_bytes((await embedded.mails_of("jan@zeist.nl"))[0], policy=default)
        assert "Bcc" not in reply
        assert [address.addr_spec for address in reply["To"].addresses] == ["jan@zeist.nl"]
        assert await embedded.mails_of("b@evil.example") == []


async def test_a_template_that_breaks_leaves_the_message_to_a_person(tmp_path: Path, embedded: servers.Servers) -> None:
    """Three crashes are counted, the reason names the error, and mail that needs no such template goes on."""
    content = tmp_path / "content"
    root = content_root(None)
    for name in ("knowledge", "replies"):
        shutil.copytree(root / name, content / name)
    (content / "replies" / "leerkring" / "aanmelden.txt.j2").write_text("{{ bestaat_niet }}", encoding="utf-8")
    await embedded.deliver(eml(1, subject="Leerkring"), SHARED)
    async with running(settings(tmp_path / "data", embedded, content_dir=content)) as whole:

        async def given_up() -> bool:
            return any(row.crashes == 3 for row in await whole.rows(Status.FAILED))

        await until(given_up)
        (row,) = await whole.rows(Status.FAILED)
        notes = [event.note for event in await whole.desk.store.history(row.thread_id)]
        assert any("poging 3 van 3" in note for note in notes)
        theatre = "Beste mensen,\n\nWij willen graag de voorstelling van Lucas de Man boeken voor onze raad.\n"
        await embedded.deliver(eml(2, subject="Lucas de Man", text=theatre), SHARED)
        await drafted(whole, "Lucas de Man")


@pytest.mark.parametrize(
    ("file", "text"),
    [("knowledge/entries/leerkring-wat.md", "---\nid: [\n---\n"), ("knowledge/learned.npz", "{"),
     ("replies/leerkring/aanmelden.txt.j2", "{% if %}")],
)  # fmt: skip
def test_broken_content_is_named_with_file_and_what_is_wrong(tmp_path: Path, file: str, text: str) -> None:
    content = tmp_path / "content"
    for name in ("knowledge", "replies"):
        shutil.copytree(content_root(None) / name, content / name)
    (content / file).write_text(text, encoding="utf-8")
    ours = {"CONTENT_DIR": str(content), "DATA_DIR": str(tmp_path / "data"), "WEB_PORT": "0"}
    environment = os.environ | {f"THORBECKE_{name}": value for name, value in ours.items()}
    checked = service.thorbecke(environment, "check")
    assert checked.returncode == 1
    assert file in checked.stderr
    started = service.thorbecke(environment, "run")
    assert started.returncode == 2
    assert file in started.stderr
    assert "Traceback" not in checked.stderr + started.stderr


def test_wrong_settings_are_all_named_and_nothing_starts(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "THORBECKE_DATA_DIR": str(tmp_path),
        "THORBECKE_IMAP_PORT": "mail",
        "THORBECKE_SMTP_HOTS": "mail.vng.nl",
    }
    started = service.thorbecke(environment, "run")
    assert started.returncode == 2
    assert "THORBECKE_IMAP_PORT" in started.stderr
    assert "THORBECKE_SMTP_HOTS" in started.stderr
    assert "Traceback" not in started.stderr


async def test_a_full_disk_loses_nothing_and_heals_when_there_is_room(
    tmp_path: Path, embedded: servers.Servers
) -> None:
    """The intake stops at the mail that cannot be written, tells so, and takes it when it can."""
    async with running(settings(tmp_path, embedded)) as whole:
        await embedded.deliver(eml(1, subject="Voor de volle schijf"), SHARED)
        await drafted(whole, "Voor de volle schijf")
        store = whole.desk.store
        assert isinstance(store, SqliteStore)
        await _limit_pages(store, 1)
        await embedded.deliver(eml(2, subject="Te groot nu", text="leerkring " * 300_000), SHARED)
        await embedded.deliver(LAST, SHARED)
        await asyncio.sleep(2)
        assert await whole.health() == 200
        assert sum((await store.counts()).values()) == 1
        await _limit_pages(store, 1_000_000)
        await drafted(whole)
        assert sum((await store.counts()).values()) == 3


async def _limit_pages(store: SqliteStore, pages: int) -> None:
    """Make the disk as full as can be: SQLite gives SQLITE_FULL beyond this many pages."""

    def limit(db: Database) -> None:
        db.execute(f"PRAGMA max_page_count = {pages}").fetchall()

    await store._file.write(limit)


async def test_a_wrong_password_is_told_once_and_the_pages_stay_up(
    tmp_path: Path, embedded: servers.Servers, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = settings(tmp_path, embedded, imap_password=Secret("een ander woord"))
    with caplog.at_level(logging.INFO, logger="thorbecke"):
        async with running(wrong) as whole:

            async def told() -> bool:
                return "refuses us" in caplog.text

            await until(told)
            assert await whole.health() == 200
    assert "een ander woord" not in caplog.text


async def test_servers_that_hang_up_are_found_again(tmp_path: Path) -> None:
    """Both servers go away and come back on the same ports; the mail of the meantime is not missed."""
    first = await servers.start(tmp_path / "mail")
    chosen = settings(tmp_path / "data", first)
    async with running(chosen) as whole:
        await first.deliver(eml(1, subject="Voor de storing"), SHARED)
        await drafted(whole, "Voor de storing")
        await first.stop()
        await asyncio.sleep(0.5)
        assert await whole.health() == 200
        again = await servers.start(tmp_path / "mail", imap_port=chosen.imap_port, smtp_port=chosen.smtp_port)
        await again.deliver(LAST, SHARED)
        await drafted(whole)
        await again.stop()
