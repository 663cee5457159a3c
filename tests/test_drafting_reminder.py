"""The words of a reminder: what was asked, in its own words, in the form of address of the conversation."""

from dataclasses import replace
from datetime import date

import pytest

from bot.model import Address, AddressForm, DraftText, Kind, SentenceEvidence, Understanding
from bot.pipeline.drafting.own_letter import NOTHING_KNOWN
from bot.pipeline.drafting.reminder import Silence, draft_reminder
from tests.pipeline.desks import mind

ASKED = (
    SentenceEvidence("- Wie doen er mee?", "entry:vraag-deelnemers"),
    SentenceEvidence("Op welk nummer bereiken we u?", "entry:vraag-telefoon"),
)
SILENCE = Silence(
    question=DraftText("leerkring/aanmelden.txt.j2", "Re: Leerkring", "", ("telefoonnummer",), ASKED),
    asked_on=date(2026, 11, 9),
    today=date(2026, 11, 23),
    number=1,
    last=False,
    understanding=Understanding(Kind.VERZOEK, 1.0, address_form=AddressForm.U, role="griffier"),
    contact=Address("Fatima el Idrissi", "f.elidrissi@ommen.nl"),
    asked_for=(("leerkring", "aanmelden"), ("leerkring", "informatie"), ("expert", "informatie")),
)


def text(silence: Silence) -> str:
    return draft_reminder(silence, library=mind().library, retriever=mind().retriever).text


def test_two_questions_are_a_list_in_the_words_in_which_they_went_out() -> None:
    said = text(SILENCE)
    assert said.startswith(
        "Geachte Fatima el Idrissi,\n\nOp 9 november stuurden we u een mail over uw aanmelding voor de leerkring en uw "
        "vraag om een democratie-expert. We hebben nog geen antwoord van u gezien. Om verder te kunnen, hebben we nog "
        "twee dingen nodig:\n\n- Wie doen er mee?\n- Op welk nummer bereiken we u?\n\nU kunt gewoon"
    )


def test_every_question_shows_its_source() -> None:
    made = draft_reminder(SILENCE, library=mind().library, retriever=mind().retriever)
    sources = {piece.entry for piece in made.evidence}
    assert {"entry:vraag-deelnemers", "entry:vraag-telefoon", "entry:stap-herinnering"} <= sources
    assert not [piece.sentence for piece in made.evidence if not piece.entry]


def test_a_question_in_words_of_a_colleague_is_only_referred_to() -> None:
    said = text(replace(SILENCE, question=replace(SILENCE.question, evidence=()), number=2, last=True))
    assert "ook niet op onze herinnering. Wilt u onze vraag uit die mail nog beantwoorden?" in said
    assert "Dit is onze laatste herinnering." in said


@pytest.mark.parametrize(
    ("service", "words"), [("leerkring", "een leerkring"), ("intervisitatie", "een intervisitatie")]
)
def test_an_invitation_is_repeated_without_a_list(service: str, words: str) -> None:
    informal = replace(SILENCE.understanding, address_form=AddressForm.JE)
    said = text(replace(SILENCE, invitation=service, understanding=informal, asked_for=()))
    assert said.startswith(f"Beste Fatima,\n\nOp 9 november nodigden we je uit voor {words}.")
    assert "laten weten of je gemeente meedoet? Een kort ja of nee is genoeg." in said
    assert "Heb je al geantwoord? Dan hoef je niets te doen." in said


def test_the_year_is_told_when_it_is_another_one() -> None:
    assert "Op 9 november 2025 stuurden" in text(replace(SILENCE, asked_on=date(2025, 11, 9)))


@pytest.mark.parametrize(("helping", "whom"), [(("Ommen",), "de gemeente Ommen"), ((), "een gemeente")])
def test_an_expert_is_asked_whether_to_help(helping: tuple[str, ...], whom: str) -> None:
    said = text(replace(SILENCE, understanding=NOTHING_KNOWN, asked_for=(), helping=helping))
    assert f"Op 9 november vroegen we je of je {whom} wilt helpen." in said
    assert "Een kort ja of nee is genoeg.\n\nHeb je al geantwoord? Dan hoef je niets te doen." in said
