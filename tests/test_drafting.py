"""Every reply for every service and act: complete, of one form, a source for each sentence and nothing invented."""

import re
from datetime import UTC, date, datetime
from functools import cache
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content.provenance import without_marks
from bot.errors import ContentError
from bot.lifecycle import RequestState, Status
from bot.model import (
    ACT_LABELS,
    SERVICE_LABELS,
    Address,
    AddressForm,
    DraftText,
    EntryKind,
    EntryMatch,
    EntryStatus,
    Kind,
    KnowledgeEntry,
    Prediction,
    RequestRow,
    SentenceEvidence,
    Understanding,
)
from bot.pipeline.drafting import draft_reply
from bot.pipeline.drafting.saying import Said
from bot.understanding.match import Retriever
from tests.drafting_content import ROOT, TODAY, drafted, library, retriever, understood

POLITE = re.compile(r"\b(?:u|uw|uzelf)\b", re.IGNORECASE)
INFORMAL = re.compile(r"\b(?:je|jij|jou|jouw|jullie|jezelf)\b", re.IGNORECASE)
PRICE = re.compile(r"€|\b\d+(?:[.,]\d+)? euro\b|\bgratis\b", re.IGNORECASE)
DATE = re.compile(r"\b\d{1,2} (?:jan|feb|maa|apr|mei|jun|jul|aug|sep|okt|nov|dec)\w*|\b(?:19|20)\d\d\b", re.IGNORECASE)
PROMISE = re.compile(
    r"\bbinnen (?:\w+ ){0,2}(?:dag|dagen|week|weken|uur)\b|\bvandaag\b|\bmorgen\b|\bzo snel\b", re.IGNORECASE
)
PLACES = [*product(SERVICE_LABELS, ACT_LABELS)]
LONG = (
    "Wat houdt het in, wat kost het en hoe vaak komen we bij elkaar? Kunnen we er dit najaar nog bij? "
    "We hebben het er in het college en met de raad uitvoerig over gehad en willen hier graag mee verder."
)


TWICE = "Wat is een leerkring? " + LONG


@cache
def written(service: str, act: str, form: AddressForm, text: str) -> DraftText:
    """A reply to one request; with the text TWICE also to a question about the leerkring."""
    facts = {"topics": ("kernendemocratie", "inclusie"), "participants": 3}
    more = (("leerkring", "informatie"),) if text == TWICE else ()
    return drafted(understood((service, act), *more, form=form, **facts), text)


def source_of(item: SentenceEvidence) -> KnowledgeEntry:
    return library().entries[item.entry.removeprefix("entry:")]


def own_sentences(draft: DraftText) -> list[str]:
    """What we say of ourselves: the fixed texts, and what the templates say by an agreement."""
    return [item.sentence for item in draft.evidence if source_of(item).kind is not EntryKind.ANTWOORD]


def body(draft: DraftText) -> str:
    return draft.text.split("\n\n", 1)[1]


@pytest.mark.parametrize(("service", "act"), PLACES)
def test_every_service_and_act_has_a_good_reply(service: str, act: str) -> None:
    for form, text in product(AddressForm, ("Hallo.", LONG)):
        draft = written(service, act, form, text)
        own = own_sentences(draft)
        wrong_form = INFORMAL if form is AddressForm.U else POLITE
        assert not wrong_form.findall(draft.text)
        assert sum(sentence.count("?") for sentence in own) <= 2
        assert len(draft.missing) <= 2
        assert not PRICE.search(" ".join(own))
        assert not [s for s in own if DATE.search(s.replace("Thorbecke2024", ""))]
        assert not PROMISE.search(" ".join(own))
        assert library().allowed.permits(draft.text) == ()
        assert "jordt.zuylen" not in draft.text.casefold()
        assert not re.search(r"[{}\ue000-\uf8ff]|  |\n\n\n| \n| ,| \.(?!\.)", draft.text)
        assert draft.text.count("Met vriendelijke groet,") == 1
        assert len(re.findall(r"^(?:Beste|Geachte|Goedendag)\b.*,$", draft.text, re.MULTILINE)) == 1
        assert len(re.findall(r"\bDank\b", draft.text)) == 1
        assert draft.text.endswith("Team Thorbecke2024\nVereniging van Nederlandse Gemeenten (VNG)")


@pytest.mark.parametrize(("service", "act"), PLACES)
def test_every_sentence_has_a_source_that_exists(service: str, act: str) -> None:
    for form in AddressForm:
        draft = written(service, act, form, TWICE)
        assert " ".join(" ".join(item.sentence for item in draft.evidence).split()) == " ".join(draft.text.split())
        for item in draft.evidence:
            kind, _, name = item.entry.partition(":")
            assert kind == "entry"
            assert name in library().entries


