"""The form of events, which every transport shares."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.conversation.delivery import _backoff
from bot.conversation.events import Event, FeedbackEvent, MessageEvent, OwnerEvent
from bot.conversation.ports import Channel
from bot.conversation.repository import conversation_id_of

_AT = datetime(2026, 11, 22, 3, 10, tzinfo=UTC)
_EVENTS = [
    (
        MessageEvent(seq=12, id="m_1", at=_AT, sender="taxpayer", text="税率", client_message_id="k"),
        '{"type":"message","seq":12,"id":"m_1","at":"2026-11-22T03:10:00Z","sender":"taxpayer","text":"税率",'
        '"client_message_id":"k","reply":null}',
    ),
    (
        OwnerEvent(seq=13, at=_AT, owner="waiting", reason="requested"),
        '{"type":"owner","seq":13,"at":"2026-11-22T03:10:00Z","owner":"waiting","reason":"requested"}',
    ),
    (
        FeedbackEvent(seq=14, at=_AT, message_id="m_1", verdict="up", reason=None),
        '{"type":"feedback","seq":14,"at":"2026-11-22T03:10:00Z","message_id":"m_1","verdict":"up","reason":null}',
    ),
]


@pytest.mark.parametrize(("event", "form"), _EVENTS, ids=["message", "owner", "feedback"])
def test_an_event_has_the_form_that_clients_know(event: Event, form: str) -> None:
    assert event.model_dump_json() == form
    assert TypeAdapter(Event).validate_json(form) == event


def test_a_visitor_has_one_conversation_on_each_channel() -> None:
    ids = {conversation_id_of(channel, visitor) for channel in Channel for visitor in ("a", "b")}

    assert len(ids) == len(Channel) * 2
    assert conversation_id_of(Channel.web, "a") in ids
    assert all(one.startswith("c_") and len(one) <= 40 for one in ids)


@given(st.floats(0, 3600), st.integers(1, 30))
def test_a_refused_delivery_waits_at_least_what_the_channel_asked_for_up_to_a_limit(
    asked_for: float, attempts: int
) -> None:
    wait = _backoff(timedelta(seconds=asked_for), attempts)

    assert min(timedelta(seconds=max(1.0, asked_for)), timedelta(minutes=10)) <= wait <= timedelta(minutes=12.5)
