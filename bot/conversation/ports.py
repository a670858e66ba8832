"""The seams of a conversation: what a channel hands in, how a reply leaves, how waiting readers are woken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from bot.conversation.events import MessageEvent
from common.errors import UpstreamError


class Channel(StrEnum):
    web = "web"
    wechat = "wechat"
    sms = "sms"


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message of a taxpayer, in the same form whichever channel it came from."""

    channel: Channel
    visitor: str
    external_key: str
    """The same for every delivery of the same message, different for every other."""
    text: str
    client_message_id: str | None = None
    as_of: date | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    may_continue: bool = False
    """The sender is not waiting for the reply before writing on: quick messages become one turn."""


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """A reply on its way out; ``message_id`` is the same on every attempt."""

    message_id: str
    recipient: str
    text: str


class SendRefused(UpstreamError):
    """The channel took the call and refused it; ``retry_after`` None means for good."""

    code = "send_refused"

    def __init__(self, message: str, *, retry_after: timedelta | None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Outlet(Protocol):
    """The way out of a channel that is not read by the taxpayer's own client."""

    async def send(self, message: OutboundMessage) -> None:
        """Deliver a reply.

        Raises:
            SendRefused: it was not delivered.
            UpstreamTimeout: it may or may not have been delivered.
        """
        ...


class Notifier(Protocol):
    """Tells readers that a conversation has something new. A hint only: what counts stands in the database."""

    def publish(self, conversation_id: str, notice: "Notice") -> None: ...

    def watch(self, conversation_id: str) -> "Watch": ...


class Watch(Protocol):
    """A reader's place in the notices of one conversation; made before it reads, so that nothing falls between."""

    async def wait(self, timeout: timedelta) -> "Notice | None":
        """The next notice, or None after ``timeout``."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Notice:
    """Something was stored; or, with ``typing`` set, whether the other side is writing."""

    typing: bool | None = None
    closed: "ClosedTurn | None" = None
    """The turn that was just closed, so that who waits for it need not read it again."""


@dataclass(frozen=True, slots=True)
class ClosedTurn:
    turn_id: str
    said: tuple[MessageEvent, ...]
