"""The texts of the knowledge by which an entry can be found."""

from collections.abc import Iterator

from knowledge_base.domain import Entry, Knowledge
from retrieval.ports import Passage, Role


def passages_of(knowledge: Knowledge) -> Iterator[Passage]:
    for entry in knowledge.entries.values():
        yield from entry_passages(entry)


def entry_passages(entry: Entry) -> Iterator[Passage]:
    """Its questions, its answers, and the numbers of the documents it rests on."""
    yield Passage(f"{entry.id}#q", entry.id, entry.question, Role.question)
    for number, text in enumerate(entry.similar):
        yield Passage(f"{entry.id}#s{number}", entry.id, text, Role.similar)
    for variant in entry.variants:
        text = "\n".join([variant.brief, variant.detail, *variant.steps])
        yield Passage(f"{entry.id}#b.{variant.id}", entry.id, text, Role.body)
    numbers = {cite.policy.number for variant in entry.variants for cite in variant.citations}
    yield Passage(f"{entry.id}#d", entry.id, "；".join(sorted(numbers)), Role.body)
