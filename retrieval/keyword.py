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


@dataclass(frozen=True, slots=True)
class AskedTerms:
    """The distinct terms of a query that some row has, by number, and what all its terms tell together.

    ``row_mass`` and ``group_mass`` are the sums of the weights (IDF) of all terms, a term that no row has counting
    most; ``known`` is the share of the first that the known terms make up.
    """

    numbers: IntArray
    row_mass: float
    group_mass: float
    known: float


@dataclass(frozen=True, slots=True)
class Found:
    """What rows or groups have of a query: their BM25, and what the terms that they share tell (IDF among rows)."""

    scores: FloatArray
    shared: FloatArray


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

    def asked(self, terms: Sequence[str]) -> AskedTerms:
        """``terms`` are distinct."""
        numbers = np.array([self._vocabulary[term] for term in terms if term in self._vocabulary], np.int64)
        numbers = numbers[self._row_holders[numbers] > 0]
        unknown = np.zeros(len(terms) - len(numbers), np.int64)
        known_mass = float(self._idf[numbers].sum())
        row_mass = max(known_mass + float(_idf(unknown, self._rows.shape[0]).sum()), 1e-6)
        group_mass = float(self._group_idf[numbers].sum() + _idf(unknown, self._groups.shape[0]).sum())
        return AskedTerms(numbers, row_mass, max(group_mass, 1e-6), known_mass / row_mass)

    def of_groups(self, asked: AskedTerms) -> Found:
        """One figure for each group."""
        spans = [slice(self._groups.indptr[term], self._groups.indptr[term + 1]) for term in asked.numbers]
        if not spans:
            nothing = np.zeros(self._groups.shape[0], np.float32)
            return Found(nothing, nothing)
        members = np.concatenate([self._groups.indices[span] for span in spans])
        counts = np.concatenate([self._groups.data[span] for span in spans])
        terms = np.repeat(asked.numbers, [span.stop - span.start for span in spans])
        frequency = counts / (counts + self._group_length[members])
        return self._found(members, terms, frequency * self._group_idf[terms], self._groups.shape[0])

    def of_rows(self, asked: AskedTerms, rows: IntArray) -> Found:
        """One figure for each of ``rows``."""
        wanted: BoolArray = np.zeros(len(self._vocabulary), np.bool_)
        wanted[asked.numbers] = True
        chosen = self._rows[rows]
        shared = np.flatnonzero(wanted[chosen.indices])
        members, terms, counts = _members(chosen)[shared], chosen.indices[shared], chosen.data[shared]
        frequency = counts / (counts + self._row_length[rows[members]])
        return self._found(members, terms, frequency * self._idf[terms], len(rows))

    def _found(self, members: IntArray, terms: IntArray, scores: FloatArray, size: int) -> Found:
        return Found(_sums(members, scores, size), _sums(members, self._idf[terms], size))

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


def _members(rows: csr_array) -> IntArray:
    """The number of the row to which each stored count belongs."""
    return np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))


def _sums(members: IntArray, weights: FloatArray, size: int) -> FloatArray:
    return np.bincount(members, weights=weights, minlength=size).astype(np.float32)
