"""Asks an index what it was not told: held-out questions, questions whose group is absent, foreign texts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.confidence import LinearScorer
from retrieval.index import SearchIndex
from retrieval.ports import BoolArray, Embedder, FloatArray, Passage, Role
from retrieval.query import Normalise, Tokenise

# Gives the embedder that may know no other passages than these.
EmbedderFor = Callable[[Sequence[Passage]], Embedder]
# Of an absent group so many questions are asked.
OF_ABSENT_GROUP = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to an index in which it does not stand.

    ``kind`` is covered, absent (its group is not in the index) or foreign; ``source`` is the group it was taken
    from, or the text itself. ``right`` marks the right candidate: none where no group is right, or none was found.
    """

    text: str
    kind: str
    source: str
    features: FloatArray
    right: BoolArray


@dataclass(frozen=True, slots=True)
class Fold:
    known: list[Passage]
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
    fold = Fold([], [], [], list(foreign[number::count]))
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
    index = SearchIndex.build(
        fold.known,
        embedder=embedder_for(fold.known),
        normaliser=normaliser,
        tokeniser=tokeniser,
        scorer=LinearScorer.untrained(),
        revision="examination",
    )
    for passage in fold.held_out:
        yield _ask(index, passage.text, "covered", passage.group)
    for passage in fold.absent:
        yield _ask(index, passage.text, "absent", passage.group)
    for text in fold.foreign:
        yield _ask(index, text, "foreign", text)


def _ask(index: SearchIndex, text: str, kind: str, source: str) -> Asked:
    found = index.candidates(text)
    names = np.array(index.groups, dtype=object)[found.groups]
    return Asked(text, kind, source, found.features, np.asarray(names == source, np.bool_))
