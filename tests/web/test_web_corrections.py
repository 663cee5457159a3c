"""The form for corrections on the page of a message, and the page on which the content editor judges them."""

import yaml

from bot.lifecycle import Status
from bot.model import Kind, Standing
from tests.web.room import Room, post

FIELDS = {"dienst": ["quickscan", ""], "soort": ["informatie", ""], "gemeenten": "Zaltbommel", "onderwerpen": "1"}


async def corrected(room: Room, **other: object) -> str:
    """The page of a message that lotte corrected."""
    page = f"/berichten/{room.messages[Status.AWAITING_REVIEW]}"
    async with room.logged_in("lotte") as browser:
        answer = await post(browser, f"{page}/indeling", page, **(FIELDS | other))
        assert answer.status_code == 303, answer.text
    return page


async def standing(room: Room) -> Standing:
    (only,) = await room.desk.store.corrections()
    return only.standing


async def test_role_and_topics_can_be_corrected(room: Room) -> None:
    await corrected(room, rol="griffier", onderwerp=["jongeren", "inclusie"])
    understanding = (await room.desk.store.message(room.messages[Status.AWAITING_REVIEW])).understanding
    assert understanding is not None
    assert (understanding.role, understanding.topics) == ("griffier", ("jongeren", "inclusie"))


async def test_a_message_without_a_request_can_get_another_kind(room: Room) -> None:
    await corrected(room, dienst=[""], soort=[""], bericht="bedankje")
    message = await room.desk.store.message(room.messages[Status.AWAITING_REVIEW])
    assert (message.kind, message.draft_version) == (Kind.BEDANKJE, 0)


async def test_a_label_outside_the_lists_is_refused(room: Room) -> None:
    page = f"/berichten/{room.messages[Status.AWAITING_REVIEW]}"
    async with room.logged_in("lotte") as browser:
        for wrong in ({"rol": "tovenaar"}, {"onderwerp": "magie"}, {"bericht": "toverspreuk"}):
            assert (await post(browser, f"{page}/indeling", page, **(FIELDS | wrong))).status_code == 422


async def test_the_editor_accepts_rejects_and_changes_that(room: Room) -> None:
    await corrected(room)
    (only,) = await room.desk.store.corrections()
    path = f"/correcties/{only.id}/oordeel"
    async with room.logged_in("els") as browser:
        html = (await browser.get("/correcties")).text
        for words in (
            "Nog te bekijken",
            "Quick Scan Lokale Democratie, informatie",
            "Lotte de Wit",
            "1 correctie wacht",
        ):
            assert words in html
        for was, becomes in (("wacht", "aangenomen"), ("aangenomen", "afgewezen")):
            answer = await post(browser, path, "/correcties", was=was, wordt=becomes)
            assert answer.headers["location"] == "/correcties"
            assert await standing(room) == becomes
        await post(browser, path, "/correcties", was="wacht", wordt="aangenomen")  # somebody else was first
        assert "Er is niets gewijzigd" in (await browser.get("/correcties")).text
        assert await standing(room) is Standing.REJECTED


async def test_accepted_corrections_are_a_file_without_names(room: Room) -> None:
    await corrected(room)
    (only,) = await room.desk.store.corrections()
    async with room.logged_in("els") as browser:
        assert (await browser.get("/correcties.yaml")).text == ""
        await post(browser, f"/correcties/{only.id}/oordeel", "/correcties", was="wacht", wordt="aangenomen")
        answer = await browser.get("/correcties.yaml")
    (example,) = yaml.safe_load(answer.text)
    assert answer.headers["content-disposition"].startswith("attachment")
    assert example["requests"] == [["quickscan", "informatie"]]
    assert "Marieke" not in answer.text


async def test_a_page_without_corrections_says_how_to_make_one(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        assert "Indeling verbeteren" in (await browser.get("/correcties")).text