@pytest.mark.parametrize(("service", "act"), PLACES)
def test_our_own_sentences_are_short(service: str, act: str) -> None:
    for form in AddressForm:
        lengths = [len(sentence.split()) for sentence in own_sentences(written(service, act, form, LONG))]
        assert max(lengths) <= 32
        assert sum(lengths) / len(lengths) < 18


def test_entries_that_templates_name_exist() -> None:
    for path in (ROOT / "replies").rglob("*.j2"):
        for entry_id in re.findall(r'(?:zeg\(|item = )"([^"]+)"', path.read_text(encoding="utf-8")):
            assert entry_id in library().entries, path


def test_all_requests_of_a_mail_are_answered_in_their_order() -> None:
    draft = drafted(understood(("leerkring", "aanmelden"), ("theater", "informatie"), ("subsidie", "informatie")), LONG)
    places = [draft.text.index(word) for word in ("aan een leerkring", "Lucas de Man", "A&O fonds Gemeenten.")]
    assert places == sorted(places)
    assert draft.text.count("Dank voor uw mail.") == 1


def test_the_same_entry_and_the_same_reservation_are_said_once() -> None:
    pairs = (("leerkring", "aanmelden"), ("leerkring", "informatie"), ("expert", "aanmelden"))
    draft = drafted(understood(*pairs), "Wat is een leerkring?")
    assert draft.text.count("In een leerkring werken vijf gemeenten") == 1
    assert draft.text.count("Zo stond het in het aanbod van 2020") == 1


def test_each_fact_has_its_own_reservation_in_words_of_its_own() -> None:
    pairs = (("leerkring", "aanmelden"), ("quickscan", "aanmelden"), ("theater", "aanmelden"))
    paragraphs = drafted(understood(*pairs)).text.split("\n\n")
    (circle,) = (text for text in paragraphs if text.startswith("In een leerkring"))
    (scan,) = (text for text in paragraphs if "tien weken" in text)
    (show,) = (text for text in paragraphs if text.startswith("De voorstelling van Lucas de Man"))
    assert circle.endswith("Zo stond het in het aanbod van 2020; het kan nu anders zijn.")
    assert scan.endswith("Ook dit stond in het aanbod van 2020 en kan nu anders zijn.")
    assert show.endswith("Ook hier geldt: zo stond het in het aanbod van 2020.")


def test_the_municipality_is_named_once() -> None:
    draft = drafted(understood(("leerkring", "aanmelden"), ("quickscan", "aanmelden")))
    assert draft.text.count("de gemeente Asten") == 1


def test_a_question_that_nothing_answers_is_not_answered_with_the_sentence_before_it() -> None:
    text = "De wethouder wil die voorstelling van Lucas de Man boeken. Is die ook geschikt voor een openluchttheater?"
    draft = drafted(understood(("theater", "informatie")), text)
    assert not said_entries(draft)
    assert "Een collega zoekt het antwoord op uw vraag uit en mailt u daarover." in draft.text


@pytest.mark.parametrize(
    ("service", "text", "beside"),
    [
        (
            "toekomstverkenning",
            "Lukt zo'n verkenning op één middag met het hele college?",
            "toekomstverkenning-voor-wie",
        ),
        ("leerkring", "Mag een veiligheidsregio ook in een leerkring?", "leerkring-begeleiding"),
        ("bijeenkomst", "Staat de kick-off in Waalwijk ook open voor wethouders?", "gemeente-waalwijk"),
        ("uitdaagrecht", "Welke formule gebruik je voor de begroting van een uitdaagrecht?", "uitdaagrecht-wat"),
    ],
)
def test_what_only_shares_the_service_with_a_question_is_not_said(service: str, text: str, beside: str) -> None:
    draft = drafted(understood((service, "informatie")), text)
    assert beside not in said_entries(draft)
    assert "Een collega" in draft.text


def test_who_asks_what_it_is_gets_the_general_answer_and_no_more() -> None:
    draft = drafted(understood(("intervisitatie", "informatie")), "Kunt u uitleggen wat een intervisitatie inhoudt?")
    assert said_entries(draft) == {"intervisitatie-wat"}
    assert "zoekt het antwoord" not in draft.text


def test_who_asks_for_examples_is_shown_where_they_stand_and_promised_the_rest() -> None:
    draft = drafted(understood(("inspiratie", "informatie")), "Kent u gemeenten die al met een kinderraad werken?")
    assert said_entries(draft) == {"themapaginas"}
    assert "Een collega laat u nog weten welke voorbeelden we kennen." in draft.text


