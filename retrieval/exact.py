"""The exact lane: a question that is known word for word, an identifier that is named."""

from collections.abc import Mapping, Sequence

from retrieval.lexicon import IdentifierRule
from retrieval.ports import Role
from retrieval.rows import Row


def find_identifiers(text: str, rules: Sequence[IdentifierRule]) -> list[tuple[str, ...]]:
    """The keys of each identifier in a normalised text; a place belongs to the first rule that matches it."""
    taken: list[tuple[int, int]] = []
    found: list[tuple[str, ...]] = []
    for rule in rules:
        for match in rule.pattern.finditer(text):
            start, stop = match.span()
            if all(stop <= other_start or start >= other_stop for other_start, other_stop in taken):
                taken.append((start, stop))
                found.append(tuple(key.format(**match.groupdict()) for key in rule.keys))
    return found


class ExactIndex:
    """Looks up the rows of a known question, and the groups (by number) that name an identifier."""

    def __init__(self, rows: Sequence[Row], groups: Mapping[str, int]) -> None:
        self._questions: dict[str, list[int]] = {}
        self._identifiers: dict[str, set[int]] = {}
        for number, row in enumerate(rows):
            if row.passage.role is not Role.body and row.text:
                self._questions.setdefault(_bare(row.text), []).append(number)
            for key in row.identifiers:
                self._identifiers.setdefault(key, set()).add(groups[row.passage.group])

    def rows_of_question(self, text: str) -> list[int]:
        return self._questions.get(_bare(text), [])

    def groups_naming(self, identifier: str) -> frozenset[int]:
        return frozenset(self._identifiers.get(identifier, ()))


def _bare(text: str) -> str:
    return text.replace(",", "").replace(" ", "")
