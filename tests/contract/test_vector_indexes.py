from pathlib import Path

import faiss
import numpy as np
import pytest

from retrieval.errors import IndexCorrupt
from retrieval.ports import FloatArray, VectorIndex
from retrieval.vector import build_vector_index, load_vector_index
from tests.contract.vector_index_contract import VectorIndexContract, unit_rows


class TestFlatVectorIndex(VectorIndexContract):
    def build(self, vectors: FloatArray) -> VectorIndex:
        return build_vector_index(vectors)

    def load(self, file: Path) -> VectorIndex:
        return load_vector_index(file)

    def test_another_kind_of_index_is_refused(self, tmp_path: Path) -> None:
        other = faiss.IndexFlatL2(16)
        other.add(unit_rows(3))
        faiss.write_index(other, str(tmp_path / "vectors"))

        with pytest.raises(IndexCorrupt, match="another kind"):
            self.load(tmp_path / "vectors")


class TestGraphVectorIndex(VectorIndexContract):
    """With few rows the graph finds exactly what a flat search finds."""

    def build(self, vectors: FloatArray) -> VectorIndex:
        return build_vector_index(vectors, flat_up_to=0)

    def load(self, file: Path) -> VectorIndex:
        return load_vector_index(file)

    def test_of_many_rows_hardly_any_true_neighbour_is_missed(self) -> None:
        vectors, queries = unit_rows(5000, 32), unit_rows(50, 32, seed=2)
        graph, flat = self.build(vectors), build_vector_index(vectors)

        found = [len(np.intersect1d(graph.search(query, 10)[0], flat.search(query, 10)[0])) for query in queries]

        assert sum(found) >= 0.98 * 10 * len(queries)