def test_what_is_left_to_a_colleague_is_promised_in_one_sentence() -> None:
    text = "Wat kost een leerkring? En mag er een stagiair mee?"
    draft = drafted(understood(("leerkring", "informatie")), text)
    assert "Een collega laat u nog weten wat het kost, en beantwoordt ook wat u verder vraagt." in draft.text
    assert "niet helemaal beantwoord" not in draft.text
    assert "zoekt het antwoord" not in draft.text


def test_a_step_that_a_colleague_takes_anyway_is_the_only_promise() -> None:
    text = "Bestaat Thorbecke2024 nog? En krijgen we dan een vast aanspreekpunt met een eigen kantoor?"
    draft = drafted(understood(("programma", "informatie")), text)
    assert "Een collega laat u weten wat er nu loopt." in draft.text
    assert "komt een collega daar nog op terug" not in draft.text
    assert "niet helemaal beantwoord" not in draft.text


def test_who_orders_one_publication_is_not_pointed_to_another() -> None:
    read = understood(("inspiratie", "aanmelden"), topics=("burgerraden",))
    draft = drafted(read, "Wij bestellen tien inspiratiebundels.", subject="Begeleiding gezocht")
    assert not said_entries(draft)


def test_a_grant_question_that_stays_open_still_names_the_fund() -> None:
    draft = drafted(understood(("subsidie", "informatie")), "Vergoeden ze ook de inhuur van een acteur?")
    assert "subsidie-aanvragen" in said_entries(draft)


def test_who_asks_after_the_work_of_others_has_no_question_with_us() -> None:
    text = "Is de leerkring over dorpsraden van onze buren inmiddels begonnen?"
    draft = drafted(understood(("leerkring", "status")), text)
    assert "Goed dat u navraagt hoe het ervoor staat." in draft.text


def test_who_says_that_it_is_no_request_yet_is_not_told_where_to_send_one() -> None:
    text = "Het is nog geen aanvraag hoor, eerst wil ik weten of een expert zin heeft voor ons."
    draft = drafted(understood(("expert", "informatie")), text)
    assert "thorbecke2024@vng.nl" not in draft.text


def test_an_english_question_is_answered_from_the_sentence_that_comes_closest() -> None:
    text = "I would like to know what the five themes of your programme are. Is there an English page?"
    draft = drafted(understood(("programma", "informatie"), language="en"), text)
    assert "vijf-themas" in said_entries(draft)


def test_a_colleague_promises_the_answer_once() -> None:
    pairs = (("theater", "informatie"), ("leerkring", "informatie"))
    draft = drafted(understood(*pairs), "Past die voorstelling in een kerk? En is er een tribune bij?")
    assert "U vroeg ook naar de leerkring; dat zoekt een collega voor u uit." in draft.text
    assert draft.text.count("dan komt een collega daar nog op terug") == 1
    alone = drafted(understood(("leerkring", "informatie")), "Is er een tribune bij?")
    assert "Een collega zoekt het antwoord op uw vraag uit en mailt u daarover." in alone.text
    assert "dan komt een collega daar nog op terug" not in alone.text


def test_who_asks_after_a_report_is_not_told_of_a_sign_up() -> None:
    read = understood(("bijeenkomst", "status"))
    assert "Goed dat u navraagt hoe het ervoor staat." in drafted(read, "Is het verslag al af?").text
    assert "met uw vraag over de bijeenkomst." in drafted(read, "Is er al antwoord op mijn vraag over de zaal?").text
    assert "hoe het staat met uw aanmelding voor de bijeenkomst." in drafted(read, "Is onze aanmelding gelukt?").text


def test_a_student_who_wants_a_talk_is_told_who_looks_at_it() -> None:
    text = "Zou ik iemand mogen interviewen over hoe jullie de vijf thema's van Thorbecke2024 hebben gekozen?"
    draft = drafted(understood(("programma", "informatie"), role="student", municipalities=()), text)
    assert said_entries(draft) == {"deur-onderzoek"}


def test_what_is_named_is_not_asked_back() -> None:
    read = understood(("toekomstverkenning", "status"))
    assert not drafted(read, "Nog nieuws over onze toekomstverkenning?").missing
    assert drafted(read, "Is er al nieuws?").missing == ("om welke aanvraag het gaat",)


def test_how_often_others_use_it_is_no_question_about_time() -> None:
    read = understood(("uitdaagrecht", "informatie"))
    assert "hoeveel tijd het vraagt" not in drafted(read, "Wat is het, en hoe vaak maken bewoners er gebruik van?").text
    assert "hoeveel tijd het vraagt" in drafted(read, "Wat is het, en hoe vaak komen we bij elkaar?").text


