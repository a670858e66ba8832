"""The one source of time: injected, so that tests and questions about the past can move it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")

Clock = Callable[[], datetime]
"""Returns the present as an aware UTC datetime."""


def system_clock() -> datetime:
    return datetime.now(UTC)


def legal_today(clock: Clock) -> date:
    """The day it is in China, which decides what is in force."""
    return clock().astimezone(CHINA).date()
