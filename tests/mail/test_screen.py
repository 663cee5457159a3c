"""Which mail needs no reply: machines are known by their headers, else by words that agree; people are never lost."""

import pytest

from bot.mail.parse import parse
from bot.mail.screen import screen
from bot.model import Kind, Screening

OWN = frozenset({"thorbecke2024@vng.nl"})
DOMAIN = "thorbecke2024.vng.nl"
PERSON = "From: Joke <j.brandsma@veenrijk.example>\nTo: thorbecke2024@vng.nl\n"


def screened(headers: str, body: str = "Wij willen graag meedoen aan een leerkring.") -> Screening:
    return screen(parse((headers.strip() + "\n\n" + body).encode()), own_addresses=OWN, own_message_id_domain=DOMAIN)


def test_a_persons_mail_has_no_verdict() -> None:
    assert screened(PERSON + "Subject: leerkring") == Screening(None, "")


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no",
        "Auto-Submitted: auto-forwarded",
        "X-Auto-Response-Suppress: All",
        "X-Loop: iets",
        "Importance: high",
        "X-Autoreply: no",
        "X-MS-Exchange-Inbox-Rules-Loop: thorbecke2024@vng.nl",
    ],
)
def test_these_headers_prove_nothing(header: str) -> None:
    assert screened(PERSON + f"Subject: leerkring\n{header}").kind is None


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied (vacation)",
        "Auto-Submitted: auto-generated",
        "X-Autoreply: yes",
        "X-Autorespond: afwezig",
        "Precedence: auto_reply",
        "Return-Path: <>",
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=x",
    ],
)
def test_these_headers_are_an_automatic_answer(header: str) -> None:
    assert screened(PERSON + f"Subject: Re: leerkring\n{header}").kind is Kind.AUTOREPLY


def test_a_web_form_that_passes_a_person_on_is_a_person() -> None:
    form = "From: website@vng.example\nReply-To: joke@veenrijk.example\nAuto-Submitted: auto-generated\nSubject: vraag"
    assert screened(form).kind is None


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Automatisch antwoord: leerkring", "Ik ben er niet."),
        ("Out of Office: leerkring", "Back on Monday."),
        ("Re: leerkring", "Dank voor uw mail. Ik ben afwezig tot maandag 3 mei. Voor spoed belt u mijn collega."),
        (
            "Ik werk hier niet meer",
            "Sinds mei ben ik uit dienst. Dit postvak wordt niet meer gelezen. Mail mijn opvolger.",
        ),
        ("Ontvangstbevestiging", "Wij hebben uw bericht ontvangen. Dit is een automatisch bericht."),
        ("Gelezen: leerkring", "Uw bericht is gelezen op maandag."),
    ],
)
def test_words_that_agree_are_an_automatic_answer(subject: str, body: str) -> None:
    assert screened(PERSON + f"Subject: {subject}", body).kind is Kind.AUTOREPLY


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("vraag", "Ik ben vanaf maandag twee weken weg. Kunnen jullie mijn collega Kim bellen over de leerkring?"),
        ("Re: Ontvangstbevestiging", "Wij kregen alleen een automatische bevestiging. Hoe staat het met de aanvraag?"),
        ("mail niet bezorgd?", "Mijn vorige mail kwam terug: postvak vol. Wij willen graag meedoen aan de leerkring."),
        ("Uitnodiging: kom kijken", "Graag nodigen wij jullie uit voor onze burgertop op 3 mei."),
        ("nieuwsbrief", "Kunt u ons afmelden voor de nieuwsbrief? Het adres is opgeheven."),
        ("Vakantie", "Kan de leerkring na de vakantie starten? Ik ben tot 3 augustus met verlof."),
        ("Afwezig 3 juni", "Ik ben 3 juni afwezig bij de intervisitatie, Kim neemt waar."),
        ("Wachtwoord webinar", "Mijn wachtwoord is verlopen. Kunnen jullie dat binnen 24 uur herstellen?"),
        ("Geannuleerd: theater", "De voorstelling gaat niet door, kunnen we een nieuwe datum plannen?"),
        ("aanbod", "Ik bied jullie mijn diensten aan als spreker, zal ik een offerte sturen?"),
        ("subsidie", "Onze aanvraag is 850.000 euro. Is er nog geld in het fonds, en hoe vragen we dat aan?"),
    ],
)
def test_a_request_is_never_taken_for_a_machine(subject: str, body: str) -> None:
    assert screened(PERSON + f"Subject: {subject}", body).kind is None


DSN = """From: Mail Delivery System <MAILER-DAEMON@mx.example>
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=x

--x

I'm sorry.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; j.brandsma@veenrijk.example
Action: failed
Status: 5.1.1
--x
Content-Type: message/rfc822

From: thorbecke2024@vng.nl
Message-ID: <abc@thorbecke2024.vng.nl>
Subject: Re: leerkring

Beste Joke
--x--
"""


