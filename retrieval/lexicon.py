"""The words of the field as data: dictionary terms, synonyms, typing errors, identifiers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import yaml

from retrieval import fingerprint
from retrieval.errors import LexiconInvalid


@dataclass(frozen=True, slots=True)
class Term:
    """A word that must not be cut; ``frequency`` None leaves the choice to the tokeniser."""

    word: str
    frequency: int | None = None


@dataclass(frozen=True, slots=True)
class IdentifierRule:
    """How one kind of identifier is written, and the keys under which it is found.

    ``keys`` are templates over the pattern's named groups: ``{year}年第{number}号``.
    """

    kind: str
    pattern: re.Pattern[str]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known about the words of the field; ``fingerprint`` changes with any of it."""

    terms: tuple[Term, ...] = ()
    typos: Mapping[str, str] = field(default_factory=dict)
    synonyms: Mapping[str, str] = field(default_factory=dict)
    identifiers: tuple[IdentifierRule, ...] = ()

    @property
    def fingerprint(self) -> str:
        return fingerprint.of_data(
            {
                "terms": sorted((term.word, term.frequency or 0) for term in self.terms),
                "typos": dict(self.typos),
                "synonyms": dict(self.synonyms),
                "identifiers": [[rule.kind, rule.pattern.pattern, *rule.keys] for rule in self.identifiers],
            }
        )

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read ``terms.txt``, ``typos.yaml``, ``synonyms.yaml`` and ``identifiers.yaml``; each may be absent.

        Raises:
            LexiconInvalid: a file has another form, or one wrong spelling has two right ones.
        """
        return cls(
            terms=_terms(folder / "terms.txt"),
            typos=_replacements(folder / "typos.yaml", section="typos", right="right", wrong="wrong"),
            synonyms=_replacements(folder / "synonyms.yaml", section="synonyms", right="to", wrong="from"),
            identifiers=_identifiers(folder / "identifiers.yaml"),
        )


def _terms(file: Path) -> tuple[Term, ...]:
    """jieba's own form, ``word [frequency] [tag]``, one a line; # starts a comment."""
    if not file.exists():
        return ()
    lines = (line.partition("#")[0].split() for line in file.read_text(encoding="utf-8").splitlines())
    return tuple(
        Term(fields[0], int(fields[1]) if len(fields) > 1 and fields[1].isdigit() else None)
        for fields in lines
        if fields
    )


def _replacements(file: Path, *, section: str, right: str, wrong: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in _section(file, section):
        try:
            target, sources = str(item[right]), [str(source) for source in item[wrong]]
        except (KeyError, TypeError) as exc:
            raise LexiconInvalid(f"{file.name}: each item has `{right}` and a list `{wrong}`.") from exc
        for source in sources:
            if found.setdefault(source, target) != target:
                raise LexiconInvalid(f"{file.name}: {source} has two targets, {found[source]} and {target}.")
    return found


def _identifiers(file: Path) -> tuple[IdentifierRule, ...]:
    try:
        return tuple(
            IdentifierRule(str(item["kind"]), re.compile(item["pattern"]), tuple(item["keys"]))
            for item in _section(file, "identifiers")
        )
    except (KeyError, TypeError, re.error) as exc:
        raise LexiconInvalid(f"{file.name}: each item has `kind`, a valid `pattern` and `keys`.") from exc


def _section(file: Path, name: str) -> list[Any]:
    if not file.exists():
        return []
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as exc:
        raise LexiconInvalid(f"{file.name} is not YAML.") from exc
    if not isinstance(content, dict) or not isinstance(content.get(name), list):
        raise LexiconInvalid(f"{file.name} has a list `{name}`.")
    items: list[Any] = content[name]
    return items
