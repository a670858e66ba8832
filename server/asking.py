"""Two ways to put a question: to the running service as a web visitor, or to the answering engine alone."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date
from typing import Any, Protocol, Self
from uuid import uuid4

import httpx
from pydantic import BaseModel

from bot.answering.engine import AnsweringEngine
from bot.dialogue.degraded import DegradedDialogue
from bot.dialogue.ports import Pending, Topic, Turn
from bot.dialogue.small_talk import SmallTalkTexts
from bot.rendering.render import Renderer
from bot.rendering.reply import Reply
from common.clock import legal_today, system_clock
from common.database import Database
from common.errors import UpstreamError
from server.configuration import load_settings
from server.places import Places
from server.search import Shelves

_WAIT_SECONDS = 30


class ServiceUnreachable(UpstreamError):
    """There is no service at that address, or it failed."""

    code = "service_unreachable"


class AskedCitation(BaseModel):
    number: str
    article: str | None


class AskedTurn(BaseModel):
    """What came of one message; of several questions in it, ``reply`` has all and the rest is the first answer's."""

    text: str
    outcome: str
    reply: str
    entry: str | None = None
    revision: int | None = None
    variant: str | None = None
    as_of: date | None = None
    confidence: float | None = None
    citations: list[AskedCitation] = []
    options: list[str] = []
    ms: float

    @classmethod
    def of(cls, text: str, words: str, reply: Mapping[str, Any], *, ms: float) -> Self:
        options, reply = reply["options"], _leading(reply)
        return cls(
            text=text,
            outcome=reply["outcome"],
            reply=words,
            entry=reply.get("entry"),
            revision=reply.get("revision"),
            variant=reply.get("variant"),
            as_of=reply.get("as_of"),
            confidence=reply.get("confidence"),
            citations=[AskedCitation.model_validate(cite) for cite in _kept(reply["citations"])],
            options=[option["label"] for option in options],
            ms=round(ms, 1),
        )


def _leading(reply: Mapping[str, Any]) -> Mapping[str, Any]:
    """The first part that is an answer, else the first, where a reply has parts."""
    parts: list[Mapping[str, Any]] = reply.get("parts") or [reply]
    return next((part for part in parts if part["outcome"] == "answer"), parts[0])


def _kept(citations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"number": cite["number"], "article": cite["article"]} for cite in citations]


class Conversation(Protocol):
    async def say(self, text: str, *, as_of: date | None, facts: Mapping[str, str]) -> AskedTurn: ...


class Asker(Protocol):
    def conversation(self) -> Conversation:
        """A visitor who has not been here before."""
        ...


class ServiceAsker:
    """Speaks the web chat's own API; waits when the service says that it is too fast."""

    def __init__(self, url: str) -> None:
        self._url = url

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str | None) -> AsyncIterator["ServiceAsker"]:
        http = load_settings().http
        yield cls(url or f"http://{http.host}:{http.port}")

    def conversation(self) -> Conversation:
        return _ServiceConversation(self._url)


class _ServiceConversation:
    def __init__(self, url: str) -> None:
        self._url = url
        self._cookies = httpx.Cookies()

    async def say(self, text: str, *, as_of: date | None, facts: Mapping[str, str]) -> AskedTurn:
        """Send one message and wait for its reply.

        Raises:
            ServiceUnreachable: no answer, or an answer that is none.
        """
        body = {"client_message_id": uuid4().hex, "text": text, "facts": dict(facts)}
        if as_of is not None:
            body["as_of"] = as_of.isoformat()
        started = time.perf_counter()
        answer = await self._post(body)
        ms = (time.perf_counter() - started) * 1000
        if "error" in answer:
            error = answer["error"]
            reply = {"outcome": f"error:{error['code']}", "citations": [], "options": []}
            return AskedTurn.of(text, error["message"], reply, ms=ms)
        if not answer["replies"]:
            return AskedTurn(text=text, outcome="none", reply="", ms=ms)
        last = answer["replies"][-1]
        return AskedTurn.of(text, last["text"], last["reply"], ms=ms)

    async def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        async with httpx.AsyncClient(
            base_url=self._url, cookies=self._cookies, timeout=_WAIT_SECONDS + 10, trust_env=False
        ) as http:
            while True:
                try:
                    response = await http.post(f"/api/v1/chat/messages?wait={_WAIT_SECONDS}", json=body)
                except httpx.HTTPError as exc:
                    raise ServiceUnreachable(f"{self._url} does not answer: {exc!r}") from exc
                if response.status_code != httpx.codes.TOO_MANY_REQUESTS:
                    break
                await asyncio.sleep(float(response.headers.get("Retry-After", "1")))
            self._cookies.update(response.cookies)
            if response.is_server_error:
                raise ServiceUnreachable(f"{self._url} answers {response.status_code}.")
            answer: dict[str, Any] = response.json()
            return answer


class EngineAsker:
    """The answering engine in this process, with the acts that need no Rasa."""

    def __init__(self, engine: AnsweringEngine, renderer: Renderer, small_talk: SmallTalkTexts) -> None:
        self._dialogue = DegradedDialogue(engine, small_talk)
        self._renderer = renderer

    @classmethod
    @asynccontextmanager
    async def open(cls) -> AsyncIterator["EngineAsker"]:
        settings = load_settings()
        places = Places.of(settings)
        database = Database(settings.database)
        try:
            shelves = await Shelves.open(settings, places, database)
            engine = AnsweringEngine(shelves.library, shelves.thresholds, clock=system_clock)
            renderer = Renderer(lambda: shelves.library.knowledge, clock=system_clock)
            yield cls(engine, renderer, SmallTalkTexts.from_domain(places.domain))
        finally:
            await database.close()

    def conversation(self) -> Conversation:
        return _EngineConversation(self._dialogue, self._renderer)


class _EngineConversation:
    def __init__(self, dialogue: DegradedDialogue, renderer: Renderer) -> None:
        self._dialogue = dialogue
        self._renderer = renderer
        self._facts: dict[str, str] = {}
        self._pending: Pending | None = None
        self._topic: Topic | None = None

    async def say(self, text: str, *, as_of: date | None, facts: Mapping[str, str]) -> AskedTurn:
        started = time.perf_counter()
        turn = Turn(
            conversation_id="engine",
            turn_id=uuid4().hex,
            text=text,
            as_of=as_of or legal_today(system_clock),
            facts={**self._facts, **facts},
            pending=self._pending,
            topic=self._topic,
        )
        decision = await self._dialogue.respond(turn)
        self._facts, self._pending, self._topic = dict(decision.facts), decision.pending, decision.topic
        reply: Reply = self._renderer.render(decision.outcome)
        ms = (time.perf_counter() - started) * 1000
        return AskedTurn.of(text, reply.text, reply.model_dump(mode="json"), ms=ms)
