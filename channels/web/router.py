"""The web chat's HTTP and WebSocket endpoints."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response, WebSocket, WebSocketDisconnect
from pydantic import BaseModel
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.requests import HTTPConnection

from bot.conversation.errors import UnknownFact
from bot.conversation.events import Event
from bot.conversation.ports import Channel, InboundMessage
from bot.conversation.repository import conversation_id_of
from channels.web.parts import WebParts
from channels.web.schemas import (
    ErrorOut,
    EventsOut,
    FeedbackIn,
    FeedbackOut,
    MessageIn,
    MessageOut,
    SessionOut,
)
from common.errors import ForbiddenError, TooManyRequestsError, UnauthenticatedError

_PING = timedelta(seconds=20)
_LAST_SEQ = 2**31 - 1
ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorOut} for status in (400, 401, 403, 404, 413, 422, 429)
}

router = APIRouter(prefix="/api/v1/chat", tags=["chat"], responses={**ERRORS})


class NoVisitor(UnauthenticatedError):
    """The visitor cookie is absent or not ours: fetch the session first."""

    code = "no_visitor"


class ForeignOrigin(ForbiddenError):
    """A page of another site tries to speak for the visitor."""

    code = "foreign_origin"


def get_parts(connection: HTTPConnection) -> WebParts:
    parts: WebParts = connection.state.web
    return parts


Parts = Annotated[WebParts, Depends(get_parts)]


def get_visitor(connection: HTTPConnection, parts: Parts) -> str:
    visitor = parts.cookies.read(connection)
    if visitor is None:
        raise NoVisitor("No visitor cookie of ours.")
    return visitor


Visitor = Annotated[str, Depends(get_visitor)]
After = Annotated[int, Query(ge=0, le=_LAST_SEQ, description="The number of the last event that is known.")]
MessageId = Annotated[str, Path(pattern=r"^[\w-]+$", max_length=40)]


async def hold_stream(parts: Parts, visitor: Visitor) -> AsyncIterator[None]:
    """Counts as an open stream of the visitor until the whole response has been sent."""
    with parts.streams.open(visitor):
        yield


@router.get("/session")
async def open_session(request: Request, response: Response, parts: Parts) -> SessionOut:
    """The visitor's conversation as it stands; makes the visitor known."""
    visitor = parts.cookies.read(request) or parts.cookies.new_visitor()
    parts.cookies.write(response, visitor)
    snapshot = await parts.chat.reader.snapshot(Channel.web, visitor)
    return SessionOut(
        conversation_id=snapshot.conversation_id,
        owner=snapshot.owner,
        seq=snapshot.seq,
        events=snapshot.events,
        greeting=parts.greeting(),
        degraded=parts.degraded(),
        max_length=parts.max_length,
    )


@router.post("/messages")
async def send_message(
    request: Request,
    response: Response,
    body: MessageIn,
    parts: Parts,
    wait: Annotated[float, Query(ge=0, le=30, description="Seconds to wait for the reply.")] = 0,
) -> MessageOut:
    """Take one message; the same ``client_message_id`` again gives the same result and is not answered twice."""
    visitor = parts.cookies.read(request)
    if visitor is None:
        visitor = parts.cookies.new_visitor()
        parts.cookies.write(response, visitor)
    address = request.client.host if request.client else "unknown"
    await parts.limits.check(visitor=visitor, address=address)
    _check_facts(parts, body.facts)
    inbound = InboundMessage(
        channel=Channel.web,
        visitor=visitor,
        # The visitor's name makes the key different from everyone else's.
        external_key=f"{visitor}:{body.client_message_id}",
        text=body.text,
        client_message_id=body.client_message_id,
        as_of=body.as_of,
        facts=body.facts,
        may_continue=wait == 0,
    )
    message, replies = await parts.chat.send(inbound, wait=timedelta(seconds=wait))
    return MessageOut(message=message, replies=replies or [], complete=replies is not None)


