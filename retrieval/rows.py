"""Passages made ready for every lane, kept together by group."""

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from retrieval.errors import IndexCorrupt
from retrieval.ports import IntArray, Passage, Role


@dataclass(frozen=True, slots=True)
class Row:
    """A passage and what the lanes see of it; terms are kept joined by blanks, they are read only to build."""

    passage: Passage
    text: str
    words: str
    grams: str
    identifiers: tuple[str, ...]


class Analyser(Protocol):
    """Cuts a normalised text into terms."""

    def words(self, text: str) -> list[str]: ...

    def grams(self, text: str) -> list[str]: ...

    def identifiers(self, text: str) -> list[tuple[str, ...]]: ...


def make_row(passage: Passage, text: str, analyser: Analyser) -> Row:
    """``text`` is the passage's text, normalised."""
    words, grams = " ".join(analyser.words(text)), " ".join(analyser.grams(text))
    identifiers = tuple({key: None for keys in analyser.identifiers(text) for key in keys})
    return Row(passage, text, words, grams, identifiers)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each group's rows lie: its questions from ``starts`` to ``asked``, its bodies on to ``stops``."""

    names: tuple[str, ...]
    numbers: Mapping[str, int]
    starts: IntArray
    asked: IntArray
    stops: IntArray
    group_of_row: IntArray

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Layout":
        """The layout of rows that are in ``grouped`` order."""
        names, starts, asked = [], [], []
        for name, members in itertools.groupby(enumerate(rows), key=lambda item: item[1].passage.group):
            found = list(members)
            names.append(name)
            starts.append(found[0][0])
            asked.append(found[0][0] + sum(row.passage.role is not Role.body for _, row in found))
        stops = np.array([*starts[1:], len(rows)][: len(names)], np.int64)
        sizes = stops - np.array(starts, np.int64)
        return cls(
            names=tuple(names),
            numbers={name: number for number, name in enumerate(names)},
            starts=np.array(starts, np.int64),
            asked=np.array(asked, np.int64),
            stops=stops,
            group_of_row=np.repeat(np.arange(len(names)), sizes),
        )


def grouped(rows: Iterable[Row]) -> list[Row]:
    """Rows of a group side by side, groups in the order they first appear, bodies last in each."""
    by_group: dict[str, list[Row]] = {}
    for row in rows:
        by_group.setdefault(row.passage.group, []).append(row)
    return [
        row for members in by_group.values() for row in sorted(members, key=lambda row: row.passage.role is Role.body)
    ]


def save_rows(rows: Iterable[Row], file: Path) -> None:
    with file.open("w", encoding="utf-8") as stream:
        for row in rows:
            passage = row.passage
            fields: list[Any] = [passage.id, passage.group, passage.role, passage.text]
            fields += [row.text, row.words, row.grams, list(row.identifiers)]
            stream.write(json.dumps(fields, ensure_ascii=False) + "\n")


def load_rows(file: Path) -> list[Row]:
    """Raises:
    IndexCorrupt: a line is not what ``save_rows`` writes.
    """
    try:
        with file.open(encoding="utf-8") as stream:
            return [_row(json.loads(line)) for line in stream]
    except (OSError, ValueError, TypeError) as exc:
        raise IndexCorrupt(f"{file.name} cannot be read.") from exc


def _row(fields: list[Any]) -> Row:
    id_, group, role, original, text, words, grams, identifiers = fields
    return Row(Passage(id_, group, original, Role(role)), text, words, grams, tuple(identifiers))
