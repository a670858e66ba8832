import json
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.embedding import CARD, load_embedder
from retrieval.noise import with_typing_errors
from retrieval.normalise import Normaliser
from retrieval.ports import Passage, Role
from retrieval.training import train_embedder
from retrieval.training_texts import TrainingSettings, training_texts
from tests.unit.retrieval.fakes import passages

TINY = TrainingSettings(dimension=32, steps=20, batch=16)
WAYS = ["{}怎么交", "请问{}是几个点", "没弄{}会罚款吗", "{}去哪里办"]
OTHER_NAMES = {"契税": "买房的税", "印花税": "合同贴花", "车船税": "车子年税", "年终奖": "年底奖金", "社保": "养老保险"}
GROUPS = {name: [way.format(word) for way in WAYS for word in (name, other)] for name, other in OTHER_NAMES.items()}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("model") / "trained"
    train_embedder(GROUPS, out, bodies={"契税": ["买房的税就是契税"]}, settings=TINY)
    return out


def test_other_names_of_one_thing_become_alike(model: Path) -> None:
    ours, other, foreign = load_embedder(model).encode(["契税要多少", "买房的税要多少", "年底奖金要多少"])

    assert ours @ other > ours @ foreign


def test_the_card_says_what_it_was_trained_on(model: Path) -> None:
    card = json.loads((model / CARD).read_text(encoding="utf-8"))

    assert (card["groups"], card["questions"], card["bodies"]) == (5, 40, 1)
    assert card["settings"]["seed"] == TINY.seed
    assert card["loss_after"] < card["loss_before"]
    assert card["seconds"] >= 0


def test_the_same_inputs_give_the_same_model(model: Path, tmp_path: Path) -> None:
    train_embedder(GROUPS, tmp_path / "again", bodies={"契税": ["买房的税就是契税"]}, settings=TINY)
    train_embedder(GROUPS, tmp_path / "other", bodies={}, settings=TINY)

    assert load_embedder(tmp_path / "again").fingerprint == load_embedder(model).fingerprint
    assert load_embedder(tmp_path / "other").fingerprint != load_embedder(model).fingerprint


def test_unseen_characters_say_nothing_and_disturb_nothing(model: Path) -> None:
    known, with_unseen, unseen = load_embedder(model).encode(["契税", "契税龘", "龘"])

    assert np.allclose(known, with_unseen)
    assert not unseen.any()


def test_a_new_model_replaces_the_old_one_whole(model: Path, tmp_path: Path) -> None:
    out = tmp_path / "model"
    out.mkdir()
    (out / "left-over").write_text("x", encoding="utf-8")

    train_embedder(GROUPS, out, bodies={}, settings=TINY)

    assert not (out / "left-over").exists()
    assert load_embedder(out).dimension == 32


def test_texts_are_taken_by_group_and_bodies_by_sentence(normaliser: Normaliser) -> None:
    given_texts = [*passages({"deed.rate": ["契税几个点？", "🙂"]}), Passage("o", "only", "只有正文。", Role.body)]

    questions, bodies = training_texts(given_texts, normaliser)

    assert questions == {"deed.rate": ["契税几个点"]}
    assert bodies["deed.rate"][0].startswith("首套住房")
    assert bodies["only"] == ["只有正文"]


@given(st.text(max_size=20), st.integers(0, 1000))
def test_a_typing_error_changes_one_place(text: str, seed: int) -> None:
    wrong = with_typing_errors(text, random.Random(seed))

    assert abs(len(wrong) - len(text)) <= 1
    assert len(text) >= 4 or wrong == text
    assert set(wrong) <= set(text)


@pytest.mark.parametrize(("questions", "steps"), [(23_293, 90), (743, 12), (512, 8), (15, 8), (0, 1)])
def test_few_questions_are_not_learnt_by_heart(questions: int, steps: int) -> None:
    assert TrainingSettings(steps=90, batch=512, passes=8).for_questions(questions).steps == steps
