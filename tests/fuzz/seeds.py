"""What the fuzzer begins with: the mails of this repository, and the mails that are made to hurt."""

from collections.abc import Iterator
from pathlib import Path

from bot.mail.parse import parse
from tests.fuzz.targets import BETWEEN
from tests.mail.test_hostile import HOSTILE, UNITS

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 20_000
"""Bytes; small inputs are tried more often."""


def mails() -> list[bytes]:
    """Every mail file that is small enough, and the beginnings of the hostile ones."""
    files = sorted([*(ROOT / "bot" / "demo" / "mailbox").glob("*.eml"), *(ROOT / "tests").rglob("*.eml")])
    found = [path.read_bytes() for path in files]
    return [raw for raw in found if len(raw) <= LARGEST] + [raw[:2_000] for raw in HOSTILE.values()]


def seeds(target: str) -> Iterator[bytes]:
    """The inputs for one target."""
    raws = mails()
    if target == "parse":
        yield from raws
        return
    read = [parse(raw) for raw in raws]
    if target == "body":
        yield from (words.encode() for mail in read for words in (mail.text, mail.html or "") if words)
        yield from ((unit * 20).encode() for unit in UNITS)
        return
    for mail in read:
        sender = mail.sender
        fields = (mail.subject, sender.display_name if sender else "", sender.addr_spec if sender else "",
                  mail.rfc_message_id or "", " ".join(mail.references), mail.text[:2_000], mail.new_text[:2_000],
                  mail.attachments[0].filename if mail.attachments else "")  # fmt: skip
        yield BETWEEN.join(field.encode() for field in fields)
