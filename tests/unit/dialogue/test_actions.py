"""What each action decides, asked over the endpoint as Rasa asks it."""

from collections.abc import Mapping
from typing import Any, Literal

import httpx
import pytest
import yaml
from fastapi import FastAPI
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.actions.router import action_router, build_executor
from bot.answering.outcome import HandOff, NotCovered, Outcome, Refuse
from bot.dialogue.ports import Decision, Turn
from common.errors import AppError
from tests.unit.dialogue.doubles import ANSWER, DOMAIN, NOT_COVERED, PENDING, StubAnswering, a_turn

AUTHORIZED = {"Authorization": "Bearer secret"}


class ActionServer:
    def __init__(self, answering: StubAnswering) -> None:
        app = FastAPI()
        app.include_router(action_router(build_executor(answering), token=SecretStr("secret")))
        app.exception_handler(AppError)(self._render)
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app.invalid")

    async def _render(self, request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, AppError)
        return JSONResponse({"code": error.code}, error.status)

    async def call(self, body: object, headers: Mapping[str, str] = AUTHORIZED) -> httpx.Response:
        return await self.http.post("/actions/webhook", json=body, headers=headers)

    async def run(self, action: str, intent: str, turn: Turn) -> dict[str, Any]:
        response = await self.call(an_action_call(action, intent, turn))
        assert response.status_code == 200, response.text
        result: dict[str, Any] = response.json()
        return result

    async def decide(self, action: str, intent: str, turn: Turn) -> Decision:
        result = await self.run(action, intent, turn)
        (message,) = result["responses"]
        return Decision.model_validate(message["custom"]["decision"])


def an_action_call(action: str, intent: str, turn: Turn | None) -> dict[str, Any]:
    message = {
        "text": "…",
        "intent": {"name": intent, "confidence": 0.9},
        "metadata": turn and turn.model_dump(mode="json"),
    }
    slots = {"taxpayer_type": "small_scale", "home_count": None}
    tracker = {"sender_id": "c-1", "slots": slots, "latest_message": message}
    return {"next_action": action, "sender_id": "c-1", "tracker": tracker, "version": "3.6.21"}


@pytest.fixture
def answering() -> StubAnswering:
    return StubAnswering()


@pytest.fixture
def actions(answering: StubAnswering) -> ActionServer:
    return ActionServer(answering)


@pytest.mark.parametrize(
    ("intent", "doubtful"),
    [
        ("ask_tax", False),
        ("inform_fact", False),
        ("choose_option", False),
        ("out_of_scope", True),
        ("nlu_fallback", True),
    ],
)
async def test_a_question_is_decided_by_the_answering_service(
    actions: ActionServer, answering: StubAnswering, intent: str, doubtful: bool
) -> None:
    turn = a_turn()

    decision = await actions.decide("action_answer", intent, turn)

    assert answering.asked == [(turn, doubtful)]
    assert decision == Decision(outcome=ANSWER, facts={"taxpayer_type": "small_scale", "home_count": "first"})


@pytest.mark.parametrize("intent", ["out_of_scope", "nlu_fallback"])
async def test_an_unclear_reply_to_what_is_open_is_not_doubted(
    actions: ActionServer, answering: StubAnswering, intent: str
) -> None:
    turn = a_turn("第三类吧", pending=PENDING)

    await actions.decide("action_answer", intent, turn)

    assert answering.asked == [(turn, False)]


async def test_slots_mirror_the_facts_that_changed(actions: ActionServer) -> None:
    result = await actions.run("action_answer", "ask_tax", a_turn())

    assert result["events"] == [{"event": "slot", "timestamp": None, "name": "home_count", "value": "first"}]


async def test_a_yes_goes_to_what_is_open(actions: ActionServer, answering: StubAnswering) -> None:
    turn = a_turn("是的", pending=PENDING)

    decision = await actions.decide("action_acknowledge", "affirm", turn)

    assert decision.outcome == ANSWER
    assert answering.asked == [(turn, False)]


async def test_a_yes_to_nothing_is_a_courtesy(actions: ActionServer, answering: StubAnswering) -> None:
    result = await actions.run("action_acknowledge", "affirm", a_turn("好的"))

    assert [message["response"] for message in result["responses"]] == ["utter_acknowledge"]
    assert answering.asked == []


