"""Takes turns: one at a time in a conversation, any number side by side, and again by someone else if a worker dies."""

import asyncio
import time
from collections.abc import Coroutine
from datetime import datetime, timedelta

from bot.conversation.closing import TurnClosing
from bot.conversation.models import Owner, TurnState
from bot.conversation.ports import ClosedTurn, Notice, Notifier
from bot.conversation.receiving import Received
from bot.conversation.repository import ConversationRepository, claim
from bot.conversation.work import TurnWork
from bot.dialogue.ports import Decision, Dialogue, Turn
from common.clock import Clock, legal_today
from common.database import Database
from common.logs import get_log
from common.metrics import TURN_SECONDS, WAITING_TURNS
from common.settings import ConversationSettings

log = get_log(__name__)

_SWEEP_BATCH = 100


class TurnRunner:
    """Runs claimed turns to their stored reply, and looks after turns that were left behind.

    A turn that fails is tried again when its lease ends, by whichever worker sees it first; after
    ``turn_attempts`` a person gets the conversation. Nothing a taxpayer sent is left without an outcome.
    """

    def __init__(
        self,
        database: Database,
        dialogue: Dialogue,
        closing: TurnClosing,
        notifier: Notifier,
        *,
        clock: Clock,
        worker: str,
        settings: ConversationSettings,
    ) -> None:
        self._database = database
        self._dialogue = dialogue
        self._closing = closing
        self._notifier = notifier
        self._clock = clock
        self._worker = worker
        self._settings = settings
        self._slots = asyncio.Semaphore(settings.workers)
        self._tasks: set[asyncio.Task[None]] = set()
        self._sweeper: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._sweeper = asyncio.create_task(self._sweep_for_ever())

    async def stop(self, grace: timedelta = timedelta(seconds=5)) -> None:
        """Finish the turns that are running; what does not finish in time is taken up after the next start."""
        if self._sweeper is not None:
            self._sweeper.cancel()
            await asyncio.gather(self._sweeper, return_exceptions=True)
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=grace.total_seconds())
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def take_up(self, received: Received) -> None:
        """Start what ``Receiver.receive`` left to do, and return at once."""
        if received.work is not None:
            self._spawn(received.work)
        elif received.start_at is not None:
            self._spawn_later(received.turn_id, received.start_at)

    def _spawn(self, work: TurnWork) -> None:
        async def run() -> None:
            async with self._slots:
                await self._run_all(work)

        self._track(run())

    def _spawn_later(self, turn_id: str, at: datetime) -> None:
        async def claim_then_run() -> None:
            await asyncio.sleep(max(0.0, (at - self._clock()).total_seconds()))
            # Claimed only when there is room for it: a lease must not run out in our own queue.
            async with self._slots:
                work = await self._claim(turn_id)
                if work is not None:
                    await self._run_all(work)

        self._track(claim_then_run())

    def _track(self, coroutine: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        WAITING_TURNS.set(len(self._tasks))
        task.add_done_callback(self._forget)

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        WAITING_TURNS.set(len(self._tasks))
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("turn_failed", exc_info=error)

    async def _run_all(self, work: TurnWork) -> None:
        """Take the turn, then those that came up in its conversation meanwhile."""
        following: TurnWork | None = work
        while following is not None:
            following = await self._run(following)

    async def _run(self, work: TurnWork) -> TurnWork | None:
        started = time.perf_counter()
        self._notifier.publish(work.conversation_id, Notice(typing=True))
        try:
            decision = await self._decide(work)
            elapsed = time.perf_counter() - started
            closed = await self._closing.close(work, decision, elapsed=timedelta(seconds=elapsed))
        finally:
            self._notifier.publish(work.conversation_id, Notice(typing=False))
        TURN_SECONDS.observe(time.perf_counter() - started)
        if closed is None:
            return None
        if closed.later is not None:
            self._spawn_later(*closed.later)
        if closed.following is None or closed.following.turn_id != work.turn_id:
            self._notifier.publish(work.conversation_id, Notice(closed=ClosedTurn(work.turn_id, closed.said)))
        return closed.following

    async def _decide(self, work: TurnWork) -> Decision | None:
        """None when it is not the bot's to answer."""
        if work.owner is not Owner.bot:
            return None
        if work.attempt > self._settings.turn_attempts:
            return self._closing.give_up()
        return await self._dialogue.respond(self._turn(work))

    def _turn(self, work: TurnWork) -> Turn:
        return Turn(
            conversation_id=work.conversation_id,
            turn_id=work.turn_id,
            text=work.text,
            as_of=work.as_of or legal_today(self._clock),
            facts=work.facts,
            pending=work.pending,
            topic=work.topic,
        )

    async def _claim(self, turn_id: str) -> TurnWork | None:
        """Make an open turn ours, if nobody else holds it or the conversation's running one."""
        now = self._clock()
        async with self._database.write() as session:
            repository = ConversationRepository(session)
            turn = await repository.turn(turn_id)
            conversation = await repository.lock(turn.conversation_id) if turn is not None else None
            if turn is None or conversation is None:
                return None
            await session.refresh(turn)
            running = (await repository.open_turns(conversation.id)).get(TurnState.running)
            held = running is not None and (running.id != turn.id or running.lease_until > now)
            if turn.state == TurnState.done or held or turn.lease_until > now:
                return None
            claim(turn, worker=self._worker, now=now, lease=self._settings.lease)
            return TurnWork.of(turn, conversation, await repository.inbound_of(turn.id))

    async def _sweep_for_ever(self) -> None:
        pause = min(self._settings.lease / 4, timedelta(seconds=2)).total_seconds()
        while True:
            try:
                await self.sweep()
            except Exception:
                log.exception("sweep_failed")
            await asyncio.sleep(pause)

    async def sweep(self) -> int:
        """Take up every turn whose time has passed; returns how many were."""
        async with self._database.read() as session:
            overdue = await ConversationRepository(session).overdue_turns(self._clock(), _SWEEP_BATCH)
        for turn_id in overdue:
            self._spawn_later(turn_id, self._clock())
        return len(overdue)
