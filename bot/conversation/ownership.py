"""Who speaks to the taxpayer: every change is a stored event with its actor and reason."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.models import ConversationRow, Owner, OwnerEventRow
from common.metrics import HAND_OFFS


def change_owner(
    session: AsyncSession,
    conversation: ConversationRow,
    to: Owner,
    *,
    actor: str,
    reason: str,
    now: datetime,
) -> OwnerEventRow | None:
    """Hand the (locked) conversation over; None when it already is theirs."""
    if conversation.owner == to:
        return None
    conversation.seq += 1
    event = OwnerEventRow(
        conversation_id=conversation.id,
        seq=conversation.seq,
        from_owner=conversation.owner,
        to_owner=to.value,
        actor=actor,
        reason=reason,
        at=now,
    )
    session.add(event)
    conversation.owner = to.value
    if to is Owner.waiting:
        HAND_OFFS.labels(reason).inc()
    return event
