"""Groups as a whole: what no single passage says, all of them together may."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from retrieval.keyword import Bm25Index
from retrieval.likeness import Likeness
from retrieval.ports import FloatArray, Role
from retrieval.rows import Layout, Row

# A body is one long passage about the same thing as ten short questions.
BODY_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class Documents:
    """One document for each group, out of all its passages: BM25 over its terms, and its mean direction."""

    words: Bm25Index
    grams: Bm25Index
    word_likeness: Likeness
    gram_likeness: Likeness
    directions: FloatArray

    @classmethod
    def build(cls, rows: Sequence[Row], layout: Layout, vectors: FloatArray) -> Self:
        words = Bm25Index.build(_terms([row.words for row in rows], layout), length_matters=True)
        grams = Bm25Index.build(_terms([row.grams for row in rows], layout), length_matters=True)
        return cls._of(words, grams, mean_directions(rows, layout, vectors))

    def save(self, folder: Path) -> None:
        self.words.save(folder / "words")
        self.grams.save(folder / "grams")

    @classmethod
    def load(cls, folder: Path, rows: Sequence[Row], layout: Layout, vectors: FloatArray, *, mmap: bool) -> Self:
        """Raises:
        IndexCorrupt: a file is missing or unreadable.
        """
        words = Bm25Index.load(folder / "words", mmap=mmap)
        grams = Bm25Index.load(folder / "grams", mmap=mmap)
        return cls._of(words, grams, mean_directions(rows, layout, vectors))

    @classmethod
    def _of(cls, words: Bm25Index, grams: Bm25Index, directions: FloatArray) -> Self:
        count = len(directions)
        return cls(words, grams, Likeness.of(words, count), Likeness.of(grams, count), directions)


def mean_directions(rows: Sequence[Row], layout: Layout, vectors: FloatArray) -> FloatArray:
    """(groups, dimension): the direction of the weighted sum of a group's passages, of length one or zero."""
    if not len(rows):
        return np.zeros((0, vectors.shape[1]), np.float32)
    weights = np.array([BODY_WEIGHT if row.passage.role is Role.body else 1.0 for row in rows], np.float32)
    sums = np.add.reduceat(vectors * weights[:, None], layout.starts, axis=0)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.where(lengths > 0, lengths, 1), np.float32)


def _terms(joined: Sequence[str], layout: Layout) -> list[list[str]]:
    spans = zip(layout.starts.tolist(), layout.stops.tolist(), strict=True)
    return [" ".join(joined[start:stop]).split() for start, stop in spans]
