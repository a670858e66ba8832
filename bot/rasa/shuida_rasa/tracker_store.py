"""Keeps of a conversation only what the next turn can need, so that a long one is no slower than a short one."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event
from rasa.shared.core.trackers import DialogueStateTracker


class RecentTurnsStore(TrackerStore):
    """In memory: the last turns of the conversations used last.

    Nothing of value is lost with it: the app owns what must survive and sends it along with every turn.
    """

    def __init__(
        self,
        domain: Domain | None,
        event_broker: EventBroker | None = None,
        max_turns: int = 2,
        max_conversations: int = 10_000,
        **_for_stores_with_a_host: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        self._max_turns = max_turns
        self._max_conversations = max_conversations
        self._events: OrderedDict[str, Sequence[Event]] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        await self.stream_events(tracker)
        self._events[tracker.sender_id] = last_turns(tracker.events, self._max_turns)
        self._events.move_to_end(tracker.sender_id)
        if len(self._events) > self._max_conversations:
            self._events.popitem(last=False)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        events = self._events.get(sender_id)
        if events is None:
            return None
        return DialogueStateTracker.from_events(sender_id, list(events), self.domain.slots, domain=self.domain)

    async def keys(self) -> Iterable[str]:
        return self._events.keys()


def last_turns(events: Iterable[Event], count: int) -> Sequence[Event]:
    """The last ``count`` turns, from the waiting before the first of them to the waiting after the last."""
    kept = list(events)
    waits = [at for at, event in enumerate(kept) if _waits(event)]
    return kept[waits[-count - 1] :] if len(waits) > count else kept


def _waits(event: Event) -> bool:
    return isinstance(event, ActionExecuted) and event.action_name == ACTION_LISTEN_NAME
