"""How much a colleague changed, and how that reads."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model import FetchedMail, Located
from bot.pipeline.sent_items import note_of, sent_mail, size_of_change
from tests.pipeline.desks import START, Clockwork, open_test_desk

TEXT = "Beste Hanneke, dank voor je aanmelding. We zoeken nu vier andere gemeenten."


@pytest.mark.parametrize(
    ("theirs", "size"),
    [
        (TEXT, 0),
        (TEXT.replace(" ", "\n"), 0),
        (TEXT.replace("Hanneke", "Joke"), 1 / 12),
        ("", 1),
        ("Iets heel anders", 1),
    ],
)
def test_the_size_of_a_change_is_the_part_of_the_words(theirs: str, size: float) -> None:
    assert size_of_change(TEXT, theirs) == pytest.approx(size)


@given(st.text(), st.text())
def test_the_size_of_a_change_is_a_part(ours: str, theirs: str) -> None:
    assert 0 <= size_of_change(ours, theirs) <= 1


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "De tekst is niet gewijzigd."),
        (0.001, "Ongeveer 1% van de tekst is gewijzigd."),
        (0.124, "Ongeveer 12% van de tekst is gewijzigd."),
    ],
)
def test_the_note_says_when_and_how_much(size: float, words: str) -> None:
    assert note_of(size, START) == f"Verstuurd op 23 november 2026 om 10.00 uur. {words}"


ANY = st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f"From: a@vng.nl\r\n{text}".encode())


@given(raws=st.lists(ANY, max_size=20))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
async def test_headers_of_any_kind_are_read_without_a_crash(raws: list[bytes], tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        for raw in raws:
            found = sent_mail(desk, FetchedMail(Located("Sent", 1, 1), raw, None))
            assert found is None or found.ids


@pytest.mark.parametrize("moved", [0, 400])
async def test_an_answer_was_sent_when_it_says_though_a_migration_moved_it_since(tmp_path: Path, moved: int) -> None:
    clock = Clockwork()
    clock.move(days=500)
    raw = b"From: j.bakker@vng.nl\r\nTo: a@b.nl\r\nIn-Reply-To: <x@y>\r\nMessage-ID: <z@vng.nl>\r\nDate: %s\r\n\r\n"
    raw = raw.replace(b"%s", START.strftime("%a, %d %b %Y %H:%M:%S +0000").encode())
    async with open_test_desk(tmp_path, clock=clock) as desk:
        found = sent_mail(desk, FetchedMail(Located("Sent", 1, 1), raw, START + timedelta(days=moved)))
        assert found is not None
        assert found.at == START
