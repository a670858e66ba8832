"""Where training starts: tokens that keep the same company get similar vectors."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.utils.extmath import randomized_svd

from retrieval.ports import FloatArray

DoubleArray = NDArray[np.float64]

# The share of the squared length that says what a token means; the rest tells it from every other token.
MEANING = 0.8


def initial_vectors(texts: Sequence[Sequence[int]], *, tokens: int, dimension: int, seed: int) -> FloatArray:
    """(tokens, dimension): company (PPMI, factored by SVD; Levy & Goldberg, 2014) beside identity (random).

    Rows are as long as their token tells much (IDF), so that the mean of a text's rows is about what it says.
    Row 0, the unknown token, says nothing.
    """
    counts = CountVectorizer(analyzer=list, vocabulary=range(tokens), binary=True, lowercase=False).fit_transform(texts)
    size = min(round(dimension * MEANING), tokens - 1)
    generator = np.random.default_rng(seed)
    vectors = np.hstack(
        [
            _unit(_company(counts, size, seed)) * np.sqrt(MEANING),
            _unit(generator.normal(size=(tokens, dimension - size))) * np.sqrt(1 - MEANING),
        ]
    )
    frequency = np.asarray(counts.sum(axis=0)).ravel()
    vectors *= np.log(1 + len(texts) / (frequency + 0.5))[:, None]
    vectors[0] = 0
    return vectors.astype(np.float32)


def _company(counts: Any, size: int, seed: int) -> DoubleArray:
    """Positive pointwise mutual information of tokens within a text, in ``size`` dimensions."""
    together = (counts.T @ counts).tocsr().astype(np.float64)
    alone = np.asarray(together.sum(axis=1)).ravel()
    rows = np.repeat(np.arange(len(alone)), np.diff(together.indptr))
    expected = alone[rows] * alone[together.indices] / alone.sum()
    together.data = np.maximum(np.log(together.data / expected), 0)
    left, values, _ = randomized_svd(together, size, n_iter=4, random_state=seed)
    company: DoubleArray = left * np.sqrt(values)
    return company


def _unit(rows: DoubleArray) -> DoubleArray:
    unit: DoubleArray = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return unit