def test_what_stays_open_of_one_of_several_questions_is_told_beside_it() -> None:
    pairs = (("digitale-participatie", "informatie"), ("leerkring", "aanmelden"))
    draft = drafted(understood(*pairs), "Wat kost zo'n tool ongeveer? En wij doen mee aan de leerkring.")
    assert "U vroeg naar digitale participatie. Een collega laat u nog weten wat het kost" in draft.text


def test_who_asks_to_be_noted_asks_nothing_else() -> None:
    draft = drafted(understood(("toekomstverkenning", "aanmelden")), "Wij doen mee. Wilt u ons als deelnemer noteren?")
    assert "het antwoord op uw vraag" not in draft.text


@pytest.mark.parametrize(
    "told",
    [
        "Wij willen weten hoever het ministerie mee wil bewegen.",
        "Wie kijkt mee naar het besluit?",
        "Misschien wil een universiteit dit drie jaar volgen.",
    ],
)
def test_help_that_is_told_in_other_words_is_not_asked_back(told: str) -> None:
    read = understood(("experiment", "aanmelden"))
    asked = "welke hulp nodig is"
    assert asked in drafted(read, "Wij melden ons plan aan.").missing
    assert asked not in drafted(read, f"Wij melden ons plan aan. {told}").missing


def test_several_next_steps_are_a_list() -> None:
    draft = drafted(understood(("leerkring", "aanmelden"), ("expert", "aanmelden")), LONG)
    assert "Dit gebeurt er nu:\n\n- Een collega kijkt" in draft.text


def test_a_question_is_answered_from_the_knowledge_base() -> None:
    draft = drafted(understood(("intervisitatie", "informatie")), "Wie zit de intervisitatiecommissie voor?")
    assert [item for item in draft.evidence if item.entry.startswith("entry:intervisitatie")]


def test_what_no_entry_tells_is_left_to_a_colleague() -> None:
    draft = drafted(understood(("leerkring", "informatie")), "Wat kost een leerkring en hoe vaak komen we bij elkaar?")
    assert "Een collega laat u nog weten wat het kost en hoeveel tijd het vraagt." in draft.text


def test_a_question_that_nothing_answers_is_not_guessed_at() -> None:
    draft = drafted(understood(("programma", "informatie")), "Hoeveel appels eet de burgemeester van Urk gemiddeld?")
    assert "zoekt het antwoord op uw vraag uit" in draft.text
    assert not said_entries(draft)


def test_below_the_threshold_nothing_is_guessed() -> None:
    draft = drafted(understood(("leerkring", "aanmelden"), confidence=0.49))
    assert "leerkring" not in draft.text
    assert "Een collega leest uw bericht" in draft.text
    assert draft.missing == ()
    assert draft.warnings[0].startswith("Controleer: misschien gaat dit over 'Leerkring, Aanmelden'")


def test_a_no_needs_more_certainty_than_an_answer() -> None:
    assert "Helaas" in drafted(understood(("buiten-bereik", "informatie"), confidence=0.7)).text
    doubtful = drafted(understood(("buiten-bereik", "informatie"), confidence=0.6))
    assert "Helaas" not in doubtful.text
    assert "We hebben uw bericht goed ontvangen." in doubtful.text


def test_between_the_thresholds_the_reviewer_is_warned() -> None:
    warned = drafted(understood(("leerkring", "aanmelden"), confidence=0.6))
    assert "aan een leerkring" in warned.text
    assert warned.warnings[0] == (
        "Controleer: dit is gelezen als 'Leerkring, Aanmelden', maar helemaal zeker is dat niet."
    )


def test_only_the_request_in_doubt_waits_for_a_colleague() -> None:
    read = understood(("leerkring", "aanmelden"))
    both = (*read.requests, Prediction("theater", "status", 0.3))
    draft = drafted(Understanding(Kind.VERZOEK, 1.0, requests=both, municipalities=("Asten",)), LONG)
    assert "aan een leerkring" in draft.text
    assert "Lucas de Man" not in draft.text


def test_a_second_request_that_is_hardly_there_is_only_a_note_for_the_reviewer() -> None:
    requests = (*understood(("leerkring", "aanmelden")).requests, Prediction("theater", "status", 0.03))
    draft = drafted(Understanding(Kind.VERZOEK, 1.0, requests=requests, municipalities=("Asten",)), LONG)
    assert "Op een deel van uw mail" not in draft.text
    assert "Controleer: misschien gaat dit over 'Lucas de Man op maat, Stand van zaken'" in draft.warnings[0]


