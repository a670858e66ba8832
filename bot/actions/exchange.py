"""How a turn reaches an action through Rasa's tracker, and how a decision goes back through its dispatcher."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from bot.dialogue.ports import Decision, Turn
from common.errors import MalformedError


class UnreadableActionCall(MalformedError):
    """Rasa called for an action without the turn that it is about."""

    code = "unreadable_action_call"


def turn_of(tracker: Tracker) -> Turn:
    """The turn as the app sent it along with the message.

    Raises:
        UnreadableActionCall: the message did not come from the app.
    """
    try:
        return Turn.model_validate(tracker.latest_message.get("metadata"))
    except ValidationError as exc:
        raise UnreadableActionCall("The message carries no turn.") from exc


def intent_of(tracker: Tracker) -> str:
    """The act that Rasa took the message for; empty when it could not say."""
    intent: dict[str, Any] = tracker.latest_message.get("intent") or {}
    return intent.get("name") or ""


def deliver(decision: Decision, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    """Send the decision to the client, and set the slots that mirror its facts."""
    dispatcher.utter_message(json_message={"decision": decision.model_dump(mode="json")})
    return list(_changed_slots(decision, tracker))


def _changed_slots(decision: Decision, tracker: Tracker) -> Iterator[EventType]:
    for name, value in decision.facts.items():
        if name in tracker.slots and tracker.slots[name] != value:
            yield SlotSet(name, value)
