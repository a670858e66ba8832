"""Likeness against cosines worked out by hand."""

import math

import numpy as np
import pytest

from retrieval.keyword import Bm25Index
from retrieval.likeness import Likeness

ROWS = [["契税", "税率"], ["契税", "期限", "怎么", "算"], []]


@pytest.fixture
def likeness() -> Likeness:
    return Likeness.of(Bm25Index.build(ROWS), len(ROWS))


def test_likeness_is_the_cosine_of_the_weighted_sets(likeness: Likeness) -> None:
    both, one = math.log1p((3 - 2 + 0.5) / 2.5) ** 2, math.log1p((3 - 1 + 0.5) / 1.5) ** 2

    alike = likeness.of_query(["契税", "税率"])

    assert alike.likeness.tolist() == pytest.approx([1, both / math.sqrt((both + one) * (both + 3 * one)), 0], abs=1e-6)
    assert alike.contained.tolist() == pytest.approx([1, both / (both + 3 * one), 0], abs=1e-6)


def test_what_no_row_has_makes_a_query_less_alike_and_contains_no_less(likeness: Likeness) -> None:
    short, long = likeness.of_query(["契税", "税率"]), likeness.of_query(["契税", "税率", "隔壁", "老王"])

    assert long.likeness[0] < short.likeness[0]
    assert long.contained[0] == short.contained[0]


@pytest.mark.parametrize("terms", [[], ["天气"]])
def test_nothing_known_is_like_nothing(likeness: Likeness, terms: list[str]) -> None:
    alike = likeness.of_query(terms)

    assert not alike.likeness.any()
    assert not alike.contained.any()


def test_an_index_of_no_terms_is_like_nothing() -> None:
    empty = Likeness.of(Bm25Index.build([[], []]), 2)

    assert np.array_equal(empty.of_query(["契税"]).likeness, np.zeros(2))
