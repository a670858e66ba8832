"""BM25 over rows of terms, with bm25s."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

import bm25s
import numpy as np

from retrieval.errors import IndexCorrupt
from retrieval.ports import FloatArray, IntArray

# (k1, b). Questions are short and rarely repeat a word: length and repetition tell less than in documents.
QUESTIONS = (1.0, 0.4)
DOCUMENTS = (1.5, 0.75)


class Bm25Index:
    """Lucene's BM25 (Kamphuis et al., 2020), scores computed when it is built. Unchanging, so safe to share."""

    def __init__(self, engine: bm25s.BM25) -> None:
        self._engine = engine
        self._vocabulary: dict[str, int] = engine.vocab_dict
        count = engine.scores["num_docs"]
        frequency = np.diff(engine.scores["indptr"])
        self.idf: FloatArray = _idf(frequency, count).astype(np.float32)
        self._idf_of_unknown = float(_idf(np.zeros(1, np.int64), count)[0])

    @classmethod
    def build(cls, rows: Iterable[Sequence[str]], *, length_matters: bool = False) -> Self:
        """``length_matters`` for documents, which differ in length and repeat what they are about."""
        k1, b = DOCUMENTS if length_matters else QUESTIONS
        vocabulary: dict[str, int] = {}
        ids = [[vocabulary.setdefault(term, len(vocabulary)) for term in row] for row in rows]
        engine = bm25s.BM25(method="lucene", k1=k1, b=b, csc_backend="numpy", backend="numpy")
        if vocabulary:
            engine.index((ids, vocabulary), create_empty_token=False, show_progress=False)
        else:
            _leave_empty(engine, len(ids))
        return cls(engine)

    @property
    def postings(self) -> tuple[IntArray, IntArray]:
        """The rows of all terms in one array, and where each term's rows begin in it."""
        return self._engine.scores["indices"], self._engine.scores["indptr"]

    def ids(self, terms: Iterable[str]) -> list[int]:
        return [self._vocabulary[term] for term in terms if term in self._vocabulary]

    def knows(self, term: str) -> bool:
        return term in self._vocabulary

    def weights(self, terms: Sequence[str]) -> FloatArray:
        return np.array(
            [self.idf[self._vocabulary[term]] if term in self._vocabulary else self._idf_of_unknown for term in terms],
            np.float32,
        )

    def scores(self, terms: Sequence[str]) -> FloatArray:
        ids = self.ids(terms)
        if not ids:
            return np.zeros(self._engine.scores["num_docs"], np.float32)
        scores: FloatArray = self._engine.get_scores_from_ids(ids)
        return scores

    def save(self, folder: Path) -> None:
        self._engine.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path, *, mmap: bool = False) -> Self:
        """Read what ``save`` wrote; with ``mmap`` the processes of a machine share its pages.

        Raises:
            IndexCorrupt: a file is missing or unreadable.
        """
        try:
            return cls(bm25s.BM25.load(folder, mmap=mmap, show_progress=False))
        except (OSError, ValueError, KeyError, json.JSONDecodeError) as exc:
            raise IndexCorrupt(f"The keyword index {folder.name} cannot be read.") from exc


def _idf(frequency: IntArray, count: int) -> FloatArray:
    """Lucene's form, which is never negative."""
    idf: FloatArray = np.log1p((count - frequency + 0.5) / (frequency + 0.5))
    return idf


def _leave_empty(engine: bm25s.BM25, count: int) -> None:
    """bm25s divides by the mean length, so an index without a single term is made by hand."""
    engine.vocab_dict = {}
    engine.nonoccurrence_array = None
    engine.scores = {
        "data": np.zeros(0, np.float32),
        "indices": np.zeros(0, np.int32),
        "indptr": np.zeros(1, np.int64),
        "num_docs": count,
    }
