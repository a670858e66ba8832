"""What the parts of the search promise each other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

# Whether a group may be found now (in force, of this region …); asked once for each group that comes up.
Allowed = Callable[[str], bool]


class Role(StrEnum):
    """What a passage is to its group; exact hits count on questions and similar questions only."""

    question = "question"
    similar = "similar"
    body = "body"


@dataclass(frozen=True, slots=True)
class Passage:
    """One searchable text; hits collapse on ``group``."""

    id: str
    group: str
    text: str
    role: Role = Role.similar


@dataclass(frozen=True, slots=True)
class Ranked:
    """A group that was found, best first.

    ``confidence`` is, for the first one, the calibrated probability that it is right; further down it never
    rises, and never says more than the first one leaves. ``score`` orders the groups and has no unit.
    ``domain`` is the probability that the question is one of this field at all, the same for all groups found.
    ``features`` explain them.
    """

    group: str
    confidence: float
    score: float
    passage_id: str
    features: Mapping[str, float] = field(default_factory=dict)
    domain: float = 1.0


class Embedder(Protocol):
    """Turns texts into directions; safe to call from several threads."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same text could get another vector."""
        ...

    @property
    def dimension(self) -> int: ...

    def warm_up(self) -> None:
        """Load what the first ``encode`` would have to load.

        Raises:
            ModelUnusable: there is no such model, or it cannot be read.
        """
        ...

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """(n, dimension) rows of length one; a text without any known token is a row of zeros."""
        ...


class VectorIndex(Protocol):
    """Finds the rows whose directions are nearest to a query's."""

    @property
    def vectors(self) -> FloatArray:
        """All rows, read-only."""
        ...

    def search(self, query: FloatArray, limit: int) -> tuple[IntArray, FloatArray]:
        """The nearest rows and their cosines, best first, at most ``limit``."""
        ...

    def similarities(self, query: FloatArray, rows: IntArray) -> FloatArray:
        """The cosine of each of ``rows``."""
        ...

    def save(self, file: Path) -> None: ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """A score and a confidence for each candidate, and how likely the question is one of this field at all."""

    scores: FloatArray
    confidence: FloatArray
    domain: float


class Scorer(Protocol):
    """Orders candidate groups by their features and says how sure it is of each."""

    @property
    def fingerprint(self) -> str: ...

    def familiarity(self, terms: Sequence[str]) -> float:
        """How much a query's distinct terms sound like this field; one of the features."""
        ...

    def rank(self, features: FloatArray) -> Verdict:
        """``(groups, features)`` → the verdict on each row, in the same order."""
        ...