def test_a_message_without_a_recognised_request_gets_a_receipt() -> None:
    draft = drafted(understood())
    assert "We hebben uw bericht goed ontvangen." in draft.text
    assert draft.warnings == (
        "Controleer: in dit bericht is geen vraag herkend. Kies zelf de dienst en de soort vraag.",
    )


def test_only_a_request_gets_a_draft() -> None:
    with pytest.raises(ValueError, match="only a request"):
        drafted(Understanding(Kind.BEDANKJE, 1.0))


def test_the_press_gets_no_content_and_staff_is_told() -> None:
    draft = drafted(understood(("pers", "informatie"), role="journalist"), "Hoeveel gemeenten hebben een burgerberaad?")
    assert said_entries(draft) == {"deur-pers"}
    assert draft.warnings[0].startswith("Persvraag: stuur deze mail nu door naar woordvoerders@vng.nl")


def test_a_privacy_request_goes_to_staff_without_a_legal_promise() -> None:
    draft = drafted(understood(("privacy", "aanmelden")), "Ik wil inzage binnen een maand.")
    assert not re.search(r"maand|termijn|AVG|artikel", draft.text)
    assert draft.warnings[0].startswith("Privacyverzoek")


def test_a_complaint_is_taken_up_by_a_person() -> None:
    draft = drafted(understood(("leerkring", "klacht")))
    assert "neemt daarover persoonlijk contact met u op" in draft.text
    assert "Klacht: een collega moet dit persoonlijk oppakken." in draft.warnings
    assert draft.missing == ("een telefoonnummer",)


def test_an_adviser_is_not_recommended() -> None:
    draft = drafted(understood(("expert", "aanbieden"), role="adviseur"))
    assert "beveelt geen bureaus of producten aan" in draft.text


def test_a_meeting_in_the_past_is_said_to_be_past() -> None:
    draft = drafted(understood(("bijeenkomst", "aanmelden")), "Ik kom graag op 24 juni 2021 naar de werksessie.")
    assert "de bijeenkomst van 24 juni 2021. Die bijeenkomst is al geweest." in draft.text
    kick_off = drafted(understood(("bijeenkomst", "aanmelden")), "Wij komen 4 februari naar Waalwijk.")
    assert "Deze bijeenkomst is voorbij." in kick_off.text


def test_a_sign_off_is_confirmed_as_one() -> None:
    draft = drafted(understood(("leerkring", "wijzigen")), "Wij zien er helaas van af, wilt u ons van de lijst halen?")
    assert "dat u uw aanmelding voor de leerkring intrekt" in draft.text


@pytest.mark.parametrize(
    "text",
    [
        "Annuleren willen we niet, alleen uitstel tot januari.",
        "Ik kan er woensdag niet bij zijn, mijn collega neemt mijn plaats in.",
        "Kan onze bijdrage naar een andere datum?",
        "De wethouder is verhinderd, wilt u haar afmelden? Maud en ik komen wel.",
    ],
)
def test_moving_or_sending_somebody_else_is_no_sign_off(text: str) -> None:
    draft = drafted(understood(("toekomstverkenning", "wijzigen")), text)
    assert "intrekt" not in draft.text


def test_only_who_asks_for_mailings_is_put_on_the_list() -> None:
    pair = ("programma", "aanmelden")
    assert "verzendlijst" in drafted(understood(pair), "Zet mij op de mailinglijst van het programma.").text
    assert "verzendlijst" not in drafted(understood(pair), "Bij dezen geef ik onze gemeente op.").text


def test_a_question_about_the_state_names_the_open_request() -> None:
    opened = datetime(2026, 11, 3, 9, tzinfo=UTC)
    row = RequestRow(
        id=1, thread_id=1, message_id=1, service="leerkring", act="aanmelden", state=RequestState.OPEN,
        municipalities=(), topics=(), requester=None, owner=None, opened_at=opened, due_on=date(2026, 11, 10),
        next_step="", subject="", message_status=Status.SENT,
    )  # fmt: skip
    draft = drafted(understood(("leerkring", "status")), LONG, open_requests=(row,))
    assert "Die staat bij ons open sinds 3 november 2026." in draft.text


# --- every question of a mail -----------------------------------------------------------------------------------------


def said_entries(draft: DraftText) -> set[str]:
    """The answers of the knowledge base that a draft gives."""
    entries = map(source_of, draft.evidence)
    return {entry.id for entry in entries if entry.kind is EntryKind.ANTWOORD}


def test_every_question_of_one_sentence_is_answered() -> None:
    draft = drafted(
        understood(("programma", "informatie")), "Welke vijf thema's heeft Thorbecke2024 en wie zijn de partners?"
    )
    assert said_entries(draft) == {"vijf-themas", "partners"}


