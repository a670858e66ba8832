"""Learning from pairs: what a sample teaches, and that no sample is asked of a model that learnt it."""

from collections.abc import Sequence

import numpy as np
import pytest

from retrieval.confidence import LinearScorer
from retrieval.examination import Sample
from retrieval.lanes import Parts
from retrieval.pairs import FOLDS, as_passages, learn_from_pairs
from retrieval.ports import Embedder, Passage, Role
from retrieval.ranking import fit_weights
from tests.unit.retrieval.fakes import KNOWLEDGE, CharacterEmbedder

DOCUMENTS = [Passage(group, group, texts[0], Role.question) for group, texts in KNOWLEDGE.items()]
SAMPLES = [Sample(text, frozenset({group})) for group, texts in KNOWLEDGE.items() for text in texts[1:]]


class Trainer:
    """Makes embedders that remember what they were made from."""

    def __init__(self) -> None:
        self.known: list[list[str]] = []

    def __call__(self, passages: Sequence[Passage]) -> Embedder:
        self.known.append([passage.text for passage in passages])
        return CharacterEmbedder(f"from {len(passages)}")


def learn(
    trainer: Trainer, parts: Parts, samples: Sequence[Sample], prior: LinearScorer
) -> tuple[Embedder, LinearScorer]:
    return learn_from_pairs(
        DOCUMENTS,
        samples,
        embedder_for=trainer,
        normaliser=parts.normaliser,
        tokeniser=parts.tokeniser,
        prior=prior,
    )


def test_each_sample_is_asked_of_a_model_that_had_not_learnt_it(parts: Parts) -> None:
    trainer = Trainer()
    embedder, scorer = learn(trainer, parts, SAMPLES, LinearScorer.untrained())

    texts = {sample.text for sample in SAMPLES}
    held_out = [texts - set(known) for known in trainer.known]
    assert len(trainer.known) == FOLDS + 1
    assert set().union(*held_out[:FOLDS]) == texts
    assert sum(map(len, held_out)) == len(texts)
    assert embedder.fingerprint == f"from {len(DOCUMENTS) + len(SAMPLES)}"
    assert scorer.learnt_from["covered"] > 0


def test_samples_that_find_nothing_leave_the_scorer_as_it_was(parts: Parts) -> None:
    prior = LinearScorer.untrained()
    _, scorer = learn(Trainer(), parts, [Sample("讲个笑话", frozenset({"elsewhere"}))], prior)

    assert scorer is prior


def test_one_sample_moves_the_order_only_a_little(parts: Parts) -> None:
    prior = LinearScorer.untrained()
    _, scorer = learn(Trainer(), parts, SAMPLES[:1], prior)

    assert scorer.ranking["group_grams"] == pytest.approx(prior.ranking["group_grams"], rel=0.2)


def test_a_sample_of_two_documents_is_a_similar_question_of_both() -> None:
    made = as_passages([Sample("怎么交税", frozenset({"b", "a"}))])

    assert [(passage.group, passage.text, passage.role) for passage in made] == [
        ("a", "怎么交税", Role.similar),
        ("b", "怎么交税", Role.similar),
    ]


def test_many_questions_overrule_a_prior_and_few_do_not() -> None:
    chance = np.random.default_rng(3)
    features = [chance.normal(size=(4, 2)).astype(np.float32) for _ in range(400)]
    right = [np.arange(4) == int(each[:, 0].argmax()) for each in features]
    prior = np.array([-1.0, 2.0])

    few = fit_weights(features[:2], right[:2], prior=prior)
    many = fit_weights(features, right, prior=prior)

    assert few[1] > 1
    assert many[0] > 1 > abs(many[1])
