"""The promises that the fuzzer tries to break hold for every input that it begins with."""

import pytest

from tests.fuzz.seeds import seeds
from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_what_the_fuzzer_begins_with_breaks_nothing(name: str) -> None:
    begun = list(seeds(name))
    assert len(begun) > 50
    for data in begun:
        TARGETS[name](data)
