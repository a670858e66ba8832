"""The day that decides what is in force is the day in China."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common.clock import legal_today, system_clock


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2025, 12, 31, 15, 59, tzinfo=UTC), date(2025, 12, 31)),
        (datetime(2025, 12, 31, 16, 0, tzinfo=UTC), date(2026, 1, 1)),
        (datetime(2026, 1, 1, 15, 59, tzinfo=UTC), date(2026, 1, 1)),
    ],
)
def test_the_legal_day_begins_at_midnight_in_china(now: datetime, day: date) -> None:
    assert legal_today(lambda: now) == day


def test_the_system_clock_is_aware_utc() -> None:
    assert system_clock().utcoffset() == timedelta(0)
