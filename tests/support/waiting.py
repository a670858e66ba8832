"""Waiting for what other tasks do: on a condition, with a limit that only a fault reaches."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

LIMIT = 30.0
_LOOK_EVERY = 0.01


async def until(condition: Callable[[], Awaitable[T]]) -> T:
    """The first true value of ``condition``."""
    async with asyncio.timeout(LIMIT):
        while True:
            if value := await condition():
                return value
            await asyncio.sleep(_LOOK_EVERY)


async def until_true(condition: Callable[[], bool]) -> None:
    async def checked() -> bool:
        return condition()

    await until(checked)
