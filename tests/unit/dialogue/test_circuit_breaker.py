"""When the breaker lets a call through."""

from datetime import timedelta

import pytest

from bot.dialogue.breaker import BreakerOpen, BreakerState, CircuitBreaker
from common.errors import UpstreamError
from tests.unit.dialogue.doubles import ManualTime


@pytest.fixture
def time() -> ManualTime:
    return ManualTime()


@pytest.fixture
def breaker(time: ManualTime) -> CircuitBreaker:
    return CircuitBreaker(failure_limit=2, cool_down=timedelta(seconds=5), monotonic=time)


async def fail(breaker: CircuitBreaker) -> None:
    with pytest.raises(UpstreamError):
        async with breaker.guard():
            raise UpstreamError("down")


async def succeed(breaker: CircuitBreaker) -> None:
    async with breaker.guard():
        pass


async def open_up(breaker: CircuitBreaker) -> None:
    await fail(breaker)
    await fail(breaker)


async def test_it_opens_after_failures_in_a_row(breaker: CircuitBreaker) -> None:
    await fail(breaker)
    assert breaker.state is BreakerState.closed

    await fail(breaker)

    assert breaker.state is BreakerState.open
    with pytest.raises(BreakerOpen):
        await succeed(breaker)


async def test_a_success_forgets_earlier_failures(breaker: CircuitBreaker) -> None:
    await fail(breaker)
    await succeed(breaker)
    await fail(breaker)

    assert breaker.state is BreakerState.closed


async def test_errors_of_our_own_do_not_count(breaker: CircuitBreaker) -> None:
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            async with breaker.guard():
                raise ZeroDivisionError

    assert breaker.state is BreakerState.closed


async def test_after_the_cool_down_one_probe_goes_through_and_closes_it(
    breaker: CircuitBreaker, time: ManualTime
) -> None:
    await open_up(breaker)
    time.now = 5.0

    async with breaker.guard():
        assert breaker.state is BreakerState.half_open
        with pytest.raises(BreakerOpen):
            await succeed(breaker)

    assert breaker.state is BreakerState.closed


async def test_a_failed_probe_starts_another_cool_down(breaker: CircuitBreaker, time: ManualTime) -> None:
    await open_up(breaker)
    time.now = 5.0
    await fail(breaker)

    time.now = 9.9
    assert breaker.state is BreakerState.open

    time.now = 10.0
    await succeed(breaker)
    assert breaker.state is BreakerState.closed


async def test_a_probe_that_was_broken_off_makes_way_for_another(breaker: CircuitBreaker, time: ManualTime) -> None:
    await open_up(breaker)
    time.now = 5.0
    with pytest.raises(KeyboardInterrupt):
        async with breaker.guard():
            raise KeyboardInterrupt

    await succeed(breaker)

    assert breaker.state is BreakerState.closed
