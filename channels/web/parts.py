"""What the web channel's endpoints work with, put together once when the app starts."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from starlette.requests import HTTPConnection

from bot.answering.library import Library
from bot.conversation.feedback import FeedbackDesk
from channels.web.chat import WebChat
from channels.web.limits import MessageLimits
from channels.web.schemas import Greeting
from channels.web.visitor import VisitorCookies
from common.errors import TooManyRequestsError


class TooManyStreams(TooManyRequestsError):
    code = "too_many_streams"


class OpenStreams:
    """Counts the event streams that each visitor holds open."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._open: Counter[str] = Counter()

    @contextmanager
    def open(self, visitor: str) -> Iterator[None]:
        """Hold one stream.

        Raises:
            TooManyRequestsError: the visitor has as many as one may have.
        """
        if self._open[visitor] >= self._limit:
            raise TooManyStreams(f"More than {self._limit} open streams.", retry_after=timedelta(seconds=10))
        self._open[visitor] += 1
        try:
            yield
        finally:
            self._open[visitor] -= 1
            if not self._open[visitor]:
                del self._open[visitor]


@dataclass(frozen=True, slots=True)
class WebParts:
    chat: WebChat
    feedback: FeedbackDesk
    cookies: VisitorCookies
    limits: MessageLimits
    streams: OpenStreams
    library: Library
    greeting: Callable[[], Greeting]
    degraded: Callable[[], bool]
    today: Callable[[], date]
    max_length: int
    origins: frozenset[str]

    def is_own_origin(self, connection: HTTPConnection) -> bool:
        """Whether a browser's Origin is this service or a site that may embed it; other clients send none."""
        origin = connection.headers.get("origin")
        if origin is None or origin in self.origins:
            return True
        return origin.partition("://")[2] == connection.headers.get("host")
