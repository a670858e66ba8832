"""How much one visitor, and one address, may send."""

import time
from datetime import timedelta

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter

from common.errors import TooManyRequestsError


class MessageLimits:
    def __init__(self, *, visitor: str, address: str) -> None:
        """``visitor`` and ``address`` are rates such as ``30/minute``."""
        self._visitor = parse(visitor)
        self._address = parse(address)
        # Two counts for each sender. The exact moving window keeps every message, and its storage in memory goes to a
        # thread for every sender it knows whenever anybody writes.
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def check(self, *, visitor: str, address: str) -> None:
        """Count one message.

        Raises:
            TooManyRequestsError: it is one too many; says when the next is welcome.
        """
        await self._hit(self._address, "address", address)
        await self._hit(self._visitor, "visitor", visitor)

    async def _hit(self, rate: RateLimitItem, kind: str, who: str) -> None:
        if await self._limiter.hit(rate, kind, who):
            return
        window = await self._limiter.get_window_stats(rate, kind, who)
        wait = max(1.0, window.reset_time - time.time())
        raise TooManyRequestsError(f"More than {rate} of one {kind}.", retry_after=timedelta(seconds=wait))
