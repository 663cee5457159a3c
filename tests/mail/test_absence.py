"""What an out-of-office says: the end date as it is certain, the stand-in by name and address, in three languages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mail.absence import absence_of, in_dutch, returns_on
from bot.mail.days import written_days
from bot.model import Absence, Address, ParsedMail

TODAY = date(2026, 11, 22)  # a Sunday
PAULA = Address("Paula Nieuwenhuis", "p.nieuwenhuis@dalfsen.nl")


def said(text: str, subject: str = "Automatisch antwoord: leerkring") -> Absence | None:
    mail = ParsedMail.of_words(subject, text, sender=PAULA)
    return absence_of(mail, TODAY, frozenset({"thorbecke2024@vng.nl"}))


def line(text: str, subject: str = "Automatisch antwoord: leerkring") -> str:
    absence = said(text, subject)
    return in_dutch(absence, TODAY) if absence else ""


@pytest.mark.parametrize(
    "text",
    [
        "Ik ben afwezig tot en met 3 december.",
        "Ik ben afwezig t/m 3 dec.",
        "Ik ben afwezig t/m donderdag 3 december.",
        "Ik ben er niet van 24 november tot en met 3 december.",
        "Afwezig 24-11 t/m 3-12.",
        "Tot en met donderdag 03-12-2026 geniet ik van mijn verlof.",
        "Ik ben met vakantie t/m 3-12-'26.",
        "I am out of the office through December 3rd.",
        "I will be away from 24 November to 3 December.",
        "I am on leave up to and including Thursday, December 3, 2026.",
        "Ich bin bis einschließlich 3. Dezember nicht im Büro.",
        "Ich bin bis zum 03.12.2026 im Urlaub.",
        "Ich bin vom 24.11. bis 3.12. abwesend.",
        "Ik ben op 3 december afwezig.",
    ],
)
def test_the_last_day_away_is_read_in_all_its_forms(text: str) -> None:
    absence = said(text)
    assert absence is not None
    assert (absence.last_day, absence.back_on) == (date(2026, 12, 3), None)
    assert returns_on(absence) == date(2026, 12, 4)


@pytest.mark.parametrize(
    "text",
    [
        "Ik ben afwezig tot 7 december.",
        "Ik ben afwezig tot maandag 7 december.",
        "Op 7 december ben ik weer terug.",
        "Vanaf maandag 7 december zit ik weer achter mijn bureau.",
        "Ik lees mijn mail weer op 7 december.",
        "I am out of the office until Monday 7 December with limited access to email.",
        "I will return on Monday, December 7th.",
        "I'll be back in the office on the 7th of December.",
        "Ich bin ab dem 7. Dezember wieder erreichbar.",
        "Am 07.12.2026 bin ich wieder im Büro.",
        "Ik ben terug op 2026-12-07.",
    ],
)
def test_the_day_of_return_is_read_in_all_its_forms(text: str) -> None:
    absence = said(text)
    assert absence is not None
    assert (absence.last_day, absence.back_on) == (None, date(2026, 12, 7))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Afwezig t/m 8 januari", date(2027, 1, 8)),
        ("Afwezig t/m 22 november", TODAY),
        ("Afwezig t/m 11 januari 2027", date(2027, 1, 11)),
        ("Afwezig t/m 1 september 2027", date(2027, 9, 1)),
        ("Afwezig t/m vrijdag", date(2026, 11, 27)),
        ("Ik werk vandaag niet", TODAY),
    ],
)
def test_a_day_without_a_year_is_the_next_one(text: str, day: date) -> None:
    absence = said(text)
    assert absence is not None
    assert absence.last_day == day


@pytest.mark.parametrize(
    "text",
    [
        "Afwezig t/m 3 oktober",  # a notice that nobody took off, or ten months of leave
        "Afwezig t/m 3 oktober 2026",
        "Afwezig t/m maandag 3 december",  # it is a Thursday
        "Afwezig t/m 31 november",
        "Afwezig t/m 3 december 2062",
        "I am out of the office through 3/12, please be patient, I will answer.",  # or is it in March
        "Ik werk op maandag niet.",
        "Vanaf 3 december ben ik afwezig.",
        "Per 1 december krijgt u antwoord om 12.30 uur in zaal 3.2.",
    ],
)
def test_no_day_is_guessed(text: str) -> None:
    assert said(text) is None


@pytest.mark.parametrize(
    ("text", "stand_in"),
    [
        (
            "Voor dringende zaken kunt u terecht bij mijn collega Arjan Meulman, a.meulman@dalfsen.nl of 0529-123488.",
            Address("Arjan Meulman", "a.meulman@dalfsen.nl"),
        ),
        ("Is het urgent, bel dan Kim (0161-123400).", Address("Kim", "")),
        (
            "Kan het niet wachten, dan weet mijn collega Ralf van der Berg (r.berg@meerssen.nl) raad.",
            Address("Ralf van der Berg", "r.berg@meerssen.nl"),
        ),
        ("Bij spoed kunt u mailen naar\nbestuur@kampen.nl.", Address("", "bestuur@kampen.nl")),
        ("Mijn vervanger is mevrouw M. de Wit-Jansen.", Address("M. de Wit-Jansen", "")),
        ("Joost Meinders neemt waar.", Address("Joost Meinders", "")),
        (
            "For urgent matters please contact my colleague Anna Pelgrim at a.pelgrim@delft.nl.",
            Address("Anna Pelgrim", "a.pelgrim@delft.nl"),
        ),
        ("Tom Fisher is covering for me.", Address("Tom Fisher", "")),
        (
            "In dringenden Fällen wenden Sie sich bitte an meine Kollegin Frau Petra Müller (p.mueller@kleve.example).",
            Address("Petra Müller", "p.mueller@kleve.example"),
        ),
        (
            "Vragen? Die kunt u sturen aan team Samenleving, samen@druten.nl.",
            Address("team Samenleving", "samen@druten.nl"),
        ),
        ("Mail bij spoed niet naar p.nieuwenhuis@dalfsen.nl of thorbecke2024@vng.nl.", None),
        ("Please contact the democracy team.", None),
    ],
)
def test_the_stand_in_is_named_as_the_text_does(text: str, stand_in: Address | None) -> None:
    absence = said("Ik ben afwezig t/m 3 december. " + text)
    assert absence is not None
    assert absence.stand_in == stand_in


@pytest.mark.parametrize(
    "text",
    [
        "Sinds 1 oktober werk ik niet meer bij de gemeente Dalfsen. Mail mijn opvolger Onno Bos, o.bos@dalfsen.nl.",
        "I no longer work for the municipality. Please contact Onno Bos (o.bos@dalfsen.nl).",
        "Ich bin nicht mehr bei der Stadt tätig. Meine Vertretung: Onno Bos, o.bos@dalfsen.nl.",
    ],
)
def test_who_left_is_not_awaited(text: str) -> None:
    assert line(text) == "Werkt hier niet meer; vervanger: Onno Bos (o.bos@dalfsen.nl)"
    assert said(text) == Absence(PAULA, None, None, gone=True, stand_in=Address("Onno Bos", "o.bos@dalfsen.nl"))


def test_the_line_for_colleagues_says_the_year_when_it_is_another() -> None:
    assert (
        line("Ik ben er t/m 3 december niet. Bel mijn collega Kim.") == "Afwezig tot en met 3 december; vervanger: Kim"
    )
    assert line("Ik ben afwezig tot 11 januari.") == "Afwezig tot 11 januari 2027"
    assert line("Met verlof. Mail bij spoed k@dorp.nl.") == "Afwezig, einddatum onbekend; vervanger: k@dorp.nl"


def test_a_confirmation_of_receipt_says_nothing_of_an_absence() -> None:
    assert (
        said("Wij hebben uw bericht ontvangen. U krijgt binnen vijf werkdagen antwoord.", "Ontvangstbevestiging")
        is None
    )


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_words_are_read_without_harm(text: str) -> None:
    said(f"Ik ben afwezig t/m {text} 3-12. Bel {text}")
    assert all(one.start < one.end for one in written_days(text, TODAY))
