import numpy as np

from retrieval.directions import BODY_WEIGHT, mean_directions
from retrieval.ports import Passage, Role
from retrieval.rows import Layout, Row, grouped


def row(group: str, terms: list[str], role: Role = Role.similar) -> Row:
    return Row(Passage(group, group, "".join(terms), role), "".join(terms), " ".join(terms), " ".join(terms), ())


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

    directions = mean_directions(rows, Layout.of(rows), vectors)

    expected = np.array([1, BODY_WEIGHT]) / np.hypot(1, BODY_WEIGHT)
    assert np.allclose(directions, [expected, [0, 0]])
