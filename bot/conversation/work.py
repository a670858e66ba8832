"""A claimed turn with all that is needed to take it, read in the transaction that claimed it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.conversation.models import ConversationRow, MessageRow, Owner, TurnRow
from bot.dialogue.ports import Pending, Topic


@dataclass(frozen=True, slots=True)
class TurnWork:
    turn_id: str
    conversation_id: str
    attempt: int
    owner: Owner
    text: str
    as_of: date | None
    facts: Mapping[str, str]
    pending: Pending | None
    topic: Topic | None
    received_at: datetime

    @classmethod
    def of(cls, turn: TurnRow, conversation: ConversationRow, messages: Sequence[MessageRow]) -> "TurnWork":
        return cls(
            turn_id=turn.id,
            conversation_id=conversation.id,
            attempt=turn.attempts,
            owner=Owner(conversation.owner),
            text="\n".join(message.text for message in messages),
            as_of=turn.as_of,
            facts={**conversation.facts, **turn.facts},
            pending=Pending.model_validate(conversation.pending) if conversation.pending else None,
            topic=Topic.model_validate(conversation.topic) if conversation.topic else None,
            received_at=turn.created_at,
        )
