"""A circuit breaker: stops asking a service that fails, and finds out by itself when it is back."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from enum import StrEnum

from common.errors import UnavailableError, UpstreamError


class BreakerOpen(UnavailableError):
    """The service has failed lately and is not asked now."""

    code = "breaker_open"


class BreakerState(StrEnum):
    closed = "closed"
    open = "open"
    half_open = "half_open"


class CircuitBreaker:
    """Opens after ``failure_limit`` failures in a row; after ``cool_down`` lets one call through as a probe."""

    def __init__(self, *, failure_limit: int, cool_down: timedelta, monotonic: Callable[[], float]) -> None:
        """``monotonic`` gives seconds that never go back."""
        self._failure_limit = failure_limit
        self._cool_down = cool_down.total_seconds()
        self._monotonic = monotonic
        self._failures = 0
        self._opened_at: float | None = None
        self._probing = False

    @property
    def state(self) -> BreakerState:
        if self._opened_at is None:
            return BreakerState.closed
        cooling = self._monotonic() - self._opened_at < self._cool_down
        return BreakerState.open if cooling else BreakerState.half_open

    @asynccontextmanager
    async def guard(self) -> AsyncIterator[None]:
        """Run one call to the service inside; only an UpstreamError counts against it.

        Raises:
            BreakerOpen: the call must not be made.
        """
        probe = self._admit()
        try:
            yield
        except UpstreamError:
            self._count_failure(probe=probe)
            raise
        else:
            self._failures = 0
            self._opened_at = None
        finally:
            self._probing = self._probing and not probe

    def _admit(self) -> bool:
        """Whether the call is a probe."""
        state = self.state
        if state is BreakerState.open or (state is BreakerState.half_open and self._probing):
            raise BreakerOpen("The service is not asked while it recovers.")
        self._probing = state is BreakerState.half_open
        return self._probing

    def _count_failure(self, *, probe: bool) -> None:
        self._failures += 1
        if probe or self._failures >= self._failure_limit:
            self._opened_at = self._monotonic()
