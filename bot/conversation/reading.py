"""What readers of a conversation get: its events since a number, and what a turn ended in."""

from dataclasses import dataclass

from bot.conversation.events import Event, MessageEvent
from bot.conversation.models import Owner, Sender, TurnState
from bot.conversation.ports import Channel
from bot.conversation.repository import ConversationRepository, conversation_id_of
from common.database import Database

SNAPSHOT_EVENTS = 200


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The newest events of a conversation; empty for a visitor who has not written yet."""

    conversation_id: str
    owner: Owner
    seq: int
    events: list[Event]


class ConversationReader:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def snapshot(self, channel: Channel, visitor: str) -> Snapshot:
        async with self._database.read() as session:
            repository = ConversationRepository(session)
            conversation_id = conversation_id_of(channel, visitor)
            conversation = await repository.find(conversation_id)
            if conversation is None:
                return Snapshot(conversation_id, Owner.bot, 0, [])
            after = max(0, conversation.seq - SNAPSHOT_EVENTS)
            events = await repository.events(conversation.id, after=after, limit=SNAPSHOT_EVENTS)
            return Snapshot(conversation.id, Owner(conversation.owner), conversation.seq, events)

    async def events(self, conversation_id: str, *, after: int) -> list[Event]:
        """At most ``SNAPSHOT_EVENTS`` events after that number, in order; ask again for more."""
        async with self._database.read() as session:
            repository = ConversationRepository(session)
            return await repository.events(conversation_id, after=after, limit=SNAPSHOT_EVENTS)

    async def replies(self, turn_id: str) -> list[MessageEvent] | None:
        """What the turn said; None while it is still to be taken."""
        async with self._database.read() as session:
            repository = ConversationRepository(session)
            turn = await repository.turn(turn_id)
            if turn is None or turn.state != TurnState.done:
                return None
            said = await repository.messages_of(turn_id)
            return [MessageEvent.of(row) for row in said if row.sender != Sender.taxpayer]
