"""Takes a message in: stored, numbered and promised a turn in one transaction, before anyone is told "got it"."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.conversation.errors import EmptyMessage, MessageTooLong
from bot.conversation.events import MessageEvent
from bot.conversation.models import ConversationRow, MessageRow, Owner, Sender, TurnRow, TurnState
from bot.conversation.ownership import change_owner
from bot.conversation.ports import InboundMessage
from bot.conversation.repository import ConversationRepository, claim
from bot.conversation.work import TurnWork
from common.clock import Clock
from common.database import Database
from common.masking import mask
from common.settings import ChatSettings, ConversationSettings


@dataclass(frozen=True, slots=True)
class Received:
    conversation_id: str
    message: MessageEvent
    turn_id: str
    repeated: bool
    """The same message had been received before."""
    work: TurnWork | None
    """The turn, when it was free to start at once: it is ours already."""
    start_at: datetime | None
    """When to start the turn, if it is not running and not ours yet."""


class Receiver:
    def __init__(
        self,
        database: Database,
        *,
        clock: Clock,
        worker: str,
        settings: ConversationSettings,
        chat: ChatSettings,
    ) -> None:
        self._database = database
        self._clock = clock
        self._worker = worker
        self._settings = settings
        self._max_length = chat.max_length

    async def receive(self, inbound: InboundMessage) -> Received:
        """Store the message, masked, with the promise of a turn.

        Raises:
            EmptyMessage: nothing but spaces.
            MessageTooLong: more characters than one message may have.
        """
        text = self._checked(inbound.text)
        now = self._clock()
        async with self._database.write() as session:
            repository = ConversationRepository(session)
            conversation = await repository.lock_or_open(inbound.channel, inbound.visitor, now)
            known = await repository.message_by_key(inbound.channel, inbound.external_key)
            if known is not None:
                event = MessageEvent.of(known)
                return Received(conversation.id, event, known.turn_id or "", True, None, None)
            turns = await repository.open_turns(conversation.id)
            turn = turns.get(TurnState.queued)
            if turn is None:
                wait = self._burst_wait(conversation, inbound, now)
                turn = repository.add_turn(conversation, now=now, not_before=now + wait)
            if conversation.owner == Owner.closed:
                change_owner(session, conversation, Owner.bot, actor="taxpayer", reason="reopened", now=now)
            message = self._append(repository, conversation, turn, inbound, text=text, now=now)
            work, start_at = None, None
            if TurnState.running not in turns:
                if turn.lease_until > now:
                    start_at = turn.lease_until
                else:
                    # What is stored already; the new message is not flushed yet.
                    earlier = await repository.inbound_of(turn.id) if TurnState.queued in turns else []
                    claim(turn, worker=self._worker, now=now, lease=self._settings.lease)
                    work = TurnWork.of(turn, conversation, [*earlier, message])
            return Received(conversation.id, MessageEvent.of(message), turn.id, False, work, start_at)

    def _append(
        self,
        repository: ConversationRepository,
        conversation: ConversationRow,
        turn: TurnRow,
        inbound: InboundMessage,
        *,
        text: str,
        now: datetime,
    ) -> MessageRow:
        turn.as_of = inbound.as_of or turn.as_of
        turn.facts = {**turn.facts, **inbound.facts}
        conversation.last_inbound_at = now
        return repository.add_message(
            conversation,
            sender=Sender.taxpayer,
            text=text,
            now=now,
            external_key=inbound.external_key,
            client_message_id=inbound.client_message_id,
            turn=turn,
        )

    def _checked(self, text: str) -> str:
        # No database stores NUL, nor halves of characters.
        stripped = text.replace("\x00", "").encode(errors="replace").decode().strip()
        if not stripped:
            raise EmptyMessage("A message needs a text.")
        if len(stripped) > self._max_length:
            raise MessageTooLong(f"{len(stripped)} characters; at most {self._max_length}.")
        return mask(stripped)

    def _burst_wait(self, conversation: ConversationRow, inbound: InboundMessage, now: datetime) -> timedelta:
        last = conversation.last_inbound_at
        if inbound.may_continue and last is not None and now - last < self._settings.burst_gap:
            return self._settings.burst_window
        return timedelta()
