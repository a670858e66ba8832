"""Events over polling, server-sent events and WebSocket, on a real socket: the same events in the same form."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from common.settings import DatabaseSettings, HttpSettings
from tests.support.dialogues import ScriptedDialogue, hand_off
from tests.support.requests import refused, send
from tests.support.waiting import LIMIT, until, until_true
from tests.support.web import API, LiveServer, build_app, serving, settings_of

_PARTNER = "https://www.bureau.example"


@pytest.fixture
def live(site_database: DatabaseSettings, dialogue: ScriptedDialogue) -> Iterator[LiveServer]:
    settings = settings_of(site_database, chat={"socket_limit": 2}, http=HttpSettings(origins=[_PARTNER]))
    with serving(build_app(settings, dialogue)) as server:
        yield server


@pytest.fixture
async def visitor(live: LiveServer) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=live.url, trust_env=False, timeout=LIMIT) as client:
        (await client.get(f"{API}/session")).raise_for_status()
        yield client


@pytest.fixture
async def talked(visitor: httpx.AsyncClient, dialogue: ScriptedDialogue) -> list[dict]:
    """Six events of three kinds, as polling gives them."""
    reply = (await send(visitor, "税率"))["replies"][0]
    await visitor.post(f"{API}/messages/{reply['id']}/feedback", json={"verdict": "up"})
    dialogue.decide = hand_off
    await send(visitor, "转人工")
    return (await visitor.get(f"{API}/messages")).json()["events"]


async def test_every_transport_gives_the_same_events_in_the_same_form(
    live: LiveServer, visitor: httpx.AsyncClient, talked: list[dict]
) -> None:
    async with _stream(visitor) as stream, _socket(live, visitor) as socket:
        streamed = [await anext(stream) for _ in talked]
        received = [json.loads(await socket.recv()) for _ in talked]

    assert [one["type"] for one in talked] == ["message", "message", "feedback", "message", "message", "owner"]
    assert received == talked
    assert [json.loads(one["data"]) for one in streamed] == talked
    assert [(one["event"], int(one["id"])) for one in streamed] == [(one["type"], one["seq"]) for one in talked]


async def test_what_is_said_while_one_reads_comes_with_signs_of_writing(
    live: LiveServer, visitor: httpx.AsyncClient, dialogue: ScriptedDialogue
) -> None:
    dialogue.hold()
    async with _stream(visitor) as stream, _socket(live, visitor) as socket, asyncio.TaskGroup() as reading:
        readers = [reading.create_task(_until_reply(items)) for items in (_parsed(stream), _frames(socket))]
        sending = reading.create_task(send(visitor, "税率"))
        # Long enough for both to be told that the reply is being written.
        await until_true(lambda: bool(dialogue.asked))
        await asyncio.sleep(0.2)
        dialogue.release()
    sent, (streamed, received) = sending.result(), [reader.result() for reader in readers]

    numbered = [sent["message"], *sent["replies"]]
    for seen in (streamed, received):
        assert [one for one in seen if "seq" in one] == numbered
        signs = [one for one in seen if "seq" not in one]
        assert {"type": "typing", "on": True} in signs
        assert all(one["type"] == "typing" for one in signs)


async def test_both_streams_go_on_after_a_number(
    live: LiveServer, visitor: httpx.AsyncClient, talked: list[dict]
) -> None:
    async with _stream(visitor, after=4) as stream, _socket(live, visitor, after=4) as socket:
        assert json.loads((await anext(stream))["data"]) == talked[4]
        assert json.loads(await socket.recv()) == talked[4]


@pytest.mark.parametrize(
    ("last", "expected"), [("5", 6), ("0", 1), ("", 5), ("nonsense", 5), ("-1", 5), ("٣", 5), ("9" * 5000, 5)]
)
async def test_a_stream_goes_on_after_the_last_event_the_client_has(
    visitor: httpx.AsyncClient, talked: list[dict], last: str, expected: int
) -> None:
    async with _stream(visitor, after=4, last=last) as stream:
        assert (await anext(stream))["id"] == str(expected)


async def test_a_stream_to_nobody_we_know_is_refused(live: LiveServer) -> None:
    async with httpx.AsyncClient(base_url=live.url, trust_env=False) as stranger:
        refused(await stranger.get(f"{API}/events"), 401, "no_visitor")
        assert await _refused_socket(live, stranger) == 403


@pytest.mark.parametrize("after", ["-1", "x", str(2**31)])
async def test_a_stream_after_a_number_that_cannot_be_is_refused(
    live: LiveServer, visitor: httpx.AsyncClient, after: str
) -> None:
    refused(await visitor.get(f"{API}/events", params={"after": after}), 422, "invalid")
    assert await _refused_socket(live, visitor, after=after) == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://["])
async def test_a_socket_for_a_page_of_another_site_is_refused(
    live: LiveServer, visitor: httpx.AsyncClient, origin: str
) -> None:
    assert await _refused_socket(live, visitor, origin=origin) == 403


async def test_a_socket_for_our_page_or_a_partner_is_opened(live: LiveServer, visitor: httpx.AsyncClient) -> None:
    for origin in (live.url, _PARTNER):
        async with _socket(live, visitor, origin=origin):
            pass


async def test_a_visitor_may_hold_so_many_streams_and_no_more(
    live: LiveServer, visitor: httpx.AsyncClient, talked: list[dict]
) -> None:
    async with _stream(visitor) as stream, _socket(live, visitor) as socket:
        await anext(stream)
        await socket.recv()
        response = await visitor.get(f"{API}/events")
        async with _socket(live, visitor) as one_too_many:
            with pytest.raises(ConnectionClosed) as closed:
                await one_too_many.recv()

    refused(response, 429, "too_many_streams")
    assert response.headers["Retry-After"] == "10"
    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4429, "too_many_streams")


async def test_a_closed_stream_makes_room_for_another(visitor: httpx.AsyncClient, talked: list[dict]) -> None:
    async def opened() -> bool:
        async with visitor.stream("GET", f"{API}/events") as response:
            return response.status_code == 200

    for _ in range(6):
        await until(opened)


async def test_what_a_client_says_over_a_socket_is_dropped(
    live: LiveServer, visitor: httpx.AsyncClient, talked: list[dict]
) -> None:
    async with _socket(live, visitor, after=5) as socket:
        await socket.send('{"type":"typing"}')
        await socket.send(b"\x00\x01")
        await socket.recv()
        sent = await send(visitor, "继续问机器人")
        received = await _until(_frames(socket), lambda one: one.get("id") == sent["replies"][0]["id"])

    assert received


async def test_a_frame_over_the_limit_closes_the_socket(
    live: LiveServer, visitor: httpx.AsyncClient, talked: list[dict]
) -> None:
    async with _socket(live, visitor) as socket:
        await socket.send("x" * (64 * 1024 + 1))
        with pytest.raises(ConnectionClosed) as closed:
            await _until(_frames(socket), lambda _: False)

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009


async def test_a_server_that_ends_tells_its_sockets_to_come_back(
    live: LiveServer, visitor: httpx.AsyncClient, talked: list[dict]
) -> None:
    async with _socket(live, visitor) as socket:
        await socket.recv()
        await live.stop()
        with pytest.raises(ConnectionClosed) as closed:
            await _until(_frames(socket), lambda _: False)

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1012


@asynccontextmanager
async def _stream(
    client: httpx.AsyncClient, *, after: int = 0, last: str | None = None
) -> AsyncIterator[AsyncIterator[dict[str, str]]]:
    headers = {} if last is None else {"Last-Event-ID": last.encode()}
    async with client.stream("GET", f"{API}/events", params={"after": after}, headers=headers) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        async with asyncio.timeout(LIMIT), aclosing(_server_sent(response)) as events:
            yield events


async def _server_sent(response: httpx.Response) -> AsyncIterator[dict[str, str]]:
    """The events of a stream, each with its fields."""
    fields: dict[str, str] = {}
    async for line in response.aiter_lines():
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif fields:
            yield fields
            fields = {}


@asynccontextmanager
async def _socket(
    live: LiveServer, client: httpx.AsyncClient, *, after: object = 0, origin: str | None = None
) -> AsyncIterator[ClientConnection]:
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    url = f"ws://{live.address}{API}/ws?after={after}"
    headers = {"Cookie": cookies} if cookies else {}
    async with asyncio.timeout(LIMIT):
        async with connect(url, additional_headers=headers, origin=origin, proxy=None) as socket:
            yield socket


async def _refused_socket(live: LiveServer, client: httpx.AsyncClient, **how: Any) -> int:
    with pytest.raises(InvalidStatus) as refusal:
        async with _socket(live, client, **how):
            pass
    return refusal.value.response.status_code


async def _frames(socket: ClientConnection) -> AsyncIterator[dict]:
    while True:
        yield json.loads(await socket.recv())


async def _parsed(stream: AsyncIterator[dict[str, str]]) -> AsyncIterator[dict]:
    async for one in stream:
        yield json.loads(one["data"])


async def _until_reply(items: AsyncIterator[dict]) -> list[dict]:
    return await _until(items, lambda one: one.get("sender") == "bot")


async def _until(items: AsyncIterator[dict], last: Any) -> list[dict]:
    """Everything up to and with the first for which ``last`` holds."""
    seen = []
    async with asyncio.timeout(LIMIT), aclosing(items):
        async for one in items:
            seen.append(one)
            if last(one):
                break
    return seen
