"""Whether the questions cut out of a message are several, and how their decisions become one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answering.outcome import Answer, Ask, Choose, NotCovered, Outcome, Part, PartOutcome, Several
from bot.answering.splitting import Part as AskedPart
from bot.answering.splitting import Split
from bot.dialogue.ports import Decision, Pending
from retrieval.ports import Ranked

ANSWERED_AT_ONCE = 3
_HEADING = 40
_SHORT = 40


@dataclass(frozen=True, slots=True)
class Least:
    """The confidence that makes a question one of its own.

    A ``short`` one that names its topic, beside others that do, is plainly a question; a ``long`` one may be half of
    a story. Where the subject was ``carried`` over, the match may be the subject's and not the question's.
    """

    short: float
    long: float
    carried: float
    domain: float


@dataclass(frozen=True, slots=True)
class Found:
    """One question of a message and what the search has for it, best first."""

    part: AskedPart
    ranked: Sequence[Ranked]

    @property
    def best(self) -> Ranked | None:
        return self.ranked[0] if self.ranked else None


def tell_apart(split: Split, found: Sequence[Found], least: Least) -> list[Found] | None:
    """The questions that have answers of their own, or None where the message is one question after all.

    What the taxpayer numbered is taken for several as soon as one matches; else all must. Questions of one entry are
    answered once.
    """
    alone = not any(one.part.is_carried for one in found)
    sure = [_matches(one, least, alone=alone) for one in found]
    if not any(sure) or not (split.listed or all(sure)):
        return None
    apart: dict[str, Found] = {}
    for number, (one, is_sure) in enumerate(zip(found, sure, strict=True)):
        key = one.best.group if one.best is not None and is_sure else f"#{number}"
        apart[key] = _both(apart[key], one) if key in apart else one
    return list(apart.values()) if len(apart) > 1 else None


def _matches(found: Found, least: Least, *, alone: bool) -> bool:
    best, part = found.best, found.part
    own = least.short if alone and len(part.text) <= _SHORT else least.long
    needed = least.carried if part.is_carried else own
    return best is not None and best.confidence >= needed and best.domain >= least.domain


def _both(first: Found, second: Found) -> Found:
    part = AskedPart(f"{first.part.text.rstrip('？?。；;')}；{second.part.text}", first.part.query)
    return Found(part, first.ranked)


def together(
    asked: Sequence[str], decisions: Sequence[Decision], *, facts: Mapping[str, str], left: Sequence[str] = ()
) -> Decision:
    """One decision of several: only one of them, a missing fact before a choice, stays open.

    Other questions that lack a fact wait for the reply and are then answered with it.
    """
    open_at = _open_part(decisions)
    parts = [
        Part(question=_heading(question), outcome=_closed(decision.outcome, is_open=number == open_at))
        for number, (question, decision) in enumerate(zip(asked, decisions, strict=True))
    ]
    pending = decisions[open_at].pending if open_at is not None else None
    waiting = [
        decision.pending.question
        for number, decision in enumerate(decisions)
        if number != open_at and isinstance(decision.outcome, Ask) and decision.pending is not None
    ]
    if pending is not None and waiting:
        pending = Pending(**{**pending.model_dump(), "rest": waiting})
    known = dict(facts)
    for decision in decisions:
        known |= decision.facts
    outcome = Several(parts=parts, left=[_heading(question) for question in left])
    topics = [decision.topic for decision in decisions if decision.topic is not None]
    return Decision(outcome=outcome, facts=known, pending=pending, topic=topics[-1] if topics else None)


def _open_part(decisions: Sequence[Decision]) -> int | None:
    for kind in (Ask, Choose, NotCovered):
        for number, decision in enumerate(decisions):
            if isinstance(decision.outcome, kind) and decision.pending is not None:
                return number
    return None


def _closed(outcome: Outcome, *, is_open: bool) -> PartOutcome:
    """Without what a number in the reply could be taken for, unless it is the one that is open."""
    if isinstance(outcome, Answer):
        return outcome.model_copy(update={"alternatives": []})
    if isinstance(outcome, Choose) and not is_open:
        return NotCovered(why="no_entry")
    if isinstance(outcome, NotCovered) and not is_open:
        return outcome.model_copy(update={"nearest": []})
    if isinstance(outcome, Ask | Choose | NotCovered) or outcome.kind == "hand_off":
        return outcome
    raise TypeError(f"{outcome.kind} is no outcome of one question among several")


def _heading(question: str) -> str:
    words = " ".join(question.split()).rstrip("；;，,")
    return words if len(words) <= _HEADING else words[: _HEADING - 1] + "…"
