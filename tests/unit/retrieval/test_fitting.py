import numpy as np
import pytest

from retrieval.confidence import LinearScorer
from retrieval.errors import ModelUnusable
from retrieval.examination import Kind, Sample, make_folds
from retrieval.familiarity import familiarity, learn_familiarity
from retrieval.fit_report import FitReport
from retrieval.fitting import ENOUGH_SAMPLES, fit, fit_confidence
from retrieval.lanes import Parts
from retrieval.ports import Passage, Role
from retrieval.ranking import fit_weights
from tests.unit.retrieval.fakes import CharacterEmbedder, make_index, passages

SUBJECTS = "契税 印花税 车船税 房产税 消费税 资源税 年终奖 养老金 专票 退税 注销 社保".split()  # noqa: SIM905
WAYS = ["{}怎么交", "{}是几个点", "我想问{}的期限", "没按时弄{}会罚款吗", "{}去哪里办呢", "{}能不能免"]
MANY = {subject: [way.format(subject) for way in WAYS] for subject in SUBJECTS}
OTHERS = "今天下雨吗 讲个笑话 推荐一部电影 附近有什么好吃的 我想学游泳 手机屏幕碎了 火车票怎么退 狗不吃饭"
FOREIGN = OTHERS.split() * 2


@pytest.fixture(scope="module")
def fitted(parts: Parts) -> tuple[LinearScorer, FitReport]:
    return fit_confidence(
        passages(MANY),
        foreign=FOREIGN,
        embedder_for=lambda _known: CharacterEmbedder(),
        normaliser=parts.normaliser,
        tokeniser=parts.tokeniser,
    )


def test_every_similar_question_is_held_out_once_or_its_group_is_absent() -> None:
    folds = make_folds(passages(MANY), FOREIGN, 5)

    for fold in folds:
        known = {passage.id for passage in fold.known}
        assert not known & {passage.id for passage in [*fold.held_out, *fold.absent]}
        assert not {passage.group for passage in fold.known} & {passage.group for passage in fold.absent}
        assert all(passage.role is Role.similar for passage in fold.held_out)
        assert {passage.group for passage in fold.held_out} <= {passage.group for passage in fold.known}
    held_out = [passage.id for fold in folds for passage in fold.held_out]
    assert len(held_out) == len(set(held_out)) > 0.8 * len(SUBJECTS) * (len(WAYS) - 1)
    assert sorted(text for fold in folds for text in fold.foreign) == sorted(FOREIGN)


def test_each_fold_s_embedder_sees_only_what_the_fold_may_know(parts: Parts) -> None:
    seen: list[set[str]] = []

    def embedder_for(known: list[Passage]) -> CharacterEmbedder:
        seen.append({passage.id for passage in known})
        return CharacterEmbedder()

    done: list[int] = []
    fit_confidence(
        passages(MANY),
        foreign=FOREIGN,
        embedder_for=embedder_for,  # type: ignore[arg-type]
        normaliser=parts.normaliser,
        tokeniser=parts.tokeniser,
        folds=3,
        progress=done.append,
    )

    folds = make_folds(passages(MANY), FOREIGN, 3)
    assert seen == [{passage.id for passage in fold.known} for fold in folds]
    assert done == [1, 2, 3]


def test_the_report_counts_what_was_asked(fitted: tuple[LinearScorer, FitReport]) -> None:
    scorer, report = fitted

    assert report.asked[Kind.covered] > 40
    assert report.asked == dict(scorer.learnt_from)
    assert report.top1 > 0.8
    assert report.top1 <= report.top3 <= report.found <= 1
    assert 0 <= report.calibration_error <= 0.25
    assert report.as_data()["curve"][0].keys() == {"threshold", "coverage", "risk"}


def test_the_thresholds_let_the_promised_share_pass(fitted: tuple[LinearScorer, FitReport]) -> None:
    _, report = fitted

    assert report.passing["covered"] >= 0.85
    assert report.passing_domain["covered"] >= 0.85
    assert report.passing_domain["foreign"] < 0.3


def test_what_was_learnt_tells_questions_from_foreign_texts(
    parts: Parts, fitted: tuple[LinearScorer, FitReport]
) -> None:
    index = make_index(parts, passages(MANY)).with_scorer(fitted[0])
    ours = index.search("印花税该怎么交啊")[0]
    foreign = index.search("明天下雨吗")

    assert ours.group == "印花税"
    assert ours.confidence > 0.5
    assert all(found.confidence < ours.confidence / 2 for found in foreign)


def test_the_same_examination_gives_the_same_scorer(parts: Parts, fitted: tuple[LinearScorer, FitReport]) -> None:
    again, _ = fit_confidence(
        passages(MANY),
        foreign=FOREIGN,
        embedder_for=lambda _known: CharacterEmbedder(),
        normaliser=parts.normaliser,
        tokeniser=parts.tokeniser,
    )

    assert again.fingerprint == fitted[0].fingerprint


@pytest.mark.parametrize(("count", "heard"), [(ENOUGH_SAMPLES, True), (ENOUGH_SAMPLES - 1, False)])
def test_questions_of_others_are_learnt_from_once_there_are_enough(parts: Parts, count: int, heard: bool) -> None:
    asked = [
        Sample(f"{subject}{number}号要交多少", frozenset({subject})) for number in range(30) for subject in SUBJECTS
    ]
    _, report = fit_confidence(
        passages(MANY),
        foreign=FOREIGN,
        embedder_for=lambda _known: CharacterEmbedder(),
        normaliser=parts.normaliser,
        tokeniser=parts.tokeniser,
        samples=asked[:count],
    )

    examined = sum(len(texts) - 1 for texts in MANY.values())
    assert (count < report.asked["covered"] <= count + examined) is heard
    assert report.asked["absent"] > 0


def test_without_foreign_texts_everything_is_of_this_field(parts: Parts) -> None:
    scorer, report = fit_confidence(
        passages(MANY),
        foreign=[],
        embedder_for=lambda _known: CharacterEmbedder(),
        normaliser=parts.normaliser,
        tokeniser=parts.tokeniser,
    )

    assert scorer.familiar == {}
    assert report.passing["foreign"] == 0
    assert make_index(parts, passages(MANY)).with_scorer(scorer).search("印花税该怎么交啊")[0].domain > 0.9


def test_nothing_to_learn_from_is_said_so() -> None:
    with pytest.raises(ModelUnusable):
        fit([])


def test_the_ranking_finds_the_weights_that_decide() -> None:
    chance = np.random.default_rng(1)
    features = [chance.normal(size=(6, 3)).astype(np.float32) for _ in range(300)]
    right = [np.arange(6) == int((each @ [2.0, -1.0, 0.0]).argmax()) for each in features]

    weights = fit_weights(features, right)

    assert weights[0] / -weights[1] == pytest.approx(2, rel=0.2)
    assert abs(weights[2]) < 0.1 * weights[0]


def test_familiarity_is_learnt_from_terms_that_come_up_again() -> None:
    weights = learn_familiarity([["税", "一"], ["税", "二"]], [["雨", "三"], ["雨", "四"]])

    assert weights.keys() == {"税", "雨"}
    assert familiarity(["税"], weights) > 0 > familiarity(["雨"], weights)
    assert learn_familiarity([["税"]], []) == {}
