"""What an operator is told before it breaks."""

from datetime import date

import pytest

from bot.pipeline.alerts import alerts
from bot.settings import Settings

EXPIRES = Settings(oauth_secret_expires=date(2026, 12, 24))


@pytest.mark.parametrize("settings", [Settings(), EXPIRES])
def test_nothing_is_said_long_before(settings: Settings) -> None:
    assert alerts(settings, date(2026, 11, 23)) == ()


def test_a_month_before_the_secret_expires_somebody_is_told() -> None:
    (alert,) = alerts(EXPIRES, date(2026, 11, 24))
    assert "verloopt op 24 december 2026" in alert


def test_an_expired_secret_is_told_as_such() -> None:
    (alert,) = alerts(EXPIRES, date(2026, 12, 25))
    assert "is verlopen op 24 december 2026" in alert
