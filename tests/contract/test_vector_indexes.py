from pathlib import Path

import faiss
import numpy as np
import pytest

from retrieval.errors import IndexCorrupt
from retrieval.ports import FloatArray, VectorIndex
from retrieval.vector import build_vector_index, load_vector_index
from retrieval.vector_lists import ListedVectorIndex
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


class TestListedVectorIndex(VectorIndexContract):
    """So few rows have few enough lists to look into all of them."""

    def build(self, vectors: FloatArray) -> VectorIndex:
        return ListedVectorIndex.build(vectors)

    def load(self, file: Path) -> VectorIndex:
        return load_vector_index(file)

    def test_most_of_the_nearest_rows_are_found_among_many(self) -> None:
        vectors, queries = unit_rows(20_000), unit_rows(50, seed=2)
        index = self.build(vectors)

        found = [set(index.search(query, 10)[0].tolist()) for query in queries]

        nearest = [set(np.argsort(-(vectors @ query))[:10].tolist()) for query in queries]
        assert np.mean([len(mine & best) / 10 for mine, best in zip(found, nearest, strict=True)]) > 0.6
