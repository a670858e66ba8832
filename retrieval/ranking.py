"""Learns the order of candidates: weights that make the right one stand out from all others at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.ports import BoolArray, FloatArray

Weights = NDArray[np.float64]

STEPS = 400
STEP = 0.05
DECAY = (0.9, 0.999)
REGULARISATION = 1e-3
# With a prior: so many questions must speak against it before it gives way.
WORTH_OF_PRIOR = 8


def fit_weights(features: Sequence[FloatArray], right: Sequence[BoolArray], *, prior: Weights | None = None) -> Weights:
    """The weights of a conditional logit model (McFadden, 1974), fitted by Adam (Kingma & Ba, 2015).

    For each question the (candidates, features) and which candidate is right, just one. The probability of a
    candidate is the softmax of the weighted sums; its logarithm for the right one is made as large as possible.
    Few questions change the weights of ``prior`` a little, many questions much (maximum a posteriori).
    """
    scale = np.vstack(features).std(axis=0).astype(np.float64) + 1e-6
    questions = _Questions(features, right, scale)
    centre = np.zeros(len(scale)) if prior is None else prior * scale
    pull = REGULARISATION if prior is None else WORTH_OF_PRIOR / len(features)
    weights = centre.copy()
    mean, variance = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        gradient = questions.gradient(weights) + pull * (weights - centre)
        mean = DECAY[0] * mean + (1 - DECAY[0]) * gradient
        variance = DECAY[1] * variance + (1 - DECAY[1]) * gradient**2
        pace = STEP * np.sqrt(1 - DECAY[1] ** step) / (1 - DECAY[0] ** step)
        weights -= pace * mean / (np.sqrt(variance) + 1e-8)
    fitted: Weights = weights / scale
    return fitted


class _Questions:
    """All questions in one table, with the place where each one's candidates begin."""

    def __init__(self, features: Sequence[FloatArray], right: Sequence[BoolArray], scale: Weights) -> None:
        sizes = [len(each) for each in features]
        self._features = np.vstack(features) / scale
        self._right = np.concatenate(right)
        self._starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
        self._question = np.repeat(np.arange(len(sizes)), sizes)

    def gradient(self, weights: Weights) -> Weights:
        """Of the mean negative log-likelihood."""
        scores = self._features @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, self._starts)[self._question])
        probability = odds / np.add.reduceat(odds, self._starts)[self._question]
        gradient: Weights = self._features.T @ (probability - self._right) / len(self._starts)
        return gradient
