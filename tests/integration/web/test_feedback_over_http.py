"""Saying over HTTP whether an answer helped."""

import httpx
import pytest

from tests.support.dialogues import ScriptedDialogue, answer
from tests.support.requests import refused, send
from tests.support.web import API, Site


@pytest.fixture
async def sent(visitor: httpx.AsyncClient, dialogue: ScriptedDialogue) -> dict:
    dialogue.decide = answer
    return await send(visitor)


async def test_a_verdict_is_an_event_and_may_be_changed(visitor: httpx.AsyncClient, sent: dict) -> None:
    path = _path(sent["replies"][0])
    down = await visitor.post(path, json={"verdict": "down", "reason": "outdated", "comment": "税率变了"})
    up = await visitor.post(path, json={"verdict": "up"})
    page = (await visitor.get(f"{API}/messages", params={"after": 2})).json()

    assert [down.json()["event"], up.json()["event"]] == page["events"]
    assert [(one["seq"], one["verdict"], one["reason"]) for one in page["events"]] == [
        (3, "down", "outdated"),
        (4, "up", None),
    ]
    assert (await visitor.get(f"{API}/session")).json()["events"][1]["reply"]["feedback"] == "up"


async def test_there_is_none_about_ones_own_message(visitor: httpx.AsyncClient, sent: dict) -> None:
    refused(await visitor.post(_path(sent["message"]), json={"verdict": "up"}), 404, "message_not_found")


async def test_there_is_none_about_an_answer_to_someone_else(site: Site, sent: dict) -> None:
    async with site.visitor() as other:
        await send(other)
        response = await other.post(_path(sent["replies"][0]), json={"verdict": "up"})

    refused(response, 404, "message_not_found")


async def test_there_is_none_without_a_visitor(site: Site, sent: dict) -> None:
    async with site.visitor() as stranger:
        refused(await stranger.post(_path(sent["replies"][0]), json={"verdict": "up"}), 401, "no_visitor")


@pytest.mark.parametrize(
    ("message_id", "status", "code"),
    [("m_none", 404, "message_not_found"), ("m%00", 422, "invalid"), ("x" * 41, 422, "invalid")],
)
async def test_there_is_none_about_a_message_that_is_not_there(
    visitor: httpx.AsyncClient, sent: dict, message_id: str, status: int, code: str
) -> None:
    refused(await visitor.post(_path({"id": message_id}), json={"verdict": "up"}), status, code)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"verdict": "meh"},
        {"verdict": "down", "reason": "boring"},
        {"verdict": "up", "comment": "长" * 501},
        {"verdict": "up", "extra": 1},
    ],
)
async def test_a_verdict_against_the_rules_is_refused(visitor: httpx.AsyncClient, sent: dict, body: dict) -> None:
    refused(await visitor.post(_path(sent["replies"][0]), json=body), 422, "invalid")


def _path(event: dict) -> str:
    return f"{API}/messages/{event['id']}/feedback"
