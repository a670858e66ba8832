"""Nearest vectors with FAISS: exact, by inner product of unit rows."""

from pathlib import Path

import faiss
import numpy as np

from retrieval.errors import IndexCorrupt
from retrieval.ports import FloatArray, IntArray, VectorIndex


class FlatVectorIndex:
    """Compares a query with every row (IndexFlatIP): exact, and affordable up to some hundred thousand rows."""

    def __init__(self, index: faiss.IndexFlatIP) -> None:
        self._index = index
        self._vectors = _stored(index)
        self._vectors.flags.writeable = False

    @classmethod
    def build(cls, vectors: FloatArray) -> "FlatVectorIndex":
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, np.float32))
        return cls(index)

    @property
    def vectors(self) -> FloatArray:
        return self._vectors

    def search(self, query: FloatArray, limit: int) -> tuple[IntArray, FloatArray]:
        limit = min(limit, self._index.ntotal)
        if limit == 0:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        similarities, rows = self._index.search(query.reshape(1, -1), limit)
        return rows[0], similarities[0]

    def similarities(self, query: FloatArray, rows: IntArray) -> FloatArray:
        found: FloatArray = self._vectors[rows] @ query
        return found

    def save(self, file: Path) -> None:
        faiss.write_index(self._index, str(file))

    @classmethod
    def load(cls, file: Path) -> "FlatVectorIndex":
        """Raises:
        IndexCorrupt: the file is missing or is no such index.
        """
        try:
            index = faiss.read_index(str(file))
        except RuntimeError as exc:
            raise IndexCorrupt(f"{file.name} cannot be read.") from exc
        if not isinstance(index, faiss.IndexFlatIP):
            raise IndexCorrupt(f"{file.name} holds another kind of index.")
        return cls(index)


class _Lent:
    """The memory of an index for numpy; whoever holds an array of it keeps the index alive."""

    def __init__(self, index: faiss.IndexFlatIP) -> None:
        self._index = index
        rows = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d).reshape(index.ntotal, index.d)
        rows.flags.writeable = False
        self.__array_interface__ = rows.__array_interface__


def _stored(index: faiss.IndexFlatIP) -> FloatArray:
    """The index's own memory as an array, read-only: nothing is copied."""
    if not index.ntotal:
        return np.zeros((0, index.d), np.float32)
    return np.asarray(_Lent(index))


def build_vector_index(vectors: FloatArray) -> VectorIndex:
    """The index that suits this many rows: the one place to choose an approximate one for a large number."""
    return FlatVectorIndex.build(vectors)


def load_vector_index(file: Path) -> VectorIndex:
    """Read what the ``save`` of any index of ``build_vector_index`` wrote.

    Raises:
        IndexCorrupt: the file is missing or is no such index.
    """
    return FlatVectorIndex.load(file)
