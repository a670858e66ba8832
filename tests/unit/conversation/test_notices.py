"""Notices inside one process: a hint to whoever watches, and never a burden on whoever speaks."""

from datetime import timedelta

import pytest

from bot.conversation.notifier import LocalNotifier
from bot.conversation.ports import Notice

_SOON = timedelta(milliseconds=1)


@pytest.fixture
def notifier() -> LocalNotifier:
    return LocalNotifier()


async def test_every_watch_of_a_conversation_gets_every_notice_in_order(notifier: LocalNotifier) -> None:
    watches = [notifier.watch("c-1"), notifier.watch("c-1")]
    for on in (True, False):
        notifier.publish("c-1", Notice(typing=on))

    for watch in watches:
        assert [await watch.wait(_SOON) for _ in range(3)] == [Notice(typing=True), Notice(typing=False), None]


async def test_a_watch_hears_nothing_of_other_conversations(notifier: LocalNotifier) -> None:
    watch = notifier.watch("c-1")
    notifier.publish("c-2", Notice())

    assert await watch.wait(_SOON) is None


async def test_a_closed_watch_hears_nothing_more_and_others_go_on(notifier: LocalNotifier) -> None:
    closed, open_one = notifier.watch("c-1"), notifier.watch("c-1")
    closed.close()
    closed.close()
    notifier.publish("c-1", Notice())

    assert await closed.wait(_SOON) is None
    assert await open_one.wait(_SOON) == Notice()


async def test_nothing_is_kept_of_a_conversation_that_nobody_watches(notifier: LocalNotifier) -> None:
    notifier.publish("c-1", Notice())
    watch = notifier.watch("c-1")
    watch.close()

    assert not notifier._watches


async def test_a_reader_that_falls_far_behind_loses_hints_and_blocks_nobody(notifier: LocalNotifier) -> None:
    watch = notifier.watch("c-1")
    for _ in range(1000):
        notifier.publish("c-1", Notice())

    heard = 0
    while await watch.wait(_SOON) is not None:
        heard += 1
    assert 0 < heard < 1000
