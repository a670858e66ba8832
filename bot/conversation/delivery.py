"""Carries stored replies out through channels that have to be called: leased, retried with care, never blindly."""

import asyncio
import random
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.conversation.models import DeliveryRow, DeliveryState
from bot.conversation.ports import Channel, OutboundMessage, Outlet, SendRefused
from bot.conversation.repository import ConversationRepository
from common.clock import Clock
from common.database import Database
from common.errors import UpstreamTimeout
from common.logs import get_log
from common.metrics import DELIVERIES
from common.settings import ConversationSettings

log = get_log(__name__)

_BATCH = 20
_PAUSE = 0.5
_LONGEST_WAIT = timedelta(minutes=10)


class DeliveryRunner:
    """Sends what is due. A send whose answer never came is `unknown`: it may have arrived, so it is left to a person.

    The same holds for a worker that died between calling the channel and storing the result: its lease ends
    with the delivery still `sending`, and nobody can tell whether the call was made.
    """

    def __init__(
        self,
        database: Database,
        outlets: Mapping[Channel, Outlet],
        *,
        clock: Clock,
        worker: str,
        settings: ConversationSettings,
    ) -> None:
        self._database = database
        self._outlets = outlets
        self._clock = clock
        self._worker = worker
        self._settings = settings
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        if self._outlets:
            self._task = asyncio.create_task(self._run_for_ever())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run_for_ever(self) -> None:
        while True:
            try:
                await self.run_due()
            except Exception:
                log.exception("delivery_failed")
            await asyncio.sleep(_PAUSE)

    async def run_due(self) -> int:
        """Attempt every delivery that is due now; returns how many were."""
        async with self._database.read() as session:
            due = await ConversationRepository(session).due_deliveries(self._clock(), _BATCH)
        await asyncio.gather(*(self._deliver(message_id) for message_id in due))
        return len(due)

    async def _deliver(self, message_id: str) -> None:
        message = await self._lease(message_id)
        if message is None:
            return
        channel, outbound = message
        try:
            await self._outlets[channel].send(outbound)
        except UpstreamTimeout as exc:
            await self._store(message_id, DeliveryState.unknown, error=str(exc))
        except SendRefused as exc:
            await self._refused(message_id, channel, exc)
        except Exception as exc:
            # Nobody can tell whether the call was made before this went wrong.
            log.exception("outlet_failed", channel=channel)
            await self._store(message_id, DeliveryState.unknown, error=repr(exc))
        else:
            await self._store(message_id, DeliveryState.sent)

    async def _lease(self, message_id: str) -> tuple[Channel, OutboundMessage] | None:
        now = self._clock()
        async with self._database.write() as session:
            found = await ConversationRepository(session).lock_delivery(message_id)
            if found is None or found[0].due_at > now:
                return None
            row, message = found
            if row.state == DeliveryState.sending:
                self._settle(row, DeliveryState.unknown, error="the worker ended during the send", now=now)
                return None
            if row.state != DeliveryState.pending:
                return None
            row.state, row.worker = DeliveryState.sending, self._worker
            row.attempts += 1
            row.due_at = now + self._settings.lease
            return Channel(row.channel), OutboundMessage(row.message_id, row.recipient, message.text)

    async def _refused(self, message_id: str, channel: Channel, refusal: SendRefused) -> None:
        async with self._database.write() as session:
            row = await self._mine(ConversationRepository(session), message_id)
            if row is None:
                return
            if refusal.retry_after is None or row.attempts >= self._settings.send_attempts:
                self._settle(row, DeliveryState.failed, error=str(refusal), now=self._clock())
                return
            row.state = DeliveryState.pending
            row.due_at = self._clock() + _backoff(refusal.retry_after, row.attempts)
            row.error = str(refusal)
        DELIVERIES.labels(channel, "retry").inc()

    async def _store(self, message_id: str, state: DeliveryState, *, error: str | None = None) -> None:
        async with self._database.write() as session:
            row = await self._mine(ConversationRepository(session), message_id)
            if row is not None:
                self._settle(row, state, error=error, now=self._clock())

    async def _mine(self, repository: ConversationRepository, message_id: str) -> DeliveryRow | None:
        found = await repository.lock_delivery(message_id)
        if found is None:
            return None
        row = found[0]
        return row if (row.state, row.worker) == (DeliveryState.sending, self._worker) else None

    def _settle(self, row: DeliveryRow, state: DeliveryState, *, error: str | None, now: datetime) -> None:
        row.state, row.error = state, error
        row.sent_at = now if state is DeliveryState.sent else None
        DELIVERIES.labels(row.channel, state.value).inc()


def _backoff(least: timedelta, attempts: int) -> timedelta:
    """At least what the channel asked for, doubling, with jitter so that many do not come back at once."""
    wait: timedelta = max(least, timedelta(seconds=1)) * 2 ** (attempts - 1)
    return min(wait, _LONGEST_WAIT) * random.uniform(1.0, 1.25)
