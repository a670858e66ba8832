"""What a stored index says about itself, and whether that is still true."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Self

from retrieval import fingerprint
from retrieval.errors import IndexCorrupt, IndexMismatch

FILE = "manifest.json"
# Raise it when the files of an index change their form or meaning.
FORMAT = 2
_LIBRARIES = ("faiss-cpu", "jieba", "numpy", "scipy")


@dataclass(frozen=True, slots=True)
class Manifest:
    """``made_with`` are the fingerprints of embedder, normaliser, tokeniser and scorer."""

    format: int
    revision: str
    made_with: Mapping[str, str]
    counts: Mapping[str, int]
    libraries: Mapping[str, str]
    files: Mapping[str, str]

    @classmethod
    def of_folder(cls, folder: Path, *, revision: str, made_with: Mapping[str, str], counts: Mapping[str, int]) -> Self:
        files = sorted(file for file in folder.rglob("*") if file.is_file() and file.name != FILE)
        return cls(
            format=FORMAT,
            revision=revision,
            made_with=made_with,
            counts=counts,
            libraries={name: version(name) for name in _LIBRARIES},
            files={file.relative_to(folder).as_posix(): fingerprint.of_file(file) for file in files},
        )

    def save(self, folder: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2)
        (folder / FILE).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Raises:
        IndexCorrupt: there is no readable manifest.
        IndexMismatch: it was written by another version of this code.
        """
        try:
            content = json.loads((folder / FILE).read_text(encoding="utf-8"))
            manifest = cls(**content)
        except (OSError, ValueError, TypeError) as exc:
            raise IndexCorrupt(f"The index {folder.name} has no readable manifest.") from exc
        if manifest.format != FORMAT:
            raise IndexMismatch(f"The index {folder.name} has format {manifest.format}, not {FORMAT}.")
        return manifest

    def check_files(self, folder: Path) -> None:
        """Raises:
        IndexCorrupt: a file is missing or was changed.
        """
        for name, expected in self.files.items():
            file = folder / name
            if not file.is_file() or fingerprint.of_file(file) != expected:
                raise IndexCorrupt(f"{name} of the index {folder.name} is missing or was changed.")

    def check_made_with(self, wanted: Mapping[str, str]) -> None:
        """Raises:
        IndexMismatch: the index was built with another model, lexicon or scorer.
        """
        others = [part for part, value in wanted.items() if self.made_with.get(part) != value]
        if others:
            raise IndexMismatch(f"The index was built with another {', '.join(others)}.")
