"""All lanes over the same rows: what each one sees of a query, and whom they nominate."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from retrieval.coverage import Coverage
from retrieval.documents import Documents
from retrieval.exact import ExactIndex
from retrieval.keyword import Bm25Index
from retrieval.likeness import Likeness
from retrieval.ports import Allowed, Embedder, FloatArray, IntArray, Scorer, VectorIndex
from retrieval.query import Normalise, Query, Tokenise
from retrieval.rows import Layout

# Rows or groups that each lane nominates at first; more when too few of them are allowed.
DEPTH = 16
# Groups that each lane nominates at least: candidates are judged by their lead over others, however few are wanted.
LEAST = 5


@dataclass(frozen=True, slots=True)
class Parts:
    """What an index is made with; two indexes with equal fingerprints of these find the same."""

    embedder: Embedder
    normaliser: Normalise
    tokeniser: Tokenise
    scorer: Scorer

    @property
    def fingerprints(self) -> dict[str, str]:
        return {
            "embedder": self.embedder.fingerprint,
            "normaliser": self.normaliser.fingerprint,
            "tokeniser": self.tokeniser.fingerprint,
            "scorer": self.scorer.fingerprint,
        }


@dataclass(frozen=True, slots=True)
class LaneScores:
    """Shares between 0 and 1 of what the query could reach at most; one for each row or group."""

    words: FloatArray
    grams: FloatArray
    coverage: FloatArray
    overlap: FloatArray
    group_coverage: FloatArray
    group_words: FloatArray
    group_grams: FloatArray
    group_cosine: FloatArray
    likeness: FloatArray
    contained: FloatArray
    group_likeness: FloatArray
    group_word_likeness: FloatArray
    known: float
    known_words: float


@dataclass(frozen=True, slots=True)
class Lanes:
    """What is asked of one set of rows; unchanging."""

    layout: Layout
    exact: ExactIndex
    words: Bm25Index
    grams: Bm25Index
    coverage: Coverage
    documents: Documents
    likeness: Likeness
    vectors: VectorIndex

    def score(self, query: Query) -> LaneScores:
        word_weights, gram_weights = self.words.weights(query.words), self.grams.weights(query.grams)
        word_mass, gram_mass = _mass(word_weights), _mass(gram_weights)
        documents = self.documents
        shared = self.coverage.rows(query.grams)
        alike = self.likeness.of_query(query.grams)
        return LaneScores(
            words=self.words.scores(query.words) / word_mass,
            grams=self.grams.scores(query.grams) / gram_mass,
            coverage=shared / gram_mass,
            overlap=2 * shared / (self.coverage.mass + gram_mass),
            group_coverage=self.coverage.groups(query.grams) / gram_mass,
            group_words=documents.words.scores(query.words) / _mass(documents.words.weights(query.words)),
            group_grams=documents.grams.scores(query.grams) / _mass(documents.grams.weights(query.grams)),
            group_cosine=documents.directions @ query.vector,
            likeness=alike.likeness,
            contained=alike.contained,
            group_likeness=documents.gram_likeness.of_query(query.grams).likeness,
            group_word_likeness=documents.word_likeness.of_query(query.words).likeness,
            known=_known(self.grams, query.grams, gram_weights) / gram_mass,
            known_words=_known(self.words, query.words, word_weights) / word_mass,
        )

    def nominate(self, query: Query, scores: LaneScores, allowed: Allowed, limit: int) -> IntArray:
        """The numbers of all allowed groups that are among the best of some lane, in ascending order.

        Each lane goes on until it has ``limit`` allowed groups or no more rows, so a filter never hides a
        group that would otherwise be found.
        """
        gate, limit = _Gate(self.layout, allowed), max(limit, LEAST)
        found = gate.of_rows(np.array(self.exact.rows_of_question(query.text), np.int64))
        for identifier in query.identifiers:
            found |= gate.let_through(np.array(sorted(self.exact.groups_naming(identifier)), np.int64))
        for ranking in (scores.words, scores.grams, scores.overlap):
            found |= self._deepen(partial(_best, ranking), gate.of_rows, limit)
        for ranking in (scores.group_words, scores.group_grams, scores.group_cosine):
            found |= self._deepen(partial(_best, ranking), gate.let_through, limit)
        if query.vector.any():
            found |= self._deepen(lambda depth: self.vectors.search(query.vector, depth)[0], gate.of_rows, limit)
        return np.array(sorted(found), np.int64)

    @staticmethod
    def _deepen(best: Callable[[int], IntArray], let_through: Callable[[IntArray], set[int]], limit: int) -> set[int]:
        depth = DEPTH
        while True:
            nominated = best(depth)
            groups = let_through(nominated)
            if len(groups) >= limit or len(nominated) < depth:
                return groups
            depth *= 4


class _Gate:
    """Asks ``allowed`` once for each group that comes up."""

    def __init__(self, layout: Layout, allowed: Allowed) -> None:
        self._layout = layout
        self._allowed = allowed
        self._answers: dict[int, bool] = {}

    def of_rows(self, rows: IntArray) -> set[int]:
        return self.let_through(np.unique(self._layout.group_of_row[rows]))

    def let_through(self, groups: IntArray) -> set[int]:
        return {group for group in groups.tolist() if self._answer(group)}

    def _answer(self, group: int) -> bool:
        if group not in self._answers:
            self._answers[group] = self._allowed(self._layout.names[group])
        return self._answers[group]


def _best(scores: FloatArray, depth: int) -> IntArray:
    """The places with the highest scores above 0, at most ``depth``, in no order."""
    if depth < len(scores):
        best: IntArray = np.argpartition(scores, -depth)[-depth:]
        return best[scores[best] > 0]
    return np.flatnonzero(scores > 0)


def _mass(weights: FloatArray) -> float:
    return max(float(weights.sum()), 1e-6)


def _known(index: Bm25Index, terms: tuple[str, ...], weights: FloatArray) -> float:
    known = [index.knows(term) for term in terms]
    return float(weights[known].sum())
