"""Signed and encrypted mail (S/MIME): what is only wrapped is read, what is encrypted is told to a person."""

from base64 import b64decode, encodebytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mail.cms import signed_content
from bot.mail.parse import parse

IN_ONE_PIECE = b64decode(
    "MIIB3QYJKoZIhvcNAQcCoIIBzjCCAcoCAQExDTALBglghkgBZQMEAgEwggEhBgkqhkiG9w0BBwGgggESBIIBDkNvbnRlbnQtVHlw"
    "ZTogbXVsdGlwYXJ0L2FsdGVybmF0aXZlOyBib3VuZGFyeT0iYiIKCi0tYgpDb250ZW50LVR5cGU6IHRleHQvcGxhaW47IGNoYXJz"
    "ZXQ9dXRmLTgKQ29udGVudC1UcmFuc2Zlci1FbmNvZGluZzogcXVvdGVkLXByaW50YWJsZQoKQmVzdGUgY29sbGVnYSdzLAoKR3Jh"
    "YWcgZG9lbiB3aWogbWVlIGFhbiBlZW4gbGVlcmtyaW5nIG92ZXIgaW5jbHVzaWUgKGNhZj1DMz1BOSkuCi0tYgpDb250ZW50LVR5"
    "cGU6IHRleHQvaHRtbAoKPHA+R3JhYWc8L3A+Ci0tYi0tCjGBkDCBjQIBATAnMA8xDTALBgNVBAMMBFRlc3QCFESNmOhsLjZuoH5u"
    "LfjzXL7NrYkeMAsGCWCGSAFlAwQCATAKBggqhkjOPQQDAgRGMEQCIFVTTYe44F4IVLN1C6Gq7EkvPns41YsDtQXeIkx2GB+1AiBO"
    "xUpkE/57sptHLTpw302fRxjfDxXtLEviVtJK5JidBw=="
)
"""As ``openssl cms -sign -nodetach`` writes it."""
IN_PIECES = b64decode(
    "MIAGCSqGSIb3DQEHAqCAMIACAQExDTALBglghkgBZQMEAgEwgAYJKoZIhvcNAQcBoIAkgASCAQ5Db250ZW50LVR5cGU6IG11bHRp"
    "cGFydC9hbHRlcm5hdGl2ZTsgYm91bmRhcnk9ImIiCgotLWIKQ29udGVudC1UeXBlOiB0ZXh0L3BsYWluOyBjaGFyc2V0PXV0Zi04"
    "CkNvbnRlbnQtVHJhbnNmZXItRW5jb2Rpbmc6IHF1b3RlZC1wcmludGFibGUKCkJlc3RlIGNvbGxlZ2EncywKCkdyYWFnIGRvZW4g"
    "d2lqIG1lZSBhYW4gZWVuIGxlZXJrcmluZyBvdmVyIGluY2x1c2llIChjYWY9QzM9QTkpLgotLWIKQ29udGVudC1UeXBlOiB0ZXh0"
    "L2h0bWwKCjxwPkdyYWFnPC9wPgotLWItLQoAAAAAAAAxgZIwgY8CAQEwJzAPMQ0wCwYDVQQDDARUZXN0AhREjZjobC42bqB+bi34"
    "81y+za2JHjALBglghkgBZQMEAgEwCgYIKoZIzj0EAwIESDBGAiEAoZBHAlRFKManQNadpkKobdvMLu869Z1BnwKDy4vW+PYCIQCb"
    "60PBn/QPc1sfm+6AkzPA3aazCEybPRbIBOzNV52hbAAAAAAAAA=="
)
"""The same with ``-stream``: lengths that are only known at the end."""
ENCRYPTED = b64decode(
    "MIICMAYJKoZIhvcNAQcDoIICITCCAh0CAQIxgc6hgcsCAQOgUaFPMAkGByqGSM49AgEDQgAEQvd3owF7OLn17ie6DP93/xjX/BLd"
    "kyp3jtM8s7jVP81ElvHQy9ewmPHaiDMyOKXWCnAT0Leyn9rH+vv8mg09dDAcBgkrgQUQhkg/AAIwDwYLKoZIhvcNAQkQAwYFADBV"
    "MFMwJzAPMQ0wCwYDVQQDDARUZXN0AhREjZjobC42bqB+bi3481y+za2JHgQo6yTU4Pq4bWP9EKVvOTqSlcrAujI9dmU/sayz9fi/"
    "lM7sYQzb0A+tszCCAUUGCSqGSIb3DQEHATAUBggqhkiG9w0DBwQIDqIIBULy4F+AggEgvPO0vCkroklTSrNF3HQ3094LJavpMuZm"
    "UFwE00SLVaPRTlcS3JFqdrXFwtEj+Sq0TDO/tPmJu/9+hdcUI3tN8fwxwurJOP2ut1Vxs7H0bbotYLEcHVeNIT2KmiyLBsAfJuUy"
    "1WTbSj4vs8hTAnBMPTYVAcD2namqE36N3lpGUOyxYacDVcdV1cZMZr7DUzCramlBjxpPUpaPfoGz3plreou38D/j53hA5tPP3Wt3"
    "XgmcEpIIx5aSQ8k6BOUy5qOzabAf83EgyrOdWjtiBTMUtA9fba/atGEt6vWyySM2WsOWeq+VKiv0XjFheLh29F6b9eAIimq3kwqY"
    "PcD6rIZ8Ek19vfLvLn5+IZ7oe5Geq5TOvvx5jsK9ozMG+ScT7Yw7"
)

