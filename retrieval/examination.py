"""Asks an index what it was not told: held-out questions, questions whose group is absent, foreign texts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from retrieval.confidence import LinearScorer
from retrieval.familiarity import learn_familiarity
from retrieval.index import SearchIndex
from retrieval.ports import BoolArray, Embedder, FloatArray, Passage, Role
from retrieval.query import Normalise, Tokenise

# Gives the embedder that may know no other passages than these.
EmbedderFor = Callable[[Sequence[Passage]], Embedder]
# Of an absent group so many questions are asked.
OF_ABSENT_GROUP = 4


class Kind(StrEnum):
    """``covered`` has a right group in the index, ``absent`` had one that was left out, ``foreign`` never had."""

    covered = "covered"
    absent = "absent"
    foreign = "foreign"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to an index in which it does not stand.

    ``source`` is the group it was taken from, or the text itself. ``right`` marks the right candidates: none where
    no group is right, or no right one was found.
    """

    text: str
    kind: Kind
    source: str
    features: FloatArray
    right: BoolArray


@dataclass(frozen=True, slots=True)
class Sample:
    """A question that somebody else asked, with the groups that answer it; none where none does."""

    text: str
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fold:
    """What the index of one examination may know, and what it is asked."""

    known: list[Passage]
    known_foreign: list[str]
    held_out: list[Passage]
    absent: list[Passage]
    foreign: list[str]


def make_folds(passages: Sequence[Passage], foreign: Sequence[str], count: int) -> list[Fold]:
    """Every similar question is held out in one of ``count`` folds, every second group is absent in one."""
    numbers = {group: at for at, group in enumerate(dict.fromkeys(passage.group for passage in passages))}
    return [_fold(number, count, passages, numbers, foreign) for number in range(count)]


def _fold(
    number: int, count: int, passages: Sequence[Passage], numbers: dict[str, int], foreign: Sequence[str]
) -> Fold:
    others = [text for at, text in enumerate(foreign) if at % count != number]
    fold = Fold([], others, [], [], list(foreign[number::count]))
    seen: dict[str, int] = {}
    for passage in passages:
        group = numbers[passage.group]
        place = seen[passage.group] = seen.get(passage.group, -1) + 1
        if group % (2 * count) == number:
            if passage.role is not Role.body and place < OF_ABSENT_GROUP:
                fold.absent.append(passage)
        elif passage.role is Role.similar and (group + place) % count == number:
            fold.held_out.append(passage)
        else:
            fold.known.append(passage)
    return fold


def examine(fold: Fold, *, embedder_for: EmbedderFor, normaliser: Normalise, tokeniser: Tokenise) -> Iterator[Asked]:
    """Build the index of a fold, its embedder included, and ask everything the fold keeps from it."""
    familiar = familiarity_of(fold.known, fold.known_foreign, normaliser, tokeniser)
    index = SearchIndex.build(
        fold.known,
        embedder=embedder_for(fold.known),
        normaliser=normaliser,
        tokeniser=tokeniser,
        scorer=LinearScorer.untrained(familiar),
        revision="examination",
    )
    for passage in fold.held_out:
        yield _ask(index, passage.text, Kind.covered, passage.group)
    for passage in fold.absent:
        yield _ask(index, passage.text, Kind.absent, passage.group)
    for text in fold.foreign:
        yield _ask(index, text, Kind.foreign, text)


def ask_samples(index: SearchIndex, samples: Sequence[Sample]) -> Iterator[Asked]:
    """What an index that knows everything makes of questions that nobody wrote for it."""
    for sample in samples:
        kind = Kind.covered if sample.groups else Kind.foreign
        found = index.candidates(sample.text)
        right = [index.groups[group] in sample.groups for group in found.groups.tolist()]
        yield Asked(sample.text, kind, sample.text, found.features, np.array(right, np.bool_))


def familiarity_of(
    passages: Sequence[Passage], foreign: Sequence[str], normaliser: Normalise, tokeniser: Tokenise
) -> dict[str, float]:
    """What tells the questions among ``passages`` from ``foreign`` texts."""

    def distinct(text: str) -> list[str]:
        return list(dict.fromkeys(tokeniser.grams(normaliser(text))))

    ours = [distinct(passage.text) for passage in passages if passage.role is not Role.body]
    return learn_familiarity(ours, [distinct(text) for text in foreign])


def _ask(index: SearchIndex, text: str, kind: Kind, source: str) -> Asked:
    found = index.candidates(text)
    names = np.array(index.groups, dtype=object)[found.groups]
    return Asked(text, kind, source, found.features, np.asarray(names == source, np.bool_))
