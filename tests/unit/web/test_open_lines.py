"""Lines to readers that stay open: kept alive in silence, ended without noise."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from starlette.websockets import WebSocket

from bot.conversation.events import OwnerEvent
from bot.conversation.notifier import LocalNotifier
from bot.conversation.ports import Notice
from channels.web import chat, router
from channels.web.chat import WebChat
from tests.support.waiting import until_true

_AT = datetime(2026, 11, 22, tzinfo=UTC)


class _Reader:
    """A conversation of so many events, of which each look finds two at most."""

    def __init__(self) -> None:
        self.looks = 0
        self.seq = 0

    async def events(self, _conversation_id: str, *, after: int) -> list[OwnerEvent]:
        self.looks += 1
        found = range(after + 1, min(after + 2, self.seq) + 1)
        return [OwnerEvent(seq=seq, at=_AT, owner="bot", reason="returned") for seq in found]


class _Parts:
    def __init__(self, chat: WebChat) -> None:
        self.chat = chat


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> WebChat:
    """A chat whose readers look and are kept alive every moment."""
    monkeypatch.setattr(chat, "_LOOK_EVERY", timedelta(milliseconds=1))
    monkeypatch.setattr(chat, "_KEEP_ALIVE", timedelta(0))
    return WebChat(None, None, _Reader(), LocalNotifier())


async def test_every_event_comes_once_and_in_order(quiet: WebChat) -> None:
    quiet.reader.seq = 5
    line = quiet.follow("c-1", after=0)

    assert [(await anext(line)).seq for _ in range(5)] == [1, 2, 3, 4, 5]
    assert await anext(line) is None
    quiet.reader.seq = 6
    while (event := await anext(line)) is None:
        pass
    assert event.seq == 6
    await line.aclose()


async def test_a_silent_line_is_kept_alive_and_looks_into_the_database(quiet: WebChat) -> None:
    line = quiet.follow("c-1", after=0)

    assert [await anext(line) for _ in range(3)] == [None] * 3
    assert quiet.reader.looks >= 3
    await line.aclose()


async def test_a_line_that_ends_is_no_longer_told_anything(quiet: WebChat) -> None:
    line = quiet.follow("c-1", after=0)
    await anext(line)
    await line.aclose()

    assert not quiet._notifier._watches


async def test_a_socket_gets_pings_and_ends_quietly_when_it_breaks(
    quiet: WebChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(router, "_PING", timedelta(milliseconds=1))
    sent: list[str] = []

    async def send(message: dict) -> None:
        if message["type"] == "websocket.send":
            sent.append(message["text"])
            if len(sent) == 3:
                raise OSError("the line broke")

    socket = WebSocket({"type": "websocket", "headers": []}, _nothing_after_connect(), send)
    await socket.accept()
    await router._converse(socket, _Parts(quiet), "c-1", 0)

    assert sent == ['{"type":"ping"}'] * 3


async def test_a_socket_ends_when_its_client_goes(quiet: WebChat) -> None:
    gone = asyncio.Event()

    async def receive() -> dict:
        if gone.is_set():
            return {"type": "websocket.disconnect", "code": 1001}
        gone.set()
        return {"type": "websocket.connect"}

    async def send(_message: dict) -> None:
        return

    socket = WebSocket({"type": "websocket", "headers": []}, receive, send)
    await socket.accept()
    await router._converse(socket, _Parts(quiet), "c-1", 0)

    await until_true(lambda: not quiet._notifier._watches)


async def test_signs_of_writing_pass_through_a_line(quiet: WebChat) -> None:
    line = quiet.follow("c-1", after=0)
    await anext(line)
    quiet._notifier.publish("c-1", Notice(typing=True))

    while (item := await anext(line)) is None:
        pass
    assert item is True
    await line.aclose()


def _nothing_after_connect() -> object:
    messages = [{"type": "websocket.connect"}]

    async def receive() -> dict:
        if messages:
            return messages.pop()
        await asyncio.Event().wait()
        raise AssertionError("nothing comes")

    return receive
