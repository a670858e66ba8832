"""The figures of an evaluation: strict accuracy, what was found, what misled, and how far stated confidence holds."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from pydantic import BaseModel, Field

from retrieval.calibration import expected_calibration_error, risk_coverage
from server.evaluation.judging import Verdict

# Where nothing may be answered, or something else than what lies near.
_TRAPS = frozenset({"off_domain", "near_miss"})
_CURVE_POINTS = 60


class Tally(BaseModel):
    asked: int
    right: int
    partial: int

    @property
    def strict(self) -> float:
        return self.right / self.asked if self.asked else 0.0


class Point(BaseModel):
    threshold: float
    coverage: float
    risk: float


class Found(BaseModel):
    """Of the questions that an entry answers: the share whose entry the search has first, among three; mean 1/rank."""

    asked: int
    top1: float
    top3: float
    mrr: float


class Report(BaseModel):
    asked: int
    strict: float = Field(description="Of the questions that have an answer, the share answered rightly and wholly.")
    by_kind: dict[str, Tally]
    by_topic: dict[str, Tally]
    found: Found
    misled_traps: float = Field(description="Of off-domain and near-miss questions, the share answered wrongly.")
    misled: float = Field(description="Of all questions, the share answered from an entry that does not answer them.")
    expired: int
    calibration_error: float
    curve: list[Point]
    p50_ms: float
    p99_ms: float

    @classmethod
    def of(cls, verdicts: Sequence[Verdict]) -> "Report":
        covered = [one for one in verdicts if one.answerable]
        traps = [one for one in verdicts if one.kind in _TRAPS]
        said = [one for one in verdicts if one.outcome == "answer" and one.confidence is not None]
        confidence = np.array([one.confidence for one in said], np.float32)
        held = np.array([one.right or one.partial for one in said], np.bool_)
        curve = risk_coverage(confidence, held)
        times = [one.ms for one in verdicts] or [0.0]
        return cls(
            asked=len(verdicts),
            strict=_share(one.right for one in covered),
            by_kind=_tallies(verdicts, lambda one: one.kind),
            by_topic=_tallies(covered, lambda one: one.topic),
            found=Found(
                asked=len(covered),
                top1=_share(one.rank == 1 for one in covered),
                top3=_share(one.rank is not None and one.rank <= 3 for one in covered),
                mrr=float(np.mean([1 / one.rank if one.rank else 0.0 for one in covered])) if covered else 0.0,
            ),
            misled_traps=_share(one.misled for one in traps),
            misled=_share(one.misled for one in verdicts),
            expired=sum(one.expired for one in verdicts),
            calibration_error=expected_calibration_error(confidence, held),
            curve=[
                Point(threshold=point.threshold, coverage=point.coverage, risk=point.risk)
                for point in curve[:: max(1, len(curve) // _CURVE_POINTS)]
            ],
            p50_ms=float(np.percentile(times, 50)),
            p99_ms=float(np.percentile(times, 99)),
        )


def _share(each: Iterable[bool]) -> float:
    values = list(each)
    return sum(values) / len(values) if values else 0.0


def _tallies(verdicts: Iterable[Verdict], key: Callable[[Verdict], str]) -> dict[str, Tally]:
    groups: defaultdict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        groups[key(verdict)].append(verdict)
    return {
        name: Tally(
            asked=len(members),
            right=sum(one.right for one in members),
            partial=sum(one.partial for one in members),
        )
        for name, members in sorted(groups.items())
    }
