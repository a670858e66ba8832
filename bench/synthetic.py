"""Any number of questions that sound like ours: beginnings and ends of our own wordings, put together anew."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import jieba

from knowledge_base.seed.files import read_seed
from retrieval.noise import with_typing_errors
from retrieval.ports import Passage, Role

OF_A_GROUP = 10
SEED = 20261122


@dataclass(frozen=True, slots=True)
class Wordings:
    """The halves of one entry's questions."""

    beginnings: list[str]
    ends: list[str]


def read_wordings(seed: Path) -> list[Wordings]:
    wordings = []
    for topic in read_seed(seed).topics:
        for entry in topic.entries:
            halves = [_halves(text) for text in (entry.question, *entry.similar)]
            wordings.append(Wordings([start for start, _ in halves], [end for _, end in halves]))
    return wordings


def _halves(text: str) -> tuple[str, str]:
    words = jieba.lcut(text)
    middle = (len(words) + 1) // 2
    return "".join(words[:middle]), "".join(words[middle:])


def make_passages(wordings: Sequence[Wordings], count: int) -> list[Passage]:
    """``count`` different questions in groups of ten, which keep the beginnings of one entry and the ends of another.

    The same count always gives the same questions.
    """
    chance = random.Random(SEED)
    seen: set[str] = set()
    passages: list[Passage] = []
    while len(passages) < count:
        group = f"g{len(passages) // OF_A_GROUP}"
        texts = _group(chance.choice(wordings), chance.choice(wordings), seen, chance)
        for number, text in enumerate(texts[: count - len(passages)]):
            passages.append(Passage(f"{group}#{number}", group, text, Role.similar if number else Role.question))
    return passages


def _group(first: Wordings, second: Wordings, seen: set[str], chance: random.Random) -> list[str]:
    """Ten new questions. Where two entries have no ten in common, a number tells them apart, as an amount would."""
    texts: list[str] = []
    while len(texts) < OF_A_GROUP:
        text = chance.choice(first.beginnings) + chance.choice(second.ends)
        if text in seen:
            text = f"{text}{chance.randrange(10_000_000)}元"
        if text not in seen:
            seen.add(text)
            texts.append(text)
    return texts


def make_queries(passages: Sequence[Passage], count: int) -> Iterator[tuple[str, str]]:
    """Questions as people type them, with the group that is meant: ``count`` of the passages, each misspelt once."""
    chance = random.Random(SEED + 1)
    for passage in chance.choices(passages, k=count):
        yield with_typing_errors(passage.text, chance), passage.group


def write_task(seed: Path, size: int, queries: int, folder: Path) -> None:
    """Passages and queries as files, so that no process that is weighed has read the knowledge before."""
    passages = make_passages(read_wordings(seed), size)
    with (folder / "passages.jsonl").open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps([one.id, one.group, one.text, one.role]) + "\n" for one in passages)
    asked = list(make_queries(passages, queries))
    (folder / "queries.json").write_text(json.dumps(asked), encoding="utf-8")


def read_task(folder: Path) -> tuple[list[Passage], list[tuple[str, str]]]:
    with (folder / "passages.jsonl").open(encoding="utf-8") as stream:
        passages = [Passage(id_, group, text, Role(role)) for id_, group, text, role in map(json.loads, stream)]
    asked = json.loads((folder / "queries.json").read_text(encoding="utf-8"))
    return passages, [(text, group) for text, group in asked]
