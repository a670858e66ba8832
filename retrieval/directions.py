"""Where rows and groups point: the directions of their texts."""

from collections.abc import Sequence

import numpy as np

from retrieval.ports import FloatArray, Role
from retrieval.rows import Layout, Row

# A body is one long passage about the same thing as ten short questions.
BODY_WEIGHT = 2.0


def mean_directions(rows: Sequence[Row], layout: Layout, vectors: FloatArray) -> FloatArray:
    """(groups, dimension): the direction of the weighted sum of a group's passages, of length one or zero."""
    if not len(rows):
        return np.zeros((0, vectors.shape[1]), np.float32)
    weights = np.array([BODY_WEIGHT if row.passage.role is Role.body else 1.0 for row in rows], np.float32)
    sums = np.add.reduceat(vectors * weights[:, None], layout.starts, axis=0)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.where(lengths > 0, lengths, 1), np.float32)
