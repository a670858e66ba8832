from pathlib import Path

import faiss
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
