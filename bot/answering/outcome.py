"""The closed union of what one turn can end in; references only, the texts stay in the knowledge base."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

# More answers than this in one message are not read.
CASES_AT_ONCE = 6


class _Outcome(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Candidate(_Outcome):
    """An entry that may be meant, and the variant that would answer, where the known facts choose one."""

    entry: str
    question: str
    confidence: float
    variant: str | None = None


class Option(_Outcome):
    """One value of a fact, as it is offered."""

    value: str
    label: str


class Answer(_Outcome):
    """An approved text, in force on ``as_of``."""

    kind: Literal["answer"] = "answer"
    entry: str
    revision: int
    variant: str
    as_of: date
    confidence: float
    facts: dict[str, str] = Field(default_factory=dict, description="The facts that chose the variant.")
    alternatives: list[Candidate] = Field(
        default_factory=list, description="What else may be meant, where the match is not sure."
    )


class Ask(_Outcome):
    """One fact is missing that changes the answer of ``entry``."""

    kind: Literal["ask"] = "ask"
    entry: str
    question: str
    fact: str
    options: list[Option]
    as_of: date
    confidence: float


class Choose(_Outcome):
    """Several entries may be meant."""

    kind: Literal["choose"] = "choose"
    candidates: list[Candidate]


class NotCovered(_Outcome):
    """There is no approved answer; ``nearest`` may be empty."""

    kind: Literal["not_covered"] = "not_covered"
    why: Literal["no_entry", "not_in_force", "other_office", "unreadable", "off_subject"]
    nearest: list[Candidate] = Field(default_factory=list)
    entry: str | None = Field(default=None, description="It names the other office, or has no text for that day.")
    as_of: date | None = None
    facts: dict[str, str] = Field(default_factory=dict)


class HandOff(_Outcome):
    """A person takes over."""

    kind: Literal["hand_off"] = "hand_off"
    reason: Literal["requested", "anger", "distress", "legal_risk", "repeated_failure", "entry_requires", "unanswered"]


class Refuse(_Outcome):
    """We do not help with this, and say what is lawful instead."""

    kind: Literal["refuse"] = "refuse"
    reason: Literal["fraud", "personal_record", "injection"]


class SmallTalk(_Outcome):
    """A courtesy; ``name`` is the response's name in the Rasa domain."""

    kind: Literal["small_talk"] = "small_talk"
    name: str
    text: str


PartOutcome = Annotated[Answer | Ask | Choose | NotCovered | HandOff, Field(discriminator="kind")]


class Part(_Outcome):
    """One of several questions in the taxpayer's words, and what it ended in."""

    question: str
    outcome: PartOutcome


class Several(_Outcome):
    """Several questions of one message, or all cases of one question, each with its own outcome.

    At most one of them waits for a choice.
    """

    kind: Literal["several"] = "several"
    why: Literal["questions", "cases"] = "questions"
    parts: list[Part] = Field(min_length=2, max_length=CASES_AT_ONCE)
    left: list[str] = Field(default_factory=list, description="Questions that were too many to be answered at once.")

    @property
    def leading(self) -> PartOutcome:
        """The first answer, which stands for the whole where only one can; else the first outcome."""
        outcomes = [part.outcome for part in self.parts]
        return next((outcome for outcome in outcomes if isinstance(outcome, Answer)), outcomes[0])


Outcome = Annotated[
    Answer | Ask | Choose | NotCovered | HandOff | Refuse | SmallTalk | Several, Field(discriminator="kind")
]
OUTCOME: TypeAdapter[Outcome] = TypeAdapter(Outcome)


def hand_off_in(outcome: Outcome) -> HandOff | None:
    """Whether a person takes over, wholly or for one of several questions."""
    outcomes = [part.outcome for part in outcome.parts] if isinstance(outcome, Several) else [outcome]
    return next((one for one in outcomes if isinstance(one, HandOff)), None)
