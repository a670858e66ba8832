"""Ends a turn: checks the owner again, stores the reply with its receipt, and hands over the next turn, all at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.answering.outcome import HandOff, Outcome, Several, hand_off_in
from bot.conversation.events import MessageEvent
from bot.conversation.models import (
    ConversationRow,
    DeliveryRow,
    DeliveryState,
    MessageRow,
    Owner,
    ReceiptRow,
    Sender,
    TurnRow,
    TurnState,
)
from bot.conversation.ownership import change_owner
from bot.conversation.ports import Channel
from bot.conversation.repository import ConversationRepository, claim
from bot.conversation.work import TurnWork
from bot.dialogue.ports import Decision
from bot.dialogue.wording import wants_the_machine
from bot.rendering.render import Renderer
from bot.rendering.reply import Reply
from common.clock import Clock, legal_today
from common.database import Database
from common.logs import get_log
from common.metrics import TURNS
from common.settings import ConversationSettings

log = get_log(__name__)

# While a person is awaited, the taxpayer is told so at most this often.
_NOTICE_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Closed:
    """What was said in the turn, and what the conversation goes on with.

    ``following`` is a turn that is ours already, ``later`` one that waits for more of a burst, and until when.
    """

    said: tuple[MessageEvent, ...]
    following: TurnWork | None = None
    later: tuple[str, datetime] | None = None


class TurnClosing:
    def __init__(
        self,
        database: Database,
        renderer: Renderer,
        *,
        clock: Clock,
        worker: str,
        settings: ConversationSettings,
        pushed: frozenset[Channel],
    ) -> None:
        self._database = database
        self._renderer = renderer
        self._clock = clock
        self._worker = worker
        self._settings = settings
        self._pushed = pushed
        """Channels whose replies we carry out ourselves; the others are read by the taxpayer's client."""

    def give_up(self) -> Decision:
        """The outcome of a turn that failed too often: a person gets it."""
        return Decision(outcome=HandOff(reason="unanswered"))

    async def close(self, work: TurnWork, decision: Decision | None, *, elapsed: timedelta) -> Closed | None:
        """Store what the turn ended in; None when it is no longer ours.

        The reply is dropped when a person took the conversation over since the turn began. ``decision`` None means
        that the bot did not own it then; where it does now, the turn is taken once more.
        """
        now = self._clock()
        async with self._database.write() as session:
            repository = ConversationRepository(session)
            conversation = await repository.lock(work.conversation_id)
            turn = await repository.turn(work.turn_id)
            if conversation is None or turn is None or not self._is_ours(turn, work):
                log.warning("turn_lost", turn=work.turn_id)
                return None
            if conversation.owner == Owner.bot and decision is None:
                return Closed((), following=await self._claimed(session, conversation, turn, now))
            said: MessageRow | None = None
            if conversation.owner == Owner.bot and decision is not None:
                said = self._answer(session, conversation, turn, decision, elapsed=elapsed, now=now)
            elif conversation.owner == Owner.waiting:
                said = await self._while_waiting(session, conversation, turn, text=work.text, now=now)
            turn.state, turn.finished_at = TurnState.done, now
            events = (MessageEvent.of(said),) if said is not None else ()
            # The next turn may only run once this one no longer does.
            await session.flush()
            queued = (await repository.open_turns(conversation.id)).get(TurnState.queued)
            if queued is None:
                return Closed(events)
            if queued.lease_until > now:
                return Closed(events, later=(queued.id, queued.lease_until))
            return Closed(events, following=await self._claimed(session, conversation, queued, now))

    def _is_ours(self, turn: TurnRow, work: TurnWork) -> bool:
        return (turn.state, turn.worker, turn.attempts) == (TurnState.running, self._worker, work.attempt)

    def _answer(
        self,
        session: AsyncSession,
        conversation: ConversationRow,
        turn: TurnRow,
        decision: Decision,
        *,
        elapsed: timedelta,
        now: datetime,
    ) -> MessageRow:
        outcome = decision.outcome
        reply = self._renderer.render(outcome)
        message = self._say(session, conversation, reply, sender=Sender.bot, turn=turn, now=now)
        session.add(self._receipt(turn, message, decision, elapsed))
        conversation.facts = {**conversation.facts, **decision.facts}
        conversation.pending = decision.pending.model_dump() if decision.pending else None
        conversation.topic = decision.topic.model_dump() if decision.topic else None
        if (hand_off := hand_off_in(outcome)) is not None:
            change_owner(session, conversation, Owner.waiting, actor="bot", reason=hand_off.reason, now=now)
        TURNS.labels(outcome.kind, decision.decided_by).inc()
        return message

    def _receipt(self, turn: TurnRow, message: MessageRow, decision: Decision, elapsed: timedelta) -> ReceiptRow:
        outcome: Outcome = decision.outcome
        # The columns hold one entry; of several, all are in ``decision``.
        shown = outcome.leading if isinstance(outcome, Several) else outcome
        return ReceiptRow(
            turn_id=turn.id,
            message=message,
            outcome=outcome.kind,
            entry=getattr(shown, "entry", None),
            revision=getattr(shown, "revision", None),
            variant=getattr(shown, "variant", None),
            confidence=getattr(shown, "confidence", None),
            as_of=getattr(shown, "as_of", None) or turn.as_of or legal_today(self._clock),
            decision=outcome.model_dump(mode="json"),
            decided_by=decision.decided_by,
            knowledge_revision=self._renderer.knowledge_revision,
            milliseconds=round(elapsed.total_seconds() * 1000),
        )

    async def _while_waiting(
        self, session: AsyncSession, conversation: ConversationRow, turn: TurnRow, *, text: str, now: datetime
    ) -> MessageRow | None:
        """The bot is silent; the taxpayer may go back to it, and is told now and then that a person will come."""
        if wants_the_machine(text):
            change_owner(session, conversation, Owner.bot, actor="taxpayer", reason="returned", now=now)
            reply = self._renderer.returned()
        else:
            told = await ConversationRepository(session).told_to_wait_at(conversation.id)
            if told is not None and now - told < _NOTICE_EVERY:
                return None
            reply = self._renderer.waiting_notice()
        return self._say(session, conversation, reply, sender=Sender.system, turn=turn, now=now)

    def _say(
        self,
        session: AsyncSession,
        conversation: ConversationRow,
        reply: Reply,
        *,
        sender: Sender,
        turn: TurnRow,
        now: datetime,
    ) -> MessageRow:
        message = ConversationRepository(session).add_message(
            conversation,
            sender=sender,
            text=reply.text,
            now=now,
            reply=reply.model_dump(mode="json", exclude={"text"}),
            turn=turn,
        )
        if conversation.channel in self._pushed:
            session.add(
                DeliveryRow(
                    message=message,
                    channel=conversation.channel,
                    recipient=conversation.visitor,
                    state=DeliveryState.pending,
                    attempts=0,
                    due_at=now,
                )
            )
        return message

    async def _claimed(
        self, session: AsyncSession, conversation: ConversationRow, turn: TurnRow, now: datetime
    ) -> TurnWork:
        claim(turn, worker=self._worker, now=now, lease=self._settings.lease)
        return TurnWork.of(turn, conversation, await ConversationRepository(session).inbound_of(turn.id))
