"""Who a visitor is, and how much of everything one may have."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from itsdangerous import URLSafeTimedSerializer
from pydantic import SecretStr
from starlette.requests import HTTPConnection

from bot.answering.library import Library, Shelf
from channels.web.greeting import read_greeting
from channels.web.limits import MessageLimits
from channels.web.parts import OpenStreams
from channels.web.visitor import VisitorCookies
from common.errors import TooManyRequestsError
from tests.support.knowledge import KNOWLEDGE

_SECRET = SecretStr("of-the-tests")


def _cookies(**how: object) -> VisitorCookies:
    return VisitorCookies(_SECRET, lifetime=timedelta(days=1), secure=False, **how)


def _request(value: str) -> HTTPConnection:
    headers = [(b"cookie", f"shuida_visitor={value}".encode())]
    return HTTPConnection({"type": "http", "headers": headers})


def _signed(value: object) -> str:
    return URLSafeTimedSerializer(_SECRET.get_secret_value(), salt="shuida.visitor").dumps(value)


def test_a_visitor_is_read_from_a_cookie_of_ours() -> None:
    assert _cookies().read(_request(_signed("abc"))) == "abc"


@pytest.mark.parametrize("value", ["", "abc", "a.b.c", _signed("abc")[:-1], _signed({"not": "a name"}), _signed(1)])
def test_anything_else_is_nobody(value: str) -> None:
    assert _cookies().read(_request(value)) is None


def test_an_old_cookie_is_nobody() -> None:
    expired = VisitorCookies(_SECRET, lifetime=timedelta(seconds=-1), secure=False)

    assert expired.read(_request(_signed("abc"))) is None


def test_no_two_visitors_have_the_same_name() -> None:
    assert len({_cookies().new_visitor() for _ in range(100)}) == 100


def test_a_visitor_may_hold_so_many_streams_and_others_as_many() -> None:
    streams = OpenStreams(2)
    with (
        streams.open("a"),
        streams.open("a"),
        streams.open("b"),
        pytest.raises(TooManyRequestsError),
        streams.open("a"),
    ):
        raise AssertionError("a third stream was opened")


def test_a_stream_that_fails_makes_room_too() -> None:
    streams = OpenStreams(1)
    for _ in range(3):
        with pytest.raises(RuntimeError), streams.open("a"):
            raise RuntimeError("the client is gone")

    assert not streams._open


async def test_an_address_has_a_limit_over_all_its_visitors() -> None:
    limits = MessageLimits(visitor="100/minute", address="2/minute")
    await limits.check(visitor="a", address="192.0.2.1")
    await limits.check(visitor="b", address="192.0.2.1")

    with pytest.raises(TooManyRequestsError) as refusal:
        await limits.check(visitor="c", address="192.0.2.1")
    assert timedelta(seconds=1) <= refusal.value.retry_after <= timedelta(seconds=61)
    await limits.check(visitor="c", address="192.0.2.2")


class _Index:
    revision = "7"


@pytest.mark.parametrize(("month", "shown"), [(5, ["增值税税率有哪些"]), (6, [])])
def test_the_greeting_shows_the_published_questions_of_the_month(tmp_path: Path, month: int, shown: list[str]) -> None:
    path = tmp_path / "hot.yaml"
    path.write_text("months: {5: [vat.rates, not.published]}\nalways: [not.published]\n", encoding="utf-8")
    library = Library(Shelf(KNOWLEDGE, _Index(), "CN-50"))

    greet = read_greeting(path, library, clock=lambda: datetime(2026, month, 22, tzinfo=UTC))

    assert [one.text for one in greet().options] == shown
    assert "税答" in greet().text
