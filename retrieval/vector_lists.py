"""Nearest vectors with FAISS among very many: look only into the lists whose centres are near, then compare exactly."""

from pathlib import Path
from typing import Any

import faiss
import numpy as np

from retrieval.lent import lent_rows
from retrieval.ports import FloatArray, IntArray

# Lists to look into. Recall at 10 and the time that it costs are measured by `python -m bench retrieval`.
PROBED = 48
# Fewer rows than this for a list, and k-means finds no good centre for it (FAISS warns).
ROWS_OF_A_LIST = 39
# So many times the rows wanted are compared exactly: the lists hold vectors in one byte a dimension.
COMPARED = 8


class ListedVectorIndex:
    """Inverted lists of quantised vectors (IVF, SQ8; Jégou et al., 2011), re-ranked by the vectors themselves."""

    def __init__(self, index: faiss.IndexRefineFlat) -> None:
        self._index = index
        flat: Any = faiss.downcast_index(index.refine_index)
        self._vectors = lent_rows(flat, owner=index)

    @classmethod
    def build(cls, vectors: FloatArray) -> "ListedVectorIndex":
        count, dimension = vectors.shape
        lists = max(1, min(round(4 * count**0.5), count // ROWS_OF_A_LIST))
        index: Any = faiss.index_factory(dimension, f"IVF{lists},SQ8,RFlat", faiss.METRIC_INNER_PRODUCT)
        faiss.extract_index_ivf(index).nprobe = PROBED
        index.k_factor = COMPARED
        if count:
            rows = np.ascontiguousarray(vectors, np.float32)
            index.train(rows)
            index.add(rows)
        return cls(index)

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
