"""One search of one size, measured in a process of its own; ours beside bm25s, FAISS and txtai alone."""

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import bm25s
import numpy as np

from bench.synthetic import read_task
from bench.timing import Latency, Weight
from retrieval.index import SearchIndex
from retrieval.lanes import Parts
from retrieval.ports import Passage, Role
from retrieval.vector import FlatVectorIndex, build_vector_index, load_vector_index
from server.configuration import load_settings
from server.evaluation import baselines
from server.evaluation.faq import Document
from server.models import load_parts
from server.places import Places

Figures = dict[str, float]
LIMIT = 10


class Task:
    """What is searched, what is asked, and the folder that has both and room for an index."""

    def __init__(self, folder: Path) -> None:
        settings = load_settings()
        self.parts: Parts = load_parts(settings, Places.of(settings))
        self.folder = folder
        self.passages, self.asked = read_task(folder)
        self.queries = [text for text, _ in self.asked]

    def found(self, groups_of: Callable[[str], Sequence[str]]) -> float:
        """The share of queries whose group comes first."""
        firsts = (groups_of(text)[:1] for text, _ in self.asked)
        return float(np.mean([list(first) == [group] for first, (_, group) in zip(firsts, self.asked, strict=True)]))


def build_ours(task: Task) -> Figures:
    weight, started = Weight(), time.perf_counter()
    index = SearchIndex.build(task.passages, **_named(task.parts), revision="bench")
    built = time.perf_counter() - started
    grown, _ = weight.grown()
    started = time.perf_counter()
    index.save(task.folder / "ours")
    saved = time.perf_counter() - started
    return {"build_s": built, "memory_mb": grown, "save_s": saved, "publish_s": _publish(index)}


def _publish(index: SearchIndex) -> float:
    """Seconds from a new entry to the first search that finds it."""
    text = "鹦鹉驾驶的拖拉机怎么上税"
    started = time.perf_counter()
    changed = index.with_group("bench.new", [Passage("bench.new#0", "bench.new", text, Role.question)])
    if [found.group for found in changed.search(f"{text}啊", limit=1)] != ["bench.new"]:
        raise RuntimeError("what was published is not found")
    return time.perf_counter() - started


def load_ours(task: Task) -> Figures:
    """The stored index, its pages mapped, asked."""
    weight, started = Weight(), time.perf_counter()
    index = SearchIndex.load(task.folder / "ours", **_named(task.parts), mmap=True)
    loaded = time.perf_counter() - started
    latency = Latency.of(lambda text: index.search(text, limit=LIMIT), task.queries)
    found = task.found(lambda text: [ranked.group for ranked in index.search(text, limit=LIMIT)])
    own, shared = weight.grown()
    return {"load_s": loaded, "memory_mb": own, "memory_shared_mb": shared, "first": found, **latency.as_data()}


def share_ours(task: Task) -> Figures:
    """One of several workers side by side: loaded and asked, then weighed when all have got so far."""
    weight = Weight()
    index = SearchIndex.load(task.folder / "ours", **_named(task.parts), mmap=True)
    for text in task.queries:
        index.search(text, limit=LIMIT)
    print("ready", flush=True)
    sys.stdin.readline()
    own, shared = weight.grown()
    return {"memory_mb": own, "memory_shared_mb": shared}


def bm25_alone(task: Task) -> Figures:
    """bm25s over jieba's words: the least that a keyword lane can take."""
    cut, groups = task.parts.tokeniser.words, [passage.group for passage in task.passages]
    weight, started = Weight(), time.perf_counter()
    index = bm25s.BM25()
    index.index([cut(passage.text) for passage in task.passages], show_progress=False)
    built = time.perf_counter() - started
    grown, _ = weight.grown()
    index.save(task.folder / "bm25s", show_progress=False)
    started = time.perf_counter()
    bm25s.BM25.load(task.folder / "bm25s", mmap=True, show_progress=False)
    loaded = time.perf_counter() - started

    def search(text: str) -> Sequence[str]:
        terms = [term for term in cut(text) if term in index.vocab_dict]
        if not terms:
            return []
        rows, _ = index.retrieve([terms], k=min(LIMIT, len(groups)), show_progress=False)
        return [groups[row] for row in rows[0].tolist()]

    return {"build_s": built, "load_s": loaded, "memory_mb": grown, **_asked(task, search)}


def faiss_alone(task: Task) -> Figures:
    """FAISS over the same vectors, exact; beside it what our index chooses at this size, and its recall."""
    encode, groups = task.parts.embedder.encode, [passage.group for passage in task.passages]
    weight, started = Weight(), time.perf_counter()
    vectors = encode([task.parts.normaliser(passage.text) for passage in task.passages])
    exact = FlatVectorIndex.build(vectors)
    built = time.perf_counter() - started
    del vectors
    grown, _ = weight.grown()
    exact.save(task.folder / "faiss")
    started = time.perf_counter()
    load_vector_index(task.folder / "faiss")
    loaded = time.perf_counter() - started

    def search(text: str) -> Sequence[str]:
        rows, _ = exact.search(encode([task.parts.normaliser(text)])[0], LIMIT)
        return [groups[row] for row in rows.tolist()]

    figures = {"build_s": built, "load_s": loaded, "memory_mb": grown, **_asked(task, search)}
    started = time.perf_counter()
    chosen = build_vector_index(exact.vectors)
    figures["lane_build_s"] = time.perf_counter() - started
    queries = encode([task.parts.normaliser(text) for text in task.queries])
    shares = [_shared(exact.search(each, LIMIT)[1], chosen.search(each, LIMIT)[1]) for each in queries if each.any()]
    return {**figures, "recall": float(np.mean(shares))}


def _shared(best: Any, found: Any) -> float:
    """How many of the best similarities were reached; equal ones count whichever row has them."""
    return float(np.mean([bool(len(found) > at and found[at] >= value - 1e-5) for at, value in enumerate(best)]))


def txtai_hybrid(task: Task) -> Figures:
    documents = [Document(id=passage.id, text=passage.text) for passage in task.passages]
    weight, started = Weight(), time.perf_counter()
    ask = baselines.txtai_hybrid(documents, task.parts.embedder, task.parts.normaliser)  # type: ignore[arg-type]
    built = time.perf_counter() - started
    grown, _ = weight.grown()
    return {
        "build_s": built,
        "memory_mb": grown,
        **_asked(task, lambda text: [id_.partition("#")[0] for id_ in ask(text, LIMIT)]),
    }


def _asked(task: Task, search: Callable[[str], Sequence[str]]) -> Figures:
    return {"first": task.found(search), **Latency.of(search, task.queries).as_data()}


def _named(parts: Parts) -> dict[str, Any]:
    return {
        "embedder": parts.embedder,
        "normaliser": parts.normaliser,
        "tokeniser": parts.tokeniser,
        "scorer": parts.scorer,
    }


SEARCHES: dict[str, Callable[[Task], Figures]] = {
    "build": build_ours,
    "load": load_ours,
    "share": share_ours,
    "bm25s": bm25_alone,
    "faiss": faiss_alone,
    "txtai": txtai_hybrid,
}


def main(name: str, folder: str) -> None:
    """Print the figures as the last line; a search that is not installed says so instead."""
    try:
        figures: dict[str, Any] = SEARCHES[name](Task(Path(folder)))
    except baselines.TxtaiMissing as exc:
        figures = {"missing": str(exc)}
    print(json.dumps(figures, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
