"""Every similar question asked of a search that was not told it: which ones lead to another entry, and where to."""

from collections.abc import Callable, Iterator, Sequence

from pydantic import BaseModel, Field

from common.settings import Settings
from knowledge_base.domain import Knowledge
from knowledge_base.passages import passages_of
from retrieval.confidence import LinearScorer
from retrieval.index import SearchIndex
from retrieval.lexicon import Lexicon
from retrieval.ports import Passage, Role
from server.evaluation.ranks import first_right
from server.models import assemble
from server.places import Places
from server.setup.search import embedders_for

_SHOWN = 3

Progress = Callable[[int], None]


class Asked(BaseModel):
    """A similar question, its entry, and what is found once the question itself is taken away, best first."""

    wording: str
    entry: str
    found: list[str]
    confidence: float = Field(description="Of the first one.")

    @property
    def rank(self) -> int | None:
        return first_right(self.found, {self.entry})


class LeftOut(BaseModel):
    """Shares of all similar questions whose entry comes first, or among the first three, without them."""

    asked: int
    top1: float
    top3: float
    misled: list[Asked] = Field(description="Those whose own entry is not the first, the surest first.")

    @classmethod
    def of(cls, asked: Sequence[Asked]) -> "LeftOut":
        first = sum(one.rank == 1 for one in asked)
        misled = [one for one in asked if one.rank != 1]
        return cls(
            asked=len(asked),
            top1=first / max(len(asked), 1),
            top3=sum(one.rank is not None for one in asked) / max(len(asked), 1),
            misled=sorted(misled, key=lambda one: -one.confidence),
        )


def leave_out(settings: Settings, places: Places, knowledge: Knowledge, *, folds: int, done: Progress) -> LeftOut:
    """Ask each similar question once, of an index and an embedding model made without it.

    With as many ``folds`` as an entry has similar questions, each of them misses about one of its own.
    """
    passages = list(passages_of(knowledge))
    asked: list[Asked] = []
    for number in range(folds):
        asked += _ask_fold(settings, places, passages, number, folds)
        done(number + 1)
    return LeftOut.of(asked)


def _ask_fold(
    settings: Settings, places: Places, passages: Sequence[Passage], number: int, folds: int
) -> Iterator[Asked]:
    lexicon = Lexicon.load(places.lexicon)
    held_out = _held_out(passages, number, folds)
    known = [passage for passage in passages if passage.id not in held_out]
    embedder = embedders_for(settings, places, lexicon, passages)(known)
    parts = assemble(embedder, lexicon, LinearScorer.load(places.scorer))
    index = SearchIndex.build(
        known,
        embedder=parts.embedder,
        normaliser=parts.normaliser,
        tokeniser=parts.tokeniser,
        scorer=parts.scorer,
        revision="left out",
    )
    for passage in passages:
        if passage.id in held_out:
            ranked = index.search(passage.text, limit=_SHOWN)
            groups = [found.group for found in ranked]
            confidence = round(ranked[0].confidence, 4) if ranked else 0.0
            yield Asked(wording=passage.text, entry=passage.group, found=groups, confidence=confidence)


def _held_out(passages: Sequence[Passage], number: int, folds: int) -> set[str]:
    """Every ``folds``-th similar question, counted through all entries."""
    similar = [passage.id for passage in passages if passage.role is Role.similar]
    return set(similar[number::folds])
