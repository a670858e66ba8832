"""Loads everything that is published from the database into one immutable value."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.domain import (
    Citation,
    Entry,
    Fact,
    FactOption,
    Gap,
    Knowledge,
    Measure,
    Policy,
    Variant,
)
from knowledge_base.entry.models import EntryRow, FactRow, RevisionRow, VariantRow
from knowledge_base.entry.repository import KnowledgeRepository
from knowledge_base.policy.models import PolicyRow


async def load_knowledge(session: AsyncSession) -> Knowledge:
    repository = KnowledgeRepository(session)
    policies = {row.id: _policy(row) for row in await repository.policies()}
    pairs = await repository.published()
    return Knowledge(
        revision=await repository.revision(),
        entries={entry.id: _entry(entry, revision, policies) for entry, revision in pairs},
        facts={row.id: _fact(row) for row in await repository.facts()},
        topics={row.id: row.title for row in await repository.topics()},
        policies=policies,
    )


def _policy(row: PolicyRow) -> Policy:
    return Policy(
        id=row.id,
        number=row.number,
        title=row.title,
        issuer=row.issuer,
        issued_on=row.issued_on,
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        status=row.status,
        replaced_by=tuple(row.replaced_by),
        url=row.url,
        sure=row.sure,
    )


def _entry(row: EntryRow, revision: RevisionRow, policies: Mapping[str, Policy]) -> Entry:
    return Entry(
        id=row.id,
        topic=row.topic_id,
        jurisdiction=row.jurisdiction,
        overrides=row.overrides,
        revision=revision.number,
        question=revision.question,
        similar=tuple(revision.similar),
        near=tuple(revision.near),
        handoff=revision.handoff,
        competence=revision.competence,
        review_by=revision.review_by,
        unverified=revision.verified["status"] == "unverified",
        missing=revision.verified.get("missing"),
        gaps=tuple(_gap(gap) for gap in revision.gaps),
        variants=tuple(_variant(variant, policies) for variant in revision.variants),
    )


def _variant(row: VariantRow, policies: Mapping[str, Policy]) -> Variant:
    return Variant(
        id=row.key,
        when=_when(row.when),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        brief=row.brief,
        detail=row.detail,
        steps=tuple(row.steps),
        sms=row.sms,
        must_mention=tuple(row.must_mention),
        citations=tuple(Citation(policies[cite.policy_id], cite.article) for cite in row.citations),
    )


def _when(stored: Mapping[str, str | list[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset([values] if isinstance(values, str) else values) for name, values in stored.items()}


def _gap(stored: Mapping[str, Any]) -> Gap:
    since, until = stored.get("since"), stored.get("until")
    return Gap(
        when=_when(stored["when"]),
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
        why=stored["why"],
    )


def _fact(row: FactRow) -> Fact:
    return Fact(row.id, row.label, row.ask, tuple(_option(option) for option in row.options))


def _option(stored: Mapping[str, Any]) -> FactOption:
    measure = stored.get("measure")
    return FactOption(
        value=stored["value"],
        label=stored["label"],
        words=tuple(stored["words"]),
        measure=Measure(tuple(measure["units"]), measure["max"], measure["above"]) if measure else None,
    )
