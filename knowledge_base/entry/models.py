"""The tables of knowledge: topics, facts, entries, their revisions, and the variants and citations of each revision."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from common.database import Base


class RevisionState(StrEnum):
    draft = "draft"
    in_review = "in_review"
    approved = "approved"
    published = "published"
    retired = "retired"


class TopicRow(Base):
    __tablename__ = "topic"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    title: Mapped[str] = mapped_column(String(100))


class FactRow(Base):
    __tablename__ = "fact"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    label: Mapped[str] = mapped_column(String(100))
    ask: Mapped[str] = mapped_column(Text)
    options: Mapped[list[Any]]
    position: Mapped[int]


class EntryRow(Base):
    __tablename__ = "entry"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    topic_id: Mapped[str] = mapped_column(ForeignKey("topic.id"), index=True)
    jurisdiction: Mapped[str] = mapped_column(String(5))
    overrides: Mapped[str | None] = mapped_column(String(80))
    revisions: Mapped[list["RevisionRow"]] = relationship(back_populates="entry", lazy="raise")


class RevisionRow(Base):
    """One version of an entry's texts; what a conversation was answered from is kept for ever."""

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("entry_id", "number"),
        Index(
            "uq_revision_published",
            "entry_id",
            unique=True,
            sqlite_where=text("state = 'published'"),
            postgresql_where=text("state = 'published'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id"))
    number: Mapped[int]
    question: Mapped[str] = mapped_column(Text)
    similar: Mapped[list[Any]]
    near: Mapped[list[Any]]
    handoff: Mapped[str] = mapped_column(String(10))
    competence: Mapped[str] = mapped_column(String(20), server_default="ours")
    review_by: Mapped[date]
    verified: Mapped[dict[str, Any]]
    gaps: Mapped[list[Any]]
    digest: Mapped[str] = mapped_column(String(64), doc="SHA-256 of the content, to tell a change.")
    state: Mapped[str] = mapped_column(String(10))
    author: Mapped[str] = mapped_column(String(80))
    reviewer: Mapped[str | None] = mapped_column(String(80))
    opinion: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    entry: Mapped[EntryRow] = relationship(back_populates="revisions", lazy="raise")
    variants: Mapped[list["VariantRow"]] = relationship(
        order_by="VariantRow.position", lazy="raise", cascade="all, delete-orphan"
    )


class VariantRow(Base):
    __tablename__ = "variant"
    __table_args__ = (UniqueConstraint("revision_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(80), doc="The variant's id inside its entry.")
    when: Mapped[dict[str, Any]]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    brief: Mapped[str] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text)
    steps: Mapped[list[Any]]
    sms: Mapped[str] = mapped_column(Text)
    must_mention: Mapped[list[Any]]
    citations: Mapped[list["CitationRow"]] = relationship(
        order_by="CitationRow.position", lazy="raise", cascade="all, delete-orphan"
    )


class CitationRow(Base):
    __tablename__ = "citation"
    __table_args__ = (UniqueConstraint("variant_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"))
    position: Mapped[int]
    policy_id: Mapped[str] = mapped_column(ForeignKey("policy.id"), index=True)
    article: Mapped[str | None] = mapped_column(String(200))


class KnowledgeStateRow(Base):
    """One row: counts up with every change of what is published, so that an index knows what it holds."""

    __tablename__ = "knowledge_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]
    changed_at: Mapped[datetime]
