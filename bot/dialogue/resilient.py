"""The dialogue that the conversation uses: Rasa while it works, else the way on without it."""

import structlog

from bot.dialogue.breaker import BreakerOpen, BreakerState, CircuitBreaker
from bot.dialogue.ports import Decision, Dialogue, DialogueUnavailable, Turn
from bot.dialogue.wording import is_in_distress

log = structlog.get_logger(__name__)


class ResilientDialogue:
    """Every turn is decided; ``degraded`` says whether Rasa is being done without."""

    def __init__(self, rasa: Dialogue, fallback: Dialogue, breaker: CircuitBreaker) -> None:
        self._rasa = rasa
        self._fallback = fallback
        self._breaker = breaker

    @property
    def degraded(self) -> bool:
        return self._breaker.state is not BreakerState.closed

    async def respond(self, turn: Turn) -> Decision:
        if is_in_distress(turn.text):
            # No classifier stands between a person who speaks of dying and another person.
            return await self._fallback.respond(turn)
        try:
            async with self._breaker.guard():
                decision = await self._rasa.respond(turn)
                return decision.model_copy(update={"decided_by": "rasa"})
        except BreakerOpen:
            pass
        except DialogueUnavailable as exc:
            log.warning("dialogue.unavailable", conversation_id=turn.conversation_id, why=str(exc))
        return await self._fallback.respond(turn)
