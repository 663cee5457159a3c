"""What in a reply of ours is a promise, and the last day on which it is kept."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pipeline.promised import promised

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("We laten u voor 1 december weten hoe het verder gaat.", date(2026, 11, 30)),
        ("Vóór 1 december laten we je weten of er plek is.", date(2026, 11, 30)),
        ("U hoort uiterlijk vrijdag 4 december van ons.", date(2026, 12, 4)),
        ("Je krijgt uiterlijk op 4-12-2026 antwoord.", date(2026, 12, 4)),
        ("Een collega belt je binnen twee weken.", date(2026, 12, 7)),
        ("Binnen tien werkdagen sturen we u het verslag.", date(2026, 12, 7)),
        ("Over drie maanden ontvangt u de uitkomsten.", date(2027, 2, 23)),
        ("Wij komen hier volgende week op terug.", date(2026, 12, 4)),
        ("Mijn collega neemt begin volgende week contact met je op.", date(2026, 12, 1)),
        ("We bellen u volgende week donderdag.", date(2026, 12, 3)),
        ("We plannen voor het eind van deze week een gesprek in.", date(2026, 11, 27)),
        ("Uiterlijk eind december ontvangt u de uitkomst.", date(2026, 12, 31)),
        ("We beantwoorden uw vraag half januari.", date(2027, 1, 20)),
        ("We beantwoorden uw vraag in week 49.", date(2026, 12, 4)),
        ("We sturen het rooster in week 2.", date(2027, 1, 15)),
        ("Ik mail je vrijdag.", date(2026, 11, 27)),
        ("Een collega laat u morgen weten of er plek is.", date(2026, 11, 24)),
        ("Deze maand hoor je van ons of de leerkring begint.", date(2026, 11, 30)),
    ],
)
def test_a_sentence_in_which_we_name_a_day_is_a_promise(sentence: str, day: date) -> None:
    (found,) = promised(f"Beste Anna,\n\nDank voor je mail. {sentence} Tot dan.\n\nMet vriendelijke groet,", MONDAY)
    assert (found.words, found.day) == (sentence, day)


@pytest.mark.parametrize(
    "sentence",
    [
        "Kunt u ons voor 1 december laten weten wie er meedoen?",
        "Laat het ons uiterlijk 4 december weten.",
        "We horen graag voor 1 december van u.",
        "Als u voor 1 december antwoordt, sturen we het programma.",
        "De bijeenkomst is op 4 december in Utrecht.",
        "We sturen u de link voor het webinar op 4 december.",
        "We hebben u op 19 november gevraagd wie er meedoen.",
        "Dank voor uw mail van 19 november.",
        "U kunt tot 1 december 2026 aanmelden.",
        "Een collega neemt contact met u op.",
        "Je hoort van ons of er een leerkring start, en wanneer.",
        "We laten u voor 31 februari weten hoe het gaat.",
        "We laten u voor 1 december 2019 weten hoe het gaat.",
    ],
)
def test_what_we_ask_tell_or_leave_open_is_none(sentence: str) -> None:
    assert promised(f"Beste Anna,\n\n{sentence}\n", MONDAY) == ()


def test_working_days_pass_over_holidays_and_closing_days() -> None:
    text = "Binnen drie werkdagen sturen we u het verslag."
    (plain,) = promised(text, date(2026, 12, 23))
    (closed,) = promised(text, date(2026, 12, 23), [date(2026, 12, 24)])
    assert (plain.day, closed.day) == (date(2026, 12, 29), date(2026, 12, 30))


def test_each_sentence_of_a_reply_counts_and_so_does_each_line_of_a_list() -> None:
    text = (
        "Zo gaat het verder:\n\n- Een collega belt u morgen.\n- We sturen u uiterlijk vrijdag 4 december een verslag."
    )
    assert [each.day for each in promised(text, MONDAY)] == [date(2026, 11, 24), date(2026, 12, 4)]


@given(st.text(max_size=400), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_no_text_breaks_it_and_no_promise_lies_in_the_past(text: str, day: date) -> None:
    for wrapped in (text, f"We laten u {text} weten.", f"U hoort uiterlijk {text} van ons."):
        assert all(found.day >= day for found in promised(wrapped, day))
