"""Opening the chat: the visitor's cookie, and the conversation as it stands."""

import httpx
import pytest

from common.settings import HttpSettings
from tests.support.dialogues import ScriptedDialogue, answer, echo, hand_off
from tests.support.requests import refused, send
from tests.support.web import API, GREETING, Open, Site


async def test_a_new_visitor_gets_an_empty_conversation_and_a_greeting(site: Site) -> None:
    async with site.visitor() as client:
        session = (await client.get(f"{API}/session")).json()

    assert session.pop("conversation_id").startswith("c_")
    assert session == {
        "owner": "bot",
        "seq": 0,
        "events": [],
        "greeting": GREETING.model_dump(),
        "degraded": False,
        "max_length": 2000,
    }


async def test_a_session_says_when_the_service_is_degraded(open_site: Open) -> None:
    async with open_site(degraded=lambda: True) as site, site.visitor() as client:
        assert (await client.get(f"{API}/session")).json()["degraded"] is True


async def test_a_visitor_who_comes_back_finds_the_conversation(visitor: httpx.AsyncClient) -> None:
    sent = await send(visitor)
    session = (await visitor.get(f"{API}/session")).json()

    assert (session["seq"], session["events"]) == (2, [sent["message"], *sent["replies"]])


async def test_an_old_snapshot_and_the_events_since_make_a_new_snapshot(
    visitor: httpx.AsyncClient, dialogue: ScriptedDialogue
) -> None:
    dialogue.decide = answer
    reply = (await send(visitor))["replies"][0]
    old = (await visitor.get(f"{API}/session")).json()

    await visitor.post(f"{API}/messages/{reply['id']}/feedback", json={"verdict": "up"})
    dialogue.decide = hand_off
    await send(visitor, "转人工")
    await send(visitor, "在吗")
    await send(visitor, "继续问机器人")
    dialogue.decide = echo
    await send(visitor, "税率")
    new = (await visitor.get(f"{API}/session")).json()
    page = (await visitor.get(f"{API}/messages", params={"after": old["seq"]})).json()

    assert _followed(old, page["events"]) == {name: new[name] for name in ("owner", "seq", "events")}
    assert [one["seq"] for one in new["events"]] == list(range(1, new["seq"] + 1))
    assert {one["type"] for one in page["events"]} == {"message", "owner", "feedback"}


def _followed(snapshot: dict, events: list[dict]) -> dict:
    """What a client makes of a snapshot and the events after it."""
    owner, seen = snapshot["owner"], [*snapshot["events"], *events]
    for event in events:
        if event["type"] == "owner":
            owner = event["owner"]
        if event["type"] == "feedback":
            [reply] = [one for one in seen if one.get("id") == event["message_id"]]
            reply["reply"]["feedback"] = event["verdict"]
    return {"owner": owner, "seq": seen[-1]["seq"], "events": seen}


async def test_a_cookie_over_plain_http_is_for_this_site_only(site: Site) -> None:
    async with site.visitor() as client:
        cookie = _cookie(await client.get(f"{API}/session"))

    name, _, value = cookie.pop("").partition("=")
    assert (name, bool(value)) == ("shuida_visitor", True)
    assert cookie == {"httponly": "", "path": "/", "samesite": "lax", "max-age": str(180 * 24 * 3600)}


async def test_a_cookie_over_https_is_bound_to_the_host_and_works_in_frames(open_site: Open) -> None:
    http = HttpSettings(secure_cookies=True)
    async with open_site(http=http) as site, site.visitor(base_url="https://shuida.test") as client:
        cookie = _cookie(await client.get(f"{API}/session"))
        await send(client)

    assert cookie.pop("").startswith("__Host-shuida_visitor=")
    assert cookie == {
        "httponly": "",
        "path": "/",
        "samesite": "none",
        "secure": "",
        "max-age": str(180 * 24 * 3600),
    }


@pytest.mark.parametrize(
    "change", [lambda value: value[:-2] + "xx", lambda value: "x" + value, lambda _: "", str.upper]
)
async def test_a_changed_cookie_is_nobody(site: Site, visitor: httpx.AsyncClient, change: object) -> None:
    await send(visitor)
    [value] = visitor.cookies.values()
    forged = {"Cookie": f"shuida_visitor={change(value)}"}
    async with site.visitor(**forged) as client:
        refused(await client.get(f"{API}/messages"), 401, "no_visitor")
        session = (await client.get(f"{API}/session")).json()

    assert session["events"] == []


async def test_a_cookie_signed_with_another_key_is_nobody(open_site: Open, visitor: httpx.AsyncClient) -> None:
    async with open_site(chat={"secret_key": "another"}) as other, other.visitor() as client:
        client.cookies = visitor.cookies
        refused(await client.get(f"{API}/messages"), 401, "no_visitor")


@pytest.mark.parametrize("path", ["messages", "events"])
async def test_reading_needs_a_visitor(site: Site, path: str) -> None:
    async with site.visitor() as client:
        refused(await client.get(f"{API}/{path}"), 401, "no_visitor")


def _cookie(response: httpx.Response) -> dict[str, str]:
    """The attributes of the one cookie that is set, its name and value under the empty name."""
    [header] = response.headers.get_list("set-cookie")
    first, *attributes = header.split("; ")
    return {"": first} | {name.lower(): value for name, _, value in (one.partition("=") for one in attributes)}
