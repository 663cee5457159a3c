"""The Dutch words of the pages about leerkringen and intervisitaties."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.model.programme import CircleState, PlaceState, PlaceStep

PLACE_LABELS: Mapping[PlaceState, str] = MappingProxyType(
    {
        PlaceState.WAITING: "Wacht",
        PlaceState.PROPOSED: "Voorgesteld",
        PlaceState.INVITED: "Uitgenodigd",
        PlaceState.ACCEPTED: "Doet mee",
        PlaceState.DECLINED: "Doet niet mee",
        PlaceState.WITHDRAWN: "Teruggetrokken",
    }
)

PLACE_TONES: Mapping[PlaceState, str] = MappingProxyType(
    {
        PlaceState.WAITING: "neutral",
        PlaceState.PROPOSED: "neutral",
        PlaceState.INVITED: "warning",
        PlaceState.ACCEPTED: "success",
        PlaceState.DECLINED: "error",
        PlaceState.WITHDRAWN: "inactive",
    }
)

CIRCLE_LABELS: Mapping[CircleState, str] = MappingProxyType(
    {
        CircleState.PROPOSED: "Nog bevestigen",
        CircleState.INVITING: "Gemeenten uitgenodigd",
        CircleState.COMPLETE: "Compleet",
        CircleState.STOPPED: "Gestopt",
    }
)

CIRCLE_TONES: Mapping[CircleState, str] = MappingProxyType(
    {
        CircleState.PROPOSED: "warning",
        CircleState.INVITING: "neutral",
        CircleState.COMPLETE: "success",
        CircleState.STOPPED: "inactive",
    }
)

STEP_VERBS: Mapping[PlaceStep, str] = MappingProxyType(
    {
        PlaceStep.ACCEPT: "Doet mee",
        PlaceStep.DECLINE: "Doet niet mee",
        PlaceStep.RELEASE: "Weer laten wachten",
        PlaceStep.WITHDRAW: "Terugtrekken",
    }
)
"""The words on the buttons that take a step by hand."""

EVENT_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "made": "Kring vastgelegd",
        "inviting": "Kring bevestigd",
        "complete": "Kring compleet",
        "stopped": "Kring gestopt",
        "committee": "Commissie ingevuld",
        "steps": "Stappen bijgewerkt",
        "added": "Aangemeld",
        "corrected": "Gegevens verbeterd",
        "unclear": "Antwoord is niet duidelijk",
        PlaceStep.TAKE_UP: "Opgenomen in de kring",
        PlaceStep.INVITE: "Uitnodiging klaargezet",
        PlaceStep.ACCEPT: "Doet mee",
        PlaceStep.DECLINE: "Doet niet mee",
        PlaceStep.RELEASE: "Wacht weer",
        PlaceStep.WITHDRAW: "Teruggetrokken",
    }
)

MANY: Mapping[str, str] = MappingProxyType({"leerkring": "Leerkringen", "intervisitatie": "Intervisitaties"})
