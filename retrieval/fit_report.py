"""What was measured when a scorer was learnt, on questions and groups it had not learnt from."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from retrieval.calibration import (
    RiskPoint,
    expected_calibration_error,
    risk_coverage,
    share_passing,
    threshold_of_risk,
    threshold_passing,
)
from retrieval.examination import Kind
from retrieval.ports import FloatArray

# So many of the questions that have an answer must pass each threshold. Of texts from elsewhere that are taken for
# questions of the field some are still stopped later; a question that is taken for one of them is lost.
PASSING = 0.96
PASSING_DOMAIN = 0.97
# From where on so many of the answers are wrong, a match counts as sure.
SURE_RISK = 0.15


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with the place of its right group (None: not found, or there is none) and what was said of it."""

    kind: Kind
    rank: int | None
    confidence: float
    domain: float


@dataclass(frozen=True, slots=True)
class FitReport:
    """Shares between 0 and 1; ``top1``, ``top3`` and ``found`` of the covered questions.

    ``threshold`` (on the confidence) lets 96 % of the covered questions pass, ``domain_threshold`` (on the
    probability of being of this field) 97 %; what else passes them is given by kind. ``curve`` has the risk of
    answering from any confidence on.
    """

    asked: dict[str, int]
    top1: float
    top3: float
    found: float
    calibration_error: float
    sure_threshold: float
    threshold: float
    passing: dict[str, float]
    domain_threshold: float
    passing_domain: dict[str, float]
    curve: list[RiskPoint]

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def summarise(judged: Sequence[Judged]) -> FitReport:
    ranks = [each.rank for each in judged if each.kind is Kind.covered]
    confidence = np.array([each.confidence for each in judged], np.float32)
    domain = np.array([each.domain for each in judged], np.float32)
    right = np.array([each.rank == 0 for each in judged])
    of_kind = {kind: np.array([each.kind is kind for each in judged]) for kind in Kind}

    def passing(stated: FloatArray, threshold: float) -> dict[str, float]:
        return {kind.value: share_passing(stated[of_kind[kind]], threshold) for kind in Kind}

    curve = risk_coverage(confidence, right)
    threshold = threshold_passing(confidence[of_kind[Kind.covered]], PASSING)
    domain_threshold = threshold_passing(domain[of_kind[Kind.covered]], PASSING_DOMAIN)
    return FitReport(
        asked={kind.value: int(of_kind[kind].sum()) for kind in Kind},
        top1=_share(ranks, 1),
        top3=_share(ranks, 3),
        found=_share(ranks, len(judged)),
        calibration_error=expected_calibration_error(confidence, right),
        sure_threshold=threshold_of_risk(curve, SURE_RISK),
        threshold=threshold,
        passing=passing(confidence, threshold),
        domain_threshold=domain_threshold,
        passing_domain=passing(domain, domain_threshold),
        curve=curve,
    )


def _share(ranks: Sequence[int | None], within: int) -> float:
    return sum(rank is not None and rank < within for rank in ranks) / max(len(ranks), 1)
