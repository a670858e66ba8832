"""Messages that are refused: each for its own reason, in one shape, and without a trace."""

import json

import httpx
import pytest

from bot.conversation.models import MessageRow
from tests.support.requests import message, refused, send
from tests.support.web import API, Open, Site
from tests.support.workers import stored


async def test_the_longest_message_is_taken_and_one_character_more_is_not(visitor: httpx.AsyncClient) -> None:
    sent = await send(visitor, "税" * 2000)
    response = await visitor.post(f"{API}/messages", json=message("税" * 2001))

    assert sent["message"]["text"] == "税" * 2000
    refused(response, 422, "text_too_long")


_ID = {"client_message_id": "m-1"}
_TEXT = {"text": "税率"}
_WRONG = {
    "nothing": ({}, "invalid"),
    "not an object": ([], "invalid"),
    "no text": (_ID, "invalid"),
    "no id": (_TEXT, "invalid"),
    "id is empty": ({**_TEXT, "client_message_id": ""}, "invalid"),
    "id is long": ({**_TEXT, "client_message_id": "x" * 65}, "invalid"),
    "id has spaces": ({**_TEXT, "client_message_id": "a b"}, "invalid"),
    "text is a number": ({**_ID, "text": 1}, "invalid"),
    "text is half a character": ({**_ID, "text": "\ud800"}, "invalid"),
    "text is far too long": ({**_ID, "text": "x" * 60_000}, "text_too_long"),
    "text is empty": ({**_ID, "text": ""}, "text_empty"),
    "text is spaces": ({**_ID, "text": " \n\u3000"}, "text_empty"),
    "a field nobody knows": ({**_ID, **_TEXT, "sender": "bot"}, "invalid"),
    "day is no day": ({**_ID, **_TEXT, "as_of": "2025-02-30"}, "invalid"),
    "fact of no kind": ({**_ID, **_TEXT, "facts": {"colour": "red"}}, "unknown_fact"),
    "fact without such a value": ({**_ID, **_TEXT, "facts": {"taxpayer_type": "big"}}, "unknown_fact"),
    "value of a fact is half a character": ({**_ID, **_TEXT, "facts": {"taxpayer_type": "\ud800"}}, "unknown_fact"),
    "name of a fact is half a character": ({**_ID, **_TEXT, "facts": {"\ud800": 1}}, "invalid"),
    "facts beyond number": ({**_ID, **_TEXT, "facts": {str(number): "x" for number in range(21)}}, "invalid"),
}


@pytest.mark.parametrize(("body", "code"), _WRONG.values(), ids=_WRONG)
async def test_a_message_against_the_rules_is_refused_and_leaves_nothing(
    site: Site, visitor: httpx.AsyncClient, body: object, code: str
) -> None:
    refused(await _post_ascii(visitor, body), 422, code)

    async with site.services.database.read() as session:
        assert not await stored(session, MessageRow)


async def test_a_refusal_says_which_fields_are_wrong(visitor: httpx.AsyncClient) -> None:
    error = refused(await visitor.post(f"{API}/messages", json={"text": 1}), 422, "invalid")

    assert [one["where"] for one in error["details"]] == ["body.client_message_id", "body.text"]


@pytest.mark.parametrize("body", [b"{", b"", b"\xff", b"nonsense", b"[" * 50_000, b"1" * 5000])
async def test_what_is_not_json_is_malformed(visitor: httpx.AsyncClient, body: bytes) -> None:
    response = await visitor.post(f"{API}/messages", content=body, headers={"Content-Type": "application/json"})

    if body:
        refused(response, 400, "malformed")
    else:
        refused(response, 422, "invalid")


@pytest.mark.parametrize("wait", ["-1", "31", "nan", "inf", "soon"])
async def test_a_wait_that_is_none_is_refused(visitor: httpx.AsyncClient, wait: str) -> None:
    refused(await visitor.post(f"{API}/messages", params={"wait": wait}, json=message()), 422, "invalid")


@pytest.mark.parametrize("after", ["-1", "x", str(2**31), str(2**63), "9" * 5000])
async def test_a_number_that_no_event_can_have_is_refused(visitor: httpx.AsyncClient, after: str) -> None:
    refused(await visitor.get(f"{API}/messages", params={"after": after}), 422, "invalid")


@pytest.mark.parametrize("limit", ["visitor_limit", "address_limit"])
async def test_who_sends_too_fast_is_told_when_to_come_back(open_site: Open, limit: str) -> None:
    async with open_site(chat={limit: "2/minute"}) as site, site.visitor() as client:
        await send(client, wait=0)
        await send(client, wait=0)
        response = await client.post(f"{API}/messages", json=message())

    refused(response, 429, "too_many_requests")
    assert 1 <= int(response.headers["Retry-After"]) <= 61


async def _post_ascii(client: httpx.AsyncClient, body: object) -> httpx.Response:
    """Sends halves of characters, too, as JSON can spell them."""
    headers = {"Content-Type": "application/json"}
    return await client.post(f"{API}/messages", content=json.dumps(body), headers=headers)
