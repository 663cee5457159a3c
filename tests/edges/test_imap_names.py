"""Names of folders and the words of answers, without a server."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.imap.answers import fetched, moment, number, response_code, searched, with_crlf
from bot.imap.folders import decode, encode, listed, special, wire_name


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("INBOX", "INBOX"),
        ("Verzonden items", "Verzonden items"),
        ("Entwürfe", "Entw&APw-rfe"),
        ("R&D", "R&-D"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),  # the example of RFC 3501 section 5.1.3
        ("Éléments envoyés", "&AMk-l&AOk-ments envoy&AOk-s"),
    ],
)
def test_names_go_over_the_wire_in_modified_utf7(name: str, wire: str) -> None:
    assert (encode(name), decode(wire)) == (wire, name)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_name_comes_back_from_the_wire(name: str) -> None:
    assert encode(name).isascii()
    assert decode(encode(name)) == name


@given(st.text())
def test_nothing_that_a_server_lists_breaks_the_reading(name: str) -> None:
    assert isinstance(decode(name), str)


def test_quotes_and_backslashes_are_escaped() -> None:
    assert wire_name('a "b" \\c') == '"a \\"b\\" \\\\c"'


def test_a_list_may_quote_names_or_not_or_send_them_apart() -> None:
    lines = [
        rb'(\HasNoChildren) "/" INBOX',
        rb'(\HasNoChildren \Sent) "/" "Verzonden items"',
        rb'(\Noselect) "\\" "met \"haken\""',
        rb"(\HasChildren) NIL {8}",
        bytearray(b"Archiver"),
        b"",
        '() "." Entwürfe'.encode(),
        b"List completed.",
    ]
    folders = listed(lines)
    assert [folder.name for folder in folders] == ["INBOX", "Verzonden items", 'met "haken"', "Archiver", "Entwürfe"]
    assert [folder.delimiter for folder in folders] == ["/", "/", "\\", "", "."]
    assert [folder.selectable for folder in folders] == [True, True, False, True, True]


def folders(*names: bytes) -> tuple[bytes, ...]:
    return tuple(b'() "/" "%b"' % name for name in names)


@pytest.mark.parametrize(
    ("use", "names", "found"),
    [
        (r"\Sent", folders(b"INBOX", b"Verzonden items"), "Verzonden items"),
        (r"\Sent", folders(b"Sent", b"Verzonden items"), "Verzonden items"),
        (r"\Sent", folders(b"INBOX/Gesendete Elemente"), "INBOX/Gesendete Elemente"),
        (r"\Sent", folders(b"&AMk-l&AOk-ments envoy&AOk-s"), "Éléments envoyés"),
        (r"\Drafts", folders(b"Entw&APw-rfe"), "Entwürfe"),
        (r"\Drafts", folders(b"BROUILLONS"), "BROUILLONS"),
        (r"\Drafts", folders(b"Concepten 2024"), None),
        (r"\Sent", (rb'(\Sent) "/" "Uit"', *folders(b"Sent")), "Uit"),
        (r"\Sent", (rb'(\Noselect \Sent) "/" "Uit"', *folders(b"Sent")), "Sent"),
        (r"\Junk", folders(b"Sent"), None),
    ],
)
def test_a_special_folder_is_known_by_attribute_then_by_name(
    use: str, names: tuple[bytes, ...], found: str | None
) -> None:
    assert special(use, listed(names)) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"22-Nov-2026 10:00:00 +0100", datetime(2026, 11, 22, 9, tzinfo=UTC)),
        (b" 1-Jan-2026 00:30:00 -0500", datetime(2026, 1, 1, 5, 30, tzinfo=UTC)),
        (b"31-Feb-2026 10:00:00 +0100", None),
        (b"22-Xyz-2026 10:00:00 +0100", None),
        (b"01-Jan-0001 00:00:00 +2300", None),
        (b"22-Nov-2026 10:00:00 +9900", None),
        (b"", None),
        (None, None),
    ],
)
def test_a_moment_is_utc_or_unknown(text: bytes | None, expected: datetime | None) -> None:
    assert moment(text) == expected


def test_the_numbers_of_select_and_search() -> None:
    lines = [b"12 EXISTS", b"0 RECENT", b"OK [UIDVALIDITY 99] x", b"OK [UIDNEXT 100] 7 EXISTS", b"[READ-WRITE] done"]
    assert [number(lines, name) for name in (b"EXISTS", b"UIDVALIDITY", b"UIDNEXT", b"UNSEEN")] == [12, 99, 100, None]
    assert searched([b"5 3 9", b"3 11", b"Search completed (0.001 + 4 secs)."]) == (3, 5, 9, 11)
    assert response_code([b"[AuthenticationFailed] for jan@x.nl"]) == "AUTHENTICATIONFAILED"
    assert response_code([b"no code"]) == response_code([]) == ""


def test_a_server_with_unix_line_ends_gives_the_same_mail_as_others() -> None:
    assert with_crlf(b"a: b\n\nx\n") == b"a: b\r\n\r\nx\r\n"
    assert with_crlf(b"a: b\r\n\r\nbare\nlf\r\n") == b"a: b\r\n\r\nbare\nlf\r\n"


@given(st.lists(st.one_of(st.binary(), st.binary().map(bytearray), st.binary().map(lambda x: b"1 FETCH (UID 7 " + x))))
def test_no_answer_breaks_the_reading(lines: list[bytes | bytearray]) -> None:
    assert isinstance(fetched(lines), dict)
    assert isinstance(searched(lines), tuple)
    assert isinstance(listed(lines), tuple)
    assert isinstance(response_code(lines), str)
