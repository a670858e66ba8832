"""The keyword lane against formulas written down once more, and against bm25s."""

import math
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import IndexCorrupt
from retrieval.keyword import DOCUMENTS, QUESTIONS, KeywordLane

ROWS = [["契税", "税率"], ["契税", "首套", "首套"], ["年终奖", "个税"], []]
STARTS = np.array([0, 2], np.int64)
EACH = np.arange(len(ROWS))
TERMS = st.lists(st.sampled_from("契税率首套奖"), max_size=8)


@pytest.fixture
def lane() -> KeywordLane:
    return KeywordLane.build(ROWS, STARTS)


def idf(texts: list[list[str]], term: str) -> float:
    holding = sum(term in other for other in texts)
    return math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))


def bm25(texts: list[list[str]], query: list[str], k1: float, b: float) -> list[float]:
    """Kamphuis et al. (2020), "Lucene (accurate)"."""
    mean = sum(map(len, texts)) / len(texts)
    scores = []
    for text in texts:
        counts, score = Counter(text), 0.0
        for term in query:
            saturation = counts[term] + k1 * (1 - b + b * len(text) / mean)
            score += idf(texts, term) * counts[term] / saturation
        scores.append(score)
    return scores


@given(st.lists(TERMS, min_size=2, max_size=6).filter(any), st.sets(st.sampled_from("契税率首套奖新")))
def test_scores_are_those_of_a_second_implementation(rows: list[list[str]], query: set[str]) -> None:
    lane, asked = KeywordLane.build(rows, np.array([0, 1])), sorted(query)
    groups = [rows[0], [term for row in rows[1:] for term in row]]

    terms = lane.asked(asked)
    in_rows, in_groups = lane.of_rows(terms, np.arange(len(rows))), lane.of_groups(terms)

    assert np.allclose(in_rows.scores, bm25(rows, asked, *QUESTIONS), atol=1e-4)
    assert np.allclose(in_groups.scores, bm25(groups, asked, *DOCUMENTS), atol=1e-4)
    assert terms.in_rows.mass == pytest.approx(max(sum(idf(rows, term) for term in asked), 1e-6), abs=1e-4)
    for texts, found in ((rows, in_rows), (groups, in_groups)):
        shared = [sum(idf(rows, term) for term in asked if term in text) for text in texts]
        assert np.allclose(found.shared, shared, atol=1e-4)


@given(st.lists(TERMS, min_size=1, max_size=6).filter(any), TERMS.filter(bool))
def test_rows_score_as_with_bm25s(rows: list[list[str]], query: list[str]) -> None:
    asked = [term for term in dict.fromkeys(query) if any(term in row for row in rows)]
    engine = bm25s.BM25(method="lucene", k1=QUESTIONS[0], b=QUESTIONS[1])
    engine.index(rows, create_empty_token=False, show_progress=False)

    lane = KeywordLane.build(rows, np.array([0]))
    found = lane.of_rows(lane.asked(asked), np.arange(len(rows))).scores

    expected = engine.get_scores(asked) if asked else np.zeros(len(rows))
    assert np.allclose(found, expected, atol=1e-4)


def cosine(text: set[str], other: set[str], weight: Callable[[str], float]) -> float:
    def length(terms: set[str]) -> float:
        return math.sqrt(sum(weight(term) ** 2 for term in terms))

    return length(text & other) ** 2 / (length(text) * length(other)) if text and other else 0.0


@given(st.lists(TERMS, min_size=2, max_size=6).filter(any), st.sets(st.sampled_from("契税率首套奖新")))
def test_likeness_is_the_cosine_of_weighted_sets(rows: list[list[str]], query: set[str]) -> None:
    lane = KeywordLane.build(rows, np.array([0, 1]))
    groups = [rows[0], [term for row in rows[1:] for term in row]]
    terms = lane.asked(sorted(query))

    for texts, found in ((rows, lane.of_rows(terms, np.arange(len(rows)))), (groups, lane.of_groups(terms))):
        weight = partial(idf, texts)
        assert np.allclose(found.likeness, [cosine(set(text), query, weight) for text in texts], atol=1e-3)
        mass = [sum(weight(term) ** 2 for term in set(text)) for text in texts]
        shared = [sum(weight(term) ** 2 for term in set(text) & query) for text in texts]
        assert np.allclose(found.contained * mass, shared, atol=1e-3)


