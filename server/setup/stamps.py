"""Remembers what each product of the set-up was made from, so that it is made again only when that changed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


class Stamps:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def holds(self, name: str, fingerprint: str) -> bool:
        path = self._folder / name
        return path.exists() and path.read_text(encoding="ascii") == fingerprint

    def put(self, name: str, fingerprint: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / name).write_text(fingerprint, encoding="ascii")


def fingerprint_of(files: Iterable[Path], *values: str) -> str:
    """SHA-256 over the names and contents of files, in the order of their names, and some values."""
    digest = hashlib.sha256("\0".join(values).encode())
    for path in sorted(files):
        digest.update(f"\0{path.name}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
