"""The tables of conversations: messages, turns to be taken, receipts of what was answered, ownership, deliveries."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from common.database import Base


class Owner(StrEnum):
    """Who speaks to the taxpayer; kept here and nowhere else."""

    bot = "bot"
    waiting = "waiting"
    human = "human"
    closed = "closed"


class Sender(StrEnum):
    taxpayer = "taxpayer"
    bot = "bot"
    agent = "agent"
    system = "system"


class TurnState(StrEnum):
    queued = "queued"
    running = "running"
    done = "done"


class DeliveryState(StrEnum):
    pending = "pending"
    sending = "sending"
    sent = "sent"
    unknown = "unknown"
    """It timed out and may have arrived: never repeated blindly."""
    failed = "failed"


class ConversationRow(Base):
    __tablename__ = "conversation"
    __table_args__ = (UniqueConstraint("channel", "visitor"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    visitor: Mapped[str] = mapped_column(String(100), doc="Who it is, in the channel's own terms.")
    owner: Mapped[str] = mapped_column(String(10), index=True)
    seq: Mapped[int] = mapped_column(doc="The number of the last event.")
    facts: Mapped[dict[str, Any]]
    pending: Mapped[dict[str, Any] | None]
    topic: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]
    last_inbound_at: Mapped[datetime | None]


def _one_open_turn(state: TurnState) -> Index:
    condition = text(f"state = '{state.value}'")
    name = f"uq_turn_{state.value}"
    return Index(name, "conversation_id", unique=True, sqlite_where=condition, postgresql_where=condition)


class TurnRow(Base):
    """A promise to react to one or more messages: at most one is running and one queued in a conversation."""

    __tablename__ = "turn"
    __table_args__ = (
        _one_open_turn(TurnState.queued),
        _one_open_turn(TurnState.running),
        Index(
            "ix_turn_open",
            "lease_until",
            sqlite_where=text("state <> 'done'"),
            postgresql_where=text("state <> 'done'"),
        ),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int]
    worker: Mapped[str | None] = mapped_column(String(40))
    lease_until: Mapped[datetime] = mapped_column(doc="Running: taken over after this. Queued: not before this.")
    as_of: Mapped[date | None] = mapped_column(doc="The day the taxpayer asks about, when given with the message.")
    facts: Mapped[dict[str, Any]] = mapped_column(doc="Facts given with the message.")
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class MessageRow(Base):
    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        UniqueConstraint("channel", "external_key"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    seq: Mapped[int]
    channel: Mapped[str] = mapped_column(String(20))
    external_key: Mapped[str | None] = mapped_column(String(200), doc="The channel's own key: a repeat has the same.")
    client_message_id: Mapped[str | None] = mapped_column(String(100))
    sender: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text, doc="Masked.")
    reply: Mapped[dict[str, Any] | None] = mapped_column(doc="What was shown, exactly, for ever.")
    turn_id: Mapped[str | None] = mapped_column(ForeignKey("turn.id"), index=True)
    created_at: Mapped[datetime]
    turn: Mapped[TurnRow | None] = relationship(lazy="raise")


class ReceiptRow(Base):
    """What a turn was answered with: one for each turn, so that no turn is answered twice."""

    __tablename__ = "receipt"

    turn_id: Mapped[str] = mapped_column(ForeignKey("turn.id"), primary_key=True)
    message_id: Mapped[str] = mapped_column(ForeignKey("message.id"), unique=True)
    message: Mapped[MessageRow] = relationship(lazy="raise")
    outcome: Mapped[str] = mapped_column(String(20), index=True)
    entry: Mapped[str | None] = mapped_column(String(80), index=True)
    revision: Mapped[int | None]
    variant: Mapped[str | None] = mapped_column(String(80))
    confidence: Mapped[float | None]
    as_of: Mapped[date]
    decision: Mapped[dict[str, Any]] = mapped_column(doc="The whole outcome.")
    decided_by: Mapped[str] = mapped_column(String(20))
    knowledge_revision: Mapped[int]
    milliseconds: Mapped[int]


class OwnerEventRow(Base):
    __tablename__ = "owner_event"
    __table_args__ = (UniqueConstraint("conversation_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    seq: Mapped[int]
    from_owner: Mapped[str] = mapped_column(String(10))
    to_owner: Mapped[str] = mapped_column(String(10))
    actor: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]


class FeedbackRow(Base):
    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("conversation_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    seq: Mapped[int]
    message_id: Mapped[str] = mapped_column(ForeignKey("message.id"), index=True)
    verdict: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(20))
    comment: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]


class DeliveryRow(Base):
    """The outbox: a reply that a channel still has to carry out of the house."""

    __tablename__ = "delivery"
    __table_args__ = (
        Index(
            "ix_delivery_due",
            "due_at",
            sqlite_where=text("state IN ('pending', 'sending')"),
            postgresql_where=text("state IN ('pending', 'sending')"),
        ),
    )

    message_id: Mapped[str] = mapped_column(ForeignKey("message.id"), primary_key=True)
    message: Mapped[MessageRow] = relationship(lazy="raise")
    channel: Mapped[str] = mapped_column(String(20))
    recipient: Mapped[str] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int]
    worker: Mapped[str | None] = mapped_column(String(40))
    due_at: Mapped[datetime] = mapped_column(doc="Pending: not before. Sending: the end of the lease.")
    error: Mapped[str | None] = mapped_column(Text)
    sent_at: Mapped[datetime | None]
