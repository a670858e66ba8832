"""What every contract of the conversation starts from: workers on one database, and time in the test's hands."""

from collections.abc import AsyncIterator, Callable, Mapping

import pytest

from bot.conversation.ports import Channel, Outlet
from bot.dialogue.ports import Dialogue
from common.clock import Clock
from common.settings import ConversationSettings, DatabaseSettings
from tests.support.dialogues import ScriptedDialogue
from tests.support.workers import ManualClock, Worker

Hire = Callable[..., Worker]


class ConversationSuite:
    """Subclasses say by ``database_settings`` which database it is."""

    @pytest.fixture
    def clock(self) -> ManualClock:
        return ManualClock()

    @pytest.fixture
    def dialogue(self) -> ScriptedDialogue:
        return ScriptedDialogue()

    @pytest.fixture
    async def hire(
        self, database_settings: DatabaseSettings, clock: ManualClock, dialogue: ScriptedDialogue
    ) -> AsyncIterator[Hire]:
        """Makes workers, each with a name and connections of its own; all are closed in the end."""
        workers: list[Worker] = []

        def make(
            *,
            dialogue: Dialogue = dialogue,
            clock: Clock = clock,
            outlets: Mapping[Channel, Outlet] | None = None,
            **settings: object,
        ) -> Worker:
            worker = Worker(
                database_settings,
                dialogue,
                name=f"worker-{len(workers)}",
                clock=clock,
                settings=ConversationSettings(**settings),
                outlets=outlets or {},
            )
            workers.append(worker)
            return worker

        yield make
        for worker in workers:
            await worker.close()

    @pytest.fixture
    def worker(self, hire: Hire) -> Worker:
        return hire()
