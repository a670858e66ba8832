"""How far stated probabilities can be trusted, and what a threshold costs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.ports import BoolArray, FloatArray


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """Answering only from ``threshold`` on answers ``coverage`` of all questions, ``risk`` of those wrongly."""

    threshold: float
    coverage: float
    risk: float


def expected_calibration_error(confidence: FloatArray, right: BoolArray, *, bins: int = 10) -> float:
    """The mean distance between what is said and what is true, over bins of equal width (Guo et al., 2017)."""
    if not len(confidence):
        return 0.0
    at = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = np.bincount(at, weights=confidence - right, minlength=bins)
    return float(np.abs(gaps).sum() / len(confidence))


def risk_coverage(confidence: FloatArray, right: BoolArray) -> list[RiskPoint]:
    """One point for each distinct confidence, from the surest to all; nothing for no questions."""
    order = np.argsort(-confidence, kind="stable")
    ordered, wrong = confidence[order], np.cumsum(~right[order])
    last_of_value = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], True))[: len(order)]
    return [RiskPoint(float(ordered[at]), (at + 1) / len(order), float(wrong[at] / (at + 1))) for at in last_of_value]


def threshold_passing(confidence: FloatArray, share: float) -> float:
    """The highest threshold that lets at least ``share`` of these pass; 0 for none."""
    if not len(confidence):
        return 0.0
    ordered = np.sort(confidence)[::-1]
    return float(ordered[max(int(np.ceil(share * len(ordered))) - 1, 0)])


def threshold_of_risk(curve: Sequence[RiskPoint], risk: float) -> float:
    """The lowest threshold from which on at most this share of the answers is wrong; 1 when there is none."""
    return min((point.threshold for point in curve if point.risk <= risk), default=1.0)


def share_passing(confidence: FloatArray | Sequence[float], threshold: float) -> float:
    """How many of these are at or above the threshold; 0 of none."""
    return float(np.mean(np.asarray(confidence) >= threshold)) if len(confidence) else 0.0
