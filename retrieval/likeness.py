"""How alike a query and a row are as sets of terms, whichever of the two is longer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from retrieval.coverage import Postings
from retrieval.keyword import Bm25Index
from retrieval.ports import FloatArray


@dataclass(frozen=True, slots=True)
class Alike:
    """Between 0 and 1, one of each for every row."""

    likeness: FloatArray
    contained: FloatArray


class Likeness:
    """The cosine of sets of terms that weigh their IDF, and how much of a row the query contains.

    BM25 and coverage measure a row by the query alone, so a long story finds every row that has a few of its many
    terms; the cosine (Salton & Buckley, 1988) asks of the row too how much of it the query speaks of.
    """

    def __init__(self, index: Bm25Index, rows: Postings) -> None:
        self._index = index
        self._rows = rows
        self._squares: FloatArray = index.idf**2
        members, borders = index.postings
        mass = np.bincount(members, weights=np.repeat(self._squares, np.diff(borders)), minlength=rows.size)
        self._mass: FloatArray = np.maximum(mass, 1e-6).astype(np.float32)
        self._length: FloatArray = np.sqrt(self._mass)

    @classmethod
    def of(cls, index: Bm25Index, size: int) -> Self:
        """The likeness of the terms that ``index`` scores, over its ``size`` rows."""
        return cls(index, Postings(*index.postings, size))

    def of_query(self, terms: Sequence[str]) -> Alike:
        """``terms`` are distinct; those that no row has make the query longer too."""
        shared = self._rows.sums(self._index.ids(terms), self._squares)
        length = max(float(np.linalg.norm(self._index.weights(terms))), 1e-6)
        return Alike(shared / (self._length * length), shared / self._mass)
