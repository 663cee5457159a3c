"""Outlook's own wrapping (winmail.dat): text, HTML, rich text and files come out of it, whatever it holds."""

import struct
from base64 import encodebytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mail.parse import parse
from bot.mail.rtf import MAX_RTF, decompressed, html_of, text_of
from bot.mail.tnef import opened
from bot.model import Attachment

BODY, MESSAGE, CODE_PAGE, NEW_FILE, TITLE, DATA, FILE = 0x800C, 0x9003, 0x9007, 0x9002, 0x8010, 0x800F, 0x9005
PLAIN, HTML, RTF, LONG_NAME, MIME_TYPE, OBJECT_DATA = 0x1000, 0x1013, 0x1009, 0x3707, 0x370E, 0x3701

COMPRESSED = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
"""The example of MS-OXRTFCP section 4.1.1: ``hello world`` as rich text."""
OVERLAPPING = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
"""The example of section 4.1.2, in which a repetition repeats itself."""


def wrapped(*attributes: tuple[int, bytes]) -> bytes:
    """A TNEF stream (MS-OXTNEF section 2.1.3.1) with these attributes."""
    pieces = [b"\x78\x9f\x3e\x22\x01\x00"]
    for name, value in attributes:
        level = 2 if name in {NEW_FILE, TITLE, DATA, FILE} else 1
        pieces.append(struct.pack("<BHHI", level, name, 6, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF))
    return b"".join(pieces)


def properties(*found: tuple[int, int, bytes]) -> bytes:
    """(name, type, value), and before them one of each sort that must be passed over."""
    passed_over = [
        struct.pack("<HHHH", 0x02, 0x0E01, 7, 0),
        struct.pack("<HHI", 0x0B, 0x0E02, 1),
        struct.pack("<HHQ", 0x40, 0x0E06, 1),
        struct.pack("<HH16sIII", 0x03, 0x8001, b"g" * 16, 0, 5, 9),
        struct.pack("<HH16sII8sI", 0x03, 0x8002, b"g" * 16, 1, 6, b"n\0a\0m\0\0\0", 9),
        struct.pack("<HHIII", 0x1003, 0x0E03, 2, 1, 2),
        struct.pack("<HHII4sI4s", 0x101E, 0x0E04, 2, 2, b"a\0\0\0", 3, b"bc\0\0"),
    ]
    variable = [
        struct.pack("<HHII", kind, name, 1, len(value)) + value + b"\0" * (-len(value) % 4)
        for name, kind, value in found
    ]
    return struct.pack("<I", len(passed_over) + len(found)) + b"".join([*passed_over, *variable])


def unicode(text: str) -> bytes:
    return f"{text}\0".encode("utf-16-le")


def stored(rtf: bytes) -> bytes:
    """Rich text that is wrapped and not compressed."""
    return struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf


def mail(data: bytes, text: str = "", content_type: str = "application/ms-tnef; name=winmail.dat") -> bytes:
    head = "From: a@b.nl\r\nSubject: vraag\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    first = f"--x\r\n\r\n{text}\r\n" if text else ""
    part = f"--x\r\nContent-Type: {content_type}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return (head + first + part).encode() + encodebytes(data) + b"--x--\r\n"


@pytest.mark.parametrize(
    ("attributes", "text"),
    [
        ([(CODE_PAGE, struct.pack("<II", 1252, 0)), (BODY, b"Caf\xe9 in de wijk\0")], "Café in de wijk"),
        ([(MESSAGE, properties((PLAIN, 0x1F, unicode("Café in de wijk"))))], "Café in de wijk"),
        ([(MESSAGE, properties((PLAIN, 0x1E, b"In de wijk\0")))], "In de wijk"),
        ([(MESSAGE, properties((HTML, 0x102, b"<p>In de <b>wijk</b></p>")))], "In de wijk"),
        ([(MESSAGE, properties((RTF, 0x102, COMPRESSED)))], "hello world"),
        ([(MESSAGE, properties((RTF, 0x102, stored(rb"{\rtf1 In de wijk\par Dag}"))))], "In de wijk\nDag"),
        ([(BODY, b"Als tekst"), (MESSAGE, properties((RTF, 0x102, COMPRESSED)))], "Als tekst"),
    ],
)
@pytest.mark.parametrize("content_type", ["application/ms-tnef", "application/octet-stream; name=WINMAIL.DAT"])
def test_words_that_only_stand_in_the_wrapping_are_read(
    attributes: list[tuple[int, bytes]], text: str, content_type: str
) -> None:
    found = parse(mail(wrapped(*attributes), content_type=content_type))
    assert found.text == text
    assert found.attachments == ()
    (defect,) = found.defects
    assert "winmail.dat" in defect
    assert "komen daaruit" in defect


def test_words_of_the_mail_itself_go_before_those_of_the_wrapping() -> None:
    assert parse(mail(wrapped((BODY, b"Uit Outlook")), "Uit de mail")).text == "Uit de mail"


