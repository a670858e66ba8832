"""Short names for content: equal content, equal name."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

LENGTH = 16


def of_data(data: Any) -> str:
    """The fingerprint of anything JSON can hold; the order of keys does not matter."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def of_file(file: Path) -> str:
    """The whole SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def of_files(folder: Path, files: Iterable[Path]) -> str:
    """The fingerprint of several files with their names below ``folder``."""
    return of_data({file.relative_to(folder).as_posix(): of_file(file) for file in files})
