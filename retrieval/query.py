"""A question made ready for every lane."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from retrieval.ports import Embedder, FloatArray
from retrieval.rows import Analyser

# Longer texts are stories: what follows after this many characters no longer changes what is asked.
LONGEST = 600


Correct = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    words: tuple[str, ...]
    grams: tuple[str, ...]
    identifiers: tuple[str, ...]
    vector: FloatArray


class Tokenise(Analyser, Protocol):
    """An analyser whose way of cutting has a name."""

    fingerprint: str


class Normalise(Protocol):
    """Brings a text into the form that is indexed."""

    fingerprint: str

    def __call__(self, text: str) -> str: ...


def read_question(text: str, *, normaliser: Normalise, correct: Correct | None = None) -> str:
    """The text as it is searched: in the normal form, with typing errors put right by ``correct``."""
    normal = normaliser(text[: 4 * LONGEST])[:LONGEST]
    corrected = correct(normal) if correct is not None else normal
    return normal if corrected == normal else normaliser(corrected)[:LONGEST]


def make_query(known_form: str, *, analyser: Analyser, embedder: Embedder) -> Query:
    """From a text as ``read_question`` gives it. Each term once: a word does not count more for being repeated."""
    return Query(
        text=known_form,
        words=tuple(dict.fromkeys(analyser.words(known_form))),
        grams=tuple(dict.fromkeys(analyser.grams(known_form))),
        identifiers=tuple({keys[0]: None for keys in analyser.identifiers(known_form)}),
        vector=embedder.encode([known_form])[0],
    )
