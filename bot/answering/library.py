"""What answers at this moment: one knowledge revision and the index made of it, replaced together."""

from dataclasses import dataclass, field

from bot.answering.facts import FactReader
from bot.answering.story import merge, question_in
from knowledge_base.domain import Entry, Knowledge
from retrieval.index import SearchIndex
from retrieval.ports import Ranked

# As deep as two lists are looked at before they become one.
_DEEP = 10


@dataclass(frozen=True, slots=True)
class Shelf:
    """Knowledge and index of the same revision, with what is derived from them."""

    knowledge: Knowledge
    index: SearchIndex
    jurisdiction: str
    facts: FactReader = field(init=False)
    _open_to_all: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", FactReader(self.knowledge.facts))
        object.__setattr__(self, "_open_to_all", self._answerable())

    def search(self, text: str, *, limit: int) -> list[Ranked]:
        """What answers for this bureau, best first; a long story is searched with the question in it too."""
        question = question_in(text)
        if question is None:
            return self.index.search(text, allowed=self.allows, limit=limit)
        deep = max(limit, _DEEP)
        whole, asked = (self.index.search(one, allowed=self.allows, limit=deep) for one in (text, question))
        return merge(whole, asked, limit=limit)

    def allows(self, entry_id: str) -> bool:
        """Whether the entry speaks for this bureau: national unless a local one replaces it, or local to us."""
        return entry_id in self._open_to_all

    def entry(self, entry_id: str) -> Entry | None:
        return self.knowledge.entries.get(entry_id) if self.allows(entry_id) else None

    def _answerable(self) -> frozenset[str]:
        ours = [entry for entry in self.knowledge.entries.values() if entry.jurisdiction in ("CN", self.jurisdiction)]
        replaced = {entry.overrides for entry in ours if entry.jurisdiction == self.jurisdiction}
        return frozenset(entry.id for entry in ours) - replaced


class Library:
    """Holds the present shelf; a turn takes it once and keeps to it."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    @property
    def shelf(self) -> Shelf:
        return self._shelf

    @property
    def knowledge(self) -> Knowledge:
        return self._shelf.knowledge

    def replace(self, shelf: Shelf) -> None:
        """From the next turn on; turns under way finish with what they began with."""
        self._shelf = shelf
