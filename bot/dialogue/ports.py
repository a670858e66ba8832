"""What a dialogue manager is to the conversation: a turn in, an outcome out."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol, Self

from pydantic import BaseModel, ConfigDict, Field

from bot.answering.outcome import Outcome
from common.errors import UpstreamError


class DialogueUnavailable(UpstreamError):
    """The dialogue manager is down, too slow, or answered something we cannot read."""

    code = "dialogue_unavailable"


class Pending(BaseModel):
    """What the conversation is waiting for: a missing fact of an entry, or a choice between entries."""

    model_config = ConfigDict(frozen=True)

    question: str = Field(description="The taxpayer's question that is still open.")
    entry: str | None = None
    fact: str | None = None
    candidates: list[str] = Field(default_factory=list, description="Entry ids, in the order offered.")
    rest: list[str] = Field(default_factory=list, description="Questions of the same message that wait for facts too.")


class Topic(BaseModel):
    """What was answered last: what a message means that leaves out its subject."""

    model_config = ConfigDict(frozen=True)

    question: str = Field(description="In the taxpayer's words.")
    entry: str
    confidence: float


class Turn(BaseModel):
    """One turn of a conversation, complete in itself: a dialogue manager needs no memory of ours."""

    model_config = ConfigDict(frozen=True)

    conversation_id: str
    turn_id: str
    text: str = Field(description="Masked; several quick messages joined by line breaks.")
    as_of: date
    facts: Mapping[str, str] = Field(default_factory=dict)
    pending: Pending | None = None
    topic: Topic | None = None


class Decision(BaseModel):
    """The outcome of a turn and what the conversation remembers of it."""

    model_config = ConfigDict(frozen=True)

    outcome: Outcome
    facts: Mapping[str, str] = Field(default_factory=dict)
    pending: Pending | None = None
    topic: Topic | None = None
    decided_by: str = Field(default="app", description="`rasa`, or `app` when it was decided without.")

    @classmethod
    def closing(cls, turn: Turn, outcome: Outcome) -> Self:
        """An outcome that leaves nothing open; what is known of the taxpayer stays known."""
        return cls(outcome=outcome, facts=turn.facts)

    @classmethod
    def aside(cls, turn: Turn, outcome: Outcome) -> Self:
        """An outcome beside the matter: what was open stays open, what was spoken of stays known."""
        return cls(outcome=outcome, facts=turn.facts, pending=turn.pending, topic=turn.topic)


class Dialogue(Protocol):
    async def respond(self, turn: Turn) -> Decision:
        """Decide one turn.

        Raises:
            DialogueUnavailable: no decision within the time cap; the caller goes on without.
        """
        ...
