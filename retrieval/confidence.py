"""From the features of candidates to an order and to the probability of being right."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np

from retrieval import fingerprint
from retrieval.errors import ModelUnusable
from retrieval.familiarity import familiarity
from retrieval.fusion import FEATURES
from retrieval.ports import FloatArray, Verdict

# Not learnt: in the texts to learn from nobody asks a known question, and hardly anybody names an identifier.
EXACT_SCORE = 1000.0
EXACT_CONFIDENCE = 0.995
IDENTIFIER_SCORE = 3.0
UNKNOWN_IDENTIFIER_LOGIT = -3.0

# What is known of a candidate once all are scored: its features, and how far it is ahead of the best other one.
JUDGED_BY = (*FEATURES, "margin")
_EXACT = FEATURES.index("exact")
_IDENTIFIER = FEATURES.index("identifier")
_UNKNOWN_IDENTIFIER = FEATURES.index("identifier_unknown")


@dataclass(frozen=True)
class Logit:
    """A weighted sum that is the log-odds of something; weights by name, in the features' own units."""

    weights: Mapping[str, float]
    bias: float

    @cached_property
    def vector(self) -> FloatArray:
        return as_vector(self.weights, JUDGED_BY)

    def log_odds(self, judged: FloatArray) -> FloatArray:
        return np.asarray(judged @ self.vector + self.bias, np.float32)


@dataclass(frozen=True)
class LinearScorer:
    """Three weighted sums that anybody can read.

    ``ranking`` orders the groups. ``right`` says how likely a group answers a question of this field, ``domain`` how
    likely the question is one, for which ``familiar`` weighs its terms. The confidence is the product of both
    probabilities. What is not named weighs nothing.
    """

    ranking: Mapping[str, float]
    right: Logit
    domain: Logit
    familiar: Mapping[str, float] = field(default_factory=dict)
    learnt_from: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def fingerprint(self) -> str:
        return fingerprint.of_data([asdict(self), JUDGED_BY])

    @cached_property
    def _ranking(self) -> FloatArray:
        return as_vector(self.ranking, FEATURES)

    @classmethod
    def untrained(cls, familiar: Mapping[str, float] | None = None) -> Self:
        """Weights by hand, for use before there is anything to learn from."""
        return cls(
            ranking={"overlap": 4.0, "cosine": 3.0, "group_grams": 8.0, "group_words": 8.0, "group_cosine": 6.0},
            right=Logit({"overlap": 5.0, "cosine": 3.0, "known": 3.0, "margin": 1.0}, bias=-6.0),
            domain=Logit({"known": 6.0}, bias=-2.0),
            familiar=familiar or {},
        )

    def familiarity(self, terms: Sequence[str]) -> float:
        return familiarity(terms, self.familiar)

    def rank(self, features: FloatArray) -> Verdict:
        if not len(features):
            return Verdict(np.zeros(0, np.float32), np.zeros(0, np.float32), 0.0)
        scores = self.score(features)
        judged = with_margin(features, scores)
        unknown = UNKNOWN_IDENTIFIER_LOGIT * features[:, _UNKNOWN_IDENTIFIER]
        domain = float(_probability(self.domain.log_odds(judged))[scores.argmax()])
        confidence = domain * _probability(self.right.log_odds(judged) + unknown)
        exact = features[:, _EXACT] > 0
        confidence[exact] = EXACT_CONFIDENCE / max(int(exact.sum()), 1)
        domain = max(domain, EXACT_CONFIDENCE) if exact.any() else domain
        return Verdict(scores, _consistent(scores, confidence), domain)

    def score(self, features: FloatArray) -> FloatArray:
        scores: FloatArray = features @ self._ranking
        scores += IDENTIFIER_SCORE * features[:, _IDENTIFIER] + EXACT_SCORE * features[:, _EXACT]
        return scores

    def save(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, file: Path) -> Self:
        """Raises:
        ModelUnusable: no such file, or not what ``save`` of this version writes.
        """
        try:
            content = json.loads(file.read_text(encoding="utf-8"))
            right, domain = (Logit(**content.pop(name)) for name in ("right", "domain"))
            scorer = cls(right=right, domain=domain, **content)
            scorer.rank(np.zeros((1, len(FEATURES)), np.float32))
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as exc:
            raise ModelUnusable(f"The scorer {file.name} cannot be read.") from exc
        return scorer


def with_margin(features: FloatArray, scores: FloatArray) -> FloatArray:
    """The features as ``JUDGED_BY`` names them."""
    return np.column_stack([features, margins(scores)])


def margins(scores: FloatArray) -> FloatArray:
    """How far each score is ahead of the best other one; 0 when there is no other."""
    if len(scores) < 2:
        return np.zeros_like(scores)
    second, first = np.partition(scores, -2)[-2:]
    lead: FloatArray = np.where(scores == first, scores - second, scores - first)
    return lead


def as_vector(by_name: Mapping[str, float], names: Sequence[str]) -> FloatArray:
    """Raises:
    ModelUnusable: a weight of something that does not exist.
    """
    if unknown := set(by_name) - set(names):
        raise ModelUnusable(f"The scorer weighs what does not exist: {', '.join(sorted(unknown))}.")
    return np.array([by_name.get(name, 0.0) for name in names], np.float32)


def _probability(log_odds: FloatArray) -> FloatArray:
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -30, 30))), np.float32)


def _consistent(scores: FloatArray, confidence: FloatArray) -> FloatArray:
    """Only one group can be right: the others share at most what the first leaves, and never rise."""
    order = np.argsort(-scores, kind="stable")
    first = confidence[order[0]]
    rest = np.minimum(confidence[order[1:]], min(first, 1 - first))
    consistent = np.empty_like(confidence)
    consistent[order] = np.concatenate(([first], np.minimum.accumulate(rest)))
    return consistent
