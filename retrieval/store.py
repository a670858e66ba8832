"""Versions of an index on disk: built beside, verified, then made the current one in a single step."""

import os
import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from retrieval.errors import IndexCorrupt, IndexMissing
from retrieval.index import SearchIndex

CURRENT = "CURRENT"
# Longer than any build takes: what is older was left behind by a process that was killed.
ABANDONED_AFTER = timedelta(days=1)
_BUILDING = ".building-"

LoadIndex = Callable[[Path], SearchIndex]


class IndexStore:
    """A folder of versions and a file that names the current one.

    Whatever is interrupted when, ``CURRENT`` names a version that was complete and verified.
    """

    def __init__(self, folder: Path, *, keep: int = 3) -> None:
        self._folder = folder
        self._keep = max(keep, 1)

    def publish(self, index: SearchIndex, *, load: LoadIndex) -> Path:
        """Store ``index``, read it back with ``load``, verify what was read, make it current, prune old ones.

        Raises:
            IndexCorrupt, IndexMismatch: what was written cannot be used; the current version stays.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        building = self._folder / f"{_BUILDING}{uuid4().hex}"
        try:
            index.save(building)
            load(building).verify()
            _flush(building)
            version = self._folder / f"{self._next_number():06d}-{uuid4().hex[:8]}"
            building.rename(version)
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise
        self._point_to(version)
        self._prune(version)
        return version

    def current(self) -> Path:
        """The folder of the current version.

        Raises:
            IndexMissing: nothing has been published yet.
            IndexCorrupt: the current version is gone.
        """
        try:
            name = (self._folder / CURRENT).read_text(encoding="utf-8").strip()
        except FileNotFoundError as exc:
            raise IndexMissing("No index has been published yet.") from exc
        version = self._folder / name
        if not name or not version.is_dir():
            raise IndexCorrupt(f"The current index {name} is gone.")
        return version

    def load(self, load: LoadIndex) -> SearchIndex:
        """The current version; when another process prunes it while it is read, its successor.

        Raises:
            IndexMissing, IndexCorrupt, IndexMismatch
        """
        version = self.current()
        try:
            return load(version)
        except IndexCorrupt:
            if self.current() == version:
                raise
            return load(self.current())

    def versions(self) -> list[Path]:
        """All complete versions, oldest first."""
        return sorted(path for path in self._folder.glob("[0-9]*-*") if path.is_dir())

    def _next_number(self) -> int:
        return max((int(path.name.partition("-")[0]) for path in self.versions()), default=0) + 1

    def _point_to(self, version: Path) -> None:
        pointer = self._folder / f"{CURRENT}-{uuid4().hex}"
        pointer.write_text(version.name + "\n", encoding="utf-8")
        _sync(pointer)
        pointer.replace(self._folder / CURRENT)
        _sync(self._folder)

    def _prune(self, current: Path) -> None:
        """Remove all but the newest versions, and what interrupted runs left behind."""
        old = [version for version in self.versions() if version != current]
        for path in old[: max(len(old) - self._keep + 1, 0)]:
            shutil.rmtree(path, ignore_errors=True)
        abandoned_before = time.time() - ABANDONED_AFTER.total_seconds()
        for path in (*self._folder.glob(f"{_BUILDING}*"), *self._folder.glob(f"{CURRENT}-*")):
            _remove_if_older(path, abandoned_before)


def _remove_if_older(path: Path, moment: float) -> None:
    try:
        if path.stat().st_mtime > moment:
            return
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    except FileNotFoundError:
        return  # another process was faster


def _flush(folder: Path) -> None:
    """Have the files on disk before anything points to them."""
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
