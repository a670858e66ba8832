"""The dialogue manager behind Rasa's REST channel."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from bot.answering.outcome import SmallTalk
from bot.dialogue.ports import Decision, DialogueUnavailable, Turn

WEBHOOK = "/webhooks/rest/webhook"


class _Wire(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Custom(_Wire):
    decision: Decision | None = None
    small_talk: str | None = None


class _Message(_Wire):
    recipient_id: str
    text: str | None = None
    custom: _Custom | None = None


_MESSAGES = TypeAdapter(list[_Message])


class RasaDialogue:
    """Asks Rasa which act a turn is; the decision itself is made by the action that Rasa calls in the app."""

    def __init__(self, http: httpx.AsyncClient, *, time_cap: timedelta = timedelta(seconds=2.5)) -> None:
        """``http`` has Rasa's base URL; ``time_cap`` holds for the whole call, connecting included."""
        self._http = http
        self._time_cap = time_cap

    async def respond(self, turn: Turn) -> Decision:
        try:
            async with asyncio.timeout(self._time_cap.total_seconds()):
                response = await self._http.post(WEBHOOK, json=_payload(turn), timeout=None)
            response.raise_for_status()
            messages = _MESSAGES.validate_json(response.content)
        except TimeoutError as exc:
            raise DialogueUnavailable(f"No answer within {self._time_cap}.") from exc
        except httpx.HTTPError as exc:
            raise DialogueUnavailable(f"The call failed: {exc!r}.") from exc
        except ValidationError as exc:
            raise DialogueUnavailable("The reply is not in the agreed form.") from exc
        return _decision(turn, messages)


def _payload(turn: Turn) -> dict[str, Any]:
    return {
        "sender": turn.conversation_id,
        "message": _as_plain_text(turn.text),
        "metadata": turn.model_dump(mode="json"),
    }


def _as_plain_text(text: str) -> str:
    """One line. A leading slash would be a command to Rasa ("/restart"); the full-width one reads the same."""
    line = " ".join(text.split())
    return "／" + line[1:] if line.startswith("/") else line


def _decision(turn: Turn, messages: list[_Message]) -> Decision:
    """Exactly one decision, or exactly one courtesy with its name; a courtesy leaves open what was open."""
    if any(message.recipient_id != turn.conversation_id for message in messages):
        raise DialogueUnavailable("The reply is for another conversation.")
    texts = [message.text for message in messages if message.text is not None]
    customs = [message.custom for message in messages if message.custom is not None]
    match texts, customs:
        case [], [_Custom(decision=Decision() as decision, small_talk=None)]:
            return decision
        case [text], [_Custom(decision=None, small_talk=str(name))]:
            return Decision.aside(turn, SmallTalk(name=name, text=text))
    raise DialogueUnavailable(f"{len(messages)} messages that make no decision.")
