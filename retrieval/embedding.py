"""Embedding models of sentence-transformers, by folder or hub name."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from retrieval import fingerprint
from retrieval.errors import ModelUnusable
from retrieval.ports import Embedder, FloatArray
from retrieval.static_embedding import StaticEmbedder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# What a folder may hold besides the model: texts about it, weights in other forms.
_NOT_THE_MODEL = frozenset({".md", ".h5", ".msgpack", ".onnx", ".ot"})
CARD = "model_card.json"


def load_embedder(path_or_name: str | Path) -> Embedder:
    """The quickest way to run a model: numpy for a static one in a local folder, else sentence-transformers."""
    folder = Path(path_or_name)
    if StaticEmbedder.can_read(folder):
        return StaticEmbedder(folder)
    return SentenceTransformerEmbedder(str(path_or_name))


class SentenceTransformerEmbedder:
    """Any sentence-transformers model. Light to make; ``warm_up`` (or the first use) loads it and its library."""

    def __init__(self, path_or_name: str | Path, *, batch_size: int = 64) -> None:
        self._name = str(path_or_name)
        self._batch_size = batch_size
        self._lock = threading.Lock()
        self._loaded: tuple[SentenceTransformer, str] | None = None

    @property
    def fingerprint(self) -> str:
        return self._load()[1]

    @property
    def dimension(self) -> int:
        return self._load()[0].get_embedding_dimension() or 0

    def warm_up(self) -> None:
        self.encode(["预热"])

    def encode(self, texts: Sequence[str]) -> FloatArray:
        model, _ = self._load()
        vectors = model.encode(
            list(texts),
            batch_size=self._batch_size,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        rows = np.asarray(vectors, np.float32).reshape(len(texts), self.dimension)
        # A transformer makes a direction even of nothing: of its own marks of beginning and end.
        rows[np.array([not text.strip() for text in texts], np.bool_)] = 0
        return rows

    def _load(self) -> "tuple[SentenceTransformer, str]":
        with self._lock:
            if self._loaded is None:
                self._loaded = self._read()
            return self._loaded

    def _read(self) -> "tuple[SentenceTransformer, str]":
        # Seconds and hundreds of megabytes: only for those who use it.
        from safetensors import SafetensorError  # noqa: PLC0415
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415
        from sentence_transformers.util import load_dir_path  # noqa: PLC0415

        try:
            model = SentenceTransformer(self._name, device="cpu")
            folder = load_dir_path(self._name, subfolder="")
        except (OSError, ValueError, KeyError, SafetensorError) as exc:
            raise ModelUnusable(f"The embedding model {self._name} cannot be loaded.") from exc
        return model, model_fingerprint(Path(folder or self._name))


def model_fingerprint(folder: Path) -> str:
    """Of the files that decide what a model computes; a card or a read-me may change."""
    files = sorted(
        file
        for file in folder.rglob("*")
        if file.is_file() and file.suffix not in _NOT_THE_MODEL and file.name != CARD and file.name[0] != "."
    )
    return fingerprint.of_files(folder, files)
