"""A FAISS index whose memory numpy reads too, without copying it."""

from pathlib import Path

import faiss
import numpy as np

from retrieval.ports import FloatArray, IntArray


class _Lent:
    """Whoever holds an array of it keeps the index that owns the memory alive."""

    def __init__(self, index: faiss.IndexFlat, owner: object) -> None:
        self._owner = (index, owner)
        rows = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d).reshape(index.ntotal, index.d)
        rows.flags.writeable = False
        self.__array_interface__ = rows.__array_interface__


def lent_rows(index: faiss.IndexFlat, *, owner: object = None) -> FloatArray:
    """All rows of a flat index, read-only; ``owner`` is what the index is a part of."""
    if not index.ntotal:
        empty = np.zeros((0, index.d), np.float32)
        empty.flags.writeable = False
        return empty
    return np.asarray(_Lent(index, owner))


class StoredVectors:
    """What all our vector indexes do alike: search by FAISS, compare single rows by numpy."""

    def __init__(self, index: faiss.Index, vectors: FloatArray) -> None:
        self._index = index
        self._vectors = vectors

    @property
    def vectors(self) -> FloatArray:
        return self._vectors

    def search(self, query: FloatArray, limit: int) -> tuple[IntArray, FloatArray]:
        limit = min(limit, self._index.ntotal)
        if limit == 0:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        similarities, rows = self._index.search(query.reshape(1, -1), limit)
        found = rows[0] >= 0
        return rows[0][found], similarities[0][found]

    def similarities(self, query: FloatArray, rows: IntArray) -> FloatArray:
        found: FloatArray = self._vectors[rows] @ query
        return found

    def save(self, file: Path) -> None:
        faiss.write_index(self._index, str(file))
