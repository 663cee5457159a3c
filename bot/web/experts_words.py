"""The Dutch words of the pages about experts."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.model.experts import AskState, AskStep, ExpertSaid

STATE_LABELS: Mapping[AskState, str] = MappingProxyType(
    {
        AskState.ASKED: "Gevraagd",
        AskState.ACCEPTED: "Zei ja",
        AskState.DECLINED: "Zei nee",
        AskState.STOPPED: "Gestopt",
        AskState.DONE: "Afgerond",
    }
)

STATE_TONES: Mapping[AskState, str] = MappingProxyType(
    {
        AskState.ASKED: "warning",
        AskState.ACCEPTED: "success",
        AskState.DECLINED: "error",
        AskState.STOPPED: "inactive",
        AskState.DONE: "success",
    }
)

SAID_LABELS: Mapping[ExpertSaid, str] = MappingProxyType(
    {
        ExpertSaid.YES: "Lijkt een ja",
        ExpertSaid.NO: "Lijkt een nee",
        ExpertSaid.UNCLEAR: "Niet duidelijk",
    }
)

SAID_TONES: Mapping[ExpertSaid, str] = MappingProxyType(
    {ExpertSaid.YES: "success", ExpertSaid.NO: "error", ExpertSaid.UNCLEAR: "warning"}
)

STEP_VERBS: Mapping[tuple[AskState, AskStep], str] = MappingProxyType(
    {
        (AskState.ASKED, AskStep.ACCEPT): "De expert zegt ja",
        (AskState.ASKED, AskStep.DECLINE): "De expert zegt nee",
        (AskState.ASKED, AskStep.STOP): "Niet verder met deze expert",
        (AskState.ACCEPTED, AskStep.FINISH): "Afgerond",
        (AskState.ACCEPTED, AskStep.DECLINE): "De expert kan toch niet",
        (AskState.ACCEPTED, AskStep.STOP): "Niet verder met deze expert",
    }
)
"""The words on the buttons, in their order."""
