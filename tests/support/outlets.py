"""A channel's way out that a test directs."""

import asyncio

from bot.conversation.ports import OutboundMessage


class FakeOutlet:
    """Keeps what it is given; each call ends as the next of ``results`` says, and well when there is none left."""

    def __init__(self, *results: Exception | None) -> None:
        self.results = list(results)
        self.calls: list[OutboundMessage] = []
        self.open = asyncio.Event()
        self.open.set()

    async def send(self, message: OutboundMessage) -> None:
        self.calls.append(message)
        await self.open.wait()
        result = self.results.pop(0) if self.results else None
        if result is not None:
            raise result
