import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from retrieval.embedding import CARD, SentenceTransformerEmbedder, load_embedder
from retrieval.ports import Embedder
from retrieval.static_embedding import StaticEmbedder
from tests.contract.embedder_contract import TEXTS, EmbedderContract
from tests.contract.embedding_models import save_static, save_transformer


@pytest.fixture(scope="session")
def static_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_static(tmp_path_factory.mktemp("models") / "static")


@pytest.fixture(scope="session")
def transformer_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_transformer(tmp_path_factory.mktemp("models") / "transformer")


class TestStaticEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self, static_folder: Path) -> Embedder:
        return load_embedder(static_folder)

    @pytest.fixture
    def same_model(self, static_folder: Path, tmp_path: Path) -> Embedder:
        shutil.copytree(static_folder, tmp_path / "copy")
        (tmp_path / "copy" / CARD).write_text("{}", encoding="utf-8")
        return StaticEmbedder(tmp_path / "copy")

    @pytest.fixture
    def another_model(self, tmp_path: Path) -> Embedder:
        return StaticEmbedder(save_static(tmp_path / "other", seed=2))

    @pytest.fixture
    def missing_model(self, tmp_path: Path) -> Embedder:
        return StaticEmbedder(tmp_path / "nothing")

    def test_a_static_model_runs_without_its_library(self, embedder: Embedder) -> None:
        assert isinstance(embedder, StaticEmbedder)

    def test_it_computes_what_sentence_transformers_computes(self, embedder: Embedder, static_folder: Path) -> None:
        expected = SentenceTransformerEmbedder(static_folder).encode(TEXTS[:3])

        assert np.allclose(embedder.encode(TEXTS[:3]), expected, atol=1e-6)

    def test_half_precision_is_read(self, tmp_path: Path) -> None:
        folder = save_static(tmp_path / "half", precision=torch.float16)

        assert np.allclose(np.linalg.norm(StaticEmbedder(folder).encode(TEXTS[:1]), axis=1), 1, atol=1e-3)


class TestSentenceTransformerEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self, transformer_folder: Path) -> Embedder:
        return load_embedder(transformer_folder)

    @pytest.fixture
    def same_model(self, transformer_folder: Path, tmp_path: Path) -> Embedder:
        shutil.copytree(transformer_folder, tmp_path / "copy")
        (tmp_path / "copy" / "README.md").write_text("about it", encoding="utf-8")
        return SentenceTransformerEmbedder(tmp_path / "copy")

    @pytest.fixture
    def another_model(self, tmp_path: Path) -> Embedder:
        return SentenceTransformerEmbedder(save_transformer(tmp_path / "other", seed=2))

    @pytest.fixture
    def missing_model(self, tmp_path: Path) -> Embedder:
        return load_embedder(tmp_path / "nothing")

    def test_any_other_model_runs_with_its_library(self, embedder: Embedder) -> None:
        assert isinstance(embedder, SentenceTransformerEmbedder)