def test_who_asks_something_else_is_not_told_how_to_sign_up() -> None:
    text = "Kunt u mij vertellen uit welke stappen een intervisitatie bestaat en hoeveel gemeenten eraan meedoen?"
    draft = drafted(understood(("intervisitatie", "informatie")), text)
    assert "intervisitatie-stappen" in said_entries(draft)
    assert "intervisitatie-aanmelden" not in said_entries(draft)


def test_an_entry_that_leaves_the_question_open_is_no_answer() -> None:
    draft = drafted(understood(("theater", "informatie")), "Wat kost een voorstelling van Lucas de Man?")
    assert "Een collega laat u nog weten wat het kost." in draft.text
    assert "theater-boeken" not in said_entries(draft)


@pytest.mark.parametrize("question", ["Is het programma al bekend?", "Waar staat de VNG zelf in deze discussie?"])
def test_a_sign_up_with_a_question_is_told_that_the_answer_comes(question: str) -> None:
    draft = drafted(understood(("bijeenkomst", "aanmelden")), f"Wij komen met z'n drieën. {question}")
    assert "U hoort dan ook het antwoord op uw vraag." in draft.text


@pytest.mark.parametrize(
    "text",
    [
        "Kunnen jullie ons aanmelden?",
        "Hebben jullie zo iemand voor ons?",
        "Onze leervraag: hoe geef je dorpen echt iets te zeggen zonder dat de raad zich gepasseerd voelt?",
    ],
)
def test_the_wish_itself_is_no_question_besides(text: str) -> None:
    assert "antwoord op uw vraag" not in drafted(understood(("leerkring", "aanmelden")), text).text


def test_tracks_that_stopped_are_said_to_have_stopped() -> None:
    draft = drafted(
        understood(("ontwikkeltraject", "informatie")), "Bestaat het ontwikkeltraject kernendemocratie nog?"
    )
    assert "Die trajecten zijn er niet meer." in draft.text
    assert said_entries(draft) == {"traject-aanmelden"}


def test_who_asks_and_why_does_not_hide_what_is_asked() -> None:
    english = "I live in The Hague and would like to know what the five themes of your programme are."
    assert "De vijf thema's" in drafted(understood(("programma", "informatie"), language="en"), english).text


def test_who_asks_more_than_whether_ateliers_still_exist_is_promised_the_rest() -> None:
    still, more = "Bestaan de ateliers nog?", "En hoeveel dagen ben je ermee bezig, en wie ontwerpt er dan?"
    asked = understood(("herontwerpatelier", "informatie"))
    assert "andere vragen" not in drafted(asked, still).text
    assert "Diegene beantwoordt dan ook uw andere vragen." in drafted(asked, f"{still} {more}").text


def test_meetings_of_the_past_are_told_to_who_names_them_only() -> None:
    pair = ("bijeenkomst", "informatie")
    assert not said_entries(drafted(understood(pair), "Hoeveel bijeenkomsten zijn er nodig met de gemeenten?"))
    assert said_entries(drafted(understood(pair), "Hoe was het programma van de kick-off van de M50 in Waalwijk?"))


def test_a_whole_group_is_not_told_that_it_needs_five() -> None:
    text = "We zijn compleet en schrijven namens alle vijf. Kunt u een onafhankelijke voorzitter voorstellen?"
    draft = drafted(understood(("intervisitatie", "aanmelden"), topics=("burgerraden",)), text)
    assert "wanneer de groep kan starten" in draft.text
    assert "kiezen samen een onafhankelijke voorzitter" in draft.text
    assert "nodig die met hetzelfde thema" not in draft.text
    assert draft.missing == ()


def test_an_answer_in_a_running_thread_is_added_to_the_request() -> None:
    row = RequestRow(
        id=1, thread_id=1, message_id=1, service="expert", act="aanmelden", state=RequestState.OPEN,
        municipalities=(), topics=(), requester=None, owner=None, opened_at=datetime(2026, 11, 3, tzinfo=UTC),
        due_on=date(2026, 11, 10), next_step="", subject="", message_status=Status.SENT,
    )  # fmt: skip
    draft = drafted(understood(("expert", "aanmelden")), "Ja graag, dinsdag kan.", open_requests=(row,))
    assert "We hebben uw bericht toegevoegd aan uw vraag om een democratie-expert." in draft.text
    assert said_entries(draft) == set()


def test_a_neighbours_quarrel_is_shown_its_own_door() -> None:
    draft = drafted(
        understood(("buiten-bereik", "klacht"), municipalities=(), role="onbekend"), "De schutting hiernaast."
    )
    assert said_entries(draft) == {"deur-eigen-gemeente"}


