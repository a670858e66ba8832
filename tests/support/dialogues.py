"""A dialogue manager that does what a test tells it to, and the outcomes it is told to give."""

import asyncio
from collections.abc import Callable
from datetime import date

from bot.answering.outcome import Answer, HandOff, NotCovered, Part, Several, SmallTalk
from bot.dialogue.ports import Decision, Turn

ANSWER = Answer(entry="vat.rates", revision=2, variant="now", as_of=date(2026, 11, 22), confidence=0.93)
SEVERAL = Several(
    parts=[
        Part(question="天气怎么样", outcome=NotCovered(why="no_entry")),
        Part(question="增值税税率有哪些", outcome=ANSWER),
        Part(question="怎么注销", outcome=HandOff(reason="entry_requires")),
    ]
)


def echo(turn: Turn) -> Decision:
    """A reply that shows what was asked; what was open stays open."""
    return Decision.aside(turn, SmallTalk(name="utter_echo", text=f"答：{turn.text}"))


def answer(turn: Turn) -> Decision:
    return Decision.closing(turn, ANSWER)


def several(turn: Turn) -> Decision:
    """Three questions: one not covered, one answered, one for a person."""
    return Decision.closing(turn, SEVERAL)


def hand_off(turn: Turn) -> Decision:
    return Decision.closing(turn, HandOff(reason="requested"))


def fail(_turn: Turn) -> Decision:
    raise RuntimeError("the dialogue fails")


class ScriptedDialogue:
    """Decides every turn with ``decide``; while held, turns wait before they are decided."""

    def __init__(self, decide: Callable[[Turn], Decision] = echo) -> None:
        self.decide = decide
        self.asked: list[Turn] = []
        self._open = asyncio.Event()
        self._open.set()

    def hold(self) -> None:
        self._open.clear()

    def release(self) -> None:
        self._open.set()

    async def respond(self, turn: Turn) -> Decision:
        self.asked.append(turn)
        await self._open.wait()
        return self.decide(turn)
