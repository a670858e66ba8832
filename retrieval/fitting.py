"""Learns how to weigh the lanes, and when to be sure, from questions the index had not been told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from retrieval.confidence import JUDGED_BY, LinearScorer, Logit, as_vector, with_margin
from retrieval.errors import ModelUnusable
from retrieval.examination import (
    Asked,
    EmbedderFor,
    Kind,
    Sample,
    ask_samples,
    examine,
    familiarity_of,
    make_folds,
)
from retrieval.fit_report import FitReport, Judged, summarise
from retrieval.fusion import EXACT, FEATURES
from retrieval.index import SearchIndex
from retrieval.ports import BoolArray, FloatArray, Passage
from retrieval.query import Normalise, Tokenise
from retrieval.ranking import Weights, fit_weights

# All but what the exact lane says, which is not learnt: see confidence.py.
RANKED_BY = [at for at, name in enumerate(FEATURES) if name not in EXACT]
LEARNT = [at for at, name in enumerate(JUDGED_BY) if name not in EXACT]
# From so many questions of others on, they say how real questions are to be ranked: what was written for the knowledge
# itself is nearer to it. Beside them stand so many (as a share of theirs) of the questions examined: of those written
# for the knowledge, since only they are short and plain too, of those whose group is absent, and of foreign texts.
ENOUGH_SAMPLES = 300
SHARES = {Kind.covered: 1 / 2, Kind.absent: 1 / 7, Kind.foreign: 1 / 4}
# The inverse of regularisation; weights are learnt in units of standard deviations.
STRENGTH = 0.3


def fit_confidence(  # noqa: PLR0913 - all of it is what is learnt from, or how
    passages: Sequence[Passage],
    *,
    foreign: Sequence[str],
    embedder_for: EmbedderFor,
    normaliser: Normalise,
    tokeniser: Tokenise,
    folds: int = 5,
    samples: Sequence[Sample] = (),
    progress: Callable[[int], None] = lambda _done: None,
) -> tuple[LinearScorer, FitReport]:
    """A scorer learnt from the knowledge itself, and what to expect of it.

    ``foreign`` are texts that no group answers, ``samples`` questions of others with their answers. In each fold
    the embedder too is made without the questions asked (``embedder_for``; a model that was never trained on them
    can be returned as it is).

    Raises:
        ModelUnusable: there is too little to learn from.
    """
    asked: list[Asked] = []
    for number, fold in enumerate(make_folds(passages, foreign, folds)):
        asked += examine(fold, embedder_for=embedder_for, normaliser=normaliser, tokeniser=tokeniser)
        progress(number + 1)
    familiar = familiarity_of(passages, foreign, normaliser, tokeniser)
    if len(samples) >= ENOUGH_SAMPLES:
        index = SearchIndex.build(
            passages,
            embedder=embedder_for(passages),
            normaliser=normaliser,
            tokeniser=tokeniser,
            scorer=LinearScorer.untrained(familiar),
            revision="samples",
        )
        asked = [*_beside_samples(asked, len(samples)), *ask_samples(index, samples)]
    usable = [question for question in asked if len(question.right)]
    return replace(fit(usable), familiar=familiar), report(usable, folds=folds)


def fit(asked: Sequence[Asked], *, prior: LinearScorer | None = None) -> LinearScorer:
    """Learn the order from questions whose group was found, being right from those of this field, the rest from all.

    The order starts from ``prior`` and leaves it as far as the questions ask for it.

    Raises:
        ModelUnusable: there is too little to learn from.
    """
    found = [_with_one_right(question) for question in asked if question.right.any()]
    if not found:
        raise ModelUnusable("There is no question to learn the scorer from.")
    weights = fit_weights(
        [features[:, RANKED_BY] for features, _ in found],
        [right for _, right in found],
        prior=None if prior is None else as_vector(prior.ranking, FEATURES)[RANKED_BY].astype(np.float64),
    )
    ranking = _named(weights, RANKED_BY, FEATURES)
    scorer = replace(LinearScorer.untrained(), ranking=ranking, learnt_from=count_kinds(asked))
    judged, right = _tops(scorer, asked)
    ours = np.array([question.kind is not Kind.foreign for question in asked])
    return replace(scorer, right=_logit(judged[ours], right[ours]), domain=_logit(judged, ours))


def _beside_samples(asked: Sequence[Asked], samples: int) -> list[Asked]:
    """Of the examined questions a share of each kind, spread over all of them."""
    kept: list[Asked] = []
    for kind, share in SHARES.items():
        of_kind = [question for question in asked if question.kind is kind]
        kept += of_kind[:: max(1, round(len(of_kind) / (samples * share)))]
    return kept


def _with_one_right(question: Asked) -> tuple[FloatArray, BoolArray]:
    """The candidates with the best of the right ones; the others are no rivals of it."""
    scores = np.where(question.right, LinearScorer.untrained().score(question.features), -np.inf)
    best = np.arange(len(scores)) == scores.argmax()
    kept = best | ~question.right
    return question.features[kept], best[kept]


def report(asked: Sequence[Asked], *, folds: int) -> FitReport:
    """Learn from all folds but one, by source group, and judge that one; then the same with the next."""
    sources = [question.source for question in asked]
    judged: list[Judged] = []
    for learn, judge in GroupKFold(folds).split(sources, groups=sources):
        scorer = fit([asked[at] for at in learn])
        judged += [_judge(scorer, asked[at]) for at in judge]
    return summarise(judged)


def count_kinds(asked: Sequence[Asked]) -> dict[str, int]:
    return {kind.value: sum(question.kind is kind for question in asked) for kind in Kind}


def _judge(scorer: LinearScorer, question: Asked) -> Judged:
    verdict = scorer.rank(question.features)
    order = np.argsort(-verdict.scores, kind="stable")
    ranked = question.right[order]
    rank = int(ranked.argmax()) if ranked.any() else None
    return Judged(question.kind, rank, float(verdict.confidence[order[0]]), verdict.domain)


def _tops(scorer: LinearScorer, asked: Sequence[Asked]) -> tuple[FloatArray, BoolArray]:
    """The first candidate of each question, as it is judged, and whether it is right."""
    rows, right = [], []
    for question in asked:
        scores = scorer.score(question.features)
        first = int(scores.argmax())
        rows.append(with_margin(question.features, scores)[first])
        right.append(bool(question.right[first]))
    return np.array(rows, np.float32), np.array(right)


def _logit(judged: FloatArray, true: BoolArray) -> Logit:
    """Logistic regression; where all are the same, as sure of it as their number allows (rule of succession)."""
    if true.all() or not true.any():
        share = (true.sum() + 1) / (len(true) + 2)
        return Logit({}, bias=float(np.log(share / (1 - share))))
    seen = judged[:, LEARNT]
    scale = seen.std(axis=0) + 1e-6
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    model.fit(seen / scale, true)
    return Logit(_named(model.coef_[0] / scale, LEARNT, JUDGED_BY), bias=float(np.ravel(model.intercept_)[0]))


def _named(weights: Weights, at: Sequence[int], names: Sequence[str]) -> Mapping[str, float]:
    return {names[place]: round(float(weight), 5) for place, weight in zip(at, weights, strict=True)}
