"""A correction helps mail that says nearly the same and is misread alike, and shifts nothing else."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Address, Correction, Kind, ParsedMail, Prediction, Standing, Understanding
from bot.understanding.memory import MOST_SURE, REASON, Memory

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TEXT = "Wij zoeken iemand die een avond met onze raad wil praten over de toekomst van de dorpen. Kunt u helpen?"
NEARLY = "Wij zoeken iemand die een middag met ons college wil praten over de toekomst van de kernen. Kunt u dat?"
OTHER = "Graag ontvangen wij de bundel met voorbeelden van andere gemeenten."


def read(*pairs: tuple[str, str], sure: float = 0.8, ranking: Any = (), **other: Any) -> Understanding:
    requests = tuple(Prediction(service, act, sure, ("woorden",), ranking) for service, act in pairs)
    return Understanding(other.pop("kind", Kind.VERZOEK), 0.97, requests=requests, **other)


WAS, BECOMES = read(("expert", "aanmelden")), read(("toekomstverkenning", "aanmelden"))


def correction(number: int = 1, text: str = TEXT, **other: Any) -> Correction:
    values: dict[str, Any] = {
        "was": WAS,
        "becomes": BECOMES,
        "sender": Address("Jan", "jan@zeist.nl"),
        "subject": "Vraag",
    } | other
    return Correction(id=number, message_id=10 + number, at=AT, actor="lotte", text=text, **values)


def mail(text: str = NEARLY, sender: str = "piet@heerde.nl", subject: str = "Vraag") -> ParsedMail:
    return ParsedMail.of_words(subject, text, sender=Address("", sender))


def pairs(said: Understanding) -> list[tuple[str, str]]:
    return [(request.service, request.act) for request in said.requests]


def test_a_mail_like_a_corrected_one_is_read_as_corrected_and_says_so() -> None:
    said = Memory([correction()]).recall(mail(), WAS)
    (request,) = said.requests
    assert (request.service, request.act) == ("toekomstverkenning", "aanmelden")
    assert request.evidence == (REASON, "bericht 11")
    assert 0.6 <= request.confidence <= MOST_SURE
    assert request.ranking == (("expert", "aanmelden", 0.8),)


def test_the_nearer_the_text_the_surer() -> None:
    memory = Memory([correction()])
    near, same = memory.recall(mail(), WAS).requests[0], memory.recall(mail(TEXT), WAS).requests[0]
    assert near.confidence < same.confidence == MOST_SURE


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OTHER, WAS),  # another text
        ("", WAS),
        (NEARLY, read(("leerkring", "aanmelden"))),  # the reader is sure that it says something else
    ],
)
def test_nothing_else_is_shifted(text: str, said: Understanding) -> None:
    assert Memory([correction()]).recall(mail(text), said) is said


def test_a_reader_that_nearly_said_the_same_follows_only_a_closer_text() -> None:
    doubt = read(("leerkring", "informatie"), sure=0.4, ranking=(("expert", "aanmelden", 0.3),))
    memory = Memory([correction()])
    assert memory.recall(mail(), doubt) is doubt
    assert pairs(memory.recall(mail(f"{TEXT} Dank!"), doubt)) == [("toekomstverkenning", "aanmelden")]


def test_what_was_rejected_counts_no_more() -> None:
    assert Memory([correction(standing=Standing.REJECTED)]).recall(mail(), WAS) is WAS
    assert Memory([correction(standing=Standing.ACCEPTED)]).recall(mail(), WAS) != WAS


def test_a_correction_of_a_recalled_reading_is_recalled_in_its_place() -> None:
    again = correction(2, NEARLY, was=BECOMES, becomes=read(("theater", "aanmelden")))
    assert pairs(Memory([correction(), again]).recall(mail(), WAS)) == [("theater", "aanmelden")]


def test_colleagues_who_disagree_make_it_less_sure() -> None:
    other = correction(2, becomes=read(("theater", "aanmelden")))
    said = Memory([correction(), other]).recall(mail(TEXT), WAS)
    assert pairs(said) == [("theater", "aanmelden")]
    assert said.requests[0].confidence == 0.5


def test_a_second_request_that_the_corrected_mail_did_not_hold_stays() -> None:
    both = read(("expert", "aanmelden"), ("subsidie", "informatie"))
    said = Memory([correction()]).recall(mail(), both)
    assert pairs(said) == [("toekomstverkenning", "aanmelden"), ("subsidie", "informatie")]
    assert said.requests[1] == both.requests[1]


def test_a_request_that_only_the_corrected_mail_held_is_not_added() -> None:
    was, becomes = (
        read(first, ("subsidie", "informatie")) for first in (("expert", "aanmelden"), ("theater", "status"))
    )
    assert pairs(Memory([correction(was=was, becomes=becomes)]).recall(mail(), WAS)) == [("theater", "status")]


def test_what_was_no_request_is_none_again_but_a_person_looks() -> None:
    sales = correction(becomes=read(kind=Kind.SPAM))
    said = Memory([sales]).recall(mail(TEXT), WAS)
    assert (said.kind, said.requests) == (Kind.SPAM, ())
    assert said.kind_confidence <= MOST_SURE
    assert said.kind_reason == "Eerder gecorrigeerd door een collega (bericht 11)."


def test_topics_change_as_they_did_then() -> None:
    was, becomes = replace(WAS, topics=("inclusie",)), replace(WAS, topics=("jongeren",))
    said = replace(WAS, topics=("inclusie", "spelregels"))
    assert Memory([correction(was=was, becomes=becomes)]).recall(mail(), said).topics == ("spelregels", "jongeren")


def test_a_sender_keeps_the_role_and_municipality_that_a_colleague_gave() -> None:
    known = correction(becomes=replace(WAS, role="griffier", municipalities=("Zeist",)))
    said = Memory([known]).recall(mail(OTHER, "JAN@zeist.nl"), WAS)
    assert (said.role, said.municipalities) == ("griffier", ("Zeist",))
    assert "bericht 11" in said.municipality_evidence
    assert Memory([known]).recall(mail(OTHER), WAS) is WAS


def test_a_sender_who_wrote_for_two_municipalities_is_no_proof_of_either() -> None:
    two = [
        correction(number, becomes=replace(WAS, municipalities=(name,))) for number, name in ((1, "Zeist"), (2, "Ede"))
    ]
    assert Memory(two).recall(mail(OTHER, "jan@zeist.nl"), WAS) is WAS


def test_a_question_between_two_municipalities_stays_a_question() -> None:
    known = correction(becomes=replace(WAS, municipalities=("Bergen (L.)",)))
    said = replace(WAS, municipality_candidates=("Bergen (L.)", "Bergen (NH.)"))
    assert Memory([known]).recall(mail(OTHER, "jan@zeist.nl"), said) == said


@given(st.text(), st.text(), st.sampled_from(["", "x", "jan@zeist.nl"]))
def test_no_text_breaks_it(subject: str, text: str, sender: str) -> None:
    memory = Memory([correction(), correction(2, text, subject=subject, sender=None)])
    assert memory.recall(mail(text, sender, subject), WAS).kind is Kind.VERZOEK
