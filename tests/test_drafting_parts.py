"""The parts of a draft: salutation, sentences, the Markdown of an entry, what is said of an entry."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.provenance import marked, without_marks
from bot.errors import ContentError
from bot.model import Address, AddressForm, EntryKind, EntryStatus, KnowledgeEntry
from bot.model.dutch import listed, number
from bot.pipeline.drafting.asking import questions
from bot.pipeline.drafting.aspects import untold
from bot.pipeline.drafting.greeting import salutation
from bot.pipeline.drafting.markdown import plain
from bot.pipeline.drafting.points import is_general, point
from bot.pipeline.drafting.saying import Said
from bot.pipeline.drafting.sentences import read
from bot.pipeline.drafting.signals import signs_off
from bot.pipeline.drafting.slots import NEEDED, NEEDED_BY_ACT, SLOTS
from bot.pipeline.drafting.wording import municipality
from bot.understanding.terms import terms
from tests.drafting_content import library


def greeting(name: str, form: AddressForm, **more: object) -> str:
    facts: dict[str, object] = {"contact": None, "new_text": "", "role": "ambtenaar"} | more
    return salutation(form, sender=Address(name, "x@asten.nl"), **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "informal", "polite"),
    [
        ("Hanneke Wolters", "Beste Hanneke", "Geachte Hanneke Wolters"),
        ("Wolters, Hanneke", "Beste Hanneke", "Geachte Hanneke Wolters"),
        ("Vries, Jan de", "Beste Jan", "Geachte Jan de Vries"),
        ("KIM VERSTAPPEN", "Beste Kim", "Geachte Kim Verstappen"),
        ("Anne-Fleur Tol | gemeente", "Beste Anne-Fleur", "Geachte Anne-Fleur Tol"),
        ("Jan-Willem 't Hart", "Beste Jan-Willem", "Geachte Jan-Willem 't Hart"),
        ("drs. Beatrijs Kamerling", "Beste Beatrijs", "Geachte Beatrijs Kamerling"),
        ("Hans (gemeente Asten)", "Beste Hans", "Geachte heer, mevrouw"),
        ("P. Terpstra", "Beste collega", "Geachte heer, mevrouw Terpstra"),
        ("A.B.C. van den Akker", "Beste collega", "Geachte heer, mevrouw Van den Akker"),
        ("dhr. P.J. van den Akker", "Beste collega", "Geachte heer Van den Akker"),
        ("mevrouw S. Dieleman", "Beste collega", "Geachte mevrouw Dieleman"),
        ("Griffie Tholen", "Beste collega", "Geachte heer, mevrouw"),
        ("Dorpsbelang Oudega", "Beste collega", "Geachte heer, mevrouw"),
        ("Raadsgriffie Losser", "Beste collega", "Geachte heer, mevrouw"),
        ("Secretariaat B&W", "Beste collega", "Geachte heer, mevrouw"),
        ("Coördinator dorpen", "Beste collega", "Geachte heer, mevrouw"),
        ("Raadslid Van 't Hof", "Beste collega", "Geachte heer, mevrouw Van 't Hof"),
        ("J.W. van der Wal", "Beste collega", "Geachte heer, mevrouw Van der Wal"),
        ("info@asten.nl", "Beste collega", "Geachte heer, mevrouw"),
        ("Klik op https://example.org", "Beste collega", "Geachte heer, mevrouw"),
        ("", "Beste collega", "Geachte heer, mevrouw"),
    ],
)
def test_a_salutation_uses_the_name_and_guesses_no_gender(name: str, informal: str, polite: str) -> None:
    assert greeting(name, AddressForm.JE) == informal
    assert greeting(name, AddressForm.U) == polite


def test_an_office_is_greeted_where_the_name_leaves_the_gender_open() -> None:
    assert greeting("wethouder M. van den Berg", AddressForm.U, role="wethouder") == "Geachte wethouder Van den Berg"
    assert greeting("Bertine Hofman", AddressForm.U, role="burgemeester") == "Geachte Bertine Hofman"


def test_who_is_no_colleague_is_not_called_one() -> None:
    assert greeting("P. Terpstra", AddressForm.JE, role="inwoner") == "Goedendag"


def test_we_greet_who_wrote_and_not_whom_the_mail_appoints() -> None:
    appointed = {"contact": "Jolanda Heijink", "new_text": "Contactpersoon wordt Jolanda Heijink."}
    assert greeting("Hanneke Wolters", AddressForm.JE, **appointed) == "Beste Hanneke"


def test_a_name_from_the_signature_serves_for_a_shared_address() -> None:
    assert greeting("Griffie Tholen", AddressForm.JE, contact="Ko Wisse", new_text="Help!") == "Beste Ko"


@given(st.text(max_size=80), st.sampled_from(AddressForm))
def test_any_name_gives_one_short_line(name: str, form: AddressForm) -> None:
    line = greeting(name, form)
    assert line.splitlines() == [line]
    assert len(line) < 100


def sentences(text: str) -> list[str]:
    return [item.sentence for item in read(marked("entry:x", text)).sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Een zin. Nog een zin! En een? Ja.", ["Een zin.", "Nog een zin!", "En een?", "Ja."]),
        ("Denk bijv. aan Asten, o.a. Ommen e.d. Klaar.", ["Denk bijv. aan Asten, o.a. Ommen e.d. Klaar."]),
        ("Van Bergen (NH.) Naar huis.", ["Van Bergen (NH.) Naar huis."]),
        ("Kijk op www.aeno.nl/subsidies. Of mail.", ["Kijk op www.aeno.nl/subsidies.", "Of mail."]),
        ("Om 13.30 uur. Het duurt 1.000 uur. Ja.", ["Om 13.30 uur.", "Het duurt 1.000 uur.", "Ja."]),
        ("Zo dan:\n\n1. Eerst dit. En dat.\n2. Dan dit.", ["Zo dan:", "1. Eerst dit.", "En dat.", "2. Dan dit."]),
        ("Een regel\ndie doorloopt. Ja.", ["Een regel die doorloopt.", "Ja."]),
        ("'Een citaat.' Daarna meer.", ["'Een citaat.'", "Daarna meer."]),
    ],
)
def test_sentences_end_where_people_end_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_text_keeps_paragraphs_lists_and_kept_breaks() -> None:
    text = "Eerste\nalinea.\n\n- een\n  vervolg\n- twee\n\nTeam \\\nVNG"
    assert str(read(text)) == "Eerste alinea.\n\n- een vervolg\n- twee\n\nTeam\nVNG"


@given(st.text(max_size=200))
def test_reading_a_text_loses_no_word(text: str) -> None:
    kept = read(marked("entry:x", text.replace("\ue000", "").replace("\ue001", "").replace("\ue002", "")))
    joined = "".join(str(kept).split())
    assert joined == "".join(item.sentence.replace(" ", "") for item in kept.sentences)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Kijk op [de site](https://vng.nl/pers).", "Kijk op de site (https://vng.nl/pers)."),
        ("Kijk op [vng.nl](https://vng.nl).", "Kijk op https://vng.nl."),
        ("<https://vng.nl> en <woordvoerders@vng.nl>", "https://vng.nl en woordvoerders@vng.nl"),
        ("**Let op**: *echt* `code`", "Let op: echt code"),
        ("## Kop\n\nTekst", "Kop\n\nTekst"),
        ("een documentaireserie (documentaire serie) en", "een documentaireserie en"),
        ("ongeveer vijf (ca. 5) gemeenten", "ongeveer vijf gemeenten"),
        ("in gesprek (interactie) over", "in gesprek over"),
        ("een sitebouwer uit Amsterdam (2016).", "een sitebouwer uit Amsterdam (2016)."),
        ("expertise, exposure (zichtbaarheid)", "expertise, exposure (zichtbaarheid)"),
    ],
)
def test_the_markdown_of_an_entry_becomes_plain_text(markdown: str, text: str) -> None:
    assert plain(markdown) == text


def entry(answer: str, status: EntryStatus = EntryStatus.TE_BEVESTIGEN) -> KnowledgeEntry:
    day = date(2026, 11, 20)
    return KnowledgeEntry("x", "X", ("leerkring",), (), (), status, None, None, "team", day, (), (), answer, "x.md")


RESERVATION = "Zo stond het in het aanbod van 2020; een collega controleert of het nu nog zo is."


def said(answer: str, **part: int) -> tuple[str, tuple[str, ...]]:
    what = Said({"x": entry(answer)}, lambda stood, place, before: f"({stood}|{place}|{before})")
    spoken = " ".join(item.sentence for item in read(what.say("x", **part)).sentences)
    return spoken.removesuffix("".join(f" {words}" for words in what.reservations)), tuple(what.reservations)


def test_a_reservation_stands_behind_its_entry_in_our_words() -> None:
    assert said(f"Vijf gemeenten doen mee.\n\n{RESERVATION}") == (
        "Vijf gemeenten doen mee.",
        ("(Zo stond het in het aanbod van 2020|in het aanbod van 2020|0)",),
    )


def test_a_reservation_behind_a_list_stands_alone() -> None:
    what = Said({"x": entry(f"Dit zijn ze:\n\n- een\n- twee\n\n{RESERVATION}")}, lambda *_: "Voorbehoud.")
    assert without_marks(what.say("x")) == "Dit zijn ze:\n\n- een\n- twee\n\nVoorbehoud."


def test_an_entry_with_a_doubt_of_its_own_is_said_whole() -> None:
    text = "Een. Twee. Een collega bevestigt of dit nog zo is."
    assert said(text, zinnen=1) == (text, ())


def test_a_fixed_text_is_said_in_one_form_and_an_agreement_never() -> None:
    fixed = replace(entry("{U hoort|Je hoort} het. Tot dan."), kind=EntryKind.VASTE_TEKST)
    agreed = replace(entry("We danken iemand."), kind=EntryKind.AFSPRAAK)
    what = Said({"x": fixed, "y": agreed}, lambda *_: "", polite=False)
    assert without_marks(what.say("x", zinnen=1)) == "Je hoort het."
    with pytest.raises(ContentError, match="'y' is een afspraak"):
        what.say("y")


def test_part_of_an_entry_can_be_said() -> None:
    assert said(f"Een. Twee. Drie.\n\n{RESERVATION}", zinnen=2)[0] == "Een. Twee."
    assert said(f"Een. Twee. Drie.\n\n{RESERVATION}", laatste=1)[0] == "Drie."


def test_who_has_mailed_us_is_not_told_to_mail_us() -> None:
    assert said("Een. Meer weten? Mail naar thorbecke2024@vng.nl.")[0] == "Een."
    assert said("Mail naar thorbecke2024@vng.nl.")[0] == "Mail naar thorbecke2024@vng.nl."


def test_advice_to_mail_us_is_left_out_wherever_it_stands() -> None:
    assert said("Een verzoek kan naar thorbecke2024@vng.nl. Een collega kijkt. Meer staat op de site.")[0] == (
        "Een collega kijkt. Meer staat op de site."
    )
    kept = "Mail naar thorbecke2024@vng.nl. Zet in de mail om welke gemeente het gaat."
    assert said(kept)[0] == kept


def test_a_question_of_several_parts_is_taken_apart() -> None:
    text = "Met hoeveel gemeenten zit je in zo'n kring, hoe vaak kom je bij elkaar en wat kost het ons?"
    assert questions(text) == (
        "Met hoeveel gemeenten zit je in zo'n kring?",
        "hoe vaak kom je bij elkaar?",
        "wat kost het ons?",
    )
    assert questions("Wij zoeken vijf gemeenten en een voorzitter.") == ()
    assert questions("I wonder how many take part in a circle, and who guides it.") == (
        "I wonder how many take part in a circle",
        "who guides it.",
    )


def test_what_follows_upon_a_mail_to_us_goes_with_the_advice_to_mail_us() -> None:
    assert said("Een. Stuur de aanvraag naar thorbecke2024@vng.nl. Een collega neemt daarna contact op.")[0] == "Een."


def test_a_question_of_two_words_asks_the_sentence_before_it() -> None:
    assert questions("Ik las dat het uitdaagrecht nog niet geldt. Klopt dat?") == (
        "Ik las dat het uitdaagrecht nog niet geldt. Klopt dat?",
    )
    assert questions("Voor de rest weten we het nog niet.") == ()


def test_what_a_third_person_asks_is_a_question() -> None:
    assert questions("Onze commissie vraagt wat het inhoudt, hoe lang zij duurt en wat de kosten zijn.") == (
        "Onze commissie vraagt wat het inhoudt",
        "hoe lang zij duurt",
        "wat de kosten zijn.",
    )
    asked_before = "Een paar raadsleden vroegen mij of het webinar terug te zien is."
    assert questions(asked_before) == (asked_before,)


@pytest.mark.parametrize(
    ("text", "off"),
    [
        ("We stappen uit de leerkring, niemand neemt het over.", True),
        ("Er gaat een streep door alle projecten. Haal ons er dus maar af.", True),
        ("Ik verzoek u onze aanvraag als vervallen te beschouwen.", True),
        ("De trekker wordt vanaf nu mijn collega Piet Bos. Mij mag je van de lijst halen.", False),
        ("Stuur het voortaan naar mijn opvolgster en haal mij van de lijst.", False),
        ("Iedereen is alles aan het afzeggen: gaat het congres nog door?", False),
        ("Wij stoppen met de intervisitatie.", True),
        ("Die inschrijving mag vervallen.", True),
        ("Wij stappen uit. Mijn collega neemt het van me over.", False),
        ("We stappen over op een andere datum.", False),
        ("Wilt u de middag annuleren? Wij prikken samen een nieuwe dag.", False),
    ],
)
def test_who_steps_out_signs_off(text: str, *, off: bool) -> None:
    assert signs_off(text) is off


def test_a_bare_yes_stays_in_the_chat() -> None:
    assert said("Ja. Een professional begeleidt de groep.")[0] == "Een professional begeleidt de groep."


def test_an_entry_is_said_once() -> None:
    what = Said({"x": entry("Een.")}, lambda *_: "")
    assert what.say("x")
    assert what.say("x") == ""


def test_what_nobody_told_is_named() -> None:
    assert untold(["Wat kost dat en hoe vaak is het?"], ["Vijf gemeenten doen mee."]) == (
        "wat het kost",
        "hoeveel tijd het vraagt",
    )
    assert untold(["Hoe lang duurt het?"], ["Het duurt tien weken."]) == ()
    assert untold(["Hoeveel tijd kost het?"], []) == ("hoeveel tijd het vraagt",)


def test_names_are_listed_as_dutch_does() -> None:
    assert [listed(["a", "b", "c"][:count]) for count in range(4)] == ["", "a", "a en b", "a, b en c"]
    assert municipality(["Asten"]) == "de gemeente Asten"
    assert municipality(["Asten", "Someren"]) == "de gemeenten Asten en Someren"
    assert [number(count) for count in (None, 3, 40)] == ["", "drie", "40"]


def test_every_question_has_its_words() -> None:
    files = {path.name.removesuffix(".txt.j2") for path in (Path(__file__).parents[1] / "replies/vragen").glob("*")}
    used = {name for names in (*NEEDED.values(), *NEEDED_BY_ACT.values()) for name in names}
    used |= {fact.question for facts in library().intakes.values() for fact in facts if fact.question}
    assert files == used
    assert set(SLOTS) <= used


@pytest.mark.parametrize(
    ("text", "service", "words"),
    [
        ("Kan zo'n leerkring ook in de avonduren?", "leerkring", "avonduren"),
        ("Ons presidium wil weten wie de zelfanalyse schrijft.", "intervisitatie", "zelfanalyse schrijft"),
        ("Wat houdt een toekomstverkenning in?", "toekomstverkenning", ""),
        ("Nog een korte vraag tussendoor: mogen er ook inwoners bij zijn?", "intervisitatie", "inwoners"),
    ],
)
def test_the_point_of_a_question_is_what_it_says_besides_the_name_of_the_service(
    text: str, service: str, words: str
) -> None:
    assert point(text, service) == terms(words)


def test_who_asks_what_it_is_wants_to_know_nothing_else() -> None:
    assert is_general("Kun je uitleggen hoe een intervisitatie werkt?", "intervisitatie")
    assert is_general("Hebben jullie voorbeelden van wijkraden?", "inspiratie")
    assert not is_general("Wat kost een intervisitatie?", "intervisitatie")
    assert not is_general("Wat is de rol van de griffier in een intervisitatie?", "intervisitatie")
