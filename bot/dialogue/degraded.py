"""The way on without Rasa: the acts that must not fail by plain patterns, all else to the answering service."""

from bot.actions.ports import Answering
from bot.answering.outcome import HandOff, Refuse
from bot.dialogue.ports import Decision, Turn
from bot.dialogue.small_talk import SmallTalkTexts
from bot.dialogue.wording import (
    asks_for_a_person,
    asks_for_help_with_fraud,
    courtesy_in,
    demands_action,
    is_in_distress,
    orders_the_machine,
    wants_the_machine,
)


def unmistakable_act(turn: Turn) -> Decision | None:
    """Despair, a wish for a person, for help with fraud, or an order, in words that need no classifier."""
    if is_in_distress(turn.text):
        return Decision.closing(turn, HandOff(reason="distress"))
    if asks_for_a_person(turn.text):
        return Decision.closing(turn, HandOff(reason="requested"))
    if demands_action(turn.text):
        return Decision.closing(turn, HandOff(reason="anger"))
    if asks_for_help_with_fraud(turn.text):
        return Decision.closing(turn, Refuse(reason="fraud"))
    if orders_the_machine(turn.text):
        return Decision.closing(turn, Refuse(reason="injection"))
    return None


class DegradedDialogue:
    """Needs nothing but the answering service; what a pattern does not know for sure is a question."""

    def __init__(self, answering: Answering, small_talk: SmallTalkTexts) -> None:
        self._answering = answering
        self._small_talk = small_talk

    async def respond(self, turn: Turn) -> Decision:
        act = unmistakable_act(turn)
        if act is not None:
            return act
        name = "utter_continue" if wants_the_machine(turn.text) else courtesy_in(turn.text)
        if name is not None:
            return Decision.aside(turn, self._small_talk[name])
        return await self._answering.decide(turn, doubtful=False)
