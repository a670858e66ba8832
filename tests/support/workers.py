"""The conversation's parts as one worker process holds them, put together from what a test directs."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.closing import TurnClosing
from bot.conversation.delivery import DeliveryRunner
from bot.conversation.events import Event, MessageEvent
from bot.conversation.feedback import FeedbackDesk
from bot.conversation.models import Owner, Sender, TurnRow, TurnState
from bot.conversation.notifier import LocalNotifier
from bot.conversation.ownership import change_owner
from bot.conversation.ports import Channel, InboundMessage, Outlet
from bot.conversation.reading import ConversationReader
from bot.conversation.receiving import Received, Receiver
from bot.conversation.repository import ConversationRepository, conversation_id_of
from bot.conversation.turns import TurnRunner
from bot.dialogue.ports import Dialogue
from bot.rendering.render import Renderer
from common.clock import Clock
from common.database import Base, Database
from common.settings import ChatSettings, ConversationSettings, DatabaseSettings
from tests.support.knowledge import KNOWLEDGE
from tests.support.waiting import until

VISITOR = "visitor"
Row = TypeVar("Row", bound=Base)
_keys = itertools.count(1)


class ManualClock:
    """Time that passes only when told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


def inbound(text: str, *, visitor: str = VISITOR, key: str | None = None, **values: object) -> InboundMessage:
    """A message on the web channel; every one has a key of its own unless it is given."""
    name = key or str(next(_keys))
    message = {"channel": Channel.web, "external_key": f"{visitor}:{name}", "client_message_id": name, **values}
    return InboundMessage(visitor=visitor, text=text, **message)


class Worker:
    """What ``server.services`` builds in a process, with connections of its own."""

    def __init__(
        self,
        database: DatabaseSettings,
        dialogue: Dialogue,
        *,
        name: str,
        clock: Clock,
        settings: ConversationSettings,
        outlets: Mapping[Channel, Outlet],
    ) -> None:
        self.database = Database(database)
        self.notifier = LocalNotifier()
        own = {"clock": clock, "worker": name, "settings": settings}
        closing = TurnClosing(self.database, Renderer(lambda: KNOWLEDGE, clock=clock), pushed=frozenset(outlets), **own)
        self.receiver = Receiver(self.database, chat=ChatSettings(), **own)
        self.runner = TurnRunner(self.database, dialogue, closing, self.notifier, **own)
        self.delivery = DeliveryRunner(self.database, outlets, **own)
        self.reader = ConversationReader(self.database)
        self.feedback = FeedbackDesk(self.database, self.notifier, clock=clock)
        self._clock = clock

    async def take(self, message: InboundMessage) -> Received:
        """Receive a message and start the turn that it was promised."""
        received = await self.receiver.receive(message)
        self.runner.take_up(received)
        return received

    async def say(self, text: str, **values: object) -> Received:
        return await self.take(inbound(text, **values))

    async def replies(self, received: Received) -> list[MessageEvent]:
        """What the message's turn said, once it is done."""
        await until(lambda: self._is_done(received.turn_id))
        return await self.reader.replies(received.turn_id) or []

    async def ask(self, text: str, **values: object) -> list[MessageEvent]:
        return await self.replies(await self.say(text, **values))

    async def settled(self) -> None:
        """Wait until no turn is open."""

        async def none_open() -> bool:
            return not await self.rows(TurnRow, TurnRow.state != TurnState.done)

        await until(none_open)

    async def die(self) -> None:
        """End in the middle of everything: what is not stored by now never will be."""
        await self.runner.stop(timedelta())

    async def close(self) -> None:
        await self.runner.stop(timedelta())
        await self.delivery.stop()
        await self.database.close()

    async def events(self, visitor: str = VISITOR) -> list[Event]:
        return (await self.reader.snapshot(Channel.web, visitor)).events

    async def said(self, sender: Sender, visitor: str = VISITOR) -> list[str]:
        events = await self.events(visitor)
        return [one.text for one in events if isinstance(one, MessageEvent) and one.sender == sender]

    async def give_to(self, owner: Owner, *, visitor: str = VISITOR, reason: str = "taken") -> None:
        """What the agent desk does when a person takes a conversation, or gives it back."""
        async with self.database.write() as session:
            conversation = await ConversationRepository(session).lock_or_open(Channel.web, visitor, self._clock())
            change_owner(session, conversation, owner, actor="agent:1", reason=reason, now=self._clock())

    async def rows(self, table: type[Row], *conditions: object) -> Sequence[Row]:
        """What is stored, read in a session of its own."""
        async with self.database.read() as session:
            return await stored(session, table, *conditions)

    async def _is_done(self, turn_id: str) -> bool:
        return await self.reader.replies(turn_id) is not None


async def stored(session: AsyncSession, table: type[Row], *conditions: object) -> Sequence[Row]:
    return list(await session.scalars(select(table).where(*conditions)))


def conversation_of(visitor: str = VISITOR) -> str:
    return conversation_id_of(Channel.web, visitor)
