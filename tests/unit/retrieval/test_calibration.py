import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.calibration import (
    expected_calibration_error,
    risk_coverage,
    share_passing,
    threshold_of_risk,
    threshold_passing,
)
from retrieval.ports import BoolArray, FloatArray

JUDGED = st.lists(st.tuples(st.floats(0, 1, width=32), st.booleans()), max_size=40)


def arrays(judged: list[tuple[float, bool]]) -> tuple[FloatArray, BoolArray]:
    return np.array([p for p, _ in judged], np.float32), np.array([right for _, right in judged], np.bool_)


def test_who_is_right_as_often_as_said_has_no_error() -> None:
    confidence = np.array([0.75] * 4 + [1.0] * 2, np.float32)
    right = np.array([True, True, True, False, True, True])

    assert expected_calibration_error(confidence, right) == pytest.approx(0)


def test_who_is_always_sure_and_half_right_is_half_wrong() -> None:
    assert expected_calibration_error(np.ones(4, np.float32), np.array([True, False] * 2)) == pytest.approx(0.5)


@given(JUDGED)
def test_each_point_of_the_curve_is_what_answering_from_there_costs(judged: list[tuple[float, bool]]) -> None:
    confidence, right = arrays(judged)
    curve = risk_coverage(confidence, right)

    assert [point.threshold for point in curve] == sorted({float(p) for p in confidence}, reverse=True)
    for point in curve:
        answered = confidence >= point.threshold
        assert point.coverage == pytest.approx(answered.mean())
        assert point.risk == pytest.approx((~right[answered]).mean())
    assert 0 <= expected_calibration_error(confidence, right) <= 1


@given(JUDGED.filter(bool), st.floats(0.01, 1))
def test_the_threshold_is_the_highest_that_lets_the_share_pass(judged: list[tuple[float, bool]], share: float) -> None:
    confidence, _ = arrays(judged)
    threshold = threshold_passing(confidence, share)

    assert share_passing(confidence, threshold) >= share
    assert share_passing(confidence, np.nextafter(np.float32(threshold), np.float32(2))) < share


def test_of_none_none_pass() -> None:
    nothing = np.zeros(0, np.float32)

    assert threshold_passing(nothing, 0.85) == 0
    assert share_passing(nothing, 0.5) == 0
    assert expected_calibration_error(nothing, nothing.astype(np.bool_)) == 0


@pytest.mark.parametrize(("risk", "threshold"), [(0.0, 0.9), (0.3, 0.9), (0.34, 0.7), (1.0, 0.6)])
def test_the_threshold_of_a_risk_is_the_lowest_that_keeps_it(risk: float, threshold: float) -> None:
    confidence, right = np.array([0.9, 0.8, 0.7, 0.6], np.float32), np.array([True, False, True, False])
    assert threshold_of_risk(risk_coverage(confidence, right), risk) == pytest.approx(threshold)


def test_where_every_answer_is_too_risky_no_threshold_is_low_enough() -> None:
    curve = risk_coverage(np.array([0.9], np.float32), np.array([False]))
    assert threshold_of_risk(curve, 0.1) == 1.0
