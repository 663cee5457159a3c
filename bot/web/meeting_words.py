"""The Dutch words of the pages about meetings."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.model.meetings import RegistrationState, RegistrationStep

STATE_LABELS: Mapping[RegistrationState, str] = MappingProxyType(
    {
        RegistrationState.REGISTERED: "Ingeschreven",
        RegistrationState.WAITING: "Wachtlijst",
        RegistrationState.CANCELLED: "Afgemeld",
    }
)

STATE_TONES: Mapping[RegistrationState, str] = MappingProxyType(
    {
        RegistrationState.REGISTERED: "success",
        RegistrationState.WAITING: "warning",
        RegistrationState.CANCELLED: "inactive",
    }
)

EVENT_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "planned": "Bijeenkomst gepland",
        "changed": "Bijeenkomst gewijzigd",
        "called_off": "Bijeenkomst afgelast",
        "goes_on": "Bijeenkomst gaat toch door",
        "registered": "Op de lijst gezet",
        "people": "Aantal mensen gewijzigd",
        "written": "Bericht klaargezet",
        "told": "Zelf laten weten",
        RegistrationStep.MOVE_UP: "Plaats gegeven van de wachtlijst",
        RegistrationStep.CANCEL: "Afgemeld",
        RegistrationStep.RETURN: "Weer aangemeld",
    }
)
