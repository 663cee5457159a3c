"""Working ahead: the next batches are begun while the one before them is dealt with, in order, and ended with it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from bot.app import AHEAD, ahead


async def numbers(count: int) -> AsyncIterator[int]:
    for number in range(count):
        yield number


async def test_what_is_begun_later_may_end_first_and_still_comes_in_order() -> None:
    async def work(number: int) -> int:
        await asyncio.sleep(0.01 * (5 - number))
        return number

    assert [number async for number in ahead(numbers(5), work)] == [0, 1, 2, 3, 4]


async def test_only_a_few_are_begun_while_the_caller_is_busy() -> None:
    begun: list[int] = []

    async def work(number: int) -> int:
        begun.append(number)
        return number

    async with aclosing(ahead(numbers(10), work)) as outcomes:
        assert await anext(outcomes) == 0
        await asyncio.sleep(0)
        assert begun == list(range(AHEAD + 1))


async def test_whoever_stops_listening_ends_what_was_begun() -> None:
    ended: list[int] = []

    async def work(number: int) -> int:
        try:
            await asyncio.sleep(3600 if number else 0)
        finally:
            ended.append(number)
        return number

    async with aclosing(ahead(numbers(10), work)) as outcomes:
        assert await anext(outcomes) == 0
    assert sorted(ended) == list(range(AHEAD + 1))


async def test_an_error_comes_in_the_place_of_its_item() -> None:
    async def work(number: int) -> int:
        return 10 // (2 - number)

    outcomes = ahead(numbers(4), work)
    assert [await anext(outcomes), await anext(outcomes)] == [5, 10]
    with pytest.raises(ZeroDivisionError):
        await anext(outcomes)
