"""Notices inside one process; readers elsewhere fall back to their polling of the database."""

import asyncio
from collections import defaultdict
from datetime import timedelta

from bot.conversation.ports import Notice, Watch


class LocalNotifier:
    def __init__(self) -> None:
        self._watches: defaultdict[str, set[_LocalWatch]] = defaultdict(set)

    def publish(self, conversation_id: str, notice: Notice) -> None:
        for watch in self._watches.get(conversation_id, ()):
            watch.tell(notice)

    def watch(self, conversation_id: str) -> Watch:
        watch = _LocalWatch(self, conversation_id)
        self._watches[conversation_id].add(watch)
        return watch

    def forget(self, watch: "_LocalWatch") -> None:
        watches = self._watches.get(watch.conversation_id, set())
        watches.discard(watch)
        if not watches:
            self._watches.pop(watch.conversation_id, None)


class _LocalWatch:
    def __init__(self, notifier: LocalNotifier, conversation_id: str) -> None:
        self.conversation_id = conversation_id
        self._notifier = notifier
        self._notices: asyncio.Queue[Notice] = asyncio.Queue(maxsize=64)

    def tell(self, notice: Notice) -> None:
        # A reader that has fallen 64 notices behind will find everything stored when it next reads.
        if not self._notices.full():
            self._notices.put_nowait(notice)

    async def wait(self, timeout: timedelta) -> Notice | None:
        try:
            async with asyncio.timeout(timeout.total_seconds()):
                return await self._notices.get()
        except TimeoutError:
            return None

    def close(self) -> None:
        self._notifier.forget(self)
