import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from retrieval.index import SearchIndex
from retrieval.live import LiveIndex
from retrieval.ports import Passage


def test_a_swap_is_seen_by_the_next_search(index: SearchIndex) -> None:
    live = LiveIndex(index)

    former = live.swap(index.without_group("deed.rate"))

    assert former is index
    assert "deed.rate" not in {found.group for found in live.search("买房契税几个点")}


def test_searches_go_on_while_a_change_is_being_made(index: SearchIndex) -> None:
    live = LiveIndex(index)
    started, finish = threading.Event(), threading.Event()

    def slow(current: SearchIndex) -> SearchIndex:
        started.set()
        assert finish.wait(30)
        return current.without_group("deed.rate")

    changing = threading.Thread(target=live.change, args=(slow,))
    changing.start()
    assert started.wait(30)
    during = live.search("买房契税几个点")[0].group
    finish.set()
    changing.join()

    assert during == "deed.rate"
    assert "deed.rate" not in live.current.groups


def test_no_change_is_lost_to_another(index: SearchIndex) -> None:
    live = LiveIndex(index)

    def add(number: int) -> None:
        passage = Passage(f"n{number}", f"new.{number}", f"第{number}个新问题")
        live.change(lambda current: current.with_group(passage.group, [passage]))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(16)))

    assert {f"new.{number}" for number in range(16)} <= set(live.current.groups)


def test_a_change_that_fails_changes_nothing(index: SearchIndex) -> None:
    live = LiveIndex(index)

    def fail(_current: SearchIndex) -> SearchIndex:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        live.change(fail)
    assert live.current is index
    live.swap(index)
