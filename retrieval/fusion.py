"""What all lanes together say about each candidate group, as numbers a small model can weigh."""

from dataclasses import dataclass

import numpy as np

from retrieval.lanes import Lanes, LaneScores
from retrieval.ports import BoolArray, FloatArray, IntArray
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


@dataclass(frozen=True, slots=True)
class Candidates:
    """Candidate groups by number, the question of each that fits best, and their features (see FEATURES)."""

    groups: IntArray
    rows: IntArray
    features: FloatArray


def weigh(lanes: Lanes, query: Query, scores: LaneScores, groups: IntArray, familiar: float) -> Candidates:
    """The features of ``groups``; leads and firsts are among these groups only."""
    if not len(groups):
        return Candidates(groups, groups, np.zeros((0, len(FEATURES)), np.float32))
    strengths, rows = _strengths(lanes, query, scores, groups)
    leads = strengths - _best_other(strengths)
    firsts = (leads > 0).mean(axis=1, keepdims=True)
    about = np.tile([scores.known, scores.known_words, np.log1p(len(query.grams)), familiar], (len(groups), 1))
    exact, exact_rows = _exact(lanes, query, groups)
    features = np.hstack([strengths, leads, firsts, about, exact]).astype(np.float32)
    return Candidates(groups, np.where(exact_rows >= 0, exact_rows, rows), features)


def _strengths(lanes: Lanes, query: Query, scores: LaneScores, groups: IntArray) -> tuple[FloatArray, IntArray]:
    layout = lanes.layout
    last = len(layout.group_of_row) - 1
    asked, is_asked = _padded(layout.starts[groups], layout.asked[groups], last)
    body, is_body = _padded(layout.asked[groups], layout.stops[groups], last)
    overlap = np.where(is_asked, scores.overlap[asked], 0)
    cosine = np.where(is_asked, lanes.vectors.similarities(query.vector, asked), 0)
    best = (overlap + cosine).argmax(axis=1)
    columns = [
        _top(scores.words[asked], is_asked),
        _top(scores.grams[asked], is_asked),
        _top(scores.coverage[asked], is_asked),
        overlap.max(axis=1),
        _mean_of_best(overlap),
        cosine.max(axis=1),
        _mean_of_best(cosine),
        _top(scores.words[body], is_body),
        _top(scores.coverage[body], is_body),
        _top(lanes.vectors.similarities(query.vector, body), is_body),
        scores.group_coverage[groups],
        scores.group_words[groups],
        scores.group_grams[groups],
        scores.group_cosine[groups],
        _top(scores.likeness[asked], is_asked),
        _top(scores.contained[asked], is_asked),
        scores.group_likeness[groups],
        scores.group_word_likeness[groups],
    ]
    return np.stack(columns, axis=1).astype(np.float32), asked[np.arange(len(groups)), best]


def _padded(starts: IntArray, stops: IntArray, last: int) -> tuple[IntArray, BoolArray]:
    """Row numbers from each start to each stop side by side, and which of them are really meant."""
    width = max(int((stops - starts).max()), 1)
    rows = starts[:, None] + np.arange(width)
    return np.minimum(rows, last), rows < stops[:, None]


def _top(scores: FloatArray, inside: BoolArray) -> FloatArray:
    best: FloatArray = np.where(inside, scores, 0).max(axis=1)
    return best


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
