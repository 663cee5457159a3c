"""The words of the grammar: what colleagues type, and the slot of an inquiry that it fills.

A phrase is written without the little words of ``FILLERS``, which may stand anywhere between its words.
"""

# ruff: noqa: E501
# What people type is a list for each value: broken over more lines it hides its alternatives.

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.lifecycle import RequestState, Status
from bot.model.inquiry import NOBODY, Moment, Order, Per, Subject
from bot.model.programme import CircleState, PlaceState
from bot.pipeline.inquiries.agenda_lexicon import AGENDA
from bot.pipeline.inquiries.slots import Slot

ME = "ik"
"""As the value of an owner: who asks."""

R, T, C, P = RequestState, Status, CircleState, PlaceState
OPEN = (R.OPEN, R.WAITING)
ENDED = (R.SETTLED, R.WITHDRAWN)
FOR_A_PERSON = (T.AWAITING_REVIEW, T.FAILED)
IN_THE_MAKING = (C.PROPOSED, C.INVITING)

PHRASES: Mapping[Slot, Mapping[object, str]] = {
    Slot.COURTESY: {
        True: "ik wil weten | ik wil zien | wil ik weten | wil ik zien | ik zoek | zoek ik | kan ik | mag ik | kun je mij |"
        " kunt u mij | laat mij zien | geef mij | vertel mij | toon mij | wil je mij | ik wil graag weten | ik ben op zoek |"
        " ik zou willen weten | ik vroeg me af | vraag ik me af | vind ik | ik ben benieuwd | weet jij | ik moet weten |"
        " wil je laten zien | kun je laten zien | moet ik kijken | ik wil lijst | ik wil overzicht | laat zien"
    },
    Slot.COUNT: {True: "hoeveel | aantal | hoe veel | tel | totaal aantal | hoe vaak"},
    Slot.SUBJECT: {
        Subject.REQUESTS: "aanvraag | aanvragen | verzoek | verzoeken | zaak | zaken | actiepunt | actiepunten |"
        " openstaande punten | dossier | dossiers",
        Subject.MESSAGES: "bericht | berichten | berichtje | berichtjes | mail | mails | mailtje | mailtjes | e mail |"
        " e mails | email | emails | concept | concepten | antwoorden | brief | brieven | gemaild | mailde | mailden |"
        " mailverkeer | gesprek | gesprekken",
        Subject.CIRCLES: "kring | kringen | groep | groepen | bord",
        Subject.PLACES: "wachtlijst | wachtlijsten | wachtrij | wachtende gemeenten | plaatsen",
    },
    Slot.WEAK_SUBJECT: {
        Subject.REQUESTS: "vraag | vragen | iets | dingen | punten | werk | werkvoorraad | voorraad | taak | taken |"
        " klus | klussen | spullen | alles | post"
    },
    Slot.ASKED: {
        True: "vroeg | vroegen | gevraagd | vraagt | aangevraagd | vroeg aan | informeerde | informeerden |"
        " geinformeerd | stelde | stelden | gesteld | wilde | wilden | wil | willen | kwam | kwamen | gekomen |"
        " geschreven | schreef | schreven | interesse | gemeld | contact | contact gehad | belangstelling | belangstelling getoond | zoekt | zochten"
    },
    Slot.OVERVIEW: {
        True: "hoe staat | hoe staan | stand zaken | stand van zaken | status van | status bij | hoe ver zijn |"
        " hoe loopt | overzicht | voortgang | status"
    },
    Slot.STATE: {
        OPEN: "open | openstaand | openstaande | openstaat | loopt | lopen | lopend | lopende | speelt | spelen | uitstaan |"
        " uit staan | uitstaande | onafgehandeld | onafgehandelde | niet afgehandeld | niet afgehandelde | niet afgerond |"
        " niet afgeronde | niet klaar | onafgemaakt | niet gedaan | hangt | hangen | actueel | actuele | ligt | liggen |"
        " te doen | niet gesloten | niet opgelost | niet afgesloten | bezig | mee bezig",
        (R.OPEN,): "wacht op ons | wachten op ons | bij ons ligt | ligt bij ons | liggen bij ons | aan zet |"
        " wij aan zet | we aan zet | aan ons | in behandeling | bij ons liggende",
        (R.WAITING,): "wacht op gemeente | wachten op gemeente | wacht op gemeenten | wachten op gemeenten |"
        " gemeente aan zet | gemeenten aan zet | wacht op antwoord | wachten op antwoord | wacht op reactie |"
        " wachten op reactie | wacht op hen | wachtende | geparkeerd | on hold",
        (R.SETTLED,): "afgehandeld | afgehandelde | afgerond | afgeronde | opgelost | opgeloste | voltooid |"
        " voltooide | afgewikkeld | afgewikkelde | afgesloten | afgedaan | settled",
        (R.WITHDRAWN,): "ingetrokken | teruggetrokken | trok in | trokken in | vervallen",
        (*OPEN, *ENDED): "welke stand ook | open gesloten | alle standen",
    },
    Slot.LATE: {
        True: "te laat | over tijd | overtijd | over termijn | verlopen | achterstallig | achterstallige | achterstand |"
        " over datum | termijn voorbij | termijn verstreken | verstreken | te lang open | te late | overdue |"
        " deadline gemist | gemiste deadlines | gemiste deadline | achter | had af moeten | hadden af moeten |"
        " al af moeten zijn | af moeten zijn | deadline voorbij | deadline verstreken | blijven liggen | blijft liggen"
    },
    Slot.PROMISED: {
        True: "beloofd | beloofde | beloofden | belofte | beloftes | beloften | toegezegd | toezegging | toezeggingen |"
        " zegden toe | zeiden toe | afgesproken | afspraak | afspraken"
    },
    Slot.STATUS: {
        (T.AWAITING_REVIEW,): "te beoordelen | beoordelen | wacht op beoordeling | wachten op beoordeling | beoordeling |"
        " nakijken | nagekeken moeten worden | na te kijken | goedkeuren | goed te keuren | wacht op goedkeuring |"
        " wachten op goedkeuring | goedkeuring | beoordeeld moet worden | beoordeeld moeten worden | beoordeeld worden |"
        " moet beoordelen | moeten beoordelen | nagekeken | ter beoordeling | niet goedgekeurd | niet beoordeeld",
        (T.SENT,): "verstuurd | verstuurde | verzonden | uitgegaan | de deur uit | beantwoord | beantwoorde |"
        " beantwoordden | beantwoordde | geantwoord | antwoord gekregen | antwoord gestuurd | al antwoord | al antwoord gehad | al antwoord gekregen | antwoord gehad | reactie gehad | reactie gekregen | gereageerd",
        (T.FAILED, T.UNDELIVERABLE): "mislukt | mislukte | fout gegaan | misgegaan | mis gegaan | mis | geweigerd",
        (T.BOUNCED,): "teruggekomen | terug gekomen | niet bezorgd | niet bezorgde | niet aangekomen | bounce |"
        " bounces | gebounced | gebouncet | onbestelbaar | onbestelbare",
        (T.UNCONFIRMED, T.BOUNCED): "in twijfel | twijfel | twijfelachtig",
        (T.IGNORED,): "genegeerd | genegeerde | overgeslagen",
        (T.CLOSED,): "gesloten antwoord | gesloten zonder antwoord | gesloten | dicht gezet",
        (T.APPROVED, T.SENDING): "onderweg | goedgekeurd | goedgekeurde | klaar voor verzending",
        (T.RECEIVED,): "ongelezen | niet gelezen",
    },
    Slot.UNANSWERED: {
        True: "onbeantwoord | onbeantwoorde | niet beantwoord | niet beantwoorde | geen antwoord | zonder antwoord |"
        " geen reactie | zonder reactie | niet gereageerd | niets gehoord | niks gehoord | geen antwoord gekregen |"
        " geen reactie gekregen | geen antwoord gehad | geen reactie gehad | beantwoorden | te beantwoorden | niet geantwoord"
    },
    Slot.ASLEEP: {True: "gesluimerd | gesluimerde | sluimert | sluimeren | sluimer | slaapt | slapen | slapende | gesnoozed"},
    Slot.WAITS: {True: "wacht | wachten | gewacht"},
    Slot.CIRCLE: {
        (C.COMPLETE,): "compleet | complete | vol | volle | volzet | rond | voltallig | voltallige | gestart | gestarte",
        IN_THE_MAKING: "in de maak | in maak | in wording | in vorming | niet compleet | niet complete | niet vol | incompleet |"
        " niet voltallig | onvolledig",
        (C.INVITING,): "uitnodigingen lopen | bevestigd | bevestigde",
        (C.PROPOSED,): "nog bevestigen | te bevestigen | niet bevestigd | bevestigen | voorgesteld | voorgestelde",
        (C.STOPPED,): "gestopt | gestopte | gestrand | afgeblazen | niet doorgegaan",
        (*IN_THE_MAKING, C.COMPLETE): "lopende kringen | actieve",
    },
    Slot.NEARLY_FULL: {
        True: "bijna vol | bijna compleet | bijna volle | bijna complete | bijna rond | zo goed als vol | haast vol |"
        " plek over | plaats over | een plek vrij | bijna voltallig | een gemeente te kort | een gemeente tekort |"
        " een gemeente nodig | bijna klaar starten | mist een gemeente | missen een gemeente | nog een gemeente |"
        " op een na vol"
    },
    Slot.SITS: {True: "zit | zitten | zit in | deelnemer | deelnemers | neemt deel | nemen deel | deelnemende | meedoen | doet | doen"},
    Slot.PLACE: {
        (P.WAITING,): "op wachtlijst | staat op wachtlijst | staan op wachtlijst | zonder kring | geen kring | niet ingedeeld | niet ingedeelde | niet geplaatst",
        (P.INVITED,): "uitgenodigd | uitgenodigde | niet gereageerd op uitnodiging | uitnodiging | uitnodigingen |"
        " uitnodigden | antwoord op uitnodiging",
        (P.ACCEPTED,): "deelnemende gemeenten | doet mee | doen mee | meedoet | ja gezegd | zegt ja | zeiden ja | zei ja | toegezegd mee te doen |"
        " ja zeggen",
        (P.DECLINED,): "doet niet mee | doen niet mee | nee gezegd | zegt nee | zeiden nee | zei nee | afgezegd |"
        " bedankt | afgehaakt | haakte af | haakten af | zegden af | zegde af | sloeg af | sloegen af | afgeslagen",
    },
    Slot.ACT: {
        "aanmelden": "aanmelding | aanmeldingen | aangemeld | meldde aan | meldden aan | meldde | meldden | inschrijving |"
        " inschrijvingen | ingeschreven | opgegeven | aanmelden | meldt aan | melden aan | om aanmelden",
        "klacht": "klacht | klachten | klaagde | klaagden | geklaagd | klagen | klaagt | om klacht",
        "wijzigen": "afmelding | afmeldingen | afgemeld | wijziging | wijzigingen | meldde af | meldden af | verzet |"
        " om wijzigen | gewijzigd | wijzigen",
        "informatie": "informatie | informatievraag | informatievragen | inlichtingen | om informatie | info",
        "aanbieden": "aanbod | aanbieding | aanbiedingen | aangeboden | aanbieden | bood aan | boden aan | bieden aan | biedt aan |"
        " om aanbieden",
        "status": "navraag | soort stand van zaken | rappel",
    },
    Slot.ROLE: {
        "griffier": "griffier | griffiers | griffie | griffies",
        "raadslid": "raadslid | raadsleden",
        "wethouder": "wethouder | wethouders",
        "burgemeester": "burgemeester | burgemeesters",
        "gemeentesecretaris": "gemeentesecretaris | gemeentesecretarissen",
        "ambtenaar": "ambtenaar | ambtenaren",
        "inwoner": "inwoner | inwoners",
        "journalist": "journalist | journalisten",
        "adviseur": "adviseur | adviseurs",
        "student": "student | studenten",
    },
    Slot.CHANNEL: {"chat": "chat | via chat | uit chat | gechat | in chat", "mail": "via mail | per mail | via e mail"},
    Slot.OWNER: {
        ME: "van mij | mijn | mij | ik | op mijn naam | m'n | mn | voor mij | bij mij | behandelaar mij",
        NOBODY: "zonder behandelaar | geen behandelaar | van niemand | bij niemand | niemand | niet toegewezen |"
        " niet opgepakt | niet verdeeld | onverdeeld | onverdeelde | zonder eigenaar | geen eigenaar | niet toebedeeld |"
        " niet behandeld | vrij | op niemands naam",
    },
    Slot.ORDER: {
        Order.OLDEST: "oudste eerst | oudste | langst | langste | het langst | langst geleden",
        Order.NEWEST: "nieuwste eerst | nieuwste | laatste | recentste | meest recente | meest recent | jongste | net",
        Order.DUE: "wat eerst af moet eerst | eerst af | als eerste | meest dringend | dringendste | dringend | urgent | urgente | haast",
    },
    Slot.MOMENT: {
        Moment.DUE: "uiterlijk | deadline | deadlines | af | verloopt | verlopen gaat | termijn | vervalt | af te ronden |"
        " beloofde datum",
        Moment.ARRIVED: "binnengekomen | binnenkwam | binnenkwamen | binnen | ontvangen | nieuw | nieuwe | kregen |"
        " gekregen | binnengekomen tot en met | ouder | oud",
        Moment.SETTLED: "afgehandeld tussen",
        Moment.ANSWERED: "beantwoord tussen",
    },
    Slot.MUST: {True: "moet | moeten | moest | moesten | dien | dienen | nog doen | oppakken | afhandelen | afronden | handelen"},
    Slot.DONE: {True: "klaar | gedaan"},
    Slot.PER: {
        Per.SERVICE: "per dienst | per aanbod | per soort dienst | welke diensten | welke dienst",
        Per.MUNICIPALITY: "per gemeente | welke gemeenten | welke gemeente | wie allemaal",
        Per.TOPIC: "per onderwerp | per thema | welke onderwerpen | welk onderwerp | welke thema's",
        Per.OWNER: "per behandelaar | per collega | per persoon | wie behandelt | welke collega | welke collega's |"
        " wie heeft op zijn naam",
    },
}  # fmt: skip
"""Slot, then value, then its phrases between bars."""

