"""A failure that nobody expected, at the edge of the process."""

import json
from collections.abc import Iterator

import pytest
from starlette.types import Message, Receive, Scope, Send

from server.http.errors import Crashes
from tests.support.logs import plain_logs

_SCOPE = {"type": "http", "method": "GET", "path": "/"}
_START = {"type": "http.response.start", "status": 200, "headers": []}


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    with plain_logs():
        yield


@pytest.fixture
def sent() -> list[Message]:
    return []


async def test_it_is_answered_when_nothing_has_been_said_yet(sent: list[Message]) -> None:
    async def crash(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise RuntimeError("a secret of ours")

    await _run(Crashes(crash), sent)

    start, body = sent
    assert start["status"] == 500
    assert json.loads(body["body"])["error"]["code"] == "internal_error"


async def test_it_ends_the_connection_when_half_is_said(sent: list[Message]) -> None:
    async def crash(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send(_START)
        raise RuntimeError("a secret of ours")

    with pytest.raises(RuntimeError):
        await _run(Crashes(crash), sent)
    assert sent == [_START]


async def test_sockets_and_start_up_are_left_to_the_server(sent: list[Message]) -> None:
    async def crash(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise RuntimeError("a secret of ours")

    with pytest.raises(RuntimeError):
        await _run(Crashes(crash), sent, type="lifespan")
    assert sent == []


async def _run(app: Crashes, sent: list[Message], **scope: str) -> None:
    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app({**_SCOPE, **scope}, receive, send)
