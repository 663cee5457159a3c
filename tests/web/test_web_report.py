"""The report page, its files, and the preview of the digest."""

import re
from datetime import date

import pytest

from bot.web.charts import HEIGHT, WIDTH, columns, scale, shares
from bot.web.report import FIGURES, USUAL, period_of
from tests.web.room import Room

TODAY = date(2026, 11, 20)


async def test_every_figure_has_a_chart_with_words_a_table_with_the_same_numbers_and_a_file(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        html = (await browser.get("/rapport")).text
        for name in FIGURES:
            part = html[html.index(f'aria-labelledby="{name}"') :]
            part = part[: part.index("</section>")]
            assert f'href="/rapport/{name}.csv?weken=26"' in part
            if name in {"stroom", "leeftijd", "antwoordtijd", "concepten", "zekerheid"}:
                assert f'<title id="{name}-naam">' in part
                assert f'<desc id="{name}-uitleg">' in part
                assert "<table" in part
            answer = await browser.get(f"/rapport/{name}.csv")
            assert answer.headers["content-disposition"] == f'attachment; filename="rapport-{name}.csv"'
            header, *lines = answer.content.decode("utf-8-sig").splitlines()
            for line in lines:
                first = line.split(";")[0].strip('"')
                assert first.replace("'", "&#39;") in part or first in part, (name, first)
            assert header.count(";") >= 3
        assert (await browser.get("/rapport/onzin.csv")).status_code == 404


async def test_the_report_counts_what_happened_in_the_room(room: Room) -> None:
    """Eleven mails came in on different days, with the outcomes that the room made."""
    async with room.logged_in("kim") as browser:
        csv = (await browser.get("/rapport/stroom.csv?weken=4")).content.decode("utf-8-sig").splitlines()
        assert len(csv) == 5
        numbers = [list(map(int, line.split(";")[2:])) for line in csv[1:]]
        came, went = sum(row[5] for row in numbers), sum(row[6] for row in numbers)
        counts = await room.desk.store.counts()
        settled = {"ignored", "closed", "sent", "purged"}
        assert came - went == sum(number for status, number in counts.items() if status not in settled)
        drafts = (await browser.get("/rapport/concepten.csv")).content.decode("utf-8-sig").splitlines()
        assert drafts[-1] == "Alle diensten;3;2;0;0;1;67;0;0;33"
        sure = (await browser.get("/rapport/zekerheid.csv")).content.decode("utf-8-sig").splitlines()
        assert sure[-1] == "90 tot 100 %;2;2;94;100"


async def test_the_period_is_chosen_by_the_address(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        html = (await browser.get("/rapport?weken=4&tot=2026-10-02")).text
        assert "Week 37 van 2026 tot en met week 40 van 2026" in html
        assert "kwamen er 0 berichten binnen en werden er 0 afgehandeld. De werkvoorraad bleef gelijk." in html
        assert 'href="/rapport/stroom.csv?weken=4&amp;tot=2026-10-02"' in html


@pytest.mark.parametrize("query", [{"weken": "5"}, {"weken": "x"}, {"tot": "gisteren"}, {"tot": "9999-12-31"}, {}])
def test_a_strange_period_is_the_usual_one(query: dict[str, str]) -> None:
    found = period_of(query, TODAY)
    assert len(found.weeks) == USUAL
    assert found.weeks[-1].monday <= date(2026, 11, 16)


def test_a_period_before_the_calendar_is_its_begin() -> None:
    assert period_of({"tot": "0001-01-01"}, TODAY).weeks[-1].monday == date(1999, 12, 27)


@pytest.mark.parametrize(
    ("most", "end"), [(0, 4), (4, 4), (5, 8), (9, 12), (13, 20), (41, 60), (61, 80), (100, 120), (1999, 2000)]
)
def test_a_scale_ends_at_a_number_that_four_ticks_divide(most: float, end: float) -> None:
    assert scale(most) == end
    assert scale(most) % 4 == 0


def test_bars_stand_on_the_axis_and_are_as_high_as_their_number() -> None:
    chart = columns(["a", "b"], [("in", [4, 0]), ("uit", [2, 1])])
    assert [bar.series for bar in chart.bars] == [0, 1, 1]
    foot = {round(bar.y + bar.height, 1) for bar in chart.bars}
    assert len(foot) == 1
    assert chart.bars[0].height == pytest.approx(2 * chart.bars[1].height, abs=0.2)
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH and bar.y >= 0 for bar in chart.bars)
    assert chart.height == HEIGHT


def test_stacked_bars_lie_on_each_other() -> None:
    low, high = columns(["a"], [("x", [1]), ("y", [3])], stacked=True).bars
    assert high.y + high.height == pytest.approx(low.y, abs=0.2)


def test_shares_fill_the_whole_row_and_an_empty_row_has_no_bar() -> None:
    chart = shares(["a", "b"], [("x", [1, 0]), ("y", [3, 0])])
    assert len(chart.bars) == 2
    assert chart.bars[1].x == pytest.approx(chart.bars[0].x + chart.bars[0].width, abs=0.2)
    assert chart.bars[1].width == pytest.approx(3 * chart.bars[0].width, abs=0.3)


async def test_the_preview_shows_the_mail_as_it_would_go_out(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        page = (await browser.get("/weekoverzicht/voorbeeld")).text
        assert 'src="/weekoverzicht/mail"' in page
        assert "Bij wie het ligt" in page
        mail = await browser.get("/weekoverzicht/mail")
        assert "sandbox" in mail.headers["content-security-policy"]
        assert "Beloofde datum voorbij" in mail.text
        assert not re.search("Marieke", page + mail.text)


async def test_the_page_of_the_digest_is_a_work_list(room: Room) -> None:
    async with room.logged_in("kim") as browser:
        html = (await browser.get("/weekoverzicht")).text
        for words in ("Beloofde datum voorbij", "Bij wie het ligt", "Nog niemand: ", "Vragen zonder antwoord"):
            assert words in html, words
