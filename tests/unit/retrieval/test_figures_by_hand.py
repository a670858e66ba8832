"""Judgements, and the figures by which they are judged, against numbers worked out by hand."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retrieval.calibration import RiskPoint, expected_calibration_error, risk_coverage
from retrieval.confidence import LinearScorer, Logit
from retrieval.errors import ModelUnusable
from retrieval.examination import Kind
from retrieval.fit_report import Judged, summarise
from retrieval.fusion import FEATURES
from retrieval.ports import FloatArray

SHIPPED = Path(__file__).parents[3] / "data" / "model" / "scorer.json"
NOTHING_WEIGHS = '"domain": {"weights": {}, "bias": 0}'
SCORER = LinearScorer(
    ranking={"overlap": 2.0, "cosine": 1.0},
    right=Logit({"overlap": 4.0, "margin": 1.0}, bias=-2.0),
    domain=Logit({"known": 2.0}, bias=-1.0),
    familiar={"契税": 1.5, "天气": -2.0},
)


def features(*rows: Mapping[str, float]) -> FloatArray:
    return np.array([[row.get(name, 0.0) for name in FEATURES] for row in rows], np.float32)


def probability(log_odds: float) -> float:
    return float(1 / (1 + np.exp(-log_odds)))


def test_confidence_is_the_chance_of_the_field_times_the_chance_of_being_right() -> None:
    verdict = SCORER.rank(features({"overlap": 0.5, "cosine": 0.5, "known": 1}, {"overlap": 0.2, "known": 1}))
    domain = probability(2 * 1 - 1)

    assert verdict.scores.tolist() == pytest.approx([1.5, 0.4])
    assert verdict.domain == pytest.approx(domain)
    assert verdict.confidence[0] == pytest.approx(domain * probability(4 * 0.5 + 1.1 - 2))
    assert verdict.confidence[1] == pytest.approx(domain * probability(4 * 0.2 - 1.1 - 2), abs=1e-5)


def test_a_single_candidate_has_no_margin() -> None:
    verdict = SCORER.rank(features({"overlap": 0.5, "known": 0.5}))

    assert verdict.confidence[0] == pytest.approx(0.5 * 0.5)


def test_a_named_document_beats_likeness() -> None:
    verdict = SCORER.rank(features({"overlap": 0.9, "cosine": 0.9}, {"overlap": 0.1, "identifier": 1}))

    assert verdict.scores.argmax() == 1


def test_a_known_question_beats_a_named_document() -> None:
    verdict = SCORER.rank(features({"overlap": 1, "cosine": 1, "identifier": 1}, {"exact": 1}))

    assert verdict.scores.argmax() == 1


def test_confidence_falls_with_the_score_and_the_others_share_what_is_left() -> None:
    chance = np.random.default_rng(5)
    for _ in range(50):
        verdict = SCORER.rank(chance.random((6, len(FEATURES)), np.float32))
        ordered = verdict.confidence[np.argsort(-verdict.scores, kind="stable")]

        assert (np.diff(ordered) <= 1e-6).all()
        assert (ordered[1:] <= 1 - ordered[0] + 1e-6).all()


def test_a_term_counts_the_less_the_longer_the_text() -> None:
    assert SCORER.familiarity(["契税"]) == 1.5
    assert SCORER.familiarity(["契税", "好", "天气", "吗"]) == pytest.approx((1.5 - 2.0) / 2)


@pytest.mark.parametrize(
    "other",
    [
        replace(SCORER, ranking={"overlap": 2.5, "cosine": 1.0}),
        replace(SCORER, right=Logit({"overlap": 4.0}, bias=-2.0)),
        replace(SCORER, domain=Logit({"known": 2.0}, bias=-1.1)),
        replace(SCORER, familiar={}),
    ],
)
def test_any_other_weight_is_another_scorer(other: LinearScorer) -> None:
    assert other.fingerprint != SCORER.fingerprint


@pytest.mark.parametrize(
    "content",
    [
        '{"ranking": {}, "right": {"weights": {"beauty": 1}, "bias": 0}, ' + NOTHING_WEIGHS + "}",
        '{"ranking": {}, "right": {"weights": {}, "bias": "x"}, ' + NOTHING_WEIGHS + "}",
        '{"ranking": {}, "right": 3, ' + NOTHING_WEIGHS + "}",
        '{"ranking": {}, "right": {"weights": {}, "bias": 0}, "more": 1, ' + NOTHING_WEIGHS + "}",
    ],
)
def test_a_scorer_that_weighs_what_does_not_exist_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "scorer.json").write_text(content, encoding="utf-8")

    with pytest.raises(ModelUnusable):
        LinearScorer.load(tmp_path / "scorer.json")


def test_the_shipped_scorer_can_be_read_and_was_learnt() -> None:
    assert LinearScorer.load(SHIPPED).learnt_from[Kind.covered] > 0


def test_calibration_error_is_the_mean_gap_between_word_and_truth() -> None:
    stated = np.array([0.95, 0.95, 0.15, 0.15, 1.0], np.float32)
    right = np.array([True, False, False, False, True])

    # In the bin 0.9-1.0: |0.95 + 0.95 + 1.0 - 2| = 0.9; in 0.1-0.2: |0.15 + 0.15 - 0| = 0.3; over five questions.
    assert expected_calibration_error(stated, right) == pytest.approx((0.9 + 0.3) / 5, abs=1e-6)


def test_risk_and_coverage_have_one_point_for_each_confidence() -> None:
    stated = np.array([0.5, 0.875, 0.5, 0.25], np.float32)
    right = np.array([True, True, False, False])

    assert risk_coverage(stated, right) == [
        RiskPoint(0.875, 0.25, 0.0),
        RiskPoint(0.5, 0.75, pytest.approx(1 / 3)),
        RiskPoint(0.25, 1.0, 0.5),
    ]


def test_the_report_counts_each_kind_of_question_by_itself() -> None:
    found = summarise(
        [
            Judged(Kind.covered, 0, 0.9, 0.9),
            Judged(Kind.covered, 2, 0.6, 0.8),
            Judged(Kind.covered, 5, 0.4, 0.75),
            Judged(Kind.covered, None, 0.3, 0.7),
            Judged(Kind.absent, None, 0.5, 0.9),
            Judged(Kind.foreign, None, 0.1, 0.1),
            Judged(Kind.foreign, None, 0.35, 0.75),
        ]
    )

    assert found.asked == {"covered": 4, "absent": 1, "foreign": 2}
    assert (found.top1, found.top3, found.found) == (0.25, 0.5, 0.75)
    assert found.threshold == pytest.approx(0.3)
    assert found.passing == {"covered": 1.0, "absent": 1.0, "foreign": 0.5}
    assert found.domain_threshold == pytest.approx(0.7)
    assert found.passing_domain == {"covered": 1.0, "absent": 1.0, "foreign": 0.5}
    assert found.curve[-1].coverage == 1
