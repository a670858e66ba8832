"""Learns how to weigh the lanes, and when to be sure, from questions the index had not been told."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from retrieval.calibration import (
    RiskPoint,
    expected_calibration_error,
    risk_coverage,
    share_passing,
    threshold_passing,
)
from retrieval.confidence import LinearScorer, margins
from retrieval.examination import Asked, EmbedderFor, examine, make_folds
from retrieval.fusion import EXACT, FEATURES
from retrieval.ports import FloatArray, Passage
from retrieval.query import Normalise, Tokenise

# What is not learnt: see confidence.py.
LEARNT = [at for at, name in enumerate(FEATURES) if name not in EXACT]
# The inverse strength of regularisation; weights are learnt in units of standard deviations.
STRENGTH = 0.3
PASSING = 0.85


@dataclass(frozen=True, slots=True)
class FitReport:
    """Measured on questions (and groups) that the scorer had not learnt from.

    ``foreign_passing`` and ``absent_passing`` are the shares of texts without a right answer that still pass at
    ``threshold``, which lets 85 % of the covered questions pass.
    """

    asked: dict[str, int]
    top1: float
    top3: float
    found: float
    calibration_error: float
    threshold: float
    risk_at_threshold: float
    foreign_passing: float
    absent_passing: float
    curve: list[RiskPoint]

    def as_data(self) -> dict[str, object]:
        return asdict(self)


def fit_confidence(
    passages: Sequence[Passage],
    *,
    foreign: Sequence[str],
    embedder_for: EmbedderFor,
    normaliser: Normalise,
    tokeniser: Tokenise,
    folds: int = 5,
    progress: Callable[[int], None] = lambda _done: None,
) -> tuple[LinearScorer, FitReport]:
    """A scorer learnt from the knowledge itself, and what to expect of it.

    ``foreign`` are texts that no group answers. In each fold the embedder too is made without the questions asked
    (``embedder_for``; a model that was never trained on them can be returned as it is).
    """
    asked: list[Asked] = []
    for number, fold in enumerate(make_folds(passages, foreign, folds)):
        asked += examine(fold, embedder_for=embedder_for, normaliser=normaliser, tokeniser=tokeniser)
        progress(number + 1)
    usable = [question for question in asked if len(question.right)]
    return fit(usable), report(usable, folds=folds)


def fit(asked: Sequence[Asked]) -> LinearScorer:
    ranking = _fit_ranking([question for question in asked if question.right.any()])
    order_only = LinearScorer(ranking=ranking, confidence={}, margin=0.0, bias=0.0)
    seen = np.array([_top(order_only, question)[0] for question in asked])
    right = np.array([_top(order_only, question)[1] for question in asked])
    weights, bias = _logistic(seen, right, intercept=True)
    return LinearScorer(
        ranking=ranking,
        confidence=_named(weights[:-1]),
        margin=float(weights[-1]),
        bias=bias,
        learnt_from={"questions": len(asked), **_counts(asked)},
    )


def report(asked: Sequence[Asked], *, folds: int) -> FitReport:
    """Learn from all folds but one, by source group, and judge that one; then the same with the next."""
    sources = [question.source for question in asked]
    confidence, right, rank = np.zeros(len(asked)), np.zeros(len(asked), bool), np.full(len(asked), 99)
    for learn, judge in GroupKFold(folds).split(sources, groups=sources):
        scorer = fit([asked[at] for at in learn])
        for at in judge:
            scores, confidences = scorer.rank(asked[at].features)
            order = np.argsort(-scores, kind="stable")
            ranked = asked[at].right[order]
            confidence[at], right[at] = confidences[order[0]], ranked[0]
            rank[at] = int(ranked.argmax()) if ranked.any() else 99
    return _report(asked, confidence, right, rank)


def _report(asked, confidence, right, rank):  # type: ignore[no-untyped-def]
    kinds = np.array([question.kind for question in asked])
    covered = kinds == "covered"
    threshold = threshold_passing(confidence[covered], PASSING)
    passing = confidence >= threshold
    return FitReport(
        asked=_counts(asked),
        top1=float(np.mean(rank[covered] < 1)),
        top3=float(np.mean(rank[covered] < 3)),
        found=float(np.mean(rank[covered] < 99)),
        calibration_error=expected_calibration_error(confidence, right),
        threshold=threshold,
        risk_at_threshold=float(np.mean(~right[passing])),
        foreign_passing=share_passing(confidence[kinds == "foreign"], threshold),
        absent_passing=share_passing(confidence[kinds == "absent"], threshold),
        curve=risk_coverage(confidence, right),
    )


def _fit_ranking(asked: Sequence[Asked]) -> dict[str, float]:
    """Weights by which the right candidate beats each other one (pairwise logistic regression)."""
    leads = np.vstack([q.features[q.right] - q.features[~q.right] for q in asked])[:, LEARNT]
    signs = np.where(np.arange(len(leads)) % 2, 1, -1)
    weights, _ = _logistic(leads * signs[:, None], signs > 0, intercept=False)
    return _named(weights)


def _logistic(seen: FloatArray, right: FloatArray, *, intercept: bool) -> tuple[FloatArray, float]:
    scale = seen.std(axis=0) + 1e-6
    model = LogisticRegression(C=STRENGTH, fit_intercept=intercept, max_iter=2000)
    model.fit(seen / scale, right)
    return model.coef_[0] / scale, float(np.ravel(model.intercept_)[0]) if intercept else 0.0


def _top(scorer: LinearScorer, question: Asked) -> tuple[FloatArray, bool]:
    """What the confidence is learnt from: features and margin of the first candidate, and whether it is right."""
    scores = scorer.score(question.features)
    first = int(scores.argmax())
    return np.append(question.features[first][LEARNT], margins(scores)[first]), bool(question.right[first])


def _named(weights: FloatArray) -> dict[str, float]:
    return {FEATURES[at]: round(float(weight), 5) for at, weight in zip(LEARNT, weights, strict=True)}


def _counts(asked: Sequence[Asked]) -> dict[str, int]:
    kinds = [question.kind for question in asked]
    return {kind: kinds.count(kind) for kind in ("covered", "absent", "foreign")}
