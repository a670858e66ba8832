"""All SQL of the knowledge: what is published, and writing a new revision."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from common.database import insert
from knowledge_base.entry.models import (
    EntryRow,
    FactRow,
    KnowledgeStateRow,
    RevisionRow,
    RevisionState,
    TopicRow,
    VariantRow,
)
from knowledge_base.policy.models import PolicyRow


class KnowledgeRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def revision(self) -> int:
        """Counts up with every change of what is published; 0 before the first."""
        return await self._session.scalar(select(KnowledgeStateRow.revision)) or 0

    async def count_up(self, now: datetime) -> int:
        """In one statement, so that two importers never give out the same number."""
        changes = {"revision": KnowledgeStateRow.revision + 1, "changed_at": now}
        statement = (
            insert(self._session, KnowledgeStateRow)
            .values(id=1, revision=1, changed_at=now)
            .on_conflict_do_update(index_elements=["id"], set_=changes)
            .returning(KnowledgeStateRow.revision)
        )
        return (await self._session.scalars(statement)).one()

    async def published(self) -> Sequence[tuple[EntryRow, RevisionRow]]:
        statement = (
            select(EntryRow, RevisionRow)
            .join(RevisionRow, RevisionRow.entry_id == EntryRow.id)
            .where(RevisionRow.state == RevisionState.published)
            .options(selectinload(RevisionRow.variants).selectinload(VariantRow.citations))
            .order_by(EntryRow.id)
        )
        return [(entry, revision) for entry, revision in await self._session.execute(statement)]

    async def published_heads(self) -> Mapping[str, RevisionRow]:
        """The published revision of each entry, without its variants."""
        statement = select(RevisionRow).where(RevisionRow.state == RevisionState.published)
        return {revision.entry_id: revision for revision in await self._session.scalars(statement)}

    async def last_numbers(self) -> Mapping[str, int]:
        """The highest revision number of each entry."""
        statement = select(RevisionRow.entry_id, func.max(RevisionRow.number)).group_by(RevisionRow.entry_id)
        return dict((await self._session.execute(statement)).all())

    async def retire_published(self, entry_id: str) -> None:
        await self._session.execute(
            update(RevisionRow)
            .where(RevisionRow.entry_id == entry_id, RevisionRow.state == RevisionState.published)
            .values(state=RevisionState.retired)
        )

    async def policies(self) -> Sequence[PolicyRow]:
        return list(await self._session.scalars(select(PolicyRow)))

    async def facts(self) -> Sequence[FactRow]:
        return list(await self._session.scalars(select(FactRow).order_by(FactRow.position)))

    async def topics(self) -> Sequence[TopicRow]:
        return list(await self._session.scalars(select(TopicRow)))

    async def save_entry(self, *, id: str, topic_id: str, jurisdiction: str, overrides: str | None) -> None:
        values = {"topic_id": topic_id, "jurisdiction": jurisdiction, "overrides": overrides}
        statement = insert(self._session, EntryRow).values(id=id, **values)
        await self._session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))

    async def add(self, revision: RevisionRow) -> None:
        self._session.add(revision)
        await self._session.flush()
