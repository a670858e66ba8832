"""All lanes over the same rows: what each one sees of a query, and whom they nominate."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from retrieval.exact import ExactIndex
from retrieval.keyword import AskedTerms, KeywordLane
from retrieval.ports import Allowed, Embedder, FloatArray, IntArray, Scorer, VectorIndex
from retrieval.query import Normalise, Query, Tokenise
from retrieval.rows import Layout
from retrieval.spelling import Speller

# Groups that each lane nominates at first; more when too few of them are allowed.
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
    speller: Speller | None = None
    """Puts questions right; what is indexed is right, so no index depends on it."""

    @property
    def fingerprints(self) -> dict[str, str]:
        return {
            "embedder": self.embedder.fingerprint,
            "normaliser": self.normaliser.fingerprint,
            "tokeniser": self.tokeniser.fingerprint,
            "scorer": self.scorer.fingerprint,
        }


@dataclass(frozen=True, slots=True)
class GroupScores:
    """What the keyword lanes see of a query in each group: shares, up to 1, of what it could reach at most."""

    asked_words: AskedTerms
    asked_grams: AskedTerms
    words: FloatArray
    grams: FloatArray
    coverage: FloatArray
    likeness: FloatArray
    word_likeness: FloatArray


@dataclass(frozen=True, slots=True)
class RowScores:
    """What all lanes see of a query in some rows; see GroupScores and Found. ``overlap`` is symmetric (Dice)."""

    words: FloatArray
    grams: FloatArray
    coverage: FloatArray
    overlap: FloatArray
    likeness: FloatArray
    contained: FloatArray
    cosine: FloatArray


@dataclass(frozen=True, slots=True)
class Lanes:
    """What is asked of one set of rows; unchanging.

    Groups as a whole are compared with a query first; the rows of those that stand out are read then, so the time of a
    search hardly grows with the number of questions in a group.
    """

    layout: Layout
    exact: ExactIndex
    words: KeywordLane
    grams: KeywordLane
    vectors: FloatArray
    directions: VectorIndex

    def score_groups(self, query: Query) -> GroupScores:
        asked_words, asked_grams = self.words.asked(query.words), self.grams.asked(query.grams)
        words, grams = self.words.of_groups(asked_words), self.grams.of_groups(asked_grams)
        return GroupScores(
            asked_words=asked_words,
            asked_grams=asked_grams,
            words=words.scores / asked_words.in_groups.mass,
            grams=grams.scores / asked_grams.in_groups.mass,
            coverage=grams.shared / asked_grams.in_rows.mass,
            likeness=grams.likeness,
            word_likeness=words.likeness,
        )

    def score_rows(self, query: Query, asked: GroupScores, rows: IntArray) -> RowScores:
        word_mass, gram_mass = asked.asked_words.in_rows.mass, asked.asked_grams.in_rows.mass
        grams = self.grams.of_rows(asked.asked_grams, rows)
        return RowScores(
            words=self.words.of_rows(asked.asked_words, rows).scores / word_mass,
            grams=grams.scores / gram_mass,
            coverage=grams.shared / gram_mass,
            overlap=2 * grams.shared / (self.grams.row_mass[rows] + gram_mass),
            likeness=grams.likeness,
            contained=grams.contained,
            cosine=self.vectors[rows] @ query.vector,
        )

    def nominate(self, query: Query, scores: GroupScores, allowed: Allowed, limit: int) -> IntArray:
        """The numbers of all allowed groups that are among the best of some lane, in ascending order.

        Each lane goes on until it has ``limit`` allowed groups or no more of them, so a filter never hides a group
        that would otherwise be found.
        """
        gate, limit = _Gate(self.layout, allowed), max(limit, LEAST)
        found = gate.let_through(self._named(query))
        for ranking in (scores.words, scores.grams, scores.coverage):
            found |= _deepen(partial(_best, ranking), gate, limit)
        if query.vector.any():
            found |= _deepen(lambda depth: self.directions.search(query.vector, depth)[0], gate, limit)
        return np.array(sorted(found), np.int64)

    def _named(self, query: Query) -> IntArray:
        """The groups that know the very question, or name one of its identifiers."""
        named = set(self.layout.group_of_row[self.exact.rows_of_question(query.text)].tolist())
        for identifier in query.identifiers:
            named |= self.exact.groups_naming(identifier)
        return np.array(sorted(named), np.int64)


class _Gate:
    """Asks ``allowed`` once for each group that comes up."""

    def __init__(self, layout: Layout, allowed: Allowed) -> None:
        self._layout = layout
        self._allowed = allowed
        self._answers: dict[int, bool] = {}

    def let_through(self, groups: IntArray) -> set[int]:
        return {group for group in groups.tolist() if self._answer(group)}

    def _answer(self, group: int) -> bool:
        if group not in self._answers:
            self._answers[group] = self._allowed(self._layout.names[group])
        return self._answers[group]


def _deepen(best: Callable[[int], IntArray], gate: _Gate, limit: int) -> set[int]:
    depth = DEPTH
    while True:
        nominated = best(depth)
        groups = gate.let_through(nominated)
        if len(groups) >= limit or len(nominated) < depth:
            return groups
        depth *= 4


def _best(scores: FloatArray, depth: int) -> IntArray:
    """The places with the highest scores above 0, at most ``depth``, in no order."""
    if depth < len(scores):
        best: IntArray = np.argpartition(scores, -depth)[-depth:]
        return best[scores[best] > 0]
    return np.flatnonzero(scores > 0)
