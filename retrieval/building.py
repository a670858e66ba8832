"""From passages to lanes, and between lanes and files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from retrieval.directions import mean_directions
from retrieval.errors import IndexCorrupt
from retrieval.exact import ExactIndex
from retrieval.keyword import KeywordLane
from retrieval.lanes import Lanes, Parts
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
    words = KeywordLane.build((row.words.split() for row in rows), layout.starts)
    grams = KeywordLane.build((row.grams.split() for row in rows), layout.starts)
    return _lanes(rows, layout, words, grams, _embed([row.text for row in rows], embedder, cached))


def splice_lanes(
    lanes: Lanes, rows: Sequence[Row], span: slice, new: Sequence[Row], embedder: Embedder, cached: CachedVectors
) -> Lanes:
    """The lanes of ``rows``, which are those of ``lanes`` with ``new`` ones in place of ``span``."""
    layout, start, stop = Layout.of(rows), span.start, span.stop
    vectors = _embed([row.text for row in new], embedder, cached)
    return _lanes(
        rows,
        layout,
        lanes.words.spliced(start, stop, (row.words.split() for row in new), layout.starts),
        lanes.grams.spliced(start, stop, (row.grams.split() for row in new), layout.starts),
        np.concatenate([lanes.vectors[:start], vectors, lanes.vectors[stop:]]),
    )


def _lanes(rows: Sequence[Row], layout: Layout, words: KeywordLane, grams: KeywordLane, vectors: FloatArray) -> Lanes:
    directions = build_vector_index(mean_directions(rows, layout, vectors))
    return Lanes(layout, ExactIndex(rows, layout.numbers), words, grams, vectors, directions)


def save_lanes(rows: Sequence[Row], lanes: Lanes, folder: Path) -> None:
    save_rows(rows, folder / "rows.jsonl")
    lanes.words.save(folder / "words")
    lanes.grams.save(folder / "grams")
    np.save(folder / "vectors.npy", lanes.vectors)
    lanes.directions.save(folder / "directions.faiss")


def load_lanes(folder: Path, *, mmap: bool) -> tuple[list[Row], Lanes]:
    """Raises:
    IndexCorrupt: a file is missing, unreadable, or does not fit to the others.
    """
    rows = load_rows(folder / "rows.jsonl")
    layout = Layout.of(rows)
    vectors = np.load(folder / "vectors.npy", mmap_mode="r" if mmap else None)
    directions = load_vector_index(folder / "directions.faiss")
    if len(vectors) != len(rows) or len(directions.vectors) != len(layout.names):
        raise IndexCorrupt(f"{len(vectors)} and {len(directions.vectors)} vectors for {len(rows)} passages.")
    return rows, Lanes(
        layout=layout,
        exact=ExactIndex(rows, layout.numbers),
        words=KeywordLane.load(folder / "words", mmap=mmap),
        grams=KeywordLane.load(folder / "grams", mmap=mmap),
        vectors=vectors,
        directions=directions,
    )


def _embed(texts: Sequence[str], embedder: Embedder, cached: CachedVectors | None) -> FloatArray:
    known = cached.by_text if cached and cached.embedder == embedder.fingerprint else {}
    new = list(dict.fromkeys(text for text in texts if text not in known))
    vectors = dict(zip(new, embedder.encode(new), strict=True)) if new else {}
    if not texts:
        return np.zeros((0, embedder.dimension), np.float32)
    return np.stack([vectors[text] if text in vectors else known[text] for text in texts])
