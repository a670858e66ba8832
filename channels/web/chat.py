"""The web chat as a taxpayer's client uses it: send, wait for the reply, read on from a number."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

from bot.conversation.events import Event, MessageEvent
from bot.conversation.ports import InboundMessage, Notice, Notifier, Watch
from bot.conversation.reading import ConversationReader
from bot.conversation.receiving import Received, Receiver
from bot.conversation.turns import TurnRunner

# How often a reader looks into the database although nobody told it to: what other processes stored.
_LOOK_EVERY = timedelta(seconds=2)
_KEEP_ALIVE = timedelta(seconds=15)


class WebChat:
    def __init__(self, receiver: Receiver, runner: TurnRunner, reader: ConversationReader, notifier: Notifier) -> None:
        self._receiver = receiver
        self._runner = runner
        self._notifier = notifier
        self.reader = reader

    async def send(self, inbound: InboundMessage, *, wait: timedelta) -> tuple[MessageEvent, list[MessageEvent] | None]:
        """Store the message, then give its turn up to ``wait`` to reply; None when it did not in time.

        Raises:
            EmptyMessage: nothing but spaces.
            MessageTooLong: more characters than one message may have.
        """
        received = await self._receiver.receive(inbound)
        self._notifier.publish(received.conversation_id, Notice())
        watch = self._notifier.watch(received.conversation_id)
        try:
            self._runner.take_up(received)
            return received.message, await self._replies(received, watch, wait)
        finally:
            watch.close()

    async def _replies(self, received: Received, watch: Watch, wait: timedelta) -> list[MessageEvent] | None:
        if not wait:
            return await self.reader.replies(received.turn_id) if received.repeated else None
        loop = asyncio.get_running_loop()
        deadline = loop.time() + wait.total_seconds()
        replies = await self.reader.replies(received.turn_id) if received.work is None else None
        while replies is None and (left := deadline - loop.time()) > 0:
            notice = await watch.wait(min(timedelta(seconds=left), _LOOK_EVERY))
            if notice is None:
                replies = await self.reader.replies(received.turn_id)
            elif notice.closed is not None and notice.closed.turn_id == received.turn_id:
                replies = list(notice.closed.said)
        return replies

    async def follow(self, conversation_id: str, *, after: int) -> AsyncIterator[Event | bool | None]:
        """Every event after that number, as it comes; a bool says whether we are writing; None keeps a line alive."""
        watch = self._notifier.watch(conversation_id)
        loop = asyncio.get_running_loop()
        spoke = loop.time()
        try:
            while True:
                events = await self.reader.events(conversation_id, after=after)
                for event in events:
                    after = event.seq
                    yield event
                notice = None if events else await watch.wait(_LOOK_EVERY)
                if notice is not None and notice.typing is not None:
                    yield notice.typing
                if events or notice is not None:
                    spoke = loop.time()
                elif loop.time() - spoke > _KEEP_ALIVE.total_seconds():
                    spoke = loop.time()
                    yield None
        finally:
            watch.close()
