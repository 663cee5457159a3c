"""The recipients of a reply on the page: chips with what is to be noticed, and a copy that is looked at twice."""

from bot.lifecycle import Status
from bot.mail.parse import parse
from tests.web.room import DRAFT, Room, post

FORM = {"onderwerp": "Re: Leerkring", "tekst": DRAFT, "versie": "1"}


async def press(room: Room, noun: str, **fields: str) -> tuple[int, str]:
    """Press a button of the form; the status of the answer, and the page that it shows or leads to."""
    number = room.messages[Status.AWAITING_REVIEW]
    async with room.logged_in("lotte") as browser:
        answer = await post(browser, f"/berichten/{number}/{noun}", f"/berichten/{number}", **FORM | fields)
        html = answer.text if answer.status_code == 422 else (await browser.get(f"/berichten/{number}")).text
        return answer.status_code, html


async def test_a_copy_is_saved_as_a_chip_with_what_is_to_be_noticed(room: Room) -> None:
    code, html = await press(room, "concept", kopie='griffie@zaltbommel.nl, "<b>" <x@gmail.com>')
    assert code == 303
    assert "Let op: stond niet in de mail</span>" in html
    assert "Let op: stond niet in de mail en hoort niet bij Zaltbommel</span>" in html
    assert 'value="griffie@zaltbommel.nl, x@gmail.com"' in html
    assert "<b>" not in html


async def test_a_new_address_stops_the_approval_once(room: Room) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    code, html = await press(room, "goedkeuring", kopie="x@gmail.com", gezien="")
    assert code == 422
    assert "Er is nog niets verstuurd." in html
    assert "x@gmail.com stond niet in de mail en hoort niet bij Zaltbommel" in html
    assert 'name="gezien" value="x@gmail.com"' in html
    assert (await room.desk.store.message(number)).draft_version == 1
    code, html = await press(room, "goedkeuring", kopie="x@gmail.com", gezien="x@gmail.com")
    assert code == 303
    assert "Kopie aan</span> <strong" in html
    outgoing = await room.desk.store.outgoing(number)
    assert outgoing
    assert outgoing.rcpt_to == ("m.vandenberg@zaltbommel.nl", "x@gmail.com")
    assert [each.addr_spec for each in parse(outgoing.raw).cc] == ["x@gmail.com"]


async def test_what_is_no_address_is_told_with_the_text_kept(room: Room) -> None:
    code, html = await press(room, "goedkeuring", kopie="geen adres", tekst="Mijn eigen tekst")
    assert code == 422
    assert "Deze adressen kunnen niet worden gelezen." in html
    assert 'value="geen adres"' in html
    assert "Mijn eigen tekst" in html


async def test_an_empty_field_takes_the_copy_away(room: Room) -> None:
    await press(room, "concept", kopie="griffie@zaltbommel.nl")
    _, html = await press(room, "concept", kopie="", versie="2")
    assert "griffie@zaltbommel.nl" not in html
    assert 'aria-label="Wie het antwoord krijgt"' in html
