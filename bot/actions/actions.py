"""The custom actions of the Rasa domain: each makes one decision of a turn."""

from collections.abc import Mapping
from typing import Literal

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from bot.actions.exchange import deliver, intent_of, turn_of
from bot.actions.ports import Answering
from bot.answering.outcome import Answer, HandOff, NotCovered, Refuse
from bot.dialogue.degraded import unmistakable_act
from bot.dialogue.ports import Decision
from bot.dialogue.wording import acknowledges

# The confidence of an answer from which on a message is a question, whatever the classifier takes it for.
SURELY_A_QUESTION = 0.8
DOUBTFUL_INTENTS = frozenset({"out_of_scope", "nlu_fallback"})

HAND_OFF_REASONS: Mapping[str, Literal["requested", "anger"]] = {
    "request_human": "requested",
    "complaint_anger": "anger",
}
REFUSE_REASONS: Mapping[str, Literal["fraud", "injection"]] = {
    "fraud_request": "fraud",
    "injection": "injection",
}

# Told as they are to who seems to ask for a file: another office's matter, and what is no question on tax at all.
NO_FILE_IS_MEANT = frozenset({"other_office", "unreadable", "off_subject"})


class AnswerAction(Action):
    """Leaves the turn to the answering service, unless its words say plainly what no classifier should overlook."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def name(self) -> str:
        return "action_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        turn = turn_of(tracker)
        decision = unmistakable_act(turn)
        if decision is None:
            # A message that is unclear alone may well be the reply to what is open.
            doubtful = turn.pending is None and intent_of(tracker) in DOUBTFUL_INTENTS
            decision = await self._answering.decide(turn, doubtful=doubtful)
        return deliver(decision, dispatcher, tracker)


class AcknowledgeAction(Action):
    """Takes a yes or a no to the open question, or as a courtesy when none is open and nothing else is said."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def name(self) -> str:
        return "action_acknowledge"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        turn = turn_of(tracker)
        # "不对，我是一般纳税人" is no mere no.
        if turn.pending is not None or not acknowledges(turn.text):
            decision = await self._answering.decide(turn, doubtful=turn.pending is None)
            if turn.pending is not None or not isinstance(decision.outcome, NotCovered):
                return deliver(decision, dispatcher, tracker)
        dispatcher.utter_message(response="utter_acknowledge")
        return []


class PersonalRecordAction(Action):
    """Answers in general where an entry does ("退税多久到账"), else says that we cannot see a person's file.

    What is not on tax at all ("帮我查一下快递") is not covered rather than refused.
    """

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def name(self) -> str:
        return "action_personal_record"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        turn = turn_of(tracker)
        decision = await self._answering.decide(turn, doubtful=False)
        if isinstance(decision.outcome, NotCovered) and decision.outcome.why not in NO_FILE_IS_MEANT:
            decision = Decision.closing(turn, Refuse(reason="personal_record"))
        return deliver(decision, dispatcher, tracker)


class HandOffAction(Action):
    """Hands the conversation to a person, unless it is a question that has a sure answer.

    A classifier may take "丈母娘跟我们过，能写进赡养老人吗" for a wish for company; plain words are never doubted.
    """

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def name(self) -> str:
        return "action_hand_off"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        turn, reason = turn_of(tracker), HAND_OFF_REASONS[intent_of(tracker)]
        hand_off = Decision.closing(turn, HandOff(reason=reason))
        if reason == "requested" and unmistakable_act(turn) is None:
            found = await self._answering.decide(turn, doubtful=True)
            if isinstance(found.outcome, Answer) and found.outcome.confidence >= SURELY_A_QUESTION:
                return deliver(found, dispatcher, tracker)
        return deliver(hand_off, dispatcher, tracker)


class RefuseAction(Action):
    """Declines to help with fraud, or to take orders that would change what the service is.

    Who says plainly that they want a person gets one, whatever their story sounds like.
    """

    def name(self) -> str:
        return "action_refuse"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        turn = turn_of(tracker)
        refusal = Decision.closing(turn, Refuse(reason=REFUSE_REASONS[intent_of(tracker)]))
        return deliver(unmistakable_act(turn) or refusal, dispatcher, tracker)