def test_what_a_row_tells_by_itself_is_the_weight_of_its_distinct_terms(lane: KeywordLane) -> None:
    expected = [sum(idf(ROWS, term) for term in set(row)) for row in ROWS]

    assert np.allclose(lane.row_mass, expected, atol=1e-5)


@pytest.mark.parametrize("terms", [[], ["没有这个词"]])
def test_nothing_known_scores_nothing(lane: KeywordLane, terms: list[str]) -> None:
    asked = lane.asked(terms)

    assert lane.of_rows(asked, EACH).scores.tolist() == [0, 0, 0, 0]
    assert lane.of_groups(asked).scores.tolist() == [0, 0]
    assert asked.known == 0


def test_rare_terms_tell_more_and_unknown_ones_most(lane: KeywordLane) -> None:
    common, rare, unknown = (lane.asked([term]).in_rows.mass for term in ("契税", "年终奖", "没有这个词"))

    assert 0 < common < rare < unknown


@pytest.mark.parametrize("rows", [[], [[]], [[], []]])
def test_rows_without_terms_are_a_lane_too(rows: list[list[str]], tmp_path: Path) -> None:
    lane = KeywordLane.build(rows, np.arange(len(rows)))
    lane.save(tmp_path / "lane")

    for each in (lane, KeywordLane.load(tmp_path / "lane")):
        assert each.of_groups(each.asked(["契税"])).scores.tolist() == [0] * len(rows)
        assert each.of_rows(each.asked(["契税"]), np.arange(len(rows))).scores.tolist() == [0] * len(rows)


def test_spliced_rows_give_what_a_rebuild_gives_and_lost_terms_are_unknown(lane: KeywordLane) -> None:
    spliced = lane.spliced(2, 4, [["新", "契税"], ["税率"]], STARTS)
    rebuilt = KeywordLane.build([*ROWS[:2], ["新", "契税"], ["税率"]], STARTS)

    for terms in (["年终奖", "契税"], ["新", "税率"]):
        asked, expected = spliced.asked(terms), rebuilt.asked(terms)
        assert (asked.in_rows, asked.in_groups, asked.known) == (expected.in_rows, expected.in_groups, expected.known)
        assert np.array_equal(spliced.of_rows(asked, EACH).scores, rebuilt.of_rows(expected, EACH).scores)
        assert np.array_equal(spliced.of_groups(asked).scores, rebuilt.of_groups(expected).scores)
    assert np.array_equal(spliced.row_mass, rebuilt.row_mass)
    assert spliced.asked(["年终奖"]).known == 0


@pytest.mark.parametrize("mmap", [False, True])
def test_what_was_saved_scores_the_same(lane: KeywordLane, tmp_path: Path, mmap: bool) -> None:
    lane.save(tmp_path / "lane")
    loaded = KeywordLane.load(tmp_path / "lane", mmap=mmap)
    asked = loaded.asked(["契税", "个税", "新"])

    assert np.array_equal(loaded.of_rows(asked, EACH).scores, lane.of_rows(asked, EACH).scores)
    assert np.array_equal(loaded.of_groups(asked).shared, lane.of_groups(asked).shared)
    assert asked.in_rows == lane.asked(["契税", "个税", "新"]).in_rows


def test_a_missing_or_unreadable_lane_is_said_so(lane: KeywordLane, tmp_path: Path) -> None:
    with pytest.raises(IndexCorrupt):
        KeywordLane.load(tmp_path / "missing")
    lane.save(tmp_path / "lane")
    for file in (tmp_path / "lane").iterdir():
        file.write_bytes(b"{")
    with pytest.raises(IndexCorrupt):
        KeywordLane.load(tmp_path / "lane")
