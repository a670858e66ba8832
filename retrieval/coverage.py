"""How much of what a query says stands in a row, or anywhere in a group."""

from collections.abc import Iterable
from typing import Self

import numpy as np

from retrieval.keyword import Bm25Index
from retrieval.ports import FloatArray, IntArray
from retrieval.rows import Layout


class Coverage:
    """Sums the weights (IDF) of the distinct query terms that a row, or the rows of a group, contain."""

    def __init__(self, index: Bm25Index, rows: "Postings", groups: "Postings") -> None:
        self._index = index
        self._rows = rows
        self._groups = groups
        self.mass: FloatArray = self._mass(rows.size)

    @classmethod
    def of(cls, index: Bm25Index, layout: Layout) -> Self:
        """The coverage of the same terms that ``index`` scores."""
        members, borders = index.postings
        count = len(layout.names)
        by_group = _by_group(layout.group_of_row[members], borders, count)
        return cls(index, Postings(members, borders, len(layout.group_of_row)), Postings(*by_group, count))

    def _mass(self, rows: int) -> FloatArray:
        """What each row weighs by itself: the sum over its distinct terms."""
        members, borders = self._index.postings
        weights = np.repeat(self._index.idf, np.diff(borders))
        return np.bincount(members, weights=weights, minlength=rows).astype(np.float32)

    def rows(self, terms: Iterable[str]) -> FloatArray:
        return self._rows.sums(self._index.ids(terms), self._index.idf)

    def groups(self, terms: Iterable[str]) -> FloatArray:
        return self._groups.sums(self._index.ids(terms), self._index.idf)


class Postings:
    """For each term the members that have it, each once."""

    def __init__(self, members: IntArray, borders: IntArray, size: int) -> None:
        self._members = members
        self._borders = borders
        self.size = size

    def sums(self, terms: list[int], weights: FloatArray) -> FloatArray:
        """For each member the weights of those ``terms`` it has."""
        if not terms:
            return np.zeros(self.size, np.float32)
        spans = [self._members[self._borders[term] : self._borders[term + 1]] for term in terms]
        each = np.repeat(weights[terms], [len(span) for span in spans])
        return np.bincount(np.concatenate(spans), weights=each, minlength=self.size).astype(np.float32)


def _by_group(groups: IntArray, borders: IntArray, count: int) -> tuple[IntArray, IntArray]:
    """The postings of rows as postings of groups."""
    terms = np.repeat(np.arange(len(borders) - 1), np.diff(borders))
    pairs = np.unique(terms * max(count, 1) + groups)
    sizes = np.bincount(pairs // max(count, 1), minlength=len(borders) - 1)
    return pairs % max(count, 1), np.concatenate(([0], np.cumsum(sizes)))
