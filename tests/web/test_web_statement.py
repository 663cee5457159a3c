"""The accessibility statement has the headings of the official model, so that people find what they know."""

import re

from tests.web.room import Room

MODEL = (
    "Toegankelijkheidsverklaring",
    "Verklaring",
    "Nalevingsstatus",
    "Akkoordverklaring",
    "Feedback en contactgegevens",
    "Handhavingsprocedure",
    "Toelichting",
    "Onderbouwing van de verklaring",
    "Niet-toegankelijke inhoud",
    "Uitleg over de nalevingsstatussen",
)
"""As in the register of statements of the Dutch government (toegankelijkheidsverklaring.nl)."""


async def test_the_statement_has_the_headings_of_the_official_model(room: Room) -> None:
    async with room.browser() as browser:
        text = (await browser.get("/toegankelijkheid")).text.replace("&shy;", "")
    headings = re.findall(r"<h[123][^>]*>([^<:]+)", text)
    assert tuple(headings) == MODEL
    assert "mailto:thorbecke2024@vng.nl" in text
