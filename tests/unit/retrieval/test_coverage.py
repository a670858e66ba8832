import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.coverage import Coverage
from retrieval.documents import BODY_WEIGHT, Documents
from retrieval.keyword import Bm25Index
from retrieval.ports import Passage, Role
from retrieval.rows import Layout, Row, grouped

TERMS = st.lists(st.sampled_from("契税率首套奖"), max_size=6)


def row(group: str, terms: list[str], role: Role = Role.similar) -> Row:
    return Row(Passage(group, group, "".join(terms), role), "".join(terms), " ".join(terms), " ".join(terms), ())


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), TERMS), max_size=8), TERMS)
def test_coverage_is_the_weight_of_what_is_shared(texts: list[tuple[str, list[str]]], query: list[str]) -> None:
    rows = grouped(row(group, terms) for group, terms in texts)
    layout = Layout.of(rows)
    index = Bm25Index.build(each.grams.split() for each in rows)
    coverage = Coverage.of(index, layout)
    asked = list(dict.fromkeys(query))

    def weight(terms: set[str]) -> float:
        return float(index.weights([term for term in asked if term in terms]).sum())

    own = [set(each.grams.split()) for each in rows]
    of_group = [
        set().union(*(own[at] for at, each in enumerate(rows) if each.passage.group == name)) for name in layout.names
    ]
    assert np.allclose(coverage.rows(asked), [weight(terms) for terms in own], atol=1e-4)
    assert np.allclose(coverage.groups(asked), [weight(terms) for terms in of_group], atol=1e-4)
    assert np.allclose(coverage.mass, [index.weights(list(terms)).sum() for terms in own], atol=1e-4)


def test_the_layout_keeps_groups_together_and_bodies_last() -> None:
    rows = grouped([row("甲", ["1"], Role.body), row("乙", ["2"]), row("甲", ["3"]), row("乙", ["4"])])
    layout = Layout.of(rows)

    assert [each.text for each in rows] == ["3", "1", "2", "4"]
    assert layout.names == ("甲", "乙")
    assert (layout.starts.tolist(), layout.asked.tolist(), layout.stops.tolist()) == ([0, 2], [1, 4], [2, 4])
    assert layout.group_of_row.tolist() == [0, 0, 1, 1]


def test_a_group_s_direction_is_the_weighted_mean_of_its_passages() -> None:
    rows = grouped([row("甲", ["1"]), row("甲", ["2"], Role.body), row("乙", ["3"])])
    vectors = np.array([[1, 0], [0, 1], [0, 0]], np.float32)

    directions = Documents.build(rows, Layout.of(rows), vectors).directions

    expected = np.array([1, BODY_WEIGHT]) / np.hypot(1, BODY_WEIGHT)
    assert np.allclose(directions, [expected, [0, 0]])
