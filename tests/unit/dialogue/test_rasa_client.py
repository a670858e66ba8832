"""What the client makes of Rasa's replies."""

import asyncio
import json
from datetime import timedelta

import httpx
import pytest

from bot.answering.outcome import SmallTalk
from bot.dialogue.ports import Decision, DialogueUnavailable
from bot.dialogue.rasa import RasaDialogue
from tests.unit.dialogue.doubles import ANSWER, PENDING, a_turn

DECISION = Decision(outcome=ANSWER, facts={"taxpayer_type": "general"}, pending=PENDING)
DECISION_MESSAGE = {"recipient_id": "c-1", "custom": {"decision": DECISION.model_dump(mode="json")}}
COURTESY = [
    {"recipient_id": "c-1", "text": "不客气。"},
    {"recipient_id": "c-1", "custom": {"small_talk": "utter_thanks"}},
]


class Rasa:
    """A Rasa that gives one reply and keeps what it was sent."""

    def __init__(self, reply: httpx.Response | Exception) -> None:
        self.reply = reply
        self.requests: list[httpx.Request] = []

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply

    def client(self) -> RasaDialogue:
        return dialogue_on(self)


def dialogue_on(handler, **options) -> RasaDialogue:
    transport = httpx.MockTransport(handler)
    return RasaDialogue(httpx.AsyncClient(base_url="http://rasa.invalid", transport=transport), **options)


async def test_a_decision_comes_back_as_the_action_made_it() -> None:
    rasa = Rasa(httpx.Response(200, json=[DECISION_MESSAGE]))

    assert await rasa.client().respond(a_turn()) == DECISION


async def test_the_whole_turn_is_sent_along() -> None:
    rasa = Rasa(httpx.Response(200, json=[DECISION_MESSAGE]))
    turn = a_turn(pending=PENDING)

    await rasa.client().respond(turn)

    (request,) = rasa.requests
    assert request.url.path == "/webhooks/rest/webhook"
    assert json.loads(request.content) == {
        "sender": "c-1",
        "message": turn.text,
        "metadata": turn.model_dump(mode="json"),
    }


@pytest.mark.parametrize(
    ("text", "sent"),
    [("/restart", "／restart"), ("  /greet", "／greet"), ("你好\n 怎么报税", "你好 怎么报税"), ("1/2", "1/2")],
)
async def test_a_taxpayer_gives_rasa_no_commands(text: str, sent: str) -> None:
    rasa = Rasa(httpx.Response(200, json=[DECISION_MESSAGE]))

    await rasa.client().respond(a_turn(text))

    body = json.loads(rasa.requests[0].content)
    assert body["message"] == sent
    assert body["metadata"]["text"] == text


async def test_a_courtesy_is_small_talk_and_leaves_open_what_was_open() -> None:
    rasa = Rasa(httpx.Response(200, json=COURTESY))
    turn = a_turn("谢谢", pending=PENDING)

    decision = await rasa.client().respond(turn)

    assert decision.outcome == SmallTalk(name="utter_thanks", text="不客气。")
    assert decision.pending == PENDING
    assert decision.facts == turn.facts


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(httpx.Response(200, json=[]), id="nothing, as when an action failed"),
        pytest.param(httpx.Response(200, text="<html>"), id="no JSON"),
        pytest.param(httpx.Response(200, json={"status": "ok"}), id="no list"),
        pytest.param(httpx.Response(500, json=[DECISION_MESSAGE]), id="an error status"),
        pytest.param(httpx.Response(200, json=[DECISION_MESSAGE] * 2), id="two decisions"),
        pytest.param(httpx.Response(200, json=[DECISION_MESSAGE, *COURTESY]), id="a decision and a courtesy"),
        pytest.param(httpx.Response(200, json=COURTESY[:1]), id="a text without its name"),
        pytest.param(httpx.Response(200, json=COURTESY[1:]), id="a name without its text"),
        pytest.param(
            httpx.Response(200, json=[DECISION_MESSAGE | {"recipient_id": "c-2"}]), id="another conversation's"
        ),
        pytest.param(
            httpx.Response(200, json=[{"recipient_id": "c-1", "custom": {"decision": {"outcome": {"kind": "x"}}}}]),
            id="an unknown outcome",
        ),
        pytest.param(httpx.Response(200, json=[DECISION_MESSAGE | {"image": "x"}]), id="a field not agreed on"),
        pytest.param(httpx.ConnectError("refused"), id="refused"),
        pytest.param(httpx.ReadError("reset"), id="cut off"),
    ],
)
async def test_anything_but_one_decision_is_no_decision(reply: httpx.Response | Exception) -> None:
    with pytest.raises(DialogueUnavailable):
        await Rasa(reply).client().respond(a_turn())


async def test_a_silent_rasa_is_given_up_after_the_time_cap() -> None:
    async def silent(request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    dialogue = dialogue_on(silent, time_cap=timedelta(milliseconds=20))

    with pytest.raises(DialogueUnavailable):
        await asyncio.wait_for(dialogue.respond(a_turn()), timeout=1)
