"""Vectors are handed out without copying them; the memory they lie in must stay theirs."""

import gc
from pathlib import Path

import numpy as np
import pytest

from retrieval.index import SearchIndex
from retrieval.lanes import Parts
from retrieval.ports import FloatArray
from retrieval.vector import build_vector_index, load_vector_index
from tests.unit.retrieval.fakes import make_index, named, passages


def overwrite_free_memory(size: int) -> list[FloatArray]:
    gc.collect()
    return [np.full(size, np.nan, np.float32) for _ in range(64)]


@pytest.mark.parametrize("stored", [False, True])
def test_vectors_stay_what_they_are_when_their_index_is_gone(tmp_path: Path, stored: bool) -> None:
    expected = np.random.default_rng(1).normal(size=(500, 16)).astype(np.float32)
    index = build_vector_index(expected)
    if stored:
        index.save(tmp_path / "vectors")
        index = load_vector_index(tmp_path / "vectors")
    vectors = index.vectors
    del index
    kept = overwrite_free_memory(expected.size)

    assert np.array_equal(vectors, expected)
    assert kept


def test_a_build_may_use_the_vectors_of_an_index_that_is_gone(parts: Parts) -> None:
    index = make_index(parts)
    cached, expected = index.cached_vectors, index.search("买房子要交契税吗")
    size = sum(vector.size for vector in cached.by_text.values())
    del index
    kept = overwrite_free_memory(size)
    rebuilt = SearchIndex.build(passages(), **named(parts), revision="1", cached_vectors=cached)

    assert rebuilt.search("买房子要交契税吗") == expected
    assert kept
