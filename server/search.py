"""Keeps the knowledge and its index together: loads them, and follows what is published while the service runs."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from bot.answering.engine import Thresholds
from bot.answering.library import Library, Shelf
from common.database import Database
from common.logs import get_log
from common.metrics import KNOWLEDGE_REVISION
from common.settings import Settings
from knowledge_base.domain import Knowledge
from knowledge_base.entry.repository import KnowledgeRepository
from knowledge_base.loading import load_knowledge
from knowledge_base.passages import entry_passages, passages_of
from retrieval.errors import IndexCorrupt, IndexMismatch, IndexMissing
from retrieval.index import SearchIndex
from retrieval.lanes import Parts
from retrieval.store import IndexStore
from server.models import load_parts, load_thresholds
from server.places import Places

log = get_log(__name__)

# How soon another process's publication is noticed.
_LOOK_EVERY = 1.0


def build_index(knowledge: Knowledge, parts: Parts) -> SearchIndex:
    return SearchIndex.build(
        passages_of(knowledge),
        embedder=parts.embedder,
        normaliser=parts.normaliser,
        tokeniser=parts.tokeniser,
        scorer=parts.scorer,
        revision=str(knowledge.revision),
    )


def load_or_build_index(knowledge: Knowledge, parts: Parts, folder: Path) -> SearchIndex:
    """The stored index when it was made of this knowledge with these parts; else a new one, stored."""
    store = IndexStore(folder)

    def load(version: Path) -> SearchIndex:
        return SearchIndex.load(
            version,
            embedder=parts.embedder,
            normaliser=parts.normaliser,
            tokeniser=parts.tokeniser,
            scorer=parts.scorer,
        )

    try:
        index = store.load(load)
        if index.revision == str(knowledge.revision):
            return index.with_speller(parts.speller)
    except (IndexMissing, IndexMismatch):
        pass
    except IndexCorrupt as exc:
        log.warning("index_corrupt", why=str(exc))
    index = build_index(knowledge, parts)
    store.publish(index, load=load)
    return index.with_speller(parts.speller)


class Shelves:
    """The library of the running service; a published change is on its shelf within seconds, without a rebuild."""

    def __init__(self, database: Database, library: Library, thresholds: Thresholds) -> None:
        self.library = library
        self.thresholds = thresholds
        self._database = database
        self._task: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, settings: Settings, places: Places, database: Database) -> Self:
        """Load knowledge, model and index.

        Raises:
            NotSetUp: a step of the set-up has not been made yet.
        """
        parts, thresholds = await asyncio.to_thread(
            lambda: (load_parts(settings, places), load_thresholds(settings, places))
        )
        async with database.read() as session:
            knowledge = await load_knowledge(session)
        index = await asyncio.to_thread(load_or_build_index, knowledge, parts, places.index)
        KNOWLEDGE_REVISION.set(knowledge.revision)
        shelf = Shelf(knowledge, index, settings.knowledge.jurisdiction)
        return cls(database, Library(shelf), thresholds)

    def start(self) -> None:
        self._task = asyncio.create_task(self._follow())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            try:
                await self.refresh()
            except Exception:
                log.exception("refresh_failed")

    async def refresh(self) -> bool:
        """Take over what was published since; True when there was something."""
        shelf = self.library.shelf
        async with self._database.read() as session:
            if await KnowledgeRepository(session).revision() == shelf.knowledge.revision:
                return False
            knowledge = await load_knowledge(session)
        index = await asyncio.to_thread(_changed_index, shelf, knowledge)
        self.library.replace(Shelf(knowledge, index, shelf.jurisdiction))
        KNOWLEDGE_REVISION.set(knowledge.revision)
        log.info("knowledge_refreshed", revision=knowledge.revision)
        return True


def _changed_index(shelf: Shelf, knowledge: Knowledge) -> SearchIndex:
    index = shelf.index
    before, revision = _revisions(shelf.knowledge), str(knowledge.revision)
    for entry_id, number in _revisions(knowledge).items():
        if before.get(entry_id) != number:
            passages = entry_passages(knowledge.entries[entry_id])
            index = index.with_group(entry_id, passages, revision=revision)
    for entry_id in before.keys() - knowledge.entries.keys():
        index = index.without_group(entry_id, revision=revision)
    return index


def _revisions(knowledge: Knowledge) -> Mapping[str, int]:
    return {entry.id: entry.revision for entry in knowledge.entries.values()}