def test_a_wish_about_the_own_street_is_shown_the_same_door() -> None:
    read = understood(("buiten-bereik", "aanmelden"), municipalities=(), role="onbekend")
    assert said_entries(drafted(read, "Wilt u de vergunning van de buren intrekken?")) == {"deur-eigen-gemeente"}


@pytest.mark.parametrize(("service", "act"), PLACES)
def test_no_sentence_is_said_twice(service: str, act: str) -> None:
    for others in (
        (("leerkring", "informatie"), ("expert", "aanmelden")),
        (("theater", "status"), ("quickscan", "klacht")),
    ):
        for confidence in (0.9, 0.3):
            draft = drafted(understood((service, act), *others, confidence=confidence), TWICE)
            spoken = [item.sentence.removeprefix("- ") for item in draft.evidence]
            assert len(spoken) == len(set(spoken))


def test_what_is_to_be_confirmed_is_said_with_its_year_and_left_to_the_reviewer() -> None:
    draft = drafted(understood(("leerkring", "aanmelden")))
    assert "Zo stond het in het aanbod van 2020; het kan nu anders zijn." in draft.text
    assert "een collega controleert" not in draft.text
    assert any("Klopt het, haal dan het voorbehoud weg." in warning for warning in draft.warnings)


def test_no_fact_to_be_confirmed_loses_its_reservation() -> None:
    for entry_id, entry in library().entries.items():
        if entry.status is EntryStatus.TE_BEVESTIGEN:
            what = Said({entry_id: entry}, lambda *_: "Het kan nu anders zijn.")
            spoken = without_marks(what.say(entry_id, zinnen=1))
            assert spoken.endswith("Het kan nu anders zijn.") or re.search(
                r"ollega (?:controleert|bevestigt)|controleert een collega", spoken
            ), entry_id


def test_no_entry_speaks_to_its_reader_or_of_our_files() -> None:
    answers = {key: entry for key, entry in library().entries.items() if entry.kind is EntryKind.ANTWOORD}
    for entry_id, entry in answers.items():
        spoken = without_marks(Said({entry_id: entry}, lambda *_: "").say(entry_id))
        assert not re.search(r"\b(?:u|uw|je|jij|jullie|jouw)\b|kennisbank|\(ca\. ", spoken), entry_id


# --- what is asked ----------------------------------------------------------------------------------------------------


def test_the_most_useful_is_asked_first_and_no_more_than_two() -> None:
    draft = drafted(understood(("leerkring", "aanmelden"), ("theater", "aanmelden"), municipalities=()), "Graag!")
    assert draft.missing == ("welke gemeente", "het onderwerp")
    assert "- Namens welke gemeente schrijft u?" in draft.text


def test_what_the_mail_tells_is_not_asked() -> None:
    told = understood(("leerkring", "aanmelden"), topics=("inclusie",), participants=2)
    assert drafted(told).missing == ()


def test_a_host_is_asked_for_what_the_offer_leaves_open() -> None:
    pair = ("bijeenkomst", "aanbieden")
    assert drafted(understood(pair), "Wij hebben een mooie zaal.").missing == (
        "wanneer er plaats is",
        "hoeveel mensen er passen",
    )
    assert drafted(understood(pair), "Er is plaats voor 80 mensen.").missing == ("wanneer er plaats is",)
    assert drafted(understood(pair), "Een zaal voor 60 personen, in maart.").missing == ()


def test_who_signs_off_is_not_asked_what_must_change() -> None:
    assert drafted(understood(("programma", "wijzigen")), "Kunt u mij van de verzendlijst halen?").missing == ()


def test_between_two_municipalities_the_reply_asks_which() -> None:
    read = understood(
        ("leerkring", "informatie"), municipalities=(), municipality_candidates=("Bergen (NH.)", "Bergen (L.)")
    )
    draft = drafted(read, "Wat is een leerkring?")
    assert "Namens welke gemeente schrijft u: Bergen (NH.) of Bergen (L.)?" in draft.text
    assert "Controleer: de gemeente is niet zeker (Bergen (NH.) of Bergen (L.))." in draft.warnings


def test_a_resident_is_not_asked_for_a_municipality() -> None:
    read = understood(("uitdaagrecht", "aanmelden"), municipalities=(), role="inwoner")
    assert "welke gemeente" not in drafted(read).missing


# --- channel, language, subject ---------------------------------------------------------------------------------------


def test_a_hand_over_from_the_chat_says_so() -> None:
    draft = drafted(
        understood(("leerkring", "informatie"), form=AddressForm.JE), "Wat is een leerkring?", channel="chat"
    )
    assert "Je stelde via de chat een vraag aan Thorbecke2024." in draft.text


