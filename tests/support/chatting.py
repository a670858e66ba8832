"""A web visitor for tests: keeps its cookie, tries again when the service is not there, never sends a message anew."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx


class Visitor:
    def __init__(self, url: str) -> None:
        self._http = httpx.AsyncClient(base_url=url, timeout=40, trust_env=False)
        self.sent: list[str] = []

    async def __aenter__(self) -> "Visitor":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def open(self) -> dict[str, Any]:
        session: dict[str, Any] = (await self._until_answered("GET", "/api/v1/chat/session")).json()
        return session

    async def ask(self, text: str) -> dict[str, Any]:
        """Send one message until it is acknowledged and replied to; the same id on every try."""
        message_id = uuid4().hex
        self.sent.append(message_id)
        body = {"client_message_id": message_id, "text": text}
        while True:
            response = await self._until_answered("POST", "/api/v1/chat/messages?wait=20", json=body)
            answer: dict[str, Any] = response.json()
            if answer["complete"]:
                return answer

    async def events(self) -> list[dict[str, Any]]:
        response = await self._until_answered("GET", "/api/v1/chat/messages?after=0")
        events: list[dict[str, Any]] = response.json()["events"]
        return events

    async def _until_answered(self, method: str, path: str, **options: Any) -> httpx.Response:
        for _ in range(240):
            try:
                response = await self._http.request(method, path, **options)
            except httpx.HTTPError:
                await asyncio.sleep(0.25)
                continue
            if not response.is_server_error:
                return response.raise_for_status()
            await asyncio.sleep(0.25)
        raise AssertionError(f"{method} {path} was not answered for a minute")
