"""Doubles that the dialogue tests share."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from bot.answering.outcome import Answer, NotCovered, Outcome
from bot.dialogue.ports import Decision, Pending, Turn

DOMAIN = Path(__file__).parents[3] / "bot" / "rasa" / "domain.yml"
ANSWER = Answer(entry="vat.rates", revision=2, variant="now", as_of=date(2026, 11, 22), confidence=0.9)
PENDING = Pending(question="契税交多少", entry="property.deed-tax", fact="home_count")


def a_turn(text: str = "增值税税率有哪些", *, pending: Pending | None = None) -> Turn:
    return Turn(
        conversation_id="c-1",
        turn_id="t-1",
        text=text,
        as_of=date(2026, 11, 22),
        facts={"taxpayer_type": "small_scale"},
        pending=pending,
    )


class StubAnswering:
    """Answers every turn with one outcome, and remembers what it was asked."""

    def __init__(self, outcome: Outcome = ANSWER) -> None:
        self.outcome = outcome
        self.asked: list[tuple[Turn, bool]] = []

    async def decide(self, turn: Turn, *, doubtful: bool) -> Decision:
        self.asked.append((turn, doubtful))
        return Decision(outcome=self.outcome, facts={**turn.facts, "home_count": "first"})


NOT_COVERED = NotCovered(why="no_entry")


class StubDialogue:
    """Does what it is told at each turn."""

    def __init__(self, respond: Callable[[Turn], Decision]) -> None:
        self.respond_to = respond
        self.turns = 0

    async def respond(self, turn: Turn) -> Decision:
        self.turns += 1
        return self.respond_to(turn)


class ManualTime:
    """Seconds that pass only when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now
