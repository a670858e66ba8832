"""Brings the seed files into the database: again and again with the same result."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from common.clock import Clock, legal_today
from common.errors import InvalidError
from knowledge_base.entry.models import (
    CitationRow,
    FactRow,
    RevisionRow,
    RevisionState,
    TopicRow,
    VariantRow,
)
from knowledge_base.entry.repository import KnowledgeRepository
from knowledge_base.policy.models import PolicyRow
from knowledge_base.seed.check import Finding, Level, check_seed
from knowledge_base.seed.files import Seed
from knowledge_base.seed.schemas import SeedEntry, SeedVariant, TopicFile

AUTHOR = "seed"
REVIEWER = "seed-review"


class SeedRejected(InvalidError):
    """The seed breaks a rule; nothing was written."""

    code = "seed_rejected"

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


@dataclass(slots=True)
class ImportReport:
    """Entry ids by what the import did with them."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Differs from the file because an editor changed it here: left alone."""
    absent: list[str] = field(default_factory=list)
    """Published here, but in no file: left alone."""
    revision: int = 0


async def import_seed(
    session: AsyncSession, seed: Seed, *, clock: Clock, progress: Callable[[int], None] = lambda _: None
) -> ImportReport:
    """Make what is published equal to the seed, except where editors have carried on.

    A changed entry becomes a new revision and its old one is retired, never overwritten: conversations keep
    pointing at what they were answered from. ``progress`` is told how many entries are done.

    Raises:
        SeedRejected: a check failed; nothing is written.
    """
    errors = [one for one in check_seed(seed, today=legal_today(clock)) if one.level is Level.error]
    if errors:
        raise SeedRejected(errors)
    repository = KnowledgeRepository(session)
    heads, numbers = await repository.published_heads(), await repository.last_numbers()
    changed_ground = await _save_ground(session, seed)
    report = ImportReport()
    for done, (topic, entry) in enumerate(seed.entries(), start=1):
        head = heads.get(entry.id)
        verdict = _verdict(report, head, digest_of(topic, entry))
        verdict.append(entry.id)
        if verdict is report.new or verdict is report.changed:
            number = numbers.get(entry.id, 0) + 1
            await _publish(repository, topic, entry, number=number, now=clock())
        progress(done)
    report.absent = sorted(heads.keys() - {entry.id for _, entry in seed.entries()})
    moved = bool(report.new or report.changed or changed_ground)
    report.revision = await (repository.count_up(clock()) if moved else repository.revision())
    return report


def digest_of(topic: TopicFile, entry: SeedEntry) -> str:
    """SHA-256 over everything the entry says."""
    content = f"{topic.topic}\n{entry.model_dump_json()}"
    return hashlib.sha256(content.encode()).hexdigest()


def _verdict(report: ImportReport, head: RevisionRow | None, digest: str) -> list[str]:
    if head is None:
        return report.new
    if head.digest == digest:
        return report.unchanged
    return report.changed if head.author == AUTHOR else report.kept


async def _save_ground(session: AsyncSession, seed: Seed) -> bool:
    """Topics, facts and policies; True when any of them is new or changed."""
    for topic in seed.topics:
        await session.merge(TopicRow(id=topic.topic, title=topic.title))
    for position, fact in enumerate(seed.facts):
        options = [option.model_dump(mode="json") for option in fact.options]
        row = FactRow(id=fact.id, label=fact.label, ask=fact.ask, options=options, position=position)
        await session.merge(row)
    for policy in seed.policies:
        await session.merge(PolicyRow(**{**policy.model_dump(), "status": policy.status.value}))
    changed = any(session.is_modified(row) for row in session.dirty) or bool(session.new)
    await session.flush()
    return changed


async def _publish(
    repository: KnowledgeRepository, topic: TopicFile, entry: SeedEntry, *, number: int, now: datetime
) -> None:
    await repository.save_entry(
        id=entry.id, topic_id=topic.topic, jurisdiction=entry.jurisdiction, overrides=entry.overrides
    )
    await repository.retire_published(entry.id)
    await repository.add(
        RevisionRow(
            entry_id=entry.id,
            number=number,
            question=entry.question,
            similar=entry.similar,
            near=entry.near,
            handoff=entry.handoff.value,
            competence=entry.competence.value,
            review_by=entry.review_by,
            verified=entry.verified.model_dump(mode="json"),
            gaps=[gap.model_dump(mode="json") for gap in entry.gaps],
            digest=digest_of(topic, entry),
            state=RevisionState.published,
            author=AUTHOR,
            reviewer=REVIEWER,
            opinion=entry.verified.basis,
            created_at=now,
            published_at=now,
            variants=[_variant_row(position, variant) for position, variant in enumerate(entry.variants)],
        )
    )


def _variant_row(position: int, variant: SeedVariant) -> VariantRow:
    return VariantRow(
        position=position,
        key=variant.id,
        when=variant.when,
        valid_from=variant.valid_from,
        valid_to=variant.valid_to,
        brief=variant.brief,
        detail=variant.detail,
        steps=variant.steps,
        sms=variant.sms,
        must_mention=variant.must_mention,
        citations=[
            CitationRow(position=place, policy_id=cite.policy, article=cite.article)
            for place, cite in enumerate(variant.cites)
        ],
    )
