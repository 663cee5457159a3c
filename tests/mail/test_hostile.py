"""Mail that is made to hurt: the time is linear and the caps hold. pytest-timeout ends what is not."""

import subprocess
import sys

import pytest

from bot.mail.body import split
from bot.mail.html import sanitise, to_text
from bot.mail.parse import parse
from bot.mail.screen import screen

HEAD = b"From: a@b.nl\r\nSubject: s\r\n"

pytestmark = pytest.mark.timeout(60)


def header(name: bytes, value: bytes) -> bytes:
    return b"From: a@b.nl\r\n" + name + b": " + value + b"\r\n\r\nhoi"


HOSTILE = {
    "addresses": header(b"To", b", ".join(b"a%d@b.nl" % n for n in range(20_000))),
    "parentheses": header(b"To", b"(" * 1_000),
    "colons": header(b"To", b"a@:" * 50_000),
    "encoded words": header(b"Subject", b" ".join([b"=?utf-8?q?=C3=A9?="] * 16_000)),
    "parameters": header(b"Content-Type", b"text/plain" + b"; a=b" * 10_000),
    "file name pieces": header(b"Content-Disposition", b"".join(b"; filename*%d=x" % n for n in range(10_000))),
    "headers": b"".join(b"X-%d: y\r\n" % n for n in range(100_000)) + b"\r\nhoi",
    "folded lines": b"Subject: a\r\n" + b" b\r\n" * 60_000 + b"\r\nhoi",
    "nested multiparts": b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(1_000)
    ),
    "nested mails": (HEAD + b"Content-Type: message/rfc822\r\n\r\n") * 1_000,
    "empty parts": HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\n" * 50_000,
    "near delimiters": HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--xy\r\n" * 200_000,
    "encoded mails in mails": (
        HEAD + b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    * 60
    + b"x" * 10_000_000,
    "damaged base64": HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"=A=" * 300_000,
    "no headers": b"A" * 1_000_000,
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_hostile_structure_is_read_within_the_caps(raw: bytes) -> None:
    mail = parse(raw)
    assert not [defect for defect in mail.defects if "kon niet worden gelezen" in defect]
    assert len(mail.to) <= 500
    assert len(mail.content_types) <= 501
    assert len(mail.subject) <= 1_000


MEASURED = """
import sys
from bot.mail.parse import parse
from tests.mail.test_hostile import HOSTILE

for name, raw in HOSTILE.items():
    parse(raw)
    peak = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
    print(name, *peak, sep=";")
"""


def test_no_hostile_structure_takes_more_than_300_megabytes() -> None:
    """In a process of its own, which tells the most that it ever held after each mail."""
    told = subprocess.run([sys.executable, "-c", MEASURED], capture_output=True, text=True, check=True).stdout
    peaks = {name: int(kilobytes) / 1_000 for name, kilobytes in (line.split(";") for line in told.splitlines())}
    assert peaks.keys() == HOSTILE.keys()
    assert max(peaks.values()) < 300, peaks


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("encoded mails in mails", "te veel onderdelen"),
        ("addresses", "te veel adressen"),
        ("headers", "te veel kopregels"),
        ("nested multiparts", "te diep genest"),
        ("nested mails", "te diep genest"),
        ("empty parts", "te veel onderdelen"),
    ],
)
def test_a_cap_is_told_to_staff(name: str, words: str) -> None:
    assert any(words in defect for defect in parse(HOSTILE[name]).defects)


UNITS = [
    *("Op 1 ", "Op 1\n", ">", ">\n", "> a\n\n", "Van:", "Van: a\nx\n", "\n", " \n", "--\n", "_\n", "wrote:\n"),
    *("PS\n\n", "groet\n", "groet. ", "Jan\n\n", "On a ", ">>> \n", "0", "5.1", "action:  ", "=?a?q?", "ik ben "),
    *(
        "Van: a@b\n\n",
        "Ik\n> x\n",
        "x 9-9-2026 10:12:\n> a\n",
        "antwoord boven deze lijn\n",
        "[EXTERN]\n",
        "Kunt u\n\n",
    ),
    *(
        "groet\nDit is een zin over iets.\n",
        "deze mail is uitsluitend bestemd voor degene aan wie hij gericht is.\n",
        "*Jan*\n",
    ),
]


@pytest.mark.parametrize("unit", UNITS)
def test_splitting_and_screening_take_linear_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    body = split(text)
    assert len(body.new) <= len(text)
    mail = parse(HEAD + b"\r\n" + text.encode())
    assert screen(mail, own_addresses=frozenset(), own_message_id_domain="x.example").confidence > 0


@pytest.mark.parametrize(
    "unit", ["<div>", "<b>", "<p><font>", "<table><tr><td>", "<", "&", "<!--", "<a href=http://a/b>x</a>"]
)
def test_tangled_html_takes_linear_time(unit: str) -> None:
    html = "Hoi " + unit * (300_000 // len(unit))
    assert to_text(html).startswith("Hoi")
    assert "Hoi" in sanitise(html)


def test_a_mail_of_thirty_megabytes_is_read_whole() -> None:
    head = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nZie bijlage.\r\n--x\r\n"
    part = b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    mail = parse(HEAD + head + part + (b"QUJD" * 19 + b"\r\n") * 385_000 + b"--x--\r\n")
    assert mail.text == "Zie bijlage."
    assert mail.attachments[0].size == 57 * 385_000
    assert mail.defects == ()
