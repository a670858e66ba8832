"""The endpoint where Rasa has its custom actions run: ``rasa_sdk``'s executor behind a FastAPI route."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Header
from pydantic import BaseModel, ConfigDict, SecretStr
from rasa_sdk.executor import ActionExecutor, ActionExecutorRunResult
from rasa_sdk.interfaces import ActionNotFoundException

from bot.actions.actions import (
    AcknowledgeAction,
    AnswerAction,
    HandOffAction,
    PersonalRecordAction,
    RefuseAction,
)
from bot.actions.exchange import UnreadableActionCall
from bot.actions.ports import Answering
from common.errors import ForbiddenError, NotFoundError


class NotFromDialogue(ForbiddenError):
    """The caller does not hold the secret that the app shares with its dialogue process."""

    code = "not_from_dialogue"


class UnknownAction(NotFoundError):
    """The trained model names an action that this app does not have."""

    code = "unknown_action"


class TrackerState(BaseModel):
    """The part of Rasa's tracker that the executor cannot do without; the rest is passed on as it came."""

    model_config = ConfigDict(extra="allow")

    sender_id: str


class ActionCall(BaseModel):
    next_action: str
    tracker: TrackerState


def build_executor(answering: Answering) -> ActionExecutor:
    """An executor that knows every custom action of the domain."""
    executor = ActionExecutor()
    for action in (
        AnswerAction(answering),
        AcknowledgeAction(answering),
        PersonalRecordAction(answering),
        HandOffAction(answering),
        RefuseAction(),
    ):
        executor.register_action(action)
    return executor


def action_router(executor: ActionExecutor, *, token: SecretStr) -> APIRouter:
    """``POST /actions/webhook``, open to whoever holds ``token``.

    An error answers with its own status: Rasa then ends the turn at once and without a message, which the client
    reports as DialogueUnavailable.
    """
    router = APIRouter(tags=["actions"])
    expected = f"Bearer {token.get_secret_value()}".encode()

    @router.post("/actions/webhook", include_in_schema=False)
    async def run_action(call: ActionCall, authorization: Annotated[str, Header()] = "") -> ActionExecutorRunResult:
        if not secrets.compare_digest(authorization.encode(), expected):
            raise NotFromDialogue("An action call without the shared secret.")
        return await _run(executor, call)

    return router


async def _run(executor: ActionExecutor, call: ActionCall) -> ActionExecutorRunResult:
    try:
        # Rasa leaves the domain out (enable_selective_domain), which this executor takes only when said so.
        result = await executor.run({**call.model_dump(), "domain": {}})
    except ActionNotFoundException as exc:
        raise UnknownAction(f"No action {exc.action_name}.") from exc
    if result is None:
        raise UnreadableActionCall("The call names no action.")
    return result
