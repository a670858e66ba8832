"""What a search is judged by: where the first right document stands, and how long it took."""

import time
from collections.abc import Callable, Iterable, Sequence, Set

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

# Documents asked for; a right one below counts as not found.
DEPTH = 10
WARM_UP = 5

# A text and how many documents to return: their ids, best first.
Search = Callable[[str, int], Sequence[str]]


class Figures(BaseModel):
    """Shares and mean over all queries; milliseconds for one query at a time, from its text to the ids."""

    model_config = ConfigDict(populate_by_name=True)

    recall_at_1: float = Field(alias="r@1", description="A right document is first.")
    recall_at_5: float = Field(alias="r@5", description="One is among the first five.")
    mrr: float = Field(description=f"Mean of 1/rank of the first right one; 0 beyond {DEPTH}.")
    p50_ms: float
    p99_ms: float

    @classmethod
    def of(cls, ranks: Sequence[int | None], milliseconds: Sequence[float]) -> "Figures":
        """``ranks`` from 1; None where no right document was found.

        Raises:
            ValueError: there is no query.
        """
        if not ranks or len(ranks) != len(milliseconds):
            raise ValueError("Each query has one rank and one time, and there is at least one.")
        return cls(
            recall_at_1=float(np.mean([rank == 1 for rank in ranks])),
            recall_at_5=float(np.mean([rank is not None and rank <= 5 for rank in ranks])),
            mrr=float(np.mean([1 / rank if rank else 0.0 for rank in ranks])),
            p50_ms=float(np.percentile(milliseconds, 50)),
            p99_ms=float(np.percentile(milliseconds, 99)),
        )


def first_right(found: Iterable[str], relevant: Set[str]) -> int | None:
    """The place, from 1, of the first relevant one among those found."""
    return next((at for at, id_ in enumerate(found, start=1) if id_ in relevant), None)


def measure(search: Search, queries: Sequence[tuple[str, Set[str]]]) -> Figures:
    """Ask each (text, relevant ids) once, after a few that are not counted."""
    for text, _ in queries[:WARM_UP]:
        search(text, DEPTH)
    ranks, milliseconds = [], []
    for text, relevant in queries:
        started = time.perf_counter()
        found = search(text, DEPTH)
        milliseconds.append((time.perf_counter() - started) * 1000)
        ranks.append(first_right(found, relevant))
    return Figures.of(ranks, milliseconds)
