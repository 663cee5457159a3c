"""The words of the grammar for meetings, experts, intakes, reminders and closing days; as in ``lexicon``."""

# ruff: noqa: E501
# What people type is a list for each value: broken over more lines it hides its alternatives.

from collections.abc import Mapping

from bot.model.inquiry import MeetingIs, Subject
from bot.model.programme import CircleState, PlaceState
from bot.pipeline.inquiries.slots import Slot

AGENDA: tuple[tuple[Slot, Mapping[object, str]], ...] = (
    (
        Slot.SUBJECT,
        {
            Subject.MEETINGS: "webinar | webinars | agenda | meeting | meetings | evenement | evenementen",
            Subject.REMINDERS: "herinnering | herinneringen | reminder | reminders | herinneringsmail | herinneringsmails |"
            " herinneringsbericht | herinneringsberichten | herinnerd | herinneren",
        },
    ),
    (
        Slot.MEETING,
        {
            MeetingIs.TO_COME: "gepland | geplande | komende | aankomende | toekomstige | volgende | eerstvolgende | binnenkort",
            MeetingIs.OVER: "eerdere | voorbij | gehouden | vorige",
            MeetingIs.CANCELLED: "afgelast | afgelaste | gaat niet door | gaan niet door | niet door | geannuleerd |"
            " geannuleerde | geschrapt | geschrapte",
            MeetingIs.ONLINE: "online",
            MeetingIs.ALSO_OFF: "ook afgelaste",
        },
    ),
    (
        Slot.ROOM,
        {
            True: "plek | plekken | plaats | plekje | plekjes | plek vrij | plekken vrij | plekken over | plaatsen vrij | plaatsen over |"
            " plaats vrij | vrije plek | vrije plekken | vrije plaatsen | hoeveel plaatsen | ruimte"
        },
    ),
    (
        Slot.COMES,
        {
            True: "wie komt | wie komen | wie komt allemaal | wie komen allemaal | komt allemaal | komen allemaal | komt naar | komen naar | wie waren | wie was | wie gaat | wie gaan | aanwezig |"
            " aanwezigen | aanwezigheidslijst | deelnemerslijst | deelnemerslijsten | aanmeldlijst | gastenlijst | gasten |"
            " bezoekers | mensen | personen | naartoe | naar toe | heen"
        },
    ),
    (Slot.EXPERT_ASKED, {True: "we gevraagd | wij gevraagd | benaderd | benaderden | gepolst | gevraagde experts"}),
    (
        Slot.PLACE,
        {
            (PlaceState.ACCEPTED,): "ja zeiden | ja zei | ja heeft gezegd | ja hebben gezegd",
            (PlaceState.DECLINED,): "nee zeiden | nee zei | nee heeft gezegd | nee hebben gezegd",
        },
    ),
    (Slot.CIRCLE, {(CircleState.COMPLETE,): "volgeboekt | volgeboekte | uitverkocht | uitverkochte"}),
    (
        Slot.READY,
        {
            True: "staan klaar | staat klaar | klaar staan | klaar staat | klaarstaan | klaarstaat | klaarstaande | klaargezet |"
            " klaargezette"
        },
    ),
    (
        Slot.MISSING,
        {
            True: "ontbreekt | ontbreken | ontbrekend | ontbrekende | mist | missen | niet bekend | niet ingevuld | onbekend |"
            " onbekende | onvolledige intake | onvolledige intakes | intake onvolledig | intake niet compleet |"
            " intake niet volledig | intakes niet compleet | weten niet | weten niet van | weet niet"
        },
    ),
    (
        Slot.CLOSED,
        {
            True: "dicht | sluitingsdag | sluitingsdagen | sluiting | sluitingen | sluitdag | sluitdagen | zijn we gesloten |"
            " zijn wij gesloten | we gesloten | wij gesloten | kantoor gesloten | is kantoor gesloten | gesloten dagen"
        },
    ),
)
"""Slot, then value, then its phrases between bars; more of a slot may stand in ``lexicon.PHRASES``."""
