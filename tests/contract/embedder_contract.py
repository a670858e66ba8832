"""What every embedder promises, whatever model it runs."""

import numpy as np
import pytest

from retrieval.errors import ModelUnusable
from retrieval.ports import Embedder

TEXTS = ["小规模纳税人开专票", "买新房契税是几个点", "年终奖扣税", "x"]


class EmbedderContract:
    """Subclasses provide an embedder, a second one of the same model, and one of a model that is not there."""

    @pytest.fixture
    def embedder(self) -> Embedder:
        raise NotImplementedError

    @pytest.fixture
    def same_model(self) -> Embedder:
        raise NotImplementedError

    @pytest.fixture
    def another_model(self) -> Embedder:
        raise NotImplementedError

    @pytest.fixture
    def missing_model(self) -> Embedder:
        raise NotImplementedError

    def test_a_text_becomes_one_row_of_length_one(self, embedder: Embedder) -> None:
        vectors = embedder.encode(TEXTS[:3])

        assert vectors.shape == (3, embedder.dimension)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)

    def test_a_text_gets_the_same_row_alone_and_among_others(self, embedder: Embedder) -> None:
        together = embedder.encode(TEXTS[:3])

        for row, text in zip(together, TEXTS, strict=False):
            assert np.allclose(embedder.encode([text])[0], row, atol=1e-5)

    def test_different_texts_get_different_rows(self, embedder: Embedder) -> None:
        first, second = embedder.encode(TEXTS[:2])

        assert not np.allclose(first, second, atol=1e-3)

    def test_every_row_is_finite_whatever_the_text(self, embedder: Embedder) -> None:
        vectors = embedder.encode(["", " ", "\u0000", "🙂", "長" * 3000])

        assert vectors.shape == (5, embedder.dimension)
        assert np.isfinite(vectors).all()
        assert (np.linalg.norm(vectors, axis=1) < 1 + 1e-5).all()

    def test_no_texts_are_no_rows(self, embedder: Embedder) -> None:
        assert embedder.encode([]).shape == (0, embedder.dimension)

    def test_the_fingerprint_is_the_model_s(
        self, embedder: Embedder, same_model: Embedder, another_model: Embedder
    ) -> None:
        assert embedder.fingerprint == same_model.fingerprint
        assert embedder.fingerprint != another_model.fingerprint

    def test_a_warm_up_may_be_repeated(self, embedder: Embedder) -> None:
        embedder.warm_up()
        embedder.warm_up()

    def test_a_model_that_is_not_there_is_said_so(self, missing_model: Embedder) -> None:
        with pytest.raises(ModelUnusable):
            missing_model.warm_up()
