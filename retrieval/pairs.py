"""Learns from questions whose answers are known how to search a set of documents that nobody wrote for us."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from retrieval.confidence import LinearScorer
from retrieval.examination import Asked, EmbedderFor, Sample, ask_samples
from retrieval.fitting import fit
from retrieval.index import SearchIndex
from retrieval.ports import Embedder, Passage, Role
from retrieval.query import Normalise, Tokenise

FOLDS = 3


def learn_from_pairs(
    documents: Sequence[Passage],
    samples: Sequence[Sample],
    *,
    embedder_for: EmbedderFor,
    normaliser: Normalise,
    tokeniser: Tokenise,
    prior: LinearScorer,
) -> tuple[Embedder, LinearScorer]:
    """An embedder that knows ``samples``, and a scorer that learnt from them how to rank ``documents``.

    For the scorer each sample is asked of an index whose embedder had not learnt it, as later questions will be.
    Where no sample finds its document there is nothing to learn and ``prior`` stays.
    """
    asked: list[Asked] = []
    for number in range(FOLDS):
        if held_out := samples[number::FOLDS]:
            others = [sample for at, sample in enumerate(samples) if at % FOLDS != number]
            index = SearchIndex.build(
                documents,
                embedder=embedder_for([*documents, *as_passages(others)]),
                normaliser=normaliser,
                tokeniser=tokeniser,
                scorer=prior,
                revision="pairs",
            )
            asked += ask_samples(index, held_out)
    embedder = embedder_for([*documents, *as_passages(samples)])
    usable = [question for question in asked if len(question.right)]
    if not any(question.right.any() for question in usable):
        return embedder, prior
    return embedder, replace(fit(usable, prior=prior), familiar=prior.familiar)


def as_passages(samples: Iterable[Sample]) -> list[Passage]:
    """Each sample as a similar question of every group that answers it."""
    return [
        Passage(f"{group}#sample{number}", group, sample.text, Role.similar)
        for number, sample in enumerate(samples)
        for group in sorted(sample.groups)
    ]
