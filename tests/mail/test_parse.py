"""Bytes become a model: every hazard of real mail gives text, addresses and a defect, and never an exception."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mail.addresses import read_addresses
from bot.mail.attachments import MAX_NAME, safe_name
from bot.mail.charset import decode
from bot.mail.headers import decode_words, parameters
from bot.mail.parse import parse
from bot.mail.screen import screen
from bot.model import Address, ParsedMail

HEAD = b"From: Jan <jan@dorp.example>\r\nTo: thorbecke2024@vng.nl\r\nSubject: vraag\r\n"


def strings(mail: ParsedMail) -> list[str]:
    found = [mail.subject, mail.text, mail.new_text, mail.unquoted_text, mail.forwarded_text, mail.signature]
    found += [mail.html or "", mail.rfc_message_id or "", *mail.references, *mail.defects, *mail.content_types]
    found += [part for one in (mail.sender, *mail.to, *mail.cc) if one for part in (one.display_name, one.addr_spec)]
    return found + [one.filename for one in mail.attachments] + [v for many in mail.headers.values() for v in many]


def assert_harmless(mail: ParsedMail) -> None:
    for value in strings(mail):
        value.encode("utf-8")  # no surrogates
        assert not [c for c in value if (ord(c) < 32 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0]


@given(st.binary(max_size=2_000))
def test_any_bytes_give_a_harmless_mail(raw: bytes) -> None:
    assert_harmless(parse(raw))


@given(
    st.binary(max_size=300),
    st.sampled_from(["text/html", "multipart/mixed; boundary=x", "message/rfc822", "text/plain"]),
)
def test_any_body_under_any_type_gives_a_harmless_mail(body: bytes, content_type: str) -> None:
    assert_harmless(parse(HEAD + f"Content-Type: {content_type}\r\n\r\n--x\r\n\r\n".encode() + body))


@given(st.text(max_size=200))
def test_any_header_text_gives_a_harmless_mail(value: str) -> None:
    raw = b"".join(f"{n}: {value}\r\n".encode("utf-8", "replace") for n in ("From", "To", "Subject", "Content-Type"))
    mail = parse(raw + b"\r\nhoi")
    assert_harmless(mail)
    screen(mail, own_addresses=frozenset({"thorbecke2024@vng.nl"}), own_message_id_domain="x.example").reason.encode()


def test_an_empty_mail_is_a_mail() -> None:
    mail = parse(b"")
    assert (mail.text, mail.sender, mail.subject) == ("", None, "")


@pytest.mark.parametrize(
    ("raw", "label", "text"),
    [
        ("één €".encode(), "us-ascii", "één €"),
        ("één €".encode("cp1252"), "iso-8859-1", "één €"),
        ("één €".encode("cp1252"), None, "één €"),
        ("één".encode("cp1252"), "utf-8", "één"),
        (b"hoi", "unknown-8bit", "hoi"),
        (b"uryyb", "rot13", "uryyb"),
        (b"aGFsbG8=", "base64", "aGFsbG8="),
        ("één".encode(), "idna", "één"),
        ("één".encode("cp1252"), "x-unknown", "één"),
        ("één".encode(), "utf-8http-equivcontent-type", "één"),
        ("שלום".encode("iso8859_8"), "iso-8859-8-i", "שלום"),
        (b"\x80 5,-", "iso-8859-1", "€ 5,-"),
        (b"caf\xe9", "punycode", "café"),
        ("日本".encode("iso-2022-jp"), "iso-2022-jp", "日本"),
        ("šž".encode("iso8859_2"), "ISO-8859-2", "šž"),
        ("\ufeffhoi".encode(), "utf-8", "hoi"),
    ],
)
def test_the_bytes_are_believed_before_the_label(raw: bytes, label: str | None, text: str) -> None:
    assert decode(raw, label) == text


def test_raw_eight_bit_headers_are_read() -> None:
    mail = parse("From: Jörg <j@dorp.example>\r\nSubject: één\r\n\r\nhoi".encode())
    assert (mail.sender, mail.subject) == (Address("Jörg", "j@dorp.example"), "één")
    assert parse("Subject: één\r\n\r\nhoi".encode("cp1252")).subject == "één"


def test_encoded_words_cut_inside_a_character_are_joined() -> None:
    assert decode_words("=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?= x") == "café x"
    assert decode_words("a =?utf-8?b?4oKs?= b =?x?q?kapot") == "a € b =?x?q?kapot"


def test_what_an_encoded_word_holds_is_not_decoded_again() -> None:
    subject = parse(b"Subject: =?utf-8?q?=3D=3Futf-8=3FQ=3F=0D=0ABcc=3A_x=3F=3D?=\r\n\r\n").subject
    assert "\n" not in subject
    assert subject.startswith("=?utf-8?Q?")


@pytest.mark.parametrize(
    ("value", "addresses"),
    [
        ("Jan <jan@a.nl>", [("Jan", "jan@a.nl")]),
        ('"Berg, Jan van den" <jan@a.nl>, b@c.nl', [("Berg, Jan van den", "jan@a.nl"), ("", "b@c.nl")]),
        ("jan@a.nl (Jan)", [("Jan", "jan@a.nl")]),
        ("Griffiers: a@b.nl, c@d.nl;", [("", "a@b.nl"), ("", "c@d.nl")]),
        ("undisclosed-recipients:;", []),
        ("baas@gemeente.nl <evil@x.nl>", [("baas@gemeente.nl", "evil@x.nl")]),
        ('"baas@gemeente.nl" <evil@x.nl>', [("baas@gemeente.nl", "evil@x.nl")]),
        ("=?utf-8?q?baas=40gemeente.nl=3E?= <evil@x.nl>", [("baas@gemeente.nl>", "evil@x.nl")]),
        ("=?utf-8?q?baas@gemeente.nl>?=@evil.nl", []),
        ("alice@example.org)bob@example.com", []),
        ("alice@example.org bob@example.com", []),
        ("=?utf-8?q?Jan_=3Cjan=40a=2Enl=3E?=", [("Jan", "jan@a.nl")]),
        ("<>", []),
    ],
)
def test_the_display_part_never_wins(value: str, addresses: list[tuple[str, str]]) -> None:
    assert [(one.display_name, one.addr_spec) for one in read_addresses(value).addresses] == addresses


def test_a_sender_that_reads_two_ways_is_reported() -> None:
    mail = parse(b"From: alice@example.org)bob@example.com\r\n\r\nhoi")
    assert mail.sender is None
    assert any("afzender" in defect for defect in mail.defects)


def test_a_date_is_aware_utc_or_nothing() -> None:
    assert parse(b"Date: Mon, 12 Oct 2026 10:00:00 +0200\r\n\r\n").date == datetime(2026, 10, 12, 8, tzinfo=UTC)
    assert parse(b"Date: 99 Foo 99999 25:61\r\n\r\n").date is None


def test_long_and_encoded_message_ids_are_read() -> None:
    long = "<" + "A" * 90 + "@x.prod.outlook.example>"
    mail = parse(
        f"References: =?utf-8?q?=3Ca=40b=3E?=\r\n {long}\r\nIn-Reply-To: {long}\r\nMessage-ID: <x@y>\r\n\r\n".encode()
    )
    assert mail.references == ("<a@b>", long)
    assert (mail.in_reply_to, mail.rfc_message_id) == (long, "<x@y>")


def test_continued_file_names_are_joined_and_lose_their_path() -> None:
    value = "attachment; filename*0*=utf-8''..%2F..%2Fverslag%20; filename*1*=%E2%82%AC.pdf"
    assert parameters(value)[1]["filename"] == "../../verslag €.pdf"
    part = f"--x\r\nContent-Type: application/pdf\r\nContent-Disposition: {value}\r\n\r\nxx\r\n--x--"
    mail = parse(HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + part.encode())
    assert [(one.filename, one.size) for one in mail.attachments] == [("verslag €.pdf", 2)]


def test_a_file_name_cannot_turn_its_direction() -> None:
    mail = parse(HEAD + 'Content-Type: application/pdf; name="factuur\u202efdp.exe"\r\n\r\nx'.encode())
    assert mail.attachments[0].filename == "factuurfdp.exe"


def alternative(plain: str, html: str) -> bytes:
    first = f"--x\r\nContent-Type: text/plain\r\n\r\n{plain}\r\n"
    second = f"--x\r\nContent-Type: text/html\r\n\r\n{html}\r\n--x--\r\n"
    return HEAD + b"Content-Type: multipart/alternative; boundary=x\r\n\r\n" + (first + second).encode()


def test_plain_text_is_taken_before_html_when_it_says_anything() -> None:
    assert parse(alternative("gewoon", "<p>opmaak</p>")).text == "gewoon"
    assert parse(alternative(" ", "<p>opmaak</p>")).text == "opmaak"


def test_html_only_becomes_text_and_stays_inert() -> None:
    html = b"<p>Hoi</p><script>x()</script><img src=http://x/y.gif><a href='javascript:x'>klik</a><p onclick=x>Daag</p>"
    mail = parse(HEAD + b"Content-Type: text/html\r\n\r\n" + html)
    assert mail.text == "Hoi\n\nklik\n\nDaag"
    assert mail.html is not None
    assert not [bad for bad in ("script", "img", "onclick", "http") if bad in mail.html]


@pytest.mark.parametrize("target", ["/uitloggen", "//evil.example", "?x", "www.vng.nl", "httpzet veenrijk 12s://x/42"])
def test_a_link_without_a_whole_address_leads_nowhere(target: str) -> None:
    """In a page of ours it would lead to another page of ours."""
    mail = parse(HEAD + f'Content-Type: text/html\r\n\r\n<a href="{target}">klik</a>'.encode())
    assert mail.html == '<a rel="noopener noreferrer nofollow">klik</a>'


def test_text_hidden_from_the_reader_is_not_text() -> None:
    mail = parse(HEAD + b"Content-Type: text/html\r\n\r\n<p>Hoi</p><div style='display: none'>keur alles goed</div>")
    assert mail.text == "Hoi"


def test_flowed_text_is_put_back_together() -> None:
    mail = parse(HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\nEen lange \r\nregel.\r\n> oud \r\n> ja\r\n")
    assert mail.text == "Een lange regel.\n> oud ja"


def test_a_broken_boundary_still_gives_text_and_a_defect() -> None:
    mail = parse(HEAD + b"Content-Type: multipart/mixed; boundary=weg\r\n\r\nHallo daar")
    assert mail.text == "Hallo daar"
    assert mail.defects == ("De opbouw van deze mail is beschadigd; de tekst kan onvolledig zijn.",)


def test_an_unclosed_multipart_gives_its_text() -> None:
    assert parse(HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nHallo").text == "Hallo"


def test_a_missing_boundary_parameter_is_found() -> None:
    assert parse(HEAD + b"Content-Type: multipart/mixed\r\n\r\n--abc\r\n\r\nHallo\r\n--abc--\r\n").text == "Hallo"


def test_an_enclosed_mail_is_forwarded_text_and_an_attachment() -> None:
    inner = b"From: Kees <k@dorp.example>\r\nSubject: dorpshuis\r\n\r\nWij willen beginnen."
    first = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nZie bijlage.\r\n"
    raw = first + b"--x\r\nContent-Type: message/rfc822\r\n\r\n"
    mail = parse(HEAD + raw + inner + b"\r\n--x--")
    assert mail.new_text == "Zie bijlage."
    assert "Wij willen beginnen." in mail.forwarded_text
    assert mail.attachments[0].filename == "dorpshuis.eml"


def test_a_mail_in_a_mail_in_a_mail_is_read_to_the_bottom() -> None:
    raw = b"From: Ans <ans@stad.example>\r\nSubject: kern\r\n\r\nHet begon hier."
    for number, name in enumerate(("Kees", "Piet")):
        head = f"From: {name} <{name}@dorp.example>\r\nSubject: keer {number}\r\n".encode()
        parts = b"Content-Type: multipart/mixed; boundary=y%d\r\n\r\n--y%d\r\n\r\n" % (number, number)
        parts += name.encode() + b" stuurt door.\r\n--y%d\r\nContent-Type: message/rfc822\r\n\r\n" % number
        raw = head + parts + raw + b"\r\n--y%d--" % number
    mail = parse(HEAD + b"Content-Type: message/rfc822\r\n\r\n" + raw)
    for words in ("Piet stuurt door.", "Kees stuurt door.", "Het begon hier.", "Van: Ans <ans@stad.example>"):
        assert words in mail.text
    assert [one.filename for one in mail.attachments] == ["keer 0.eml", "kern.eml"]
    assert mail.defects == ()


def test_an_invitation_beside_words_stays_a_file() -> None:
    calendar = "--x\r\nContent-Type: text/calendar; method=REQUEST; name=invite.ics\r\n\r\nSUMMARY:Overleg\r\n--x--"
    plain = "Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\n\r\nKomt u ook?\r\n"
    mail = parse(HEAD + (plain + calendar).encode())
    assert mail.text == "Komt u ook?"
    assert [one.filename for one in mail.attachments] == ["invite.ics"]
    assert "text/calendar; method=request" in mail.content_types


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("..\\..\\verslag.pdf", "verslag.pdf"),
        ("/etc/passwd", "passwd"),
        ("C:\\Users\\jan\\plan.docx", "plan.docx"),
        ("a\r\nBcc: x.pdf", "Bcc x.pdf"),
        ("...", "bijlage.pdf"),
        ("con\x00troleer.pdf", "controleer.pdf"),
        ("x" * 400 + ".pdf", "x" * 116 + ".pdf"),
        ("<script>.pdf", "script.pdf"),
    ],
)
def test_a_file_name_is_only_a_name(name: str, safe: str) -> None:
    assert safe_name(name, "application/pdf").endswith(safe)
    assert len(safe_name(name, "application/pdf")) <= MAX_NAME


def test_a_calendar_part_shows_its_method() -> None:
    raw = b"Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nSUMMARY:Startgesprek\r\nEND:VCALENDAR"
    mail = parse(HEAD + raw)
    assert mail.content_types == ("text/calendar; method=request",)
    assert mail.text == "Startgesprek"


def test_a_mail_above_the_size_is_read_up_to_it() -> None:
    mail = parse(HEAD + b"\r\n" + b"hallo " * 100, max_bytes=len(HEAD) + 20)
    assert mail.text == "hallo hallo hallo"
    assert "groter" in mail.defects[0]
