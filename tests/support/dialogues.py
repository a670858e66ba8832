"""A dialogue manager that does what a test tells it to, and the outcomes it is told to give."""

import asyncio
from collections.abc import Callable
from datetime import date

from bot.answering.outcome import Answer, HandOff, SmallTalk
from bot.dialogue.ports import Decision, Turn

ANSWER = Answer(entry="vat.rates", revision=2, variant="now", as_of=date(2026, 11, 22), confidence=0.93)


def echo(turn: Turn) -> Decision:
    """A reply that shows what was asked; what was open stays open."""
    return Decision.aside(turn, SmallTalk(name="utter_echo", text=f"答：{turn.text}"))


def answer(turn: Turn) -> Decision:
    return Decision.closing(turn, ANSWER)


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
