import threading
from concurrent.futures import ThreadPoolExecutor

from retrieval.index import SearchIndex
from retrieval.live import LiveIndex


def test_every_search_during_swaps_is_answered_by_one_whole_index(index: SearchIndex) -> None:
    query = "买房契税几个点"
    other = index.without_group("deed.rate")
    whole = [index.search(query), other.search(query)]
    live, done = LiveIndex(index), threading.Event()

    def swap() -> None:
        while not done.is_set():
            live.swap(other)
            live.swap(index)

    swapping = threading.Thread(target=swap)
    swapping.start()
    try:
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda _: live.search(query), range(200)))
    finally:
        done.set()
        swapping.join()

    assert all(answer in whole for answer in found)
