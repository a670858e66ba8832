"""The web chat's requests and responses."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.conversation.events import Event, FeedbackEvent, MessageEvent
from bot.conversation.feedback import Reason, Verdict
from bot.rendering.reply import ShownOption


class Greeting(BaseModel):
    text: str
    options: list[ShownOption]


class SessionOut(BaseModel):
    conversation_id: str
    owner: str
    seq: int
    events: list[Event]
    greeting: Greeting
    degraded: bool = Field(description="The dialogue manager is down: single questions and hand-off only.")
    max_length: int


class MessageIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    client_message_id: Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[\w.:-]+$")]
    # Bounded by the body; the bound also makes pydantic refuse halves of characters, which no database takes.
    text: str = Field(max_length=64 * 1024)
    as_of: date | None = Field(default=None, description="The day asked about; today when absent.")
    facts: dict[str, str] = Field(default_factory=dict, max_length=20)


class MessageOut(BaseModel):
    message: MessageEvent
    replies: list[MessageEvent]
    complete: bool = Field(description="False: the reply is still to come, as an event.")


class EventsOut(BaseModel):
    events: list[Event]
    seq: int = Field(description="The number of the last event of `events`, or what was asked after.")


class FeedbackIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    verdict: Verdict
    reason: Reason | None = None
    comment: Annotated[str, StringConstraints(max_length=500)] | None = None


class FeedbackOut(BaseModel):
    event: FeedbackEvent


class ErrorBody(BaseModel):
    code: str
    message: str
    details: list[dict[str, Any]] | None = None


class ErrorOut(BaseModel):
    error: ErrorBody