def test_the_files_in_the_wrapping_are_named_with_their_size() -> None:
    data = wrapped(
        (NEW_FILE, b"\0" * 14),
        (TITLE, b"VERSLA~1.PDF\0"),
        (DATA, b"%PDF-1.7"),
        (FILE, properties((LONG_NAME, 0x1F, unicode("../Verslag één.pdf")), (MIME_TYPE, 0x1E, b"application/pdf\0"))),
        (NEW_FILE, b"\0" * 14),
        (FILE, properties((LONG_NAME, 0x1E, b"notitie.txt\0"), (OBJECT_DATA, 0x0D, b"i" * 16 + b"twaalf bytes"))),
        (NEW_FILE, b"\0" * 14),
        (DATA, b"x"),
    )
    assert parse(mail(data, "Zie bijlage.")).attachments == (
        Attachment("Verslag één.pdf", "application/pdf", 8, inline=False),
        Attachment("notitie.txt", "text/plain", 12, inline=False),
        Attachment("bijlage", "application/octet-stream", 1, inline=False),
    )


@pytest.mark.parametrize("data", [b"xx", b"", wrapped()])
def test_a_wrapping_that_cannot_be_opened_is_told_and_kept(data: bytes) -> None:
    found = parse(mail(data, "Zie bijlage."))
    assert found.defects == ("Outlook-opmaak (winmail.dat): deze bijlage is niet leesbaar.",)
    assert [one.filename for one in found.attachments] == ["winmail.dat"]


def test_only_some_wrappings_are_opened() -> None:
    inner = wrapped((NEW_FILE, b""), (DATA, b"x"))
    for _ in range(20):
        inner = wrapped((NEW_FILE, b""), (FILE, properties((MIME_TYPE, 0x1E, b"application/ms-tnef\0"))), (DATA, inner))
    assert any("te veel onderdelen" in defect for defect in parse(mail(inner)).defects)


def test_compressed_rich_text_is_what_the_specification_says() -> None:
    assert decompressed(COMPRESSED) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert decompressed(OVERLAPPING) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"
    assert decompressed(COMPRESSED).startswith(decompressed(COMPRESSED[:30]))
    assert len(decompressed(COMPRESSED[:30])) > 10
    assert decompressed(b"x" * 40) == decompressed(b"") == b""


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (rb"{\rtf1{\fonttbl{\f0 Arial;}}{\colortbl;\red0;}\f0 Hallo\par Daar}", "Hallo\nDaar"),
        (rb"{\rtf1\ansicpg1252 caf\'e9 \u8364?5,-\~uur}", "café €5,-\xa0uur"),
        (rb"{\rtf1\uc2 \u233\'e9xa{\*\generator Riched20;}b}", "éab"),
        (rb"{\rtf1 \u55357?\u56832?\{x\}}", "\U0001f600{x}"),
        (rb"{\rtf1 a{\pict 0102}b}}}c", "abc"),
        (rb"{\rtf1 \u55357?x", "\ufffdx"),
    ],
)
def test_the_words_of_rich_text_are_read(rtf: bytes, text: str) -> None:
    assert text_of(rtf) == text


def test_html_inside_rich_text_is_taken_out() -> None:
    rtf = (
        rb"{\rtf1\ansi\ansicpg1252\fromhtml1 {\fonttbl{\f0 Arial;}}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Caf\'e9"
        rb" {\*\htmltag84 <b>}\htmlrtf {\b\htmlrtf0 wijk{\*\htmltag92 </b>}\htmlrtf }\htmlrtf0 {\*\mhtmltag72 </p>}"
        rb"{\*\htmltag72 </p>}\htmlrtf \par }\htmlrtf0 }"
    )
    assert html_of(rtf) == "<p>Café <b>wijk</b></p>"
    assert html_of(rb"{\rtf1 gewoon}") == ""
    found = parse(mail(wrapped((MESSAGE, properties((RTF, 0x102, stored(rtf)))))))
    assert (found.text, found.html) == ("Café wijk", "<p>Café <b>wijk</b></p>")


@given(st.binary(max_size=400))
def test_any_bytes_in_a_wrapping_are_read_without_harm(data: bytes) -> None:
    for raw in (wrapped((MESSAGE, data), (FILE, data)), wrapped()[:6] + data, wrapped((NEW_FILE, b""), (FILE, data))):
        assert opened(raw) is not None
    text_of(decompressed(b"\0\0\0\0\xff\xff\0\0LZFu\0\0\0\0" + data)).encode()
    html_of(b"{\\rtf1\\fromhtml1 " + data).encode()


@pytest.mark.timeout(30)
@pytest.mark.parametrize("unit", [b"{", b"}", b"\\par", b"\\*", b"\\'", b"\\u1?", b"a", b"\\htmltag {"])
def test_long_rich_text_takes_linear_time(unit: bytes) -> None:
    rtf = b"{\\rtf1\\fromhtml1 " + unit * (MAX_RTF // len(unit))
    assert len(text_of(rtf)) <= MAX_RTF
    assert len(html_of(rtf)) <= MAX_RTF


def test_what_would_grow_without_end_is_cut_off() -> None:
    repeated = b"\xff" + b"\x00\x0e" * 8
    bomb = struct.pack("<II4sI", 0, 2**32 - 1, b"LZFu", 0) + repeated * 20_000
    assert len(decompressed(bomb)) == MAX_RTF
