"""Our own mail: the thread holds, nothing of a stranger becomes a header, and the text is in both parts."""

import email.policy
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InvalidInput
from bot.mail.compose import Original, compose_own, compose_reply
from bot.mail.parse import parse
from bot.model import Address, Composed

US = Address("Thorbecke2024", "thorbecke2024@vng.nl")
JOKE = Address("Joke Brandsma", "joke@veenrijk.example")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MESSAGE_ID = "<een@thorbecke2024.vng.nl>"
HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "X-Thorbecke-Mail", "X-Thorbecke-Id"]


def reply(
    text: str = "Beste Joke,\n\nDank.", subject: str = "vraag", original: Original | None = None, to: Address = JOKE
) -> Composed:
    return compose_reply(
        text=text, subject=subject, sender=US, recipient=to, rfc_message_id=MESSAGE_ID, date=NOW, original=original
    )


def read(composed: Composed) -> EmailMessage:
    message = message_from_bytes(composed.raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def own_headers(composed: Composed) -> list[str]:
    return [name for name in read(composed) if not name.startswith(("Content-", "MIME-"))]


def test_an_answer_keeps_the_thread_with_long_ids_whole() -> None:
    ids = tuple(f"<{n:02}{'A' * 80}@prod.outlook.example>" for n in range(40))
    composed = reply(original=Original(rfc_message_id="<laatste@x.example>", references=ids, text="hoi"))
    mail = parse(composed.raw)
    assert mail.in_reply_to == "<laatste@x.example>"
    assert mail.references == (ids[0], *ids[-28:], "<laatste@x.example>")
    assert max(len(line) for line in composed.raw.split(b"\r\n")) <= 998
    assert b"=?" not in composed.raw.split(b"References:")[1].split(b"MIME-Version")[0]


def test_an_original_without_a_message_id_is_answered_all_the_same() -> None:
    assert own_headers(reply(original=Original(text="hoi"))) == HEADERS
    assert own_headers(reply(original=Original(rfc_message_id="<kap ot>", text="hoi"))) == HEADERS


@pytest.mark.parametrize("subject", ["vraag", "Re: vraag", "RE: Re: Antw: vraag", "AW: vraag"])
def test_re_stands_there_once(subject: str) -> None:
    assert parse(reply(subject=subject, original=Original(text="x")).raw).subject == "Re: vraag"


@pytest.mark.parametrize(
    "evil",
    [
        "x\r\nBcc: evil@x.example",
        "=?UTF-8?Q?=0D=0ABcc=3A_evil@x.example?=",
        "=?UTF-8?Q?=3D=3FUTF-8=3FQ=3F=0D=0ABcc=3A_x=3F=3D?=",
        "é =?UTF-8?B?DQpCY2M6IHg=?= \x00\x0b\u2028Bcc: x",
        "x" * 5_000,
    ],
)
def test_a_stranger_cannot_write_a_header(evil: str) -> None:
    composed = reply(subject=evil, to=Address(evil, "joke@veenrijk.example"), original=Original(text=evil))
    assert own_headers(composed) == HEADERS
    assert composed.rcpt_to == ("joke@veenrijk.example",)
    assert b"\nBcc" not in composed.raw.partition(b"\r\n\r\n")[0]


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=200))
def test_any_text_gives_these_headers_and_this_recipient(name: str, subject: str, text: str) -> None:
    composed = reply(
        text=text, subject=subject, to=Address(name, "joke@veenrijk.example"), original=Original(text=text)
    )
    assert own_headers(composed) == HEADERS
    assert [one.addr_spec for one in parse(composed.raw).to] == ["joke@veenrijk.example"]


@pytest.mark.parametrize(
    "addr_spec",
    ["", "joke", "joke@", "@x.example", "jö@x.example", "a b@x.example", "a@b.nl\r\nRCPT TO:<x@y>", "a@b@c",
     "a..b@x.nl", "a@x..nl", "a" * 65 + "@x.nl", "a@" + "x" * 64 + ".nl", "a@-x.nl", "a,b@x.nl"],
)  # fmt: skip
def test_an_unusable_address_is_refused_in_dutch(addr_spec: str) -> None:
    with pytest.raises(InvalidInput, match="kan geen mail worden gestuurd"):
        reply(to=Address("", addr_spec))


def test_a_domain_with_accents_goes_out_in_ascii() -> None:
    assert reply(to=Address("", "joke@gemeenté.example")).rcpt_to == ("joke@xn--gemeent-hya.example",)


def test_both_parts_hold_the_text_and_the_quote() -> None:
    text = "Beste Joke,\n\nKijk op https://vng.nl/x.\n\n- een\n- <b>twee</b>\n\nGroet & dank"
    original = Original(sender=JOKE, date=NOW, text="Hoe werkt het?\n> oud")
    message = read(reply(text, original=original))
    plain, html = (str(part.get_content()).replace("\r\n", "\n") for part in message.iter_parts())
    assert "Op 22 november 2026 om 10.00 uur schreef Joke Brandsma:\n> Hoe werkt het?\n>> oud" in plain
    assert '<a href="https://vng.nl/x">https://vng.nl/x</a>.' in html
    assert "<ul>\n<li>een</li>\n<li>&lt;b&gt;twee&lt;/b&gt;</li>\n</ul>" in html
    assert "<p>Groet &amp; dank</p>" in html
    assert "schreef Joke Brandsma:" in html


def test_our_answer_is_split_again_by_our_own_reader() -> None:
    mail = parse(reply(original=Original(sender=JOKE, date=NOW, text="Hoe werkt het?")).raw)
    assert mail.unquoted_text == "Beste Joke,\n\nDank."


def test_an_approved_answer_is_not_automatic_and_the_digest_is() -> None:
    assert "auto-submitted" not in parse(reply().raw).headers
    digest = compose_own(
        text="Open: 3",
        html="<p>Open: 3</p>",
        subject="Weekoverzicht één",
        sender=US,
        recipient=JOKE,
        rfc_message_id=MESSAGE_ID,
        date=NOW,
        attachments=(("overzicht.csv", "text/csv", b"a;b\r\n"),),
    )
    mail = parse(digest.raw)
    assert mail.headers["auto-submitted"] == ("auto-generated",)
    assert mail.headers["x-auto-response-suppress"] == ("All",)
    assert [(one.filename, one.size) for one in mail.attachments] == [("overzicht.csv", 5)]
    assert (mail.subject, mail.text) == ("Weekoverzicht één", "Open: 3")


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert reply().raw == reply().raw


def test_a_broken_message_id_of_our_own_is_refused() -> None:
    with pytest.raises(InvalidInput):
        compose_reply(text="x", subject="x", sender=US, recipient=JOKE, rfc_message_id="x", date=NOW)