_LITTLE = (
    "de het een 't n er eens even al nog steeds eigenlijk nu momenteel ook maar toch wel hier daar dan zo gewoon precies"
    " graag svp aub alsjeblieft alstublieft me je jij jullie u uw we wij ons onze hen hun ze zij die dat deze dit dus"
    " allemaal alle enkele enige iemand wie wat welke welk waar wanneer waarom of en is zijn was waren wordt worden werd"
    " ben bent heb hebt heeft hebben had hadden zal zullen kan kun kunt kunnen mag laat toon toont zien geef geeft lijst"
    " lijstje zoek vind zoekt tonen opvragen zich om te aan van over voor naar door uit met bij in op tot per sinds tegen"
    " onder rond betreft betreffende inzake aangaande omtrent vanuit namens staat staan stond gemeente gemeenten gem"
    " gemeentes provincie afzender afzenders behandelaar eigenaar naam gegevens als zeg vertel weten weet wil hoi hallo"
    " dag goedemorgen goedemiddag beste please dank bedankt moment zoal dinges onderwerp onderwerpen thema dienst soort"
    " hooguit maximaal keer afgelopen collega team vng thorbecke thorbecke2024 momenteel gaan gaat ging gingen gegaan"
    " komt komen doet doen deed deden hem haar erover ervan daarvan daarover hierover hoe eerst tekst titel woord woorden waarvan gestuurd nakomen nagekomen kantoor"
    " kunnen zou zouden misschien binnen bekend geweest geworden mij ik daaraan hieraan ergens ooit meest meeste vaakst vaak kijken lang"
)  # fmt: skip
FILLERS = frozenset(_LITTLE.split())
"""Words that say nothing by themselves; where one of them is part of a phrase or name, it counts there."""

NEGATIONS = frozenset(
    {"niet", "geen", "zonder", "behalve", "nooit", "uitgezonderd", "buiten", "noch", "exclusief", "anders"}
)
"""A question with one of these that no phrase explains means the opposite of what it seems to: it is not answered."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words as they are compared, and what they say."""

    words: tuple[str, ...]
    slot: Slot
    value: object


def _phrases() -> Iterator[Phrase]:
    for slot, values in (*PHRASES.items(), *AGENDA):
        for value, written in values.items():
            for phrase in written.split("|"):
                yield Phrase(tuple(phrase.split()), slot, value)


def _by_first_word() -> Mapping[str, tuple[Phrase, ...]]:
    found: dict[str, list[Phrase]] = {}
    for each in sorted(_phrases(), key=lambda each: -len(each.words)):
        found.setdefault(each.words[0], []).append(each)
    return {first: tuple(phrases) for first, phrases in found.items()}


LEXICON = _by_first_word()
"""First word to its phrases, the longest first."""
