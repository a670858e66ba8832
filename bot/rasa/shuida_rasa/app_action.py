"""How Rasa calls the app's actions: one kept connection, and no more of the tracker than an action reads.

Stock Rasa opens a connection for each call, sends the whole history, and checks the JSON schema of an action's
answer against the meta-schema every time, which alone takes most of a turn (see bench/bare_rasa).
"""

from __future__ import annotations

from typing import Any

import aiohttp
import rasa
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.constants import SESSION_START_METADATA_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

READ_BY_ACTIONS = ("text", "intent", "entities", "metadata")


class KeptConnection(EndpointConfig):
    """An action endpoint that is called over connections kept open, with a cap on the time of a call."""

    def __init__(self, config: EndpointConfig) -> None:
        super().__init__(url=config.url, headers=config.headers, **config.kwargs)
        self._timeout = aiohttp.ClientTimeout(total=float(config.kwargs.get("timeout", 2.5)))
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Must run in the event loop that the calls come from."""
        self._session = aiohttp.ClientSession(headers=self.headers, timeout=self._timeout)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def call(self, body: dict[str, Any]) -> Any:
        """Post ``body``; the JSON of the answer.

        Raises:
            ClientResponseError: the app answered with an error.
        """
        if self._session is None:
            raise RasaException("The action endpoint is used before it is open.")
        async with self._session.post(self.url, json=body) as response:
            if response.status >= 400:
                raise ClientResponseError(response.status, response.reason, await response.text())
            return await response.json()

    async def request(self, method: str = "post", subpath: str | None = None, **kwargs: Any) -> Any:
        """What Rasa's own RemoteAction calls."""
        return await self.call(kwargs["json"])


class AppAction(RemoteAction):
    """A custom action run in the app."""

    def _action_call_format(self, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
        message = tracker.current_state()["latest_message"] or {}
        slots = tracker.current_slot_values()
        return {
            "next_action": self.name(),
            "sender_id": tracker.sender_id,
            "version": rasa.__version__,
            "tracker": {
                "sender_id": tracker.sender_id,
                "slots": {name: value for name, value in slots.items() if name != SESSION_START_METADATA_SLOT},
                "latest_message": {key: message.get(key) for key in READ_BY_ACTIONS},
            },
        }

    def _validate_action_result(self, result: Any) -> bool:
        """The events are checked one by one when they are read; here only the frame."""
        if isinstance(result, dict) and isinstance(result.get("events"), list):
            return True
        raise RasaException(f"The app's answer for '{self.name()}' is not an action result.")
