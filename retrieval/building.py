"""From passages to lanes, and between lanes and files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from retrieval.coverage import Coverage
from retrieval.documents import Documents
from retrieval.errors import IndexCorrupt
from retrieval.exact import ExactIndex
from retrieval.keyword import Bm25Index
from retrieval.lanes import Lanes, Parts
from retrieval.likeness import Likeness
from retrieval.ports import Embedder, FloatArray, Passage
from retrieval.rows import Layout, Row, grouped, load_rows, make_row, save_rows
from retrieval.vector import build_vector_index, load_vector_index


@dataclass(frozen=True, slots=True)
class CachedVectors:
    """Vectors by normalised text, usable as long as the embedder is the same."""

    embedder: str
    by_text: Mapping[str, FloatArray]


def make_rows(passages: Iterable[Passage], parts: Parts) -> list[Row]:
    return grouped(make_row(passage, parts.normaliser(passage.text), parts.tokeniser) for passage in passages)


def build_lanes(rows: Sequence[Row], embedder: Embedder, cached: CachedVectors | None) -> Lanes:
    layout = Layout.of(rows)
    vectors = _embed([row.text for row in rows], embedder, cached)
    words = Bm25Index.build(row.words.split() for row in rows)
    grams = Bm25Index.build(row.grams.split() for row in rows)
    return Lanes(
        layout=layout,
        exact=ExactIndex(rows, layout.numbers),
        words=words,
        grams=grams,
        coverage=Coverage.of(grams, layout),
        likeness=Likeness.of(grams, len(rows)),
        documents=Documents.build(rows, layout, vectors),
        vectors=build_vector_index(vectors),
    )


def save_lanes(rows: Sequence[Row], lanes: Lanes, folder: Path) -> None:
    save_rows(rows, folder / "rows.jsonl")
    lanes.words.save(folder / "words")
    lanes.grams.save(folder / "grams")
    lanes.documents.save(folder / "documents")
    lanes.vectors.save(folder / "vectors.faiss")


def load_lanes(folder: Path, *, mmap: bool) -> tuple[list[Row], Lanes]:
    """Raises:
    IndexCorrupt: a file is missing, unreadable, or does not fit to the others.
    """
    rows = load_rows(folder / "rows.jsonl")
    vectors = load_vector_index(folder / "vectors.faiss")
    if len(vectors.vectors) != len(rows):
        raise IndexCorrupt(f"{len(vectors.vectors)} vectors for {len(rows)} passages.")
    layout = Layout.of(rows)
    grams = Bm25Index.load(folder / "grams", mmap=mmap)
    return rows, Lanes(
        layout=layout,
        exact=ExactIndex(rows, layout.numbers),
        words=Bm25Index.load(folder / "words", mmap=mmap),
        grams=grams,
        coverage=Coverage.of(grams, layout),
        likeness=Likeness.of(grams, len(rows)),
        documents=Documents.load(folder / "documents", rows, layout, vectors.vectors, mmap=mmap),
        vectors=vectors,
    )


def _embed(texts: Sequence[str], embedder: Embedder, cached: CachedVectors | None) -> FloatArray:
    known = cached.by_text if cached and cached.embedder == embedder.fingerprint else {}
    new = list(dict.fromkeys(text for text in texts if text not in known))
    vectors = dict(zip(new, embedder.encode(new), strict=True)) if new else {}
    if not texts:
        return np.zeros((0, embedder.dimension), np.float32)
    return np.stack([vectors[text] if text in vectors else known[text] for text in texts])
