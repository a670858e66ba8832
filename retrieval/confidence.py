"""From the features of candidates to an order and to the probability of being right."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np

from retrieval import fingerprint
from retrieval.errors import ModelUnusable
from retrieval.fusion import FEATURES
from retrieval.ports import FloatArray

# Not learnt: in the texts to learn from nobody asks a known question, and hardly anybody names an identifier.
EXACT_SCORE = 1000.0
EXACT_CONFIDENCE = 0.995
IDENTIFIER_SCORE = 3.0
UNKNOWN_IDENTIFIER_LOGIT = -3.0

_EXACT = FEATURES.index("exact")
_IDENTIFIER = FEATURES.index("identifier")
_UNKNOWN_IDENTIFIER = FEATURES.index("identifier_unknown")


@dataclass(frozen=True)
class LinearScorer:
    """Two weighted sums: ``ranking`` orders the groups, ``confidence`` is the log-odds that a group is right.

    ``margin`` weighs how far a group's score is ahead of the best other one. Weights are by feature name, in the
    features' own units; what is not named weighs nothing.
    """

    ranking: Mapping[str, float]
    confidence: Mapping[str, float]
    margin: float
    bias: float
    learnt_from: Mapping[str, str | int | float] = field(default_factory=dict)

    @cached_property
    def _ranking(self) -> FloatArray:
        return _weights(self.ranking)

    @cached_property
    def _confidence(self) -> FloatArray:
        return _weights(self.confidence)

    @property
    def fingerprint(self) -> str:
        return fingerprint.of_data([dict(self.ranking), dict(self.confidence), self.margin, self.bias, list(FEATURES)])

    @classmethod
    def untrained(cls) -> Self:
        """Weights by hand, for use before there is anything to learn from."""
        return cls(
            ranking={"overlap": 6.0, "cosine": 4.0, "words": 3.0, "group_coverage": 3.0, "coverage": 2.0},
            confidence={"overlap": 5.0, "cosine": 3.0, "known": 3.0, "words": 2.0},
            margin=1.0,
            bias=-7.0,
        )

    def rank(self, features: FloatArray) -> tuple[FloatArray, FloatArray]:
        if not len(features):
            return np.zeros(0, np.float32), np.zeros(0, np.float32)
        scores = self.score(features)
        logits: FloatArray = features @ self._confidence + self.margin * margins(scores) + self.bias
        logits += UNKNOWN_IDENTIFIER_LOGIT * features[:, _UNKNOWN_IDENTIFIER]
        confidence = _probability(logits)
        exact = features[:, _EXACT] > 0
        confidence[exact] = EXACT_CONFIDENCE / max(int(exact.sum()), 1)
        return scores, _consistent(scores, confidence)

    def score(self, features: FloatArray) -> FloatArray:
        scores: FloatArray = features @ self._ranking
        scores += IDENTIFIER_SCORE * features[:, _IDENTIFIER] + EXACT_SCORE * features[:, _EXACT]
        return scores

    def save(self, file: Path) -> None:
        content = {name: getattr(self, name) for name in self.__dataclass_fields__}
        file.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, file: Path) -> Self:
        """Raises:
        ModelUnusable: no such file, or not what ``save`` writes.
        """
        try:
            scorer = cls(**json.loads(file.read_text(encoding="utf-8")))
            scorer.rank(np.zeros((1, len(FEATURES)), np.float32))
        except (OSError, ValueError, TypeError) as exc:
            raise ModelUnusable(f"The scorer {file.name} cannot be read.") from exc
        return scorer


def margins(scores: FloatArray) -> FloatArray:
    """How far each score is ahead of the best other one; 0 when there is no other."""
    if len(scores) < 2:
        return np.zeros_like(scores)
    second, first = np.partition(scores, -2)[-2:]
    lead: FloatArray = np.where(scores == first, scores - second, scores - first)
    return lead


def _probability(logits: FloatArray) -> FloatArray:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), np.float32)


def _weights(by_name: Mapping[str, float]) -> FloatArray:
    unknown = set(by_name) - set(FEATURES)
    if unknown:
        raise ModelUnusable(f"The scorer weighs features that do not exist: {', '.join(sorted(unknown))}.")
    return np.array([by_name.get(name, 0.0) for name in FEATURES], np.float32)


def _consistent(scores: FloatArray, confidence: FloatArray) -> FloatArray:
    """Only one group can be right: the others share at most what the first leaves, and never rise."""
    order = np.argsort(-scores, kind="stable")
    first = confidence[order[0]]
    rest = np.minimum(confidence[order[1:]], min(first, 1 - first))
    consistent = np.empty_like(confidence)
    consistent[order] = np.concatenate(([first], np.minimum.accumulate(rest)))
    return consistent