def _check_facts(parts: WebParts, facts: dict[str, str]) -> None:
    known = parts.library.knowledge.facts
    for name, value in facts.items():
        if name not in known or known[name].option(value) is None:
            raise UnknownFact(f"There is no fact {name}={value}.")


@router.get("/messages")
async def read_events(parts: Parts, visitor: Visitor, after: After = 0) -> EventsOut:
    """The events after a number, for clients that poll."""
    events = await parts.chat.reader.events(conversation_id_of(Channel.web, visitor), after=after)
    return EventsOut(events=events, seq=events[-1].seq if events else after)


@router.post("/messages/{message_id}/feedback")
async def give_feedback(message_id: MessageId, body: FeedbackIn, parts: Parts, visitor: Visitor) -> FeedbackOut:
    """Say whether an answer helped, and if not, why."""
    conversation_id = conversation_id_of(Channel.web, visitor)
    event = await parts.feedback.give(
        conversation_id, message_id, verdict=body.verdict, reason=body.reason, comment=body.comment
    )
    return FeedbackOut(event=event)


@router.get("/events", response_class=EventSourceResponse, dependencies=[Depends(hold_stream)])
async def stream_events(
    parts: Parts, visitor: Visitor, after: After = 0, last_event_id: Annotated[str, Header()] = ""
) -> EventSourceResponse:
    """Server-sent events after a number, or after the last one that the client says it has."""
    if re.fullmatch("[0-9]{1,9}", last_event_id):
        after = int(last_event_id)
    return EventSourceResponse(_server_sent(parts, conversation_id_of(Channel.web, visitor), after), ping=15)


async def _server_sent(parts: WebParts, conversation_id: str, after: int) -> AsyncIterator[ServerSentEvent]:
    async for item in parts.chat.follow(conversation_id, after=after):
        if isinstance(item, bool):
            yield ServerSentEvent(_typing(item), event="typing")
        elif item is not None:
            yield ServerSentEvent(_json(item), event=item.type, id=str(item.seq))


@router.websocket("/ws")
async def socket_events(socket: WebSocket, parts: Parts, after: After = 0) -> None:
    """The same events over a WebSocket; what the client sends is read and dropped."""
    if not parts.is_own_origin(socket):
        await socket.close(code=4403, reason="foreign_origin")
        return
    visitor = parts.cookies.read(socket)
    if visitor is None:
        await socket.close(code=4401, reason="no_visitor")
        return
    await socket.accept()
    try:
        with parts.streams.open(visitor):
            await _converse(socket, parts, conversation_id_of(Channel.web, visitor), after)
    except TooManyRequestsError:
        await socket.close(code=4429, reason="too_many_streams")


async def _converse(socket: WebSocket, parts: WebParts, conversation_id: str, after: int) -> None:
    """Send until the client goes, whichever of the three notices it first."""
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_send_events(socket, parts, conversation_id, after))
            tasks.create_task(_send_pings(socket))
            tasks.create_task(_drop_what_comes(socket))
    except* WebSocketDisconnect:
        pass


async def _drop_what_comes(socket: WebSocket) -> None:
    while (message := await socket.receive())["type"] != "websocket.disconnect":
        continue
    raise WebSocketDisconnect(message["code"])


async def _send_events(socket: WebSocket, parts: WebParts, conversation_id: str, after: int) -> None:
    async for item in parts.chat.follow(conversation_id, after=after):
        if item is not None:
            await socket.send_text(_typing(item) if isinstance(item, bool) else _json(item))


async def _send_pings(socket: WebSocket) -> None:
    while True:
        await asyncio.sleep(_PING.total_seconds())
        await socket.send_text('{"type":"ping"}')


def _json(event: Event) -> str:
    model: BaseModel = event
    return model.model_dump_json()


def _typing(on: bool) -> str:
    return f'{{"type":"typing","on":{"true" if on else "false"}}}'