def test_a_delivery_report_names_who_failed_and_which_mail() -> None:
    verdict = screen(parse(DSN.encode()), own_addresses=OWN, own_message_id_domain=DOMAIN)
    assert verdict.kind is Kind.BOUNCE
    assert verdict.failed_recipients == ("j.brandsma@veenrijk.example",)
    assert verdict.failed_message_id == "<abc@thorbecke2024.vng.nl>"
    assert verdict.permanent is True


def test_a_delay_is_not_for_good_and_a_success_is_no_failure() -> None:
    delay = DSN.replace("failed", "delayed").replace("5.1.1", "4.4.1")
    assert screen(parse(delay.encode()), own_addresses=OWN, own_message_id_domain=DOMAIN).permanent is False
    success = screen(
        parse(DSN.replace("failed", "delivered").encode()), own_addresses=OWN, own_message_id_domain=DOMAIN
    )
    assert success.kind is Kind.AUTOREPLY


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        ("postmaster@dorp.example", "Niet te bezorgen: startgesprek", "Het postvak is vol. 552 5.2.2 mailbox full"),
        ("Mail Delivery Subsystem <mailer-daemon@x.example>", "failure notice", "<a@b.example>: 550 user unknown"),
        ("MAILER-DAEMON@x.example", "Warning: could not send message for past 4 hours", "will be retried"),
        ("Systeembeheerder <systeem@x.example>", "Onbestelbaar: leerkring", "Uw bericht kon niet worden bezorgd."),
    ],
)
def test_a_report_without_structure_is_known_by_sender_subject_and_words(sender: str, subject: str, body: str) -> None:
    assert screened(f"From: {sender}\nSubject: {subject}", body).kind is Kind.BOUNCE


CALENDAR = "Wanneer: maandag 3 mei 2027 10:00-11:00\nWaar: Microsoft Teams-vergadering"


@pytest.mark.parametrize(
    "subject", ["Geaccepteerd: overleg", "Geweigerd: overleg", "Uitnodiging: overleg", "Voorlopig: x"]
)
def test_calendar_mail_is_agenda(subject: str) -> None:
    assert screened(PERSON + f"Subject: {subject}", CALENDAR).kind is Kind.AGENDA


def test_what_the_calendar_says_of_somebody_is_no_wish_of_theirs() -> None:
    reply = PERSON + "Subject: Geweigerd: overleg"
    assert screened(reply, "An Bos kan niet aanwezig zijn.\n\nTijdstip: 3 mei, 10:00 - 11:00").kind is Kind.AGENDA
    assert screened(reply, "Ik kan niet aanwezig zijn.").kind is None


def test_a_question_between_calendar_lines_is_a_persons() -> None:
    body = f"Ik kan dan niet. Kan het een week later?\n\n{CALENDAR}"
    assert screened(PERSON + "Subject: Geweigerd: overleg", body).kind is None
    assert screened(PERSON + "Subject: x\nContent-Type: text/calendar; method=REPLY", "SUMMARY:x").kind is Kind.AGENDA


def test_newsletters_are_known_by_header_or_by_two_phrases() -> None:
    assert screened(PERSON + "Subject: x\nList-Unsubscribe: <mailto:x@y.example>").kind is Kind.NIEUWSBRIEF
    body = "Bekijk deze mail in uw browser\nNieuws\nU ontvangt deze nieuwsbrief omdat u zich inschreef."
    assert screened(PERSON + "Subject: Nieuws", body).kind is Kind.NIEUWSBRIEF


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        (
            "ICT <help@vng-postvak.example.com>",
            "Actie vereist",
            "Uw postvak wordt geblokkeerd. Bevestig uw wachtwoord binnen 24 uur: http://x.example",
        ),
        (
            "Mr Brown <b@x.example>",
            "Proposal",
            "Dear friend, I am next of kin to 12 million USD. Send your bank details, strictly confidential.",
        ),
        (
            "SEO <s@x.example>",
            "Eerste pagina van Google!!!",
            "Beste ondernemer, wij zetten u op de eerste pagina van Google. Nu 20% korting. Antwoord met STOP.",
        ),
        (
            "Mr Green <g@x.example>",
            "Samenwerking met uw gemeente",
            "Beste vriend, ik wil 8,5 miljoen euro uit een fonds in lokale democratie steken. Stuur uw bankrekening.",
        ),
    ],
)
def test_bait_in_bulk_is_spam(sender: str, subject: str, body: str) -> None:
    assert screened(f"From: {sender}\nSubject: {subject}", body).kind is Kind.SPAM


def test_who_asks_for_much_money_for_a_plan_sends_no_spam() -> None:
    body = "Kan het fonds 1,5 miljoen euro bijdragen aan ons experiment in drie kernen? Wij horen graag wat er kan."
    assert screened(PERSON + "Subject: Subsidie voor ons experiment", body).kind is None


def test_our_own_mail_that_comes_back_is_a_loop() -> None:
    assert "eigen bericht" in screened(PERSON + "Subject: x\nMessage-ID: <a@thorbecke2024.vng.nl>").reason
    ours = "From: thorbecke2024@vng.nl\nSubject: x\n"
    assert screened(ours + "X-Thorbecke-Mail: antwoord").kind is Kind.AUTOREPLY
    assert screened(ours).kind is None
