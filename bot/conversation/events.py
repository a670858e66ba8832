"""The events of a conversation as every client reads them: one number line, one form on every transport."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from bot.conversation.models import FeedbackRow, MessageRow, OwnerEventRow


class MessageEvent(BaseModel):
    type: Literal["message"] = "message"
    seq: int
    id: str
    at: datetime
    sender: str
    text: str
    client_message_id: str | None = None
    reply: dict[str, Any] | None = None

    @classmethod
    def of(cls, row: MessageRow) -> "MessageEvent":
        return cls(
            seq=row.seq,
            id=row.id,
            at=row.created_at,
            sender=row.sender,
            text=row.text,
            client_message_id=row.client_message_id,
            reply=row.reply,
        )


class OwnerEvent(BaseModel):
    type: Literal["owner"] = "owner"
    seq: int
    at: datetime
    owner: str
    reason: str

    @classmethod
    def of(cls, row: OwnerEventRow) -> "OwnerEvent":
        return cls(seq=row.seq, at=row.at, owner=row.to_owner, reason=row.reason)


class FeedbackEvent(BaseModel):
    type: Literal["feedback"] = "feedback"
    seq: int
    at: datetime
    message_id: str
    verdict: str
    reason: str | None

    @classmethod
    def of(cls, row: FeedbackRow) -> "FeedbackEvent":
        return cls(seq=row.seq, at=row.at, message_id=row.message_id, verdict=row.verdict, reason=row.reason)


Event = Annotated[MessageEvent | OwnerEvent | FeedbackEvent, Field(discriminator="type")]