TEXT = "Beste collega's,\n\nGraag doen wij mee aan een leerkring over inclusie (café)."


def mail(data: bytes, content_type: str = "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m") -> bytes:
    head = (
        f"From: a@b.nl\r\nSubject: vraag\r\nContent-Type: {content_type}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + encodebytes(data)


@pytest.mark.parametrize("data", [IN_ONE_PIECE, IN_PIECES], ids=["definite", "indefinite"])
@pytest.mark.parametrize(
    "content_type",
    [
        "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m",
        "application/x-pkcs7-mime",
        "application/octet-stream; name=smime.p7m",
    ],
)
def test_a_mail_inside_its_signature_is_read(data: bytes, content_type: str) -> None:
    found = parse(mail(data, content_type))
    assert found.text == TEXT
    assert found.html == "<p>Graag</p>"
    assert found.attachments == ()
    assert found.defects == ("Deze mail is ondertekend (S/MIME); de handtekening is niet gecontroleerd.",)


@pytest.mark.parametrize("data", [ENCRYPTED, IN_ONE_PIECE[:200], IN_PIECES[:250], b"", b"geen asn.1"])
def test_what_cannot_be_read_is_told_and_kept(data: bytes) -> None:
    found = parse(mail(data))
    assert found.text == ""
    assert found.defects == ("Deze mail is versleuteld of ingepakt (S/MIME); de tekst is hier niet leesbaar.",)
    assert [one.filename for one in found.attachments] == ["smime.p7m"]


def test_a_signed_file_that_is_no_mail_stays_a_file() -> None:
    data = IN_ONE_PIECE.replace(b"Content-Type: multipart/alternative", b"%PDF-1.7 ".ljust(35))
    assert signed_content(data) is not None
    found = parse(mail(data))
    assert (found.text, len(found.attachments)) == ("", 1)


def test_a_detached_signature_leaves_the_text_as_it_is() -> None:
    signature = "--x\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nxx\r\n--x--"
    raw = f"From: a@b.nl\r\nContent-Type: multipart/signed; boundary=x\r\n\r\n--x\r\n\r\nHallo\r\n{signature}"
    found = parse(raw.encode())
    assert (found.text, found.defects, [one.filename for one in found.attachments]) == ("Hallo", (), ["smime.p7s"])


def test_wrapping_within_wrapping_ends() -> None:
    raw = b"Content-Type: text/plain\r\n\r\nhoi"
    for _ in range(60):
        raw = b"Content-Type: application/pkcs7-mime\r\n\r\n" + _signed(raw)
    assert any("te diep" in defect for defect in parse(raw).defects)


def _signed(content: bytes) -> bytes:
    """The least that is SignedData, with lengths of four bytes."""

    def element(tag: int, inside: bytes) -> bytes:
        return bytes([tag, 0x84]) + len(inside).to_bytes(4, "big") + inside

    data = element(0x06, bytes.fromhex("2a864886f70d010701")) + element(0xA0, element(0x04, content))
    signed = element(0x02, b"\1") + element(0x31, b"") + element(0x30, data)
    kind = element(0x06, bytes.fromhex("2a864886f70d010702"))
    return element(0x30, kind + element(0xA0, element(0x30, signed)))


@given(st.sampled_from([IN_ONE_PIECE, IN_PIECES]), st.integers(0, 600), st.binary(max_size=4))
def test_damaged_wrapping_never_raises(data: bytes, at: int, other: bytes) -> None:
    signed_content(data[:at] + other + data[at + len(other) :])


@pytest.mark.parametrize("unit", [b"\x30\x80", b"\x24\x80", b"\xa0\x80\x30\x80", b"\0", b"\x04\x01a"])
@pytest.mark.timeout(20)
def test_hostile_wrapping_takes_linear_time(unit: bytes) -> None:
    begin = _signed(b"")[:40].replace(b"\x84", b"\x80")
    for data in (unit * 300_000, begin + unit * 300_000):
        assert signed_content(data) is None
