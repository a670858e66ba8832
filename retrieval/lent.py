"""The memory of a FAISS index as a numpy array, without copying it."""

import faiss
import numpy as np

from retrieval.ports import FloatArray


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
