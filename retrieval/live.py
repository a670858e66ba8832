"""The index that is being asked right now, replaced while searches go on."""

import threading
from collections.abc import Callable

from retrieval.index import SearchIndex
from retrieval.ports import Allowed, Ranked


class LiveIndex:
    """Holds one index. Searches take the one they find and never wait; changes wait for each other."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index
        self._changing = threading.Lock()

    @property
    def current(self) -> SearchIndex:
        """The index of this moment; keep it to ask several questions of one and the same state."""
        return self._index

    def search(self, query: str, *, allowed: Allowed | None = None, limit: int = 10) -> list[Ranked]:
        return self._index.search(query, allowed=allowed, limit=limit)

    def swap(self, index: SearchIndex) -> SearchIndex:
        """Replace the index from outside, and return the former one."""
        return self.change(lambda _former: index)

    def change(self, change: Callable[[SearchIndex], SearchIndex]) -> SearchIndex:
        """Replace the index by what ``change`` makes of it; no change is lost to another made meanwhile.

        Returns the former one. When ``change`` fails, nothing is replaced.
        """
        with self._changing:
            former = self._index
            self._index = change(former)
            return former
