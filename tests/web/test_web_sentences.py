"""Where each sentence of a draft comes from."""

from datetime import date

from bot.model import DraftText, SentenceEvidence
from bot.web.sentences import passages
from tests.web.room import Room, library

TODAY = date(2026, 11, 20)
ENTRIES = library().entries
ENTRY = next(iter(ENTRIES))


def seen(text: str, *evidence: tuple[str, str], made: str = "") -> list[tuple[str, str]]:
    """(text, kind of source) of each passage."""
    draft = DraftText("x", "Re: x", text, evidence=tuple(SentenceEvidence(*piece) for piece in evidence))
    found = passages(draft, made, ENTRIES, TODAY)
    return [(p.text, "item" if p.entry else "collega" if p.written else "vast") for p in found]


def test_a_sentence_points_to_its_entry_whatever_its_line_breaks_are() -> None:
    text = "Dag.\n\nVijf gemeenten leren\nsamen. Tot ziens."
    pieces = (("Dag.", "template:groet"), ("Vijf gemeenten leren samen.", f"entry:{ENTRY}"))
    assert seen(text, *pieces) == [
        ("Dag.", "vast"),
        ("Vijf gemeenten leren\nsamen.", "item"),
        ("Tot ziens.", "collega"),
    ]


def test_neighbours_with_one_source_are_one_passage() -> None:
    pieces = (("Een.", f"entry:{ENTRY}"), ("Twee.", f"entry:{ENTRY}"), ("Drie.", "template:a"), ("Vier.", "template:b"))
    assert seen("Een. Twee. Drie. Vier.", *pieces) == [("Een. Twee.", "item"), ("Drie. Vier.", "vast")]


def test_what_the_assistant_wrote_without_source_is_not_laid_at_the_door_of_a_colleague() -> None:
    text = "Beste Jan,\n\nIk bel morgen.\n\nMet groet"
    assert seen(text, made="Beste Jan,\n\nMet groet") == [
        ("Beste Jan,", "vast"),
        ("Ik bel morgen.", "collega"),
        ("Met groet", "vast"),
    ]


def test_the_same_sentence_twice_is_shown_twice() -> None:
    pieces = (("Ja.", f"entry:{ENTRY}"), ("Ja.", f"entry:{ENTRY}"))
    assert seen("Ja. Nee hoor. Ja.", *pieces) == [("Ja.", "item"), ("Nee hoor.", "collega"), ("Ja.", "item")]


def test_an_entry_that_no_longer_exists_leaves_the_sentence_without_a_link() -> None:
    assert seen("Ja.", ("Ja.", "entry:weg")) == [("Ja.", "vast")]


def test_an_empty_draft_has_no_passages() -> None:
    assert seen("  \n") == []


async def test_what_is_told_of_a_meeting_leads_to_its_page(room: Room) -> None:
    said = SentenceEvidence("De bijeenkomst is op 4 december.", "meeting:1")
    draft = DraftText("x", "Re: x", f"{said.sentence} Graag tot dan.", evidence=(said,))
    number = await room.arrive(draft=draft)
    (told, _) = passages(draft, draft.text, ENTRIES, TODAY)
    assert (told.meeting, told.entry, told.written) == (1, None, False)
    async with room.logged_in("kim") as browser:
        page = (await browser.get(f"/berichten/{number}")).text
        assert 'href="/bijeenkomsten/1">Bijeenkomst 1</a>' in page
        assert "zoals gepland toen dit concept werd gemaakt" in page
