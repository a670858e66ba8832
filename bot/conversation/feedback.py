"""What a taxpayer thinks of an answer, stored as an event beside its receipt; the last word counts."""

from enum import StrEnum

from bot.conversation.errors import MessageNotFound
from bot.conversation.events import FeedbackEvent
from bot.conversation.models import FeedbackRow, Sender
from bot.conversation.ports import Notice, Notifier
from bot.conversation.repository import ConversationRepository
from common.clock import Clock
from common.database import Database
from common.masking import mask


class Verdict(StrEnum):
    up = "up"
    down = "down"


class Reason(StrEnum):
    outdated = "outdated"
    incomplete = "incomplete"
    irrelevant = "irrelevant"
    unclear = "unclear"


class FeedbackDesk:
    def __init__(self, database: Database, notifier: Notifier, *, clock: Clock) -> None:
        self._database = database
        self._notifier = notifier
        self._clock = clock

    async def give(
        self,
        conversation_id: str,
        message_id: str,
        *,
        verdict: Verdict,
        reason: Reason | None,
        comment: str | None,
    ) -> FeedbackEvent:
        """Note the verdict on one of the bot's replies, replacing an earlier one.

        Raises:
            MessageNotFound: there is no such reply in this conversation.
        """
        async with self._database.write() as session:
            repository = ConversationRepository(session)
            conversation = await repository.lock(conversation_id)
            message = await repository.message(conversation_id, message_id)
            if conversation is None or message is None or message.sender != Sender.bot:
                raise MessageNotFound(f"No reply {message_id} in {conversation_id}.")
            conversation.seq += 1
            row = FeedbackRow(
                conversation_id=conversation_id,
                seq=conversation.seq,
                message_id=message_id,
                verdict=verdict.value,
                reason=reason.value if reason else None,
                comment=mask(comment.replace("\x00", "")) if comment else None,
                at=self._clock(),
            )
            session.add(row)
            message.reply = {**(message.reply or {}), "feedback": verdict.value}
            event = FeedbackEvent.of(row)
        self._notifier.publish(conversation_id, Notice())
        return event
