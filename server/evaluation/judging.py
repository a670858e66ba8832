"""What came of a question, counted strictly: a reply that lacks one point is wrong."""

from collections.abc import Sequence

from pydantic import BaseModel, Field

from knowledge_base.domain import Knowledge
from knowledge_base.seed.check import plain
from knowledge_base.validity import in_force
from server.asking import AskedTurn
from server.evaluation.questions import ExpectedQuestion


class Verdict(BaseModel):
    id: str
    kind: str
    topic: str
    text: str
    answerable: bool = Field(description="An entry answers it; else only an outcome is expected.")
    right: bool
    partial: bool = Field(description="The right entry, but a point is missing: counts as wrong.")
    misled: bool = Field(description="Answered from an entry that does not answer it.")
    expired: bool = Field(description="Answered from a text that does not hold on the day it speaks of.")
    rank: int | None = Field(description="Where the search has the first right entry, from 1; None: not among the ten.")
    outcome: str
    entry: str | None
    confidence: float | None
    ms: float


def judge(
    question: ExpectedQuestion, turn: AskedTurn, *, ranking: Sequence[str] = (), knowledge: Knowledge | None = None
) -> Verdict:
    """Right: one of the entries and every phrase, or one of the outcomes. An entry may also be asked about first."""
    found = turn.entry in question.entries
    reply = plain(turn.reply)
    complete = turn.outcome == "ask" or all(plain(phrase) in reply for phrase in question.mentions)
    right = turn.outcome in question.outcomes or (found and complete)
    ranks = [at for at, group in enumerate(ranking, start=1) if group in question.entries]
    return Verdict(
        id=question.id,
        kind=question.kind,
        topic=question.topic,
        text=question.text,
        answerable=bool(question.entries),
        right=right,
        partial=found and not right,
        misled=turn.outcome == "answer" and not right and not found,
        expired=knowledge is not None and _has_expired(turn, knowledge),
        rank=min(ranks, default=None),
        outcome=turn.outcome,
        entry=turn.entry,
        confidence=turn.confidence,
        ms=turn.ms,
    )


def _has_expired(turn: AskedTurn, knowledge: Knowledge) -> bool:
    if turn.outcome != "answer" or turn.as_of is None:
        return False
    entry = knowledge.entries.get(turn.entry or "")
    variant = entry.variant(turn.variant or "") if entry is not None else None
    return variant is None or not in_force(variant, turn.as_of)
