"""What every vector index promises; an approximate one inherits all but the exact comparison."""

from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import IndexCorrupt
from retrieval.ports import FloatArray, VectorIndex


def unit_rows(count: int, dimension: int = 16, *, seed: int = 1) -> FloatArray:
    rows = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class VectorIndexContract:
    """Subclasses build and load one kind of index."""

    def build(self, vectors: FloatArray) -> VectorIndex:
        raise NotImplementedError

    def load(self, file: Path) -> VectorIndex:
        raise NotImplementedError

    def test_the_nearest_rows_come_first(self) -> None:
        vectors, query = unit_rows(200), unit_rows(1, seed=2)[0]

        rows, cosines = self.build(vectors).search(query, 10)

        expected = np.argsort(-(vectors @ query))[:10]
        assert rows.tolist() == expected.tolist()
        assert np.allclose(cosines, (vectors @ query)[expected], atol=1e-5)

    def test_there_are_never_more_rows_than_stored(self) -> None:
        rows, cosines = self.build(unit_rows(3)).search(unit_rows(1)[0], 10)

        assert sorted(rows.tolist()) == [0, 1, 2]
        assert len(cosines) == 3

    def test_without_vectors_nothing_is_found(self) -> None:
        index = self.build(np.zeros((0, 16), np.float32))

        assert index.search(unit_rows(1)[0], 5)[0].tolist() == []
        assert index.vectors.shape == (0, 16)

    def test_similarities_are_those_of_the_rows_asked_for(self) -> None:
        vectors, query = unit_rows(50), unit_rows(1, seed=2)[0]
        rows = np.array([[7, 7], [3, 49]])

        assert np.allclose(self.build(vectors).similarities(query, rows), vectors[rows] @ query, atol=1e-5)

    def test_the_vectors_cannot_be_changed(self) -> None:
        index = self.build(unit_rows(5))

        assert np.allclose(index.vectors, unit_rows(5))
        with pytest.raises(ValueError, match="read-only"):
            index.vectors[0, 0] = 1

    def test_what_was_saved_finds_the_same(self, tmp_path: Path) -> None:
        index, query = self.build(unit_rows(100)), unit_rows(1, seed=3)[0]
        index.save(tmp_path / "vectors")

        loaded = self.load(tmp_path / "vectors")

        assert loaded.search(query, 5)[0].tolist() == index.search(query, 5)[0].tolist()
        assert np.array_equal(loaded.vectors, index.vectors)

    def test_a_file_that_is_no_index_is_said_so(self, tmp_path: Path) -> None:
        (tmp_path / "vectors").write_bytes(b"nothing of the kind")

        for name in ("vectors", "missing"):
            with pytest.raises(IndexCorrupt):
                self.load(tmp_path / name)