@pytest.mark.parametrize(
    ("found", "outcome"),
    [(ANSWER, ANSWER), (NOT_COVERED, Refuse(reason="personal_record"))],
)
async def test_a_persons_record_is_declined_only_when_nothing_general_answers(
    actions: ActionServer, answering: StubAnswering, found: Outcome, outcome: Outcome
) -> None:
    answering.outcome = found

    assert (await actions.decide("action_personal_record", "personal_record", a_turn())).outcome == outcome


@pytest.mark.parametrize("why", ["other_office", "unreadable", "off_subject"])
async def test_what_is_no_file_of_ours_is_not_covered_rather_than_declined(
    actions: ActionServer, answering: StubAnswering, why: Literal["other_office", "unreadable", "off_subject"]
) -> None:
    answering.outcome = NotCovered(why=why)

    decision = await actions.decide("action_personal_record", "personal_record", a_turn("帮我查一下快递单号"))

    assert decision.outcome == NotCovered(why=why)


@pytest.mark.parametrize(
    ("action", "intent", "outcome"),
    [
        ("action_hand_off", "complaint_anger", HandOff(reason="anger")),
        ("action_refuse", "fraud_request", Refuse(reason="fraud")),
        ("action_refuse", "injection", Refuse(reason="injection")),
    ],
)
async def test_an_act_that_ends_the_matter_keeps_the_facts(
    actions: ActionServer, answering: StubAnswering, action: str, intent: str, outcome: Outcome
) -> None:
    turn = a_turn(pending=PENDING)

    decision = await actions.decide(action, intent, turn)

    assert decision == Decision(outcome=outcome, facts=turn.facts)
    assert answering.asked == []


@pytest.mark.parametrize(
    ("text", "confidence", "outcome"),
    [
        ("丈母娘跟我们过，能写进赡养老人吗", 0.9, "answer"),
        ("丈母娘跟我们过，能写进赡养老人吗", 0.79, "hand_off"),
        ("增值税的事给我转人工", 0.9, "hand_off"),
    ],
)
async def test_a_question_with_a_sure_answer_is_no_wish_for_a_person(
    actions: ActionServer, answering: StubAnswering, text: str, confidence: float, outcome: str
) -> None:
    answering.outcome = ANSWER.model_copy(update={"confidence": confidence})

    decision = await actions.decide("action_hand_off", "request_human", a_turn(text))

    assert decision.outcome.kind == outcome


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer 秘密".encode()}])
async def test_a_caller_without_the_secret_is_refused(actions: ActionServer, headers: Mapping[str, Any]) -> None:
    response = await actions.call(an_action_call("action_answer", "ask_tax", a_turn()), headers)

    assert (response.status_code, response.json()) == (403, {"code": "not_from_dialogue"})


async def test_an_unknown_action_is_not_found(actions: ActionServer) -> None:
    response = await actions.call(an_action_call("action_other", "ask_tax", a_turn()))

    assert (response.status_code, response.json()) == (404, {"code": "unknown_action"})


async def test_a_call_that_names_no_action_is_unreadable(actions: ActionServer) -> None:
    response = await actions.call(an_action_call("", "ask_tax", a_turn()))

    assert (response.status_code, response.json()) == (400, {"code": "unreadable_action_call"})


async def test_a_message_that_did_not_come_from_the_app_is_unreadable(actions: ActionServer) -> None:
    response = await actions.call(an_action_call("action_answer", "ask_tax", None))

    assert (response.status_code, response.json()) == (400, {"code": "unreadable_action_call"})


@pytest.mark.parametrize("body", [{}, [], {"next_action": "a", "tracker": {}}, {"next_action": "a"}])
async def test_a_body_of_another_form_is_refused(actions: ActionServer, body: object) -> None:
    assert (await actions.call(body)).status_code == 422


def test_every_custom_action_of_the_domain_is_there() -> None:
    domain = yaml.safe_load(DOMAIN.read_text(encoding="utf-8"))

    assert set(build_executor(StubAnswering(NotCovered(why="no_entry"))).actions) == set(domain["actions"])
