"""All SQL of conversations. Whoever changes a conversation locks its row first, so its numbers have no gap."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.conversation.events import Event, FeedbackEvent, MessageEvent, OwnerEvent
from bot.conversation.models import (
    ConversationRow,
    DeliveryRow,
    DeliveryState,
    FeedbackRow,
    MessageRow,
    Owner,
    OwnerEventRow,
    Sender,
    TurnRow,
    TurnState,
)
from bot.conversation.ports import Channel
from common.database import insert

Numbered = TypeVar("Numbered", MessageRow, OwnerEventRow, FeedbackRow)


def new_id(prefix: str) -> str:
    return f"{prefix}_{uuid4().hex}"


def conversation_id_of(channel: Channel, visitor: str) -> str:
    """A visitor has one conversation on a channel, so its id follows from them: readers need not look it up."""
    digest = hashlib.blake2b(f"{channel.value}:{visitor}".encode(), digest_size=16)
    return f"c_{digest.hexdigest()}"


class ConversationRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock_or_open(self, channel: Channel, visitor: str, now: datetime) -> ConversationRow:
        """The visitor's conversation, locked until the transaction ends; opened when there is none."""
        conversation_id = conversation_id_of(channel, visitor)
        found = await self.lock(conversation_id)
        if found is not None:
            return found
        values: dict[str, Any] = {
            "id": conversation_id,
            "channel": channel.value,
            "visitor": visitor,
            "owner": Owner.bot.value,
            "seq": 0,
            "facts": {},
            "pending": None,
            "topic": None,
            "created_at": now,
            "last_inbound_at": None,
        }
        insertion = insert(self._session, ConversationRow).values(**values)
        await self._session.execute(insertion.on_conflict_do_nothing())
        opened = await self.lock(conversation_id)
        if opened is None:
            raise RuntimeError(f"the conversation {conversation_id} was opened and is not there")
        return opened

    async def lock(self, conversation_id: str) -> ConversationRow | None:
        statement = (
            select(ConversationRow)
            .where(ConversationRow.id == conversation_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return await self._session.scalar(statement)

    async def find(self, conversation_id: str) -> ConversationRow | None:
        return await self._session.get(ConversationRow, conversation_id)

    async def message_by_key(self, channel: Channel, external_key: str) -> MessageRow | None:
        statement = select(MessageRow).where(MessageRow.channel == channel, MessageRow.external_key == external_key)
        return await self._session.scalar(statement)

    async def message(self, conversation_id: str, message_id: str) -> MessageRow | None:
        message = await self._session.get(MessageRow, message_id)
        return message if message is not None and message.conversation_id == conversation_id else None

    async def open_turns(self, conversation_id: str) -> dict[TurnState, TurnRow]:
        statement = select(TurnRow).where(TurnRow.conversation_id == conversation_id, TurnRow.state != TurnState.done)
        return {TurnState(turn.state): turn for turn in await self._session.scalars(statement)}

    async def turn(self, turn_id: str) -> TurnRow | None:
        return await self._session.get(TurnRow, turn_id, populate_existing=True)

    async def messages_of(self, turn_id: str) -> Sequence[MessageRow]:
        """What was said in a turn, by both sides, in order."""
        statement = select(MessageRow).where(MessageRow.turn_id == turn_id).order_by(MessageRow.seq)
        return list(await self._session.scalars(statement))

    async def inbound_of(self, turn_id: str) -> Sequence[MessageRow]:
        """The taxpayer's messages that the turn is about."""
        return [row for row in await self.messages_of(turn_id) if row.sender == Sender.taxpayer]

    async def overdue_turns(self, now: datetime, limit: int) -> Sequence[str]:
        """Open turns whose worker is gone, or that nobody started."""
        statement = (
            select(TurnRow.id)
            .where(TurnRow.state != TurnState.done, TurnRow.lease_until < now)
            .order_by(TurnRow.lease_until)
            .limit(limit)
        )
        return list(await self._session.scalars(statement))

    async def due_deliveries(self, now: datetime, limit: int) -> Sequence[str]:
        """Of each conversation the first that is still open, if it is due: replies keep their order."""
        open_states = (DeliveryState.pending, DeliveryState.sending)
        earlier, said_earlier = aliased(DeliveryRow), aliased(MessageRow)
        waits_for_another = (
            select(earlier.message_id)
            .join(said_earlier, said_earlier.id == earlier.message_id)
            .where(
                earlier.state.in_(open_states),
                said_earlier.conversation_id == MessageRow.conversation_id,
                said_earlier.seq < MessageRow.seq,
            )
            .exists()
        )
        statement = (
            select(DeliveryRow.message_id)
            .join(MessageRow, MessageRow.id == DeliveryRow.message_id)
            .where(DeliveryRow.state.in_(open_states), DeliveryRow.due_at <= now, ~waits_for_another)
            .order_by(DeliveryRow.due_at)
            .limit(limit)
        )
        return list(await self._session.scalars(statement))

    async def lock_delivery(self, message_id: str) -> tuple[DeliveryRow, MessageRow] | None:
        statement = (
            select(DeliveryRow, MessageRow)
            .join(MessageRow, MessageRow.id == DeliveryRow.message_id)
            .where(DeliveryRow.message_id == message_id)
            .with_for_update(of=DeliveryRow)
            .execution_options(populate_existing=True)
        )
        row = (await self._session.execute(statement)).one_or_none()
        return None if row is None else (row[0], row[1])

    async def told_to_wait_at(self, conversation_id: str) -> datetime | None:
        """When the system last spoke since a person is awaited."""
        awaited_since = (
            select(func.max(OwnerEventRow.seq))
            .where(OwnerEventRow.conversation_id == conversation_id, OwnerEventRow.to_owner == Owner.waiting)
            .scalar_subquery()
        )
        statement = select(func.max(MessageRow.created_at)).where(
            MessageRow.conversation_id == conversation_id,
            MessageRow.sender == Sender.system,
            MessageRow.seq > func.coalesce(awaited_since, 0),
        )
        return await self._session.scalar(statement)

    async def events(self, conversation_id: str, *, after: int, limit: int) -> list[Event]:
        """Up to ``limit`` events with a number above ``after``, in order."""
        events: list[Event] = [
            *map(MessageEvent.of, await self._numbered(MessageRow, conversation_id, after, limit)),
            *map(OwnerEvent.of, await self._numbered(OwnerEventRow, conversation_id, after, limit)),
            *map(FeedbackEvent.of, await self._numbered(FeedbackRow, conversation_id, after, limit)),
        ]
        return sorted(events, key=lambda one: one.seq)[:limit]

    async def _numbered(
        self, table: type[Numbered], conversation_id: str, after: int, limit: int
    ) -> Sequence[Numbered]:
        statement = (
            select(table)
            .where(table.conversation_id == conversation_id, table.seq > after)
            .order_by(table.seq)
            .limit(limit)
        )
        return list(await self._session.scalars(statement))

    def add_message(
        self, conversation: ConversationRow, *, sender: Sender, text: str, now: datetime, **values: object
    ) -> MessageRow:
        """Append a message under the next number of the (locked) conversation."""
        conversation.seq += 1
        message = MessageRow(
            id=new_id("m"),
            conversation_id=conversation.id,
            seq=conversation.seq,
            channel=conversation.channel,
            sender=sender.value,
            text=text,
            created_at=now,
            **values,
        )
        self._session.add(message)
        return message

    def add_turn(self, conversation: ConversationRow, *, now: datetime, not_before: datetime) -> TurnRow:
        turn = TurnRow(
            id=new_id("t"),
            conversation_id=conversation.id,
            state=TurnState.queued,
            attempts=0,
            worker=None,
            lease_until=not_before,
            as_of=None,
            facts={},
            created_at=now,
            finished_at=None,
        )
        self._session.add(turn)
        return turn


def claim(turn: TurnRow, *, worker: str, now: datetime, lease: timedelta) -> None:
    """Make the turn ours until the lease ends."""
    turn.state = TurnState.running
    turn.worker = worker
    turn.attempts += 1
    turn.lease_until = now + lease
