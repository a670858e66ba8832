import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.keyword import DOCUMENTS, QUESTIONS, Bm25Index
from retrieval.ports import KeywordIndex
from tests.contract.keyword_index_contract import KeywordIndexContract

TERMS = st.lists(st.sampled_from("契税率首套奖"), max_size=8)


class TestBm25Index(KeywordIndexContract):
    def build(self, rows: Sequence[Sequence[str]]) -> KeywordIndex:
        return Bm25Index.build(rows)

    def load(self, folder: Path) -> KeywordIndex:
        return Bm25Index.load(folder)


class TestMappedBm25Index(TestBm25Index):
    def load(self, folder: Path) -> KeywordIndex:
        return Bm25Index.load(folder, mmap=True)


def bm25(rows: list[list[str]], query: list[str], k1: float, b: float) -> list[float]:
    """The formula written down once more: Kamphuis et al. (2020), "Lucene (accurate)"."""
    mean = sum(map(len, rows)) / len(rows)
    scores = []
    for row in rows:
        counts, score = Counter(row), 0.0
        for term in query:
            holding = sum(term in other for other in rows)
            idf = math.log(1 + (len(rows) - holding + 0.5) / (holding + 0.5))
            score += idf * counts[term] / (counts[term] + k1 * (1 - b + b * len(row) / mean))
        scores.append(score)
    return scores


@given(st.lists(TERMS, min_size=1, max_size=6).filter(any), TERMS, st.booleans())
def test_scores_are_those_of_a_second_implementation(rows: list[list[str]], query: list[str], long: bool) -> None:
    index = Bm25Index.build(rows, length_matters=long)

    expected = bm25(rows, query, *(DOCUMENTS if long else QUESTIONS))
    assert np.allclose(index.scores(query), expected, atol=1e-4)
