"""A publish that dies at any one of its steps on the disk leaves an index that is whole."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from retrieval.index import SearchIndex
from retrieval.lanes import Parts
from retrieval.store import IndexStore, LoadIndex
from tests.unit.retrieval.fakes import KNOWLEDGE, make_index, named, passages

CALLS: list[tuple[Any, str]] = [
    (os, "fsync"),
    (Path, "mkdir"),
    (Path, "rename"),
    (Path, "replace"),
    (Path, "write_text"),
]


class Killed(BaseException):
    """Stands for a process that ends here."""


class Disk:
    """Lets so many steps through, then kills who makes the next one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = 0
        for owner, name in CALLS:
            monkeypatch.setattr(owner, name, self._counted(getattr(owner, name)))

    def _counted(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            if self.left == 0:
                raise Killed
            self.left -= 1
            return call(*args, **kwargs)

        return counted


@pytest.fixture
def load(parts: Parts) -> LoadIndex:
    return lambda folder: SearchIndex.load(folder, **named(parts))


@pytest.fixture
def disk() -> Iterator[Disk]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        made = Disk(monkeypatch)
        made.left = -1
        yield made


def test_a_publish_that_dies_at_any_call_leaves_the_former_or_the_new_index(
    tmp_path: Path, parts: Parts, load: LoadIndex, disk: Disk
) -> None:
    texts = passages({"deed.rate": KNOWLEDGE["deed.rate"]})
    store = IndexStore(tmp_path / "index", keep=2)
    store.publish(make_index(parts, texts, revision="0"), load=load)
    former, calls = "0", 0
    while True:
        calls += 1
        disk.left = calls
        try:
            store.publish(make_index(parts, texts, revision=str(calls)), load=load)
            break
        except Killed:
            disk.left = -1
            found = store.load(load)
            found.verify()
            assert found.revision in {former, str(calls)}
            former = found.revision
    disk.left = -1

    assert calls > 20
    assert store.load(load).revision == str(calls)
    assert [path.name for path in (tmp_path / "index").glob(".building*")] == []
