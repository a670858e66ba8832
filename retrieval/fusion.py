"""What all lanes together say about each candidate group, as numbers a small model can weigh."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from retrieval.lanes import GroupScores, Lanes
from retrieval.ports import FloatArray, IntArray
from retrieval.query import Query

# How much a lane sees of the query in the group's best question, in its three best, in its body, in all of it.
STRENGTHS = (
    "words",
    "grams",
    "coverage",
    "overlap",
    "overlap_mean",
    "cosine",
    "cosine_mean",
    "body_words",
    "body_coverage",
    "body_cosine",
    "group_coverage",
    "group_words",
    "group_grams",
    "group_cosine",
    "likeness",
    "contained",
    "group_likeness",
    "group_word_likeness",
)
# How far ahead of the best other group it is, lane by lane.
LEADS = tuple(f"lead_{name}" for name in STRENGTHS)
# What the query says by itself; the same for all candidates.
ABOUT_QUERY = ("known", "known_words", "length", "familiar")
# What the exact lane says: the identifiers named (one that many groups name tells less), the share of them that no
# group names, and whether the very question is known.
EXACT = ("identifier", "identifier_unknown", "exact")
FEATURES = (*STRENGTHS, *LEADS, "firsts", *ABOUT_QUERY, *EXACT)
BEST_OF = 3
# Less than any likeness of a question: a body stands for its group only where there is no question.
_NO_QUESTION = -2.0


@dataclass(frozen=True, slots=True)
class Candidates:
    """Candidate groups by number, the question of each that fits best, and their features (see FEATURES)."""

    groups: IntArray
    rows: IntArray
    features: FloatArray


def weigh(lanes: Lanes, query: Query, scores: GroupScores, groups: IntArray, familiar: float) -> Candidates:
    """The features of ``groups``; leads and firsts are among these groups only."""
    if not len(groups):
        return Candidates(groups, groups, np.zeros((0, len(FEATURES)), np.float32))
    strengths, rows = _strengths(lanes, query, scores, groups)
    leads = strengths - _best_other(strengths)
    firsts = (leads > 0).mean(axis=1, keepdims=True)
    known = [scores.asked_grams.known, scores.asked_words.known]
    about = np.tile([*known, np.log1p(len(query.grams)), familiar], (len(groups), 1))
    exact, exact_rows = _exact(lanes, query, groups)
    features = np.hstack([strengths, leads, firsts, about, exact]).astype(np.float32)
    return Candidates(groups, np.where(exact_rows >= 0, exact_rows, rows), features)


def _strengths(lanes: Lanes, query: Query, scores: GroupScores, groups: IntArray) -> tuple[FloatArray, IntArray]:
    layout = lanes.layout
    spans = Spans.of(layout.starts[groups], layout.stops[groups])
    in_rows = lanes.score_rows(query, scores, spans.rows)
    asked = spans.rows < layout.asked[groups][spans.span_of_row]
    overlap, cosine = spans.table(in_rows.overlap * asked), spans.table(in_rows.cosine * asked)
    columns = [
        spans.highest(in_rows.words * asked),
        spans.highest(in_rows.grams * asked),
        spans.highest(in_rows.coverage * asked),
        overlap.max(axis=1),
        _mean_of_best(overlap),
        cosine.max(axis=1),
        _mean_of_best(cosine),
        spans.highest(in_rows.words * ~asked),
        spans.highest(in_rows.coverage * ~asked),
        spans.highest(in_rows.cosine * ~asked),
        scores.coverage[groups],
        scores.words[groups],
        scores.grams[groups],
        lanes.directions.similarities(query.vector, groups),
        spans.highest(in_rows.likeness * asked),
        spans.highest(in_rows.contained * asked),
        scores.likeness[groups],
        scores.word_likeness[groups],
    ]
    likeness = np.where(asked, in_rows.overlap + in_rows.cosine, _NO_QUESTION)
    best = layout.starts[groups] + spans.table(likeness, empty=2 * _NO_QUESTION).argmax(axis=1)
    return np.stack(columns, axis=1).astype(np.float32), best


@dataclass(frozen=True, slots=True)
class Spans:
    """The rows from each start to each stop, one span after the other."""

    rows: IntArray
    span_of_row: IntArray
    place_in_span: IntArray
    count: int

    @classmethod
    def of(cls, starts: IntArray, stops: IntArray) -> Self:
        sizes = stops - starts
        span_of_row = np.repeat(np.arange(len(sizes)), sizes)
        place = np.arange(len(span_of_row)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return cls(starts[span_of_row] + place, span_of_row, place, len(sizes))

    def table(self, scores: FloatArray, *, empty: float = 0.0) -> FloatArray:
        """A line for each span, filled up with ``empty``."""
        width = int(self.place_in_span.max(initial=0)) + 1
        table = np.full((self.count, width), empty, np.float32)
        table[self.span_of_row, self.place_in_span] = scores
        return table

    def highest(self, scores: FloatArray) -> FloatArray:
        """The highest score of each span, at least 0."""
        highest: FloatArray = self.table(scores).max(axis=1)
        return highest


def _mean_of_best(scores: FloatArray) -> FloatArray:
    """The mean of the few best; a group with fewer questions than that is not punished for it."""
    count = min(BEST_OF, scores.shape[1])
    best = np.partition(scores, -count, axis=1)[:, -count:]
    mean: FloatArray = best.sum(axis=1) / np.maximum((best != 0).sum(axis=1), 1)
    return mean


def _best_other(strengths: FloatArray) -> FloatArray:
    """For each group and column the highest value among all other groups; 0 where there is no other."""
    if len(strengths) == 1:
        return np.zeros_like(strengths)
    second, first = np.partition(strengths, -2, axis=0)[-2:]
    others: FloatArray = np.where(strengths == first, second, first)
    return others


def _exact(lanes: Lanes, query: Query, groups: IntArray) -> tuple[FloatArray, IntArray]:
    exact = np.zeros((len(groups), len(EXACT)), np.float32)
    rows = np.full(len(groups), -1)
    for identifier in query.identifiers:
        naming = lanes.exact.groups_naming(identifier)
        exact[:, 0] += [(group in naming) / np.sqrt(len(naming) or 1) for group in groups.tolist()]
        exact[:, 1] += not naming
    exact[:, :2] /= max(len(query.identifiers), 1)
    for row in lanes.exact.rows_of_question(query.text):
        at = groups == lanes.layout.group_of_row[row]
        exact[at, 2] = 1
        rows[at] = row
    return exact, rows
