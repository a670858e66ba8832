import os
import shutil
from pathlib import Path

import pytest

from retrieval import store as store_module
from retrieval.errors import IndexCorrupt, IndexMissing
from retrieval.index import SearchIndex
from retrieval.lanes import Parts
from retrieval.store import ABANDONED_AFTER, IndexStore, LoadIndex
from tests.unit.retrieval.fakes import make_index, named


@pytest.fixture
def load(parts: Parts) -> LoadIndex:
    return lambda folder: SearchIndex.load(folder, **named(parts))


def test_nothing_published_is_said_so(tmp_path: Path, load: LoadIndex) -> None:
    with pytest.raises(IndexMissing):
        IndexStore(tmp_path / "index").load(load)


def test_what_was_published_last_is_loaded(tmp_path: Path, parts: Parts, load: LoadIndex) -> None:
    store = IndexStore(tmp_path / "index")
    for revision in ("1", "2"):
        store.publish(make_index(parts, revision=revision), load=load)

    assert store.load(load).revision == "2"
    assert len(store.versions()) == 2


def test_only_the_newest_versions_are_kept(tmp_path: Path, parts: Parts, load: LoadIndex) -> None:
    store = IndexStore(tmp_path / "index", keep=2)
    published = [store.publish(make_index(parts, revision=str(number)), load=load) for number in range(4)]

    assert store.versions() == published[-2:]
    assert store.current() == published[-1]


class Killed(BaseException):
    """Stands for a process that ends in the middle of something."""


STEPS = ["_flush", "_sync", "_next_number", "_point_to", "_prune"]


@pytest.mark.parametrize("step", STEPS)
def test_whatever_is_interrupted_leaves_an_index_that_can_be_loaded(
    tmp_path: Path, parts: Parts, load: LoadIndex, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = IndexStore(tmp_path / "index")
    store.publish(make_index(parts, revision="1"), load=load)

    def killed(*_args: object, **_kwargs: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(store_module if hasattr(store_module, step) else IndexStore, step, killed)
        with pytest.raises(Killed):
            store.publish(make_index(parts, revision="2"), load=load)

    assert store.load(load).revision in {"1", "2"}
    store.publish(make_index(parts, revision="3"), load=load)
    assert store.load(load).revision == "3"


def test_an_index_that_cannot_be_read_back_does_not_become_current(
    tmp_path: Path, parts: Parts, load: LoadIndex
) -> None:
    store = IndexStore(tmp_path / "index")
    store.publish(make_index(parts, revision="1"), load=load)

    def damaged(folder: Path) -> SearchIndex:
        (folder / "rows.jsonl").write_text("", encoding="utf-8")
        return load(folder)

    with pytest.raises(IndexCorrupt):
        store.publish(make_index(parts, revision="2"), load=damaged)
    assert store.load(load).revision == "1"
    assert [path.name for path in (tmp_path / "index").glob(".*")] == []


def test_a_version_that_is_gone_is_said_so(tmp_path: Path, parts: Parts, load: LoadIndex) -> None:
    store = IndexStore(tmp_path / "index")
    shutil.rmtree(store.publish(make_index(parts), load=load))

    with pytest.raises(IndexCorrupt, match="gone"):
        store.load(load)


def test_a_damaged_version_is_said_so(tmp_path: Path, parts: Parts, load: LoadIndex) -> None:
    store = IndexStore(tmp_path / "index")
    (store.publish(make_index(parts), load=load) / "rows.jsonl").unlink()

    with pytest.raises(IndexCorrupt, match=r"rows\.jsonl"):
        store.load(load)


def test_a_reader_whose_version_is_pruned_meanwhile_gets_its_successor(
    tmp_path: Path, parts: Parts, load: LoadIndex
) -> None:
    store = IndexStore(tmp_path / "index", keep=1)
    store.publish(make_index(parts, revision="1"), load=load)
    overtaken: list[Path] = []

    def slow_load(folder: Path) -> SearchIndex:
        if not overtaken:
            overtaken.append(folder)
            store.publish(make_index(parts, revision="2"), load=load)
        return load(folder)

    assert store.load(slow_load).revision == "2"
    assert not overtaken[0].exists()


def test_what_killed_processes_left_behind_is_removed_later(tmp_path: Path, parts: Parts, load: LoadIndex) -> None:
    folder = tmp_path / "index"
    store = IndexStore(folder)
    store.publish(make_index(parts), load=load)
    long_ago = (folder / "CURRENT").stat().st_mtime - 2 * ABANDONED_AFTER.total_seconds()
    (folder / ".building-old").mkdir()
    (folder / "CURRENT-old").write_text("x", encoding="utf-8")
    (folder / ".building-now").mkdir()
    for name in (".building-old", "CURRENT-old"):
        os.utime(folder / name, (long_ago, long_ago))

    store.publish(make_index(parts), load=load)

    assert (folder / ".building-now").exists()
    assert not (folder / ".building-old").exists()
    assert not (folder / "CURRENT-old").exists()
