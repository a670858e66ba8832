"""A searchable state of the knowledge: built once, never changed, replaced by the next one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Self

import numpy as np

from retrieval.building import (
    CachedVectors,
    build_lanes,
    load_lanes,
    make_rows,
    save_lanes,
    splice_lanes,
)
from retrieval.errors import IndexCorrupt
from retrieval.fusion import FEATURES, Candidates, weigh
from retrieval.lanes import LEAST, Lanes, Parts
from retrieval.manifest import Manifest
from retrieval.ports import Allowed, Embedder, FloatArray, Passage, Ranked, Role, Scorer, Verdict
from retrieval.query import Normalise, Tokenise, make_query, read_question
from retrieval.rows import Row
from retrieval.spelling import Speller

# How far a stored direction may be from length one.
UNIT_TOLERANCE = 1e-2


class SearchIndex:
    """Searches one fixed set of passages. Nothing in it ever changes, so any number of threads may share it."""

    def __init__(
        self,
        rows: Sequence[Row],
        lanes: Lanes,
        parts: Parts,
        *,
        revision: str,
    ) -> None:
        self._rows = rows
        self._lanes = lanes
        self._parts = parts
        self.revision = revision

    @classmethod
    def build(
        cls,
        passages: Iterable[Passage],
        *,
        embedder: Embedder,
        normaliser: Normalise,
        tokeniser: Tokenise,
        scorer: Scorer,
        revision: str,
        cached_vectors: CachedVectors | None = None,
    ) -> Self:
        """Index ``passages``; texts that ``cached_vectors`` knows are not encoded again."""
        parts = Parts(embedder, normaliser, tokeniser, scorer)
        rows = make_rows(passages, parts)
        lanes = build_lanes(rows, embedder, cached_vectors)
        return cls(rows, lanes, parts, revision=revision)

    @property
    def counts(self) -> dict[str, int]:
        return {"passages": len(self._rows), "groups": len(self._lanes.layout.names)}

    @property
    def groups(self) -> Sequence[str]:
        return self._lanes.layout.names

    @property
    def fingerprints(self) -> dict[str, str]:
        """Of embedder, normaliser, tokeniser and scorer."""
        return self._parts.fingerprints

    @property
    def cached_vectors(self) -> CachedVectors:
        """What the next build need not encode again."""
        texts = (row.text for row in self._rows)
        by_text = dict(zip(texts, self._lanes.vectors, strict=True))
        return CachedVectors(self._parts.embedder.fingerprint, by_text)

    def search(self, query: str, *, allowed: Allowed | None = None, limit: int = 10) -> list[Ranked]:
        """The best groups among those ``allowed``, at most ``limit``, best first.

        Equal scores come in the order of the groups, so the same question always gets the same list.
        """
        found = self.candidates(query, allowed=allowed, limit=limit)
        verdict = self._parts.scorer.rank(found.features)
        order = np.argsort(-verdict.scores, kind="stable")[:limit]
        return [self._ranked(found, verdict, at) for at in order.tolist()]

    def read(self, query: str) -> str:
        """The question as it is searched: its normal form, typing errors put right."""
        speller = self._parts.speller
        correct = None if speller is None else partial(speller, knows=self._lanes.grams.knows)
        return read_question(query, normaliser=self._parts.normaliser, correct=correct)

    def candidates(self, query: str, *, allowed: Allowed | None = None, limit: int = LEAST) -> Candidates:
        """What ``search`` ranks: groups that some lane finds, with their features, in no order of merit."""
        parts, lanes = self._parts, self._lanes
        ready = make_query(self.read(query), analyser=parts.tokeniser, embedder=parts.embedder)
        scores = lanes.score_groups(ready)
        groups = lanes.nominate(ready, scores, allowed or _everything, limit)
        return weigh(lanes, ready, scores, groups, parts.scorer.familiarity(ready.grams))

    def _ranked(self, found: Candidates, verdict: Verdict, at: int) -> Ranked:
        return Ranked(
            group=self._lanes.layout.names[found.groups[at]],
            confidence=float(verdict.confidence[at]),
            domain=verdict.domain,
            score=float(verdict.scores[at]),
            passage_id=self._rows[found.rows[at]].passage.id,
            features=dict(zip(FEATURES, found.features[at].tolist(), strict=True)),
        )

    def with_group(self, group: str, passages: Iterable[Passage], *, revision: str | None = None) -> Self:
        """This index with ``group`` added or replaced; all other passages are not read or encoded again."""
        new = make_rows(passages, self._parts)
        if any(row.passage.group != group for row in new):
            raise ValueError(f"All passages must be of the group {group}.")
        return self._spliced(self._span(group), new, revision)

    def without_group(self, group: str, *, revision: str | None = None) -> Self:
        """This index without ``group``; the same rows when it is not in it."""
        return self._spliced(self._span(group), [], revision)

    def _span(self, group: str) -> slice:
        """The rows of ``group``; the empty place at the end when there is no such group."""
        layout = self._lanes.layout
        if group not in layout.numbers:
            return slice(len(self._rows), len(self._rows))
        number = layout.numbers[group]
        return slice(int(layout.starts[number]), int(layout.stops[number]))

    def _spliced(self, span: slice, new: list[Row], revision: str | None) -> Self:
        rows = [*self._rows[: span.start], *new, *self._rows[span.stop :]]
        lanes = splice_lanes(self._lanes, rows, span, new, self._parts.embedder, self.cached_vectors)
        return type(self)(rows, lanes, self._parts, revision=self.revision if revision is None else revision)

    def with_scorer(self, scorer: Scorer) -> Self:
        """This index with another scorer; everything else is shared."""
        return type(self)(self._rows, self._lanes, replace(self._parts, scorer=scorer), revision=self.revision)

    def with_speller(self, speller: Speller | None) -> Self:
        """This index with questions put right by ``speller`` before they are searched; everything else is shared."""
        return type(self)(self._rows, self._lanes, replace(self._parts, speller=speller), revision=self.revision)

    def verify(self) -> None:
        """Check that the lanes agree with each other and that a few known questions find their group.

        Raises:
            IndexCorrupt: they do not.
        """
        vectors = self._lanes.vectors
        if len(vectors) != len(self._rows):
            raise IndexCorrupt(f"{len(vectors)} vectors for {len(self._rows)} passages.")
        if not _are_directions(vectors):
            raise IndexCorrupt("Some vectors are not of length one.")
        for row in self._sample():
            found = self.search(row.passage.text, limit=3)
            if row.passage.group not in {ranked.group for ranked in found}:
                raise IndexCorrupt(f"The question {row.passage.id} does not find its own group.")

    def _sample(self, size: int = 20) -> list[Row]:
        asked = [row for row in self._rows if row.passage.role is not Role.body and row.text]
        return asked[:: max(len(asked) // size, 1)]

    def save(self, folder: Path) -> None:
        """Write the index into a new ``folder``; the manifest comes last."""
        folder.mkdir(parents=True)
        save_lanes(self._rows, self._lanes, folder)
        Manifest.of_folder(folder, revision=self.revision, made_with=self.fingerprints, counts=self.counts).save(folder)

    @classmethod
    def load(
        cls,
        folder: Path,
        *,
        embedder: Embedder,
        normaliser: Normalise,
        tokeniser: Tokenise,
        scorer: Scorer,
        mmap: bool = False,
    ) -> Self:
        """Read a saved index after checking every file.

        Raises:
            IndexCorrupt: a file is missing or was changed.
            IndexMismatch: it was made with other parts than these.
        """
        parts = Parts(embedder, normaliser, tokeniser, scorer)
        manifest = Manifest.load(folder)
        manifest.check_made_with(parts.fingerprints)
        manifest.check_files(folder)
        rows, lanes = load_lanes(folder, mmap=mmap)
        index = cls(rows, lanes, parts, revision=manifest.revision)
        if index.counts != dict(manifest.counts):
            raise IndexCorrupt(f"The index {folder.name} does not hold what its manifest says.")
        return index


def _are_directions(vectors: FloatArray) -> bool:
    lengths = np.linalg.norm(vectors, axis=1)
    return bool(np.all((np.abs(lengths - 1) < UNIT_TOLERANCE) | (lengths == 0)))


def _everything(_group: str) -> bool:
    return True
