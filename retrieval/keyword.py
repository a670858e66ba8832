"""The terms of all rows and of all groups, counted; BM25 and coverage are worked out from the counts when asked."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from scipy.sparse import csc_array, csr_array, vstack

from retrieval.errors import IndexCorrupt
from retrieval.ports import BoolArray, FloatArray, IntArray

# (k1, b). Questions are short and rarely repeat a word: length and repetition tell less than in documents.
QUESTIONS = (1.0, 0.4)
DOCUMENTS = (1.5, 0.75)
_PARTS = ("data", "indices", "indptr")
_NO_MEMBERS = np.zeros(0, np.int64)
_NO_COUNTS = np.zeros(0, np.float32)


@dataclass(frozen=True, slots=True)
class Weight:
    """What all terms of a text tell together: the sum of their weights (IDF), and the length of the vector of them."""

    mass: float
    length: float


@dataclass(frozen=True, slots=True)
class AskedTerms:
    """The distinct terms of a query that some row has, by number; what all its terms weigh among rows and groups.

    A term that no row has weighs most; ``known`` is the share of the mass among rows that the known terms make up.
    """

    numbers: IntArray
    in_rows: Weight
    in_groups: Weight
    known: float


@dataclass(frozen=True, slots=True)
class Found:
    """What each of some rows or groups has of a query.

    ``scores`` is BM25; ``shared`` the weights (IDF among rows) of the terms they share. ``likeness`` is the cosine of
    both as sets of weighted terms (Salton & Buckley, 1988), so it asks of a row too how much of it the query speaks
    of, and ``contained`` is that share of the row alone.
    """

    scores: FloatArray
    shared: FloatArray
    likeness: FloatArray
    contained: FloatArray


class KeywordLane:
    """Lucene's BM25 (Kamphuis et al., 2020) over rows, and over groups as one document each.

    All groups are scored at once, from the lists of those that have a term; single rows are scored when they are asked
    for. As nothing is weighted in advance, rows can be exchanged without reading the others again. Unchanging, so
    safe to share.
    """

    def __init__(self, vocabulary: Mapping[str, int], rows: csr_array, groups: csc_array) -> None:
        self._vocabulary = vocabulary
        self._rows = rows
        self._groups = groups
        self._row_holders = np.bincount(rows.indices, minlength=len(vocabulary))
        self._idf = _idf(self._row_holders, rows.shape[0])
        self._group_idf = _idf(np.diff(groups.indptr), groups.shape[0])
        self._row_length = _length_factors(rows.sum(axis=1), *QUESTIONS)
        self._group_length = _length_factors(groups.sum(axis=1), *DOCUMENTS)

    @classmethod
    def build(cls, rows: Iterable[Sequence[str]], starts: IntArray) -> Self:
        """``starts`` are the numbers of the rows with which a group begins."""
        vocabulary: dict[str, int] = {}
        counted = _count(rows, vocabulary)
        return cls(vocabulary, counted, _by_group(counted, starts))

    def spliced(self, start: int, stop: int, rows: Iterable[Sequence[str]], starts: IntArray) -> Self:
        """This lane with other ``rows`` in place of those from ``start`` to ``stop``; ``starts`` as they are then."""
        vocabulary = dict(self._vocabulary)
        new = _count(rows, vocabulary)
        before, after = self._rows[:start], self._rows[stop:]
        for kept in (before, after):
            kept.resize(kept.shape[0], len(vocabulary))
        counted = csr_array(vstack([before, new, after], format="csr"))
        return type(self)(vocabulary, counted, _by_group(counted, starts))

    @cached_property
    def row_mass(self) -> FloatArray:
        """What each row tells by itself: the weights of its distinct terms."""
        return _sums(_members(self._rows), self._idf[self._rows.indices], self._rows.shape[0])

    @cached_property
    def _row_squares(self) -> FloatArray:
        """The squared length of each row as a vector of the weights of its distinct terms."""
        return _squares(self._rows, self._idf)

    @cached_property
    def _group_squares(self) -> FloatArray:
        return _squares(self._groups.tocsr(), self._group_idf)

    def knows(self, term: str) -> bool:
        """Whether some row has it."""
        number = self._vocabulary.get(term)
        return number is not None and bool(self._row_holders[number])

    def asked(self, terms: Sequence[str]) -> AskedTerms:
        """``terms`` are distinct."""
        numbers = np.array([self._vocabulary[term] for term in terms if term in self._vocabulary], np.int64)
        numbers = numbers[self._row_holders[numbers] > 0]
        unknown = len(terms) - len(numbers)
        in_rows = _weigh(self._idf[numbers], unknown, self._rows.shape[0])
        in_groups = _weigh(self._group_idf[numbers], unknown, self._groups.shape[0])
        return AskedTerms(numbers, in_rows, in_groups, float(self._idf[numbers].sum()) / in_rows.mass)

    def of_groups(self, asked: AskedTerms) -> Found:
        """One figure for each group."""
        spans = [slice(self._groups.indptr[term], self._groups.indptr[term + 1]) for term in asked.numbers]
        members = np.concatenate([self._groups.indices[span] for span in spans] or [_NO_MEMBERS])
        counts = np.concatenate([self._groups.data[span] for span in spans] or [_NO_COUNTS])
        terms = np.repeat(asked.numbers, [span.stop - span.start for span in spans])
        frequency = counts / (counts + self._group_length[members])
        idf, squares = self._group_idf[terms], self._group_squares
        return self._found(members, terms, frequency * idf, idf**2, squares, asked.in_groups)

    def of_rows(self, asked: AskedTerms, rows: IntArray) -> Found:
        """One figure for each of ``rows``."""
        wanted: BoolArray = np.zeros(len(self._vocabulary), np.bool_)
        wanted[asked.numbers] = True
        chosen = self._rows[rows]
        shared = np.flatnonzero(wanted[chosen.indices])
        members, terms, counts = _members(chosen)[shared], chosen.indices[shared], chosen.data[shared]
        frequency = counts / (counts + self._row_length[rows[members]])
        idf, squares = self._idf[terms], self._row_squares[rows]
        return self._found(members, terms, frequency * idf, idf**2, squares, asked.in_rows)

    def _found(
        self,
        members: IntArray,
        terms: IntArray,
        scores: FloatArray,
        shared_squares: FloatArray,
        squares: FloatArray,
        asked: Weight,
    ) -> Found:
        size, whole = len(squares), np.maximum(squares, 1e-6)
        alike = _sums(members, shared_squares, size)
        return Found(
            scores=_sums(members, scores, size),
            shared=_sums(members, self._idf[terms], size),
            likeness=np.asarray(alike / (np.sqrt(whole) * asked.length), np.float32),
            contained=np.asarray(alike / whole, np.float32),
        )

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        shape = {"groups": self._groups.shape[0], "terms": list(self._vocabulary)}
        (folder / "terms.json").write_text(json.dumps(shape, ensure_ascii=False), encoding="utf-8")
        for name, matrix in (("rows", self._rows), ("groups", self._groups)):
            for part in _PARTS:
                np.save(folder / f"{name}.{part}.npy", getattr(matrix, part))

    @classmethod
    def load(cls, folder: Path, *, mmap: bool = False) -> Self:
        """Read what ``save`` wrote; with ``mmap`` the processes of a machine share its pages.

        Raises:
            IndexCorrupt: a file is missing or unreadable.
        """
        try:
            shape = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
            terms, group_count = shape["terms"], shape["groups"]
            rows, groups = (_load_parts(folder, name, mmap=mmap) for name in ("rows", "groups"))
            return cls(
                {term: number for number, term in enumerate(terms)},
                csr_array(rows, shape=(len(rows[2]) - 1, len(terms))),
                csc_array(groups, shape=(group_count, len(terms))),
            )
        except (OSError, ValueError, KeyError, TypeError) as exc:
            raise IndexCorrupt(f"The keyword index {folder.name} cannot be read.") from exc


def _count(rows: Iterable[Sequence[str]], vocabulary: dict[str, int]) -> csr_array:
    """How often each row has each term, (rows, terms); new terms are added to ``vocabulary``."""
    counted = [Counter(row) for row in rows]
    terms = [vocabulary.setdefault(term, len(vocabulary)) for row in counted for term in row]
    counts = [count for row in counted for count in row.values()]
    borders = np.cumsum([0, *map(len, counted)])
    parts = np.array(counts, np.float32), np.array(terms, np.int32), borders
    return csr_array(parts, shape=(len(counted), len(vocabulary)))


def _by_group(rows: csr_array, starts: IntArray) -> csc_array:
    """The counts of all rows from each start to the next, added up."""
    borders = np.append(starts, rows.shape[0])
    parts = np.ones(rows.shape[0], np.float32), np.arange(rows.shape[0]), borders
    members = csr_array(parts, shape=(len(starts), rows.shape[0]))
    return csc_array(members @ rows)


def _load_parts(folder: Path, name: str, *, mmap: bool) -> tuple[FloatArray, IntArray, IntArray]:
    data, indices, borders = (
        np.load(folder / f"{name}.{part}.npy", mmap_mode="r" if mmap else None) for part in _PARTS
    )
    return data, indices, borders


def _idf(holders: IntArray, count: int) -> FloatArray:
    """How much a term tells that so many of ``count`` have: Lucene's form, which is never negative."""
    return np.log1p((count - holders + 0.5) / (holders + 0.5)).astype(np.float32)


def _length_factors(lengths: FloatArray, k1: float, b: float) -> FloatArray:
    """What is added to a term's count below the line of BM25: the longer a text, the less a term tells."""
    mean = max(float(lengths.mean()) if len(lengths) else 0.0, 1e-6)
    return (k1 * (1 - b + b * lengths / mean)).astype(np.float32)


def _weigh(known: FloatArray, unknown: int, count: int) -> Weight:
    """Of a query with ``known`` weights and so many terms that none of ``count`` has."""
    most = float(_idf(np.zeros(1, np.int64), count)[0])
    mass = float(known.sum()) + unknown * most
    return Weight(max(mass, 1e-6), max(float(np.sqrt((known**2).sum() + unknown * most**2)), 1e-6))


def _squares(rows: csr_array, idf: FloatArray) -> FloatArray:
    return _sums(_members(rows), idf[rows.indices] ** 2, rows.shape[0])


def _members(rows: csr_array) -> IntArray:
    """The number of the row to which each stored count belongs."""
    return np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))


def _sums(members: IntArray, weights: FloatArray, size: int) -> FloatArray:
    return np.bincount(members, weights=weights, minlength=size).astype(np.float32)
