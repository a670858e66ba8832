"""Everything the app's endpoints work with, opened together when it starts and closed together when it ends."""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import httpx

from bot.answering.engine import AnsweringEngine
from bot.answering.library import Library
from bot.conversation.closing import TurnClosing
from bot.conversation.delivery import DeliveryRunner
from bot.conversation.feedback import FeedbackDesk
from bot.conversation.notifier import LocalNotifier
from bot.conversation.ports import Channel, Outlet
from bot.conversation.reading import ConversationReader
from bot.conversation.receiving import Receiver
from bot.conversation.turns import TurnRunner
from bot.dialogue.breaker import CircuitBreaker
from bot.dialogue.degraded import DegradedDialogue
from bot.dialogue.ports import Dialogue
from bot.dialogue.rasa import RasaDialogue
from bot.dialogue.resilient import ResilientDialogue
from bot.dialogue.small_talk import SmallTalkTexts
from bot.rendering.render import Renderer
from channels.web.chat import WebChat
from channels.web.greeting import read_greeting
from channels.web.limits import MessageLimits
from channels.web.parts import OpenStreams, WebParts
from channels.web.visitor import VisitorCookies
from common.clock import Clock, legal_today, system_clock
from common.database import Database
from common.settings import Settings
from server.places import Places
from server.search import Shelves
from server.secrets import kept_secret


@dataclass(frozen=True, slots=True)
class Outside:
    """What leaves the process: given in tests, real otherwise."""

    clock: Clock = system_clock
    rasa: httpx.AsyncBaseTransport | None = None
    outlets: Mapping[Channel, Outlet] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Services:
    database: Database
    library: Library
    engine: AnsweringEngine
    runner: TurnRunner
    web: WebParts
    degraded: Callable[[], bool]


@asynccontextmanager
async def open_services(settings: Settings, outside: Outside) -> AsyncIterator[Services]:
    """Load what answers, start what works in the background, and stop it all again in order."""
    places = Places.of(settings)
    worker = uuid4().hex
    database = Database(settings.database)
    rasa_http = httpx.AsyncClient(base_url=settings.dialogue.url, transport=outside.rasa, trust_env=False)
    try:
        shelves = await Shelves.open(settings, places, database)
        engine = AnsweringEngine(shelves.library, shelves.thresholds, clock=outside.clock)
        dialogue, degraded = _dialogue(settings, places, engine, rasa_http)
        notifier = LocalNotifier()
        closing = TurnClosing(
            database,
            Renderer(lambda: shelves.library.knowledge, clock=outside.clock),
            clock=outside.clock,
            worker=worker,
            settings=settings.conversation,
            pushed=frozenset(outside.outlets),
        )
        runner = TurnRunner(
            database,
            dialogue,
            closing,
            notifier,
            clock=outside.clock,
            worker=worker,
            settings=settings.conversation,
        )
        receiver = Receiver(
            database, clock=outside.clock, worker=worker, settings=settings.conversation, chat=settings.chat
        )
        delivery = DeliveryRunner(
            database, outside.outlets, clock=outside.clock, worker=worker, settings=settings.conversation
        )
        web = WebParts(
            chat=WebChat(receiver, runner, ConversationReader(database), notifier),
            feedback=FeedbackDesk(database, notifier, clock=outside.clock),
            cookies=_visitor_cookies(settings, places),
            limits=MessageLimits(visitor=settings.chat.visitor_limit, address=settings.chat.address_limit),
            streams=OpenStreams(settings.chat.socket_limit),
            library=shelves.library,
            greeting=read_greeting(places.hot_questions, shelves.library, clock=outside.clock),
            degraded=degraded,
            today=lambda: legal_today(outside.clock),
            max_length=settings.chat.max_length,
            origins=frozenset(settings.http.origins),
        )
        shelves.start()
        runner.start()
        delivery.start()
        try:
            yield Services(database, shelves.library, engine, runner, web, degraded)
        finally:
            await delivery.stop()
            await runner.stop()
            await shelves.stop()
    finally:
        await rasa_http.aclose()
        await database.close()


def _dialogue(
    settings: Settings, places: Places, engine: AnsweringEngine, http: httpx.AsyncClient
) -> tuple[Dialogue, Callable[[], bool]]:
    alone = DegradedDialogue(engine, SmallTalkTexts.from_domain(places.domain))
    if not settings.dialogue.enabled:
        return alone, lambda: True
    breaker = CircuitBreaker(
        failure_limit=settings.dialogue.breaker_failures,
        cool_down=settings.dialogue.breaker_pause,
        monotonic=time.monotonic,
    )
    rasa = RasaDialogue(http, time_cap=settings.dialogue.cap)
    resilient = ResilientDialogue(rasa, alone, breaker)
    return resilient, lambda: resilient.degraded


def _visitor_cookies(settings: Settings, places: Places) -> VisitorCookies:
    return VisitorCookies(
        kept_secret(places.secrets, "visitor", settings.chat.secret_key),
        lifetime=settings.chat.visitor_lifetime,
        secure=settings.http.secure_cookies,
    )
