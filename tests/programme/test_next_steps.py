"""Every request tells the team what to do next."""

import itertools

import pytest

from bot.model import ACT_LABELS, SERVICE_LABELS
from bot.programme.next_steps import BY_SERVICE, next_step


@pytest.mark.parametrize(("service", "act"), list(itertools.product(SERVICE_LABELS, ACT_LABELS)))
def test_every_service_and_act_has_a_next_step(service: str, act: str) -> None:
    assert next_step(service, act)[0].isupper()


def test_the_table_names_only_known_services_and_acts() -> None:
    assert all(service in SERVICE_LABELS and act in ACT_LABELS for service, act in BY_SERVICE)
