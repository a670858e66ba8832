"""The whole web service as ``server.app`` assembles it, over a scripted dialogue: in process, or on a socket."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

import httpx
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.answering.engine import AnsweringEngine
from bot.answering.library import Library, Shelf
from bot.rendering.reply import ShownOption
from channels.web.chat import WebChat
from channels.web.limits import MessageLimits
from channels.web.parts import OpenStreams, WebParts
from channels.web.schemas import Greeting
from channels.web.visitor import VisitorCookies
from common.clock import Clock, system_clock
from common.settings import ChatSettings, DatabaseSettings, Settings
from retrieval.index import SearchIndex
from server.app import AppState, assemble
from server.services import Services
from tests.support.dialogues import ScriptedDialogue
from tests.support.knowledge import KNOWLEDGE
from tests.support.workers import Worker

API = "/api/v1/chat"
GREETING = Greeting(text="您好", options=[ShownOption(label="增值税税率有哪些", text="增值税税率有哪些")])
PLENTY = "100000/minute"


class _Index:
    """What the service says of its index; nobody searches here."""

    revision = "7"


def settings_of(database: DatabaseSettings, **sections: Mapping[str, object]) -> Settings:
    chat = {"secret_key": "of-the-tests", "visitor_limit": PLENTY, "address_limit": PLENTY, **sections.pop("chat", {})}
    values: dict[str, Any] = {"database": database, "chat": ChatSettings(**chat), **sections}
    return Settings(_env_file=None, **values)


def build_app(
    settings: Settings,
    dialogue: ScriptedDialogue,
    *,
    degraded: Callable[[], bool] = lambda: False,
    clock: Clock = system_clock,
    **layout: Path,
) -> FastAPI:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[AppState]:
        worker = Worker(
            settings.database, dialogue, name="web", clock=clock, settings=settings.conversation, outlets={}
        )
        services = _services(settings, worker, degraded)
        worker.runner.start()
        try:
            yield {"services": services, "web": services.web}
        finally:
            await worker.close()

    return assemble(settings, lifespan, **layout)


def _services(settings: Settings, worker: Worker, degraded: Callable[[], bool]) -> Services:
    library = Library(Shelf(KNOWLEDGE, cast("SearchIndex", _Index()), "CN-50"))
    chat = settings.chat
    web = WebParts(
        chat=WebChat(worker.receiver, worker.runner, worker.reader, worker.notifier),
        feedback=worker.feedback,
        cookies=VisitorCookies(
            cast("Any", chat.secret_key), lifetime=chat.visitor_lifetime, secure=settings.http.secure_cookies
        ),
        limits=MessageLimits(visitor=chat.visitor_limit, address=chat.address_limit),
        streams=OpenStreams(chat.socket_limit),
        library=library,
        greeting=lambda: GREETING,
        degraded=degraded,
        today=lambda: date(2026, 6, 15),
        max_length=chat.max_length,
        origins=frozenset(settings.http.origins),
    )
    engine = cast("AnsweringEngine", None)
    return Services(worker.database, library, engine, worker.runner, web, degraded)


@dataclass(frozen=True)
class Site:
    """A running app, and clients of it: each is a visitor with a cookie jar of its own."""

    app: ASGIApp
    services: Services

    @property
    def web(self) -> WebParts:
        return self.services.web

    def visitor(self, *, base_url: str = "http://shuida.test", **headers: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app, client=("192.0.2.1", 40000))
        return httpx.AsyncClient(transport=transport, base_url=base_url, headers=headers)


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[Site]:
    """The app between its start and its end, with its state in every request as a server would put it there."""
    async with app.router.lifespan_context(app) as state:

        async def stated(scope: Scope, receive: Receive, send: Send) -> None:
            await app({**scope, "state": dict(state)}, receive, send)

        yield Site(stated, state["services"])


Open = Callable[..., AbstractAsyncContextManager[Site]]


def opener(database: DatabaseSettings, dialogue: ScriptedDialogue) -> Open:
    """Opens sites on this database; each with settings of its own."""

    def open_site(
        *, degraded: Callable[[], bool] = lambda: False, layout: Mapping[str, Path] | None = None, **sections: Any
    ) -> AbstractAsyncContextManager[Site]:
        app = build_app(settings_of(database, **sections), dialogue, degraded=degraded, **(layout or {}))
        return running(app)

    return open_site


@dataclass(frozen=True)
class LiveServer:
    address: str
    server: uvicorn.Server
    thread: threading.Thread

    @property
    def url(self) -> str:
        return f"http://{self.address}"

    async def stop(self) -> None:
        self.server.should_exit = True
        await asyncio.to_thread(self.thread.join)


@contextmanager
def serving(app: FastAPI, *, max_body: int = 64 * 1024) -> Iterator[LiveServer]:
    """The app on a free port of this machine, in a thread with an event loop of its own, until the end."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, ws_max_size=max_body, timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    host, port = listener.getsockname()
    try:
        yield LiveServer(f"{host}:{port}", server, thread)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
