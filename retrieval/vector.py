"""Nearest vectors with FAISS: exact by inner product of unit rows, or by lists where there are very many."""

from pathlib import Path

import faiss
import numpy as np

from retrieval.errors import IndexCorrupt
from retrieval.lent import StoredVectors, lent_rows
from retrieval.ports import FloatArray, VectorIndex
from retrieval.vector_lists import ListedVectorIndex

# At this size a query compared with every row took 15 ms on one core (256 dimensions, median of 60).
EXACT_UP_TO = 200_000


class FlatVectorIndex(StoredVectors):
    """Compares a query with every row (IndexFlatIP): exact, and affordable up to some hundred thousand rows."""

    def __init__(self, index: faiss.IndexFlatIP) -> None:
        super().__init__(index, lent_rows(index))

    @classmethod
    def build(cls, vectors: FloatArray) -> "FlatVectorIndex":
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, np.float32))
        return cls(index)


def build_vector_index(vectors: FloatArray) -> VectorIndex:
    """The index that suits this many rows: exact while that is affordable."""
    return (FlatVectorIndex if len(vectors) <= EXACT_UP_TO else ListedVectorIndex).build(vectors)


def load_vector_index(file: Path) -> VectorIndex:
    """Read what the ``save`` of any index of ``build_vector_index`` wrote.

    Raises:
        IndexCorrupt: the file is missing or is no such index.
    """
    try:
        index = faiss.read_index(str(file))
    except RuntimeError as exc:
        raise IndexCorrupt(f"{file.name} cannot be read.") from exc
    if isinstance(index, faiss.IndexFlatIP):
        return FlatVectorIndex(index)
    if isinstance(index, faiss.IndexRefineFlat):
        return ListedVectorIndex(index)
    raise IndexCorrupt(f"{file.name} holds another kind of index.")
