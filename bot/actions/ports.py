"""What the actions need from the answering service."""

from typing import Protocol

from bot.dialogue.ports import Decision, Turn


class Answering(Protocol):
    async def decide(self, turn: Turn, *, doubtful: bool) -> Decision:
        """Answer, ask, offer a choice or say that it is not covered.

        ``doubtful`` means that the dialogue took it for no question on tax: ask more of a match.
        """
        ...
