"""The queue, the weekly digest and the knowledge base."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lifecycle import WAITS_FOR, RequestState, Status
from bot.web.inbox import PAGE_SIZE
from bot.web.lists import DEFAULT, VIEWS, WORK, Filters, filters_in, filters_of, place
from bot.web.navigation import part_of
from bot.web.words import EVENT_LABELS, OUTCOME_LABELS, REQUEST_LABELS, STATUS_LABELS, age, excerpt, sureness
from tests.web.room import NOW, Room


def test_the_views_of_the_queue_show_every_status_but_purged() -> None:
    shown = {status for view in VIEWS if view.id != "alles" for status in view.asked.statuses}
    assert shown == set(Status) - {Status.PURGED}


def test_what_waits_for_a_person_stands_among_the_work() -> None:
    work = {status for view in WORK if not view.mine for status in view.asked.statuses}
    assert work == {status for status, who in WAITS_FOR.items() if who == "person"} | {Status.FAILED}


def test_everything_that_a_page_can_meet_has_a_dutch_label() -> None:
    for labels in (STATUS_LABELS, EVENT_LABELS, REQUEST_LABELS, OUTCOME_LABELS):
        assert set(labels) == set(type(next(iter(labels))))


@pytest.mark.parametrize(
    ("confidence", "words"), [(0.99, "zeer zeker"), (0.9, "zeer zeker"), (0.8, "waarschijnlijk"), (0.59, "twijfel")]
)
def test_confidence_is_said_in_words(confidence: float, words: str) -> None:
    assert sureness(confidence) == words


def test_age_counts_working_days_of_the_office() -> None:
    assert age(NOW, NOW) == "vandaag"
    assert age(NOW.replace(day=19), NOW) == "1 werkdag"
    assert age(NOW.replace(day=13), NOW) == "5 werkdagen"


def test_an_excerpt_is_one_line_that_ends_at_a_word() -> None:
    assert excerpt("een\n\ntwee") == "een twee"
    assert excerpt("woord " * 100, 20) == "woord woord woord …"


@pytest.mark.parametrize(
    "query",
    [{"vak": "onzin"}, {"na": "-1"}, {"na": "x~y"}, {"voor": "~"}, {"dienst": "onzin"}, {"stand": "sent"},
     {"na": "9" * 60 + "~1"}, {"na": "2026~" + "9" * 30}],
)  # fmt: skip
def test_a_strange_address_shows_the_plain_queue(query: dict[str, str]) -> None:
    assert filters_of(query) == Filters(DEFAULT)


@given(query=st.dictionaries(st.sampled_from(["vak", "zoek", "dienst", "gemeente", "behandelaar", "stand"]), st.text()))
def test_a_list_survives_the_way_through_a_form(query: dict[str, str]) -> None:
    filters = filters_of(query)
    assert filters_in(filters.list) == filters


async def test_the_queue_shows_what_waits_with_its_counts(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        html = (await browser.get("/")).text
        for words in ("Leerkring", "Aanmelden", "Zaltbommel", "concept klaar", "werkdag", "Nog niemand", "In twijfel"):
            assert words in html


async def test_every_view_lists_its_messages(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        for view in VIEWS:
            if view.mine:
                continue
            html = (await browser.get(f"/?vak={view.id}")).text
            for number in (room.messages[status] for status in view.asked.statuses if status in room.messages):
                assert f'href="/berichten/{number}' in html, view.id


async def test_saved_views_show_my_work_what_is_late_and_who_must_do_something(room: Room) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    thread_id = (await room.desk.store.message(number)).thread_id
    await room.desk.worklist.hand_over(number, None, "lotte", "els", NOW)
    async with room.logged_in("lotte") as lotte, room.logged_in("els") as els:
        assert f"/berichten/{number}?vak=mijn" in (await lotte.get("/?vak=mijn")).text
        assert "U hebt niets op uw naam." in (await els.get("/?vak=mijn")).text
        late = (await els.get("/?vak=laat")).text
        assert 'te laat, beloofd voor <span class="nowrap">13-11-2026' in late
        assert f"/berichten/{number}?vak=laat" in late
        for request in await room.desk.store.requests_of(thread_id):
            await room.desk.store.change_request(request.id, RequestState.OPEN, RequestState.WAITING, "els", NOW)
        assert f"/berichten/{number}?vak=gemeente" in (await els.get("/?vak=gemeente")).text
        assert f"/berichten/{number}?vak=ons" not in (await els.get("/?vak=ons")).text


async def test_the_queue_is_searched_filtered_and_paged_by_its_address(room: Room) -> None:
    for _ in range(PAGE_SIZE):
        await room.arrive()
    async with room.logged_in("kim") as browser:
        first = (await browser.get("/")).text
        last = (await room.desk.worklist.rows(DEFAULT.asked, NOW.date(), size=PAGE_SIZE)).rows[-1]
        on = "/?na=" + quote(place(last.key))
        assert f'href="{on}"' in first
        second = (await browser.get(on)).text
        assert ">Begin</a>" in second
        assert first.count('class="queue__message"') == PAGE_SIZE
        assert second.count('class="queue__message"') == 1
        assert "Niets gevonden met deze filters." in (await browser.get("/?zoek=onvindbaar")).text
        assert "Niets gevonden met deze filters." in (await browser.get("/?dienst=theater")).text
        assert "Niets gevonden met deze filters." in (await browser.get("/?gemeente=Zeist")).text
        assert "berichten gevonden" in (await browser.get("/?zoek=kernendemocratie&dienst=leerkring")).text
        assert "1 bericht gevonden" in (await browser.get("/?vak=alles&stand=closed&gemeente=Zaltbommel")).text


async def test_a_search_marks_what_it_found_tells_slips_and_offers_the_rest(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        html = (await browser.get("/?zoek=kirng&vak=mislukt")).text
        assert "Zoeken in alle berichten" in html
        html = (await browser.get("/?zoek=leerkirng")).text
        assert "leerkirng" in html.split("Geen bericht met")[1]
        assert "Gezocht is op: <strong>leerkring</strong>." in html
        assert '<small>In onderwerp:</small> <mark class="utrecht-mark">Leerkring</mark> kernendemocratie' in html
        assert "<small>In concept:</small>" in html


async def test_the_queue_of_a_reader_has_nothing_to_tick(room: Room) -> None:
    async with room.logged_in("kim") as reader, room.logged_in("lotte") as reviewer:
        assert 'type="checkbox" form="samen"' not in (await reader.get("/")).text
        assert 'type="checkbox" form="samen"' in (await reviewer.get("/")).text


async def test_the_weekly_digest_is_a_page_and_a_spreadsheet(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        html = (await browser.get("/weekoverzicht")).text
        for words in ("week 47 van 2026", "Zaltbommel: Leerkring", "te laat", "Aandacht nodig", "Plaats zoeken"):
            assert words in html
        assert "Marieke" not in html, "the digest names municipalities, never persons"
        answer = await browser.get("/weekoverzicht.csv")
        assert answer.headers["content-disposition"] == 'attachment; filename="weekoverzicht-2026-W47.csv"'
        assert answer.content.startswith(b"\xef\xbb\xbfwerk;nummer;gemeente")


async def test_every_knowledge_entry_has_a_page(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        pages = [(await browser.get(f"/kennis?blad={number}")).text for number in range(1, 20)]
        html = "".join(pages)
        assert pages[0].count("queue__subject") == 50
        assert pages[-1] == pages[-2], "beyond the last page there is none"
        for entry in room.desk.library.entries.values():
            assert f'href="/kennis/{entry.id}"' in html
        entry = next(iter(room.desk.library.entries.values()))
        page = (await browser.get(f"/kennis/{entry.id}")).text
        assert entry.owner in page
        assert entry.file in page
        assert "Niets gevonden" in (await browser.get("/kennis?status=bestaat-niet")).text


async def test_knowledge_is_found_by_words_of_its_title_questions_and_answer(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        found = (await browser.get("/kennis?zoek=WAT+houdt+léérkring")).text
        assert 'href="/kennis/leerkring-wat"' in found
        assert 'href="/kennis/huisstijl-aanhef"' not in found
        for wrong in ("0", "-1", "9" * 40, "x", "²"):
            assert "Bladzijde " in (await browser.get("/kennis", params={"blad": wrong})).text


@pytest.mark.parametrize(
    ("path", "part"),
    [("/", "/"), ("/berichten/7", "/"), ("/sluitingen", "/"), ("/programma/kringen/1", "/programma"),
     ("/correcties", "/kennis"), ("/kennis/vragen", "/kennis"), ("/chat-beheer", "/chat-beheer"), ("/account", "")],
)  # fmt: skip
def test_every_page_stands_below_one_part_of_the_menu(path: str, part: str) -> None:
    assert part_of(path) == part


async def test_only_managers_see_what_they_manage_in_the_menu(room: Room) -> None:
    async with room.logged_in("lotte") as reviewer, room.logged_in("els") as manager:
        assert 'href="/logboek"' not in (await reviewer.get("/")).text
        html = (await manager.get("/logboek")).text
        assert 'href="/logboek" aria-current="page"' in html
        assert html.count('aria-current="page"') == 1


async def test_how_we_write_and_work_is_shown_as_such(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        chosen = (await browser.get("/kennis?soort=afspraak")).text
        assert 'href="/kennis/huisstijl-aanhef"' in chosen
        assert 'href="/kennis/leerkring-wat"' not in chosen
        assert "Wat we hebben afgesproken" in (await browser.get("/kennis/huisstijl-aanhef")).text
        step = (await browser.get("/kennis/stap-leerkring")).text
        assert "U hoort van ons" in step
        assert "Je hoort van ons" in step
        assert "En tegen wie ons met je schrijft" not in (await browser.get("/kennis/leerkring-wat")).text
