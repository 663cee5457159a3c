"""Importing at the start of a command."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def importing() -> Iterator[None]:
    """Import without looking for garbage: what is imported stays, and to search it time and again costs a tenth."""
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()