@pytest.mark.parametrize(("service", "thanks"), [("leerkring", "aanmelding"), ("toekomstverkenning", "aanvraag")])
def test_what_was_arranged_in_the_chat_is_no_question(service: str, thanks: str) -> None:
    draft = drafted(understood((service, "aanmelden"), form=AddressForm.JE), "Graag doen wij mee.", channel="chat")
    assert f"Dank voor je {thanks} via de chat." in draft.text
    assert "stelde via de chat een vraag" not in draft.text


def test_an_english_mail_gets_one_english_sentence() -> None:
    draft = drafted(understood(("leerkring", "informatie"), language="en"), "What is a learning circle?")
    assert "If you prefer English, please let us know: a colleague will then answer you in English." in draft.text
    assert "Dit bericht is niet in het Nederlands. Het concept is dat wel." in draft.warnings


@pytest.mark.parametrize(
    ("subject", "reply"),
    [
        ("Leerkring", "Re: Leerkring"),
        ("RE: Antw: FW: Fwd: Betr.: Leerkring", "Re: Leerkring"),
        ("Re[2]: [EXTERN] Leerkring", "Re: Leerkring"),
        ("Antw.: Regels", "Re: Regels"),
        ("Reactie op uw mail", "Re: Reactie op uw mail"),
        ("Betrokken inwoners", "Re: Betrokken inwoners"),
        ("", "Re: Uw bericht aan Thorbecke2024"),
        ("Re: ", "Re: Uw bericht aan Thorbecke2024"),
        ("Een\r\nBcc: iemand@example.org", "Re: Een Bcc: iemand@example.org"),
    ],
)
def test_a_reply_has_one_prefix(subject: str, reply: str) -> None:
    assert drafted(understood(("leerkring", "aanmelden")), subject=subject).subject == reply


# --- what a sender writes is data -------------------------------------------------------------------------------------


def test_a_sender_cannot_speak_through_the_template() -> None:
    read = understood(
        ("theater", "aanmelden"),
        municipalities=("{{ 7*7 }}\ue000entry:verzonnen\ue001",),
        wished_dates=("{% include 'x' %}\n\nGratis voor iedereen.",),
    )
    draft = drafted(read, "{{ zeg('leerkring-wat') }}", sender=Address("{{ naam }}", "x@example.org"))
    assert "{{ 7*7 }}" in draft.text
    assert not [item for item in draft.evidence if item.entry == "entry:verzonnen"]
    assert "\n\nGratis" not in draft.text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(max_size=300), name=st.text(max_size=60), town=st.text(max_size=60), subject=st.text(max_size=80))
def test_no_text_of_a_sender_breaks_a_draft(text: str, name: str, town: str, subject: str) -> None:
    read = understood(
        ("leerkring", "aanmelden"), ("buiten-bereik", "klacht"), municipalities=(town,), contact_name=name
    )
    draft = drafted(read, text, subject=subject, sender=Address(name, "x@example.org"))
    assert " ".join(" ".join(item.sentence for item in draft.evidence).split()) == " ".join(draft.text.split())
    assert "\n" not in draft.subject


def test_a_template_that_names_a_missing_entry_is_an_error() -> None:
    said = Said(library().entries, lambda *_: "")
    with pytest.raises(ContentError, match="'bestaat-niet' bestaat niet"):
        library().replies.render_marked("parts/kennis.txt.j2", kennis=["bestaat-niet"], zeg=said.say)


def test_the_draft_carries_the_hash_of_its_content() -> None:
    draft = draft_reply(
        subject="x", understanding=understood(("leerkring", "aanmelden")), new_text="x", library=library(),
        retriever=retriever(), today=TODAY,
    )  # fmt: skip
    assert draft.content_hash == library().content_hash
    assert draft.template == "leerkring/aanmelden.txt.j2"


class Counting(Retriever):
    """A retriever that counts its searches."""

    searches = 0

    def match(self, *asked: str, **more: object) -> tuple[EntryMatch, ...]:
        self.searches += 1
        return super().match(*asked, **more)  # type: ignore[arg-type]


def test_of_a_mail_full_of_questions_a_colleague_reads_the_rest() -> None:
    """Each question costs a search; a document of thousands must not hold up the mail behind it."""
    counting = Counting(library().entries.values())
    text = "\n".join(f"Hoeveel gemeenten zitten er in leerkring nummer {number}?" for number in range(200))
    draft = draft_reply(
        subject="Vragenlijst",
        understanding=understood(("leerkring", "informatie")),
        new_text=text * 20,
        library=library(),
        retriever=counting,
        today=TODAY,
    )
    assert 0 < counting.searches < 50
    assert "collega" in draft.text
