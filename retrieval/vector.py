"""Nearest vectors with FAISS, by inner product of unit rows: exact, or for very many rows by a graph of neighbours."""

from pathlib import Path
from typing import Any

import faiss
import numpy as np

from retrieval.errors import IndexCorrupt
from retrieval.ports import FloatArray, IntArray, VectorIndex

# An exact search over so many rows takes about 5 ms on one core; a graph takes minutes to build, a flat index nothing.
FLAT_UP_TO = 100_000
# Neighbours of each row in the graph, and how many candidates are kept while it is built and searched (Malkov &
# Yashunin, 2018).
NEIGHBOURS = 32
KEPT_BUILDING = 100
KEPT_SEARCHING = 160


class FaissVectorIndex:
    """Rows in a FAISS index that keeps them whole, so they can be compared one by one too."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index
        self._vectors = _stored(index)
        self._vectors.flags.writeable = False

    @property
    def vectors(self) -> FloatArray:
        return self._vectors

    def search(self, query: FloatArray, limit: int) -> tuple[IntArray, FloatArray]:
        limit = min(limit, self._index.ntotal)
        if limit == 0:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        similarities, rows = self._index.search(query.reshape(1, -1), limit, params=self._parameters(limit))
        found = rows[0] >= 0
        return rows[0][found], similarities[0][found]

    def _parameters(self, limit: int) -> Any:
        if not isinstance(self._index, faiss.IndexHNSW):
            return None
        parameters = faiss.SearchParametersHNSW()  # type: ignore[attr-defined]
        parameters.efSearch = max(KEPT_SEARCHING, 2 * limit)
        return parameters

    def similarities(self, query: FloatArray, rows: IntArray) -> FloatArray:
        found: FloatArray = self._vectors[rows] @ query
        return found

    def save(self, file: Path) -> None:
        faiss.write_index(self._index, str(file))


class _Lent:
    """The memory of an index for numpy; whoever holds an array of it keeps the index alive."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index
        storage: Any = faiss.downcast_index(index.storage) if isinstance(index, faiss.IndexHNSW) else index
        rows = faiss.rev_swig_ptr(storage.get_xb(), index.ntotal * index.d).reshape(index.ntotal, index.d)
        rows.flags.writeable = False
        self.__array_interface__ = rows.__array_interface__


def _stored(index: faiss.Index) -> FloatArray:
    """The index's own memory as an array, read-only: nothing is copied."""
    if not index.ntotal:
        return np.zeros((0, index.d), np.float32)
    return np.asarray(_Lent(index))


def build_vector_index(vectors: FloatArray, *, flat_up_to: int = FLAT_UP_TO) -> VectorIndex:
    """The index that suits this many rows: the one place that chooses."""
    dimension = vectors.shape[1]
    index = faiss.IndexFlatIP(dimension) if len(vectors) <= flat_up_to else _graph(dimension)
    index.add(np.ascontiguousarray(vectors, np.float32))
    return FaissVectorIndex(index)


def _graph(dimension: int) -> faiss.IndexHNSWFlat:
    index = faiss.IndexHNSWFlat(dimension, NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = KEPT_BUILDING
    return index


def load_vector_index(file: Path) -> VectorIndex:
    """Read what the ``save`` of any index of ``build_vector_index`` wrote.

    Raises:
        IndexCorrupt: the file is missing or is no such index.
    """
    try:
        index = faiss.read_index(str(file))
    except RuntimeError as exc:
        raise IndexCorrupt(f"{file.name} cannot be read.") from exc
    if not isinstance(index, faiss.IndexFlatIP | faiss.IndexHNSWFlat):
        raise IndexCorrupt(f"{file.name} holds another kind of index.")
    return FaissVectorIndex(index)
