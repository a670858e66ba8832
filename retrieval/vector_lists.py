"""Nearest vectors with FAISS among very many: look only into the lists whose centres are near, then compare exactly."""

from typing import Any

import faiss
import numpy as np

from retrieval.lent import StoredVectors, lent_rows
from retrieval.ports import FloatArray

# Lists to look into. Recall at 10 and the time that it costs are measured by `python -m bench retrieval`.
PROBED = 48
# Fewer rows than this for a list, and k-means finds no good centre for it (FAISS warns).
ROWS_OF_A_LIST = 39
# So many times the rows wanted are compared exactly: the lists hold vectors in one byte a dimension.
COMPARED = 8


class ListedVectorIndex(StoredVectors):
    """Inverted lists of quantised vectors (IVF, SQ8; Jégou et al., 2011), re-ranked by the vectors themselves."""

    def __init__(self, index: faiss.IndexRefineFlat) -> None:
        flat: Any = faiss.downcast_index(index.refine_index)
        super().__init__(index, lent_rows(flat, owner=index))

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
