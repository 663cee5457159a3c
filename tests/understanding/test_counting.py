"""How many people come, when they are told one by one or as a company."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.counting import participants
from bot.understanding.reader import Reader
from bot.understanding.stated import stated
from tests.understanding.conftest import Write


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Wij komen met drie wethouders en de burgemeester.", 4),
        ("Het publiek bestaat uit 19 raadsleden, 4 wethouders en de burgemeester.", 24),
        ("Naast mij schuiven de strateeg en een jurist aan.", 3),
        ("Behalve ikzelf sluiten de gemeentesecretaris en twee strategen aan.", 4),
        ("Ik kom en neem onze trainee mee.", 2),
        ("Ik zou komen met mijn collega van wonen en onze griffier.", 3),
        ("Ik wil graag komen, samen met mijn teamleider.", 2),
        ("De wethouder en haar adviseur komen naar de kick-off.", 2),
        ("Aanmelden graag: Piet de Boer, Anja Smit en ondergetekende.", 3),
        ("De deelnemers worden Wil Smit (jurist), Hans de Wit (griffie) en Fien Bos.", 3),
        ("My director and I would like to attend.", 2),
        ("Daar willen fleur (zorg) en ik wel heen.", 2),
        ("Mijn zus en ik vinden het een mooi boekje.", None),
        ("Vorig jaar spraken mijn wethouder en ik u in Zwolle.", None),
        ("Onze gemeente telt 4 wethouders en 29 raadsleden.", None),
        ("Wij schrijven namens Voorst en Brummen.", None),
    ],
)
def test_people_told_one_by_one_are_counted(reader: Reader, text: str, count: int | None) -> None:
    assert participants(text, reader.counts) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Meld ons aan, we komen met z'n vieren (een raadslid en drie ambtenaren).", 4),
        ("Reken op een man of 150.", 150),
        ("We zijn met een man of twaalf.", 12),
        ("Mei syn trijen wolle wy komme.", 3),
        ("Vorige week heb ik vier van ons ingeschreven.", 4),
        ("Aanmelding van twee collega's voor de leerkring.", 2),
        ("Raad en college, 31 mensen totaal.", 31),
        ("There will be three of us.", 3),
        ("Twee van de drie collega's die zouden meedoen, zijn weg.", None),
        ("480 inwoners hebben de lijst ingevuld, velen hebben meegedaan.", None),
        ("Onze inwoners praten mee over een inwonersbegroting.", None),
        ("Kunt u met ons een avond plannen?", None),
    ],
)
def test_a_company_counts_as_a_whole(reader: Reader, text: str, count: int | None) -> None:
    assert participants(text, reader.counts) == count


def test_people_are_counted_in_the_forwarded_text_that_the_sender_points_to(write: Write) -> None:
    text = (
        "Deze kwam bij ons binnen maar is iets voor jullie.\n\nGroet,\nJo\n\nBegin doorgestuurd bericht:\n\n"
        "> Van: An Bos <a.bos@zeist.nl>\n> Onderwerp: avond\n> Aan: Jo Smit <j.smit@zeist.nl>\n>\n"
        "> Wij boeken graag de voorstelling van Lucas de Man. Er komen 70 bezoekers.\n"
    )
    assert write(text, subject="Fwd: avond").participants == 70


@given(st.lists(st.sampled_from(["Jan", "en", "ik", ",", "drie", "collega's", "mijn", "collega", "komen", "(", "met"])))
def test_no_heap_of_names_breaks_the_count(reader: Reader, parts: list[str]) -> None:
    found = participants(" ".join(parts), reader.counts)
    assert found is None or found > 0


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("We komen met z'n vieren.", 4),
        ("Ik meld mij aan met twee collega's.", 3),
        ("Een groep van zesentwintig: 12 personen in plaats van 15.", 12),
        ("Ik kom alleen.", 1),
        ("Stuur ons 40 exemplaren.", None),
    ],
)
def test_turns_of_phrase_say_how_many_people(text: str, count: int | None) -> None:
    assert stated(text) == count
