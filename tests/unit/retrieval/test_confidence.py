from pathlib import Path

import numpy as np
import pytest

from retrieval.confidence import LinearScorer, Logit, margins
from retrieval.errors import ModelUnusable
from retrieval.fusion import FEATURES
from retrieval.ports import FloatArray


def candidates(**columns: list[float]) -> FloatArray:
    rows = np.zeros((len(next(iter(columns.values()))), len(FEATURES)), np.float32)
    for name, values in columns.items():
        rows[:, FEATURES.index(name)] = values
    return rows


@pytest.fixture
def scorer() -> LinearScorer:
    return LinearScorer(
        ranking={"overlap": 1.0},
        right=Logit({"margin": 1.0, "overlap": 2.0}, -1.0),
        domain=Logit({"familiar": 1.0}, 0.0),
        familiar={"税": 2.0, "雨": -2.0},
        learnt_from={"covered": 10},
    )


def test_the_confidence_is_that_of_the_logits(scorer: LinearScorer) -> None:
    verdict = scorer.rank(candidates(overlap=[0.9, 0.4], familiar=[3, 3]))

    domain = 1 / (1 + np.exp(-3))
    assert verdict.domain == pytest.approx(domain)
    assert verdict.confidence[0] == pytest.approx(domain / (1 + np.exp(-(0.5 + 1.8 - 1))))


def test_a_foreign_text_is_never_answered_with_confidence(scorer: LinearScorer) -> None:
    verdict = scorer.rank(candidates(overlap=[0.9, 0.1], familiar=[-6, -6]))

    assert verdict.domain < 0.01
    assert verdict.confidence[0] < 0.01


def test_a_known_question_needs_no_other_sign(scorer: LinearScorer) -> None:
    verdict = scorer.rank(candidates(overlap=[0.9, 0.1], exact=[0, 1], familiar=[-6, -6]))

    assert verdict.scores.argmax() == 1
    assert verdict.confidence[1] > 0.99
    assert verdict.domain > 0.99


def test_a_question_known_to_two_groups_is_sure_of_neither(scorer: LinearScorer) -> None:
    verdict = scorer.rank(candidates(exact=[1, 1], overlap=[0.9, 0.8], familiar=[6, 6]))

    assert verdict.confidence.max() < 0.5


def test_an_unknown_identifier_takes_confidence_away(scorer: LinearScorer) -> None:
    with_it, without = (
        scorer.rank(candidates(overlap=[0.9, 0.1], identifier_unknown=[unknown] * 2)).confidence[0]
        for unknown in (1, 0)
    )

    assert with_it < without / 2


def test_no_candidates_get_no_verdict(scorer: LinearScorer) -> None:
    verdict = scorer.rank(np.zeros((0, len(FEATURES)), np.float32))

    assert (len(verdict.scores), len(verdict.confidence), verdict.domain) == (0, 0, 0)


def test_the_margin_is_the_lead_over_the_best_other() -> None:
    assert margins(np.array([3, 5, 1], np.float32)).tolist() == [-2, 2, -4]
    assert margins(np.array([5, 5], np.float32)).tolist() == [0, 0]
    assert margins(np.array([5], np.float32)).tolist() == [0]


def test_familiar_terms_count_for_and_foreign_ones_against(scorer: LinearScorer) -> None:
    assert scorer.familiarity(["税"]) > scorer.familiarity(["税", "新"]) > scorer.familiarity(["新"]) == 0
    assert scorer.familiarity(["雨"]) < 0
    assert scorer.familiarity([]) == 0


def test_a_saved_scorer_judges_the_same(scorer: LinearScorer, tmp_path: Path) -> None:
    scorer.save(tmp_path / "scorer.json")
    loaded = LinearScorer.load(tmp_path / "scorer.json")

    assert loaded == scorer
    assert loaded.fingerprint == scorer.fingerprint
    assert loaded.fingerprint != LinearScorer.untrained().fingerprint


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"ranking": {"none": 1}, "right": {"weights": {}, "bias": 0}, "domain": {"weights": {}, "bias": 0}}',
        '{"ranking": {}, "right": {"weights": {}}, "domain": {"weights": {}, "bias": 0}}',
    ],
)
def test_a_file_that_is_no_scorer_is_said_so(tmp_path: Path, content: str) -> None:
    (tmp_path / "scorer.json").write_text(content, encoding="utf-8")

    with pytest.raises(ModelUnusable):
        LinearScorer.load(tmp_path / "scorer.json")


def test_a_missing_scorer_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable):
        LinearScorer.load(tmp_path / "scorer.json")
