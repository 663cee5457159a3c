"""What an operator must do before something breaks; shown in the digest, by ``thorbecke status`` and in the health."""

from datetime import date

from bot.clock import dutch_date
from bot.settings import Settings

DAYS_BEFORE = 30
"""A new secret takes a request to another department."""


def alerts(settings: Settings, today: date) -> tuple[str, ...]:
    """A Dutch sentence for each, empty when all is well."""
    expires = settings.oauth_secret_expires
    if expires is None or (expires - today).days > DAYS_BEFORE:
        return ()
    verb = "verloopt" if expires >= today else "is verlopen"
    what = f"Het geheim waarmee de assistent inlogt bij de mailserver {verb} op {dutch_date(expires)}."
    return (f"{what} Vraag de beheerder om een nieuw geheim.",)
