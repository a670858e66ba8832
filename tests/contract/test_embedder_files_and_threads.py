"""What holds for each kind of model folder beyond the contract: damage, sharing between threads, and its origin."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize

from retrieval.embedding import SentenceTransformerEmbedder, load_embedder
from retrieval.errors import ModelUnusable
from retrieval.ports import Embedder
from retrieval.static_embedding import WEIGHTS, StaticEmbedder
from retrieval.training import train_embedder
from retrieval.training_texts import TrainingSettings
from tests.contract.embedder_contract import TEXTS
from tests.contract.embedding_models import save_static, save_transformer

QUESTIONS = {"invoice": ["小规模纳税人开专票", "专票怎么开"], "deed": ["买新房契税是几个点", "契税几个点"]}
SMALL = TrainingSettings(dimension=16, tokens=20, steps=4)


def save_own(folder: Path) -> Path:
    train_embedder(QUESTIONS, folder, bodies={}, settings=SMALL)
    return folder


def save_normalising(folder: Path) -> Path:
    """A static model of somebody who normalises within the model."""
    embedding = SentenceTransformer(str(save_static(folder.with_name(folder.name + "-raw"))), device="cpu")
    SentenceTransformer(modules=[embedding[0], Normalize()], device="cpu").save(str(folder), create_model_card=False)
    return folder


KINDS: dict[str, tuple[Callable[[Path], Path], Callable[[Path], Embedder]]] = {
    "own": (save_own, StaticEmbedder),
    "own through its library": (save_own, SentenceTransformerEmbedder),
    "normalising": (save_normalising, StaticEmbedder),
    "transformer": (save_transformer, SentenceTransformerEmbedder),
}


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def folder(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return KINDS[kind][0](tmp_path_factory.mktemp("models") / "model")


@pytest.fixture(scope="module")
def make(kind: str) -> Callable[[Path], Embedder]:
    return KINDS[kind][1]


@pytest.fixture
def copied(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "copied"))


def test_the_vectors_are_those_of_sentence_transformers(make: Callable[[Path], Embedder], folder: Path) -> None:
    theirs = SentenceTransformer(str(folder), device="cpu").encode(TEXTS[:3], normalize_embeddings=True)

    assert np.allclose(make(folder).encode(TEXTS[:3]), theirs, atol=1e-5)


def test_many_threads_may_be_the_first_to_use_it(make: Callable[[Path], Embedder], folder: Path) -> None:
    expected, shared = make(folder).encode(TEXTS), make(folder)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: shared.encode(TEXTS), range(16)))

    assert all(np.allclose(vectors, expected, atol=1e-5) for vectors in found)


def test_a_text_that_says_nothing_has_no_direction(make: Callable[[Path], Embedder], folder: Path) -> None:
    nothing, something = make(folder).encode(["", "契税"])

    assert not nothing.any()
    assert something.any()


def test_one_changed_bit_of_the_weights_is_another_model(
    make: Callable[[Path], Embedder], folder: Path, copied: Path
) -> None:
    content = bytearray((copied / WEIGHTS).read_bytes())
    content[-1] ^= 1
    (copied / WEIGHTS).write_bytes(content)

    assert make(copied).fingerprint != make(folder).fingerprint


@pytest.mark.parametrize("damage", [b"", b"no weights", None])
def test_missing_or_unreadable_weights_are_said_so(
    make: Callable[[Path], Embedder], copied: Path, damage: bytes | None
) -> None:
    (copied / WEIGHTS).unlink()
    if damage is not None:
        (copied / WEIGHTS).write_bytes(damage)

    with pytest.raises(ModelUnusable):
        make(copied).warm_up()


@pytest.mark.parametrize(
    "modules",
    [
        "no json",
        "[]",
        '[{"type": "a.StaticEmbedding"}]',
        '[{"type": "a.StaticEmbedding", "path": "0_StaticEmbedding"}]',
        '[{"type": "a.StaticEmbedding", "path": ""}, {"type": "a.Dense", "path": "1_Dense"}]',
        '{"type": "a.StaticEmbedding"}',
    ],
)
def test_what_is_more_than_a_static_embedding_is_left_to_its_library(tmp_path: Path, modules: str) -> None:
    (tmp_path / "modules.json").write_text(modules, encoding="utf-8")

    assert isinstance(load_embedder(tmp_path), SentenceTransformerEmbedder)


def test_our_own_model_has_the_size_it_was_given_at_most(tmp_path: Path) -> None:
    embedder = load_embedder(save_own(tmp_path / "model"))
    weights = (tmp_path / "model" / WEIGHTS).stat().st_size

    assert embedder.dimension == SMALL.dimension
    assert weights <= SMALL.tokens * SMALL.dimension * 4 + 1024
