from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from retrieval.building import CachedVectors
from retrieval.confidence import LinearScorer, Logit
from retrieval.errors import IndexCorrupt, IndexMismatch
from retrieval.fusion import FEATURES
from retrieval.index import SearchIndex
from retrieval.lanes import Parts
from retrieval.ports import Passage, Role
from tests.unit.retrieval.fakes import KNOWLEDGE, CharacterEmbedder, make_index, named, passages

DEED = {"deed.rate": KNOWLEDGE["deed.rate"]}
QUESTIONS = ["买房子要交契税吗", "小规模开专漂", "年底发的奖金扣多少税", "退税单证", "3%"]


def groups(index: SearchIndex, query: str) -> list[str]:
    return [found.group for found in index.search(query)]


@pytest.mark.parametrize(
    ("query", "group"),
    [
        ("买房契税几个点", "deed.rate"),
        ("小规模可以给客户开专漂不", "vat.special-invoice"),
        ("年终奖金扣几个点的税", "iit.bonus"),
        ("140平方米以上的房子", "deed.rate"),
    ],
)
def test_the_group_that_is_meant_comes_first(index: SearchIndex, query: str, group: str) -> None:
    assert groups(index, query)[0] == group


def test_each_group_is_found_once_best_first(index: SearchIndex) -> None:
    found = index.search("小店交税")

    assert len({ranked.group for ranked in found}) == len(found) > 1
    assert [ranked.score for ranked in found] == sorted((ranked.score for ranked in found), reverse=True)
    assert list(found[0].features) == list(FEATURES)


def test_confidence_never_rises_and_the_others_share_what_the_first_leaves(index: SearchIndex) -> None:
    for query in QUESTIONS:
        confidence = [ranked.confidence for ranked in index.search(query)]

        assert confidence == sorted(confidence, reverse=True)
        assert all(other <= 1 - confidence[0] + 1e-6 for other in confidence[1:])


def test_what_is_not_allowed_is_never_found_and_hides_nothing(index: SearchIndex) -> None:
    forbidden = groups(index, "买房契税几个点")[0]
    asked: list[str] = []

    def allowed(group: str) -> bool:
        asked.append(group)
        return group != forbidden

    found = [ranked.group for ranked in index.search("买房契税几个点", allowed=allowed, limit=1)]

    assert len(found) == 1
    assert found[0] != forbidden
    assert len(asked) == len(set(asked))


def test_how_few_are_wanted_does_not_change_what_is_said_of_the_first(parts: Parts) -> None:
    index = make_index(parts, passages({f"g.{number}": [f"契税税率第{number}种问法"] for number in range(60)}))

    assert index.search("契税税率第7种", limit=1)[0] == index.search("契税税率第7种", limit=5)[0]


def test_a_filter_reaches_a_group_far_below_many_better_ones(parts: Parts) -> None:
    crowd = {f"crowd.{number}": [f"契税税率第{number}种问法"] for number in range(300)}
    index = make_index(parts, passages({**crowd, "wanted": ["房屋交易要带什么,契税"]}))

    found = index.search("契税税率", allowed=lambda group: group == "wanted")

    assert [ranked.group for ranked in found] == ["wanted"]


def test_nothing_is_found_when_nothing_is_allowed(index: SearchIndex) -> None:
    assert index.search("契税", allowed=lambda _group: False) == []


@pytest.mark.parametrize("query", ["", "🙂🙂", "，。", "\u200b"])
def test_a_text_that_says_nothing_finds_nothing(index: SearchIndex, query: str) -> None:
    assert index.search(query) == []


def test_a_very_long_text_is_searched_by_its_beginning(index: SearchIndex) -> None:
    long = "买新房契税是几个点，" + "我家里情况是这样的，" * 1000

    assert groups(index, long)[0] == "deed.rate"


def test_an_empty_index_finds_nothing_and_can_grow(parts: Parts, tmp_path: Path) -> None:
    empty = make_index(parts, [])
    empty.verify()
    empty.save(tmp_path / "empty")

    assert empty.search("契税") == []
    assert SearchIndex.load(tmp_path / "empty", **named(parts)).counts == {"passages": 0, "groups": 0}
    assert groups(empty.with_group("deed.rate", passages(DEED)), "契税") == ["deed.rate"]


def test_a_group_without_questions_is_found_by_its_body(parts: Parts) -> None:
    index = make_index(parts, [*passages(), Passage("b", "only.body", "车辆购置税按百分之十", Role.body)])

    best = index.search("车辆购置税多少")[0]

    assert (best.group, best.passage_id) == ("only.body", "b")


def test_the_same_passages_give_the_same_answers(parts: Parts, index: SearchIndex) -> None:
    other = make_index(parts)

    assert all(other.search(query) == index.search(query) for query in QUESTIONS)


def test_many_threads_find_what_one_finds(index: SearchIndex) -> None:
    expected = [index.search(query) for query in QUESTIONS]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(index.search, QUESTIONS * 40))

    assert found == expected * 40


def test_a_replaced_group_is_found_by_its_new_texts_only(index: SearchIndex) -> None:
    changed = index.with_group("iit.bonus", [Passage("n", "iit.bonus", "车船税在哪里缴", Role.question)], revision="2")

    assert groups(changed, "车船税哪里缴")[0] == "iit.bonus"
    assert changed.search("年终奖怎么交个税？")[0].features["exact"] == 0
    assert changed.revision == "2"
    assert index.revision == "1"
    assert index.search("年终奖怎么交个税？")[0].group == "iit.bonus"


def test_changes_give_what_a_rebuild_gives(parts: Parts) -> None:
    without = {group: texts for group, texts in KNOWLEDGE.items() if group != "deed.rate"}
    grown = make_index(parts, passages(without)).with_group("deed.rate", passages(DEED))
    rebuilt = make_index(parts, passages({**without, **DEED}))

    assert all(grown.search(query) == rebuilt.search(query) for query in QUESTIONS)
    assert all(
        grown.without_group("deed.rate").search(query) == make_index(parts, passages(without)).search(query)
        for query in QUESTIONS
    )


def test_removing_what_is_not_there_changes_nothing(index: SearchIndex) -> None:
    assert index.without_group("unknown").counts == index.counts


def test_a_group_takes_only_its_own_passages(index: SearchIndex) -> None:
    with pytest.raises(ValueError, match=r"deed\.rate"):
        index.with_group("deed.rate", [Passage("x", "other", "契税")])


def test_a_change_encodes_only_what_is_new(parts: Parts) -> None:
    embedder = CharacterEmbedder()
    index = make_index(Parts(embedder, parts.normaliser, parts.tokeniser, parts.scorer))
    embedder.encoded.clear()

    index.with_group("new", [Passage("n", "new", "车船税在哪里缴"), Passage("o", "new", "年终奖怎么交个税")])

    assert embedder.encoded == ["车船税在哪里缴"]


def test_a_rebuild_uses_the_vectors_it_is_given(parts: Parts) -> None:
    embedder = CharacterEmbedder()
    own = Parts(embedder, parts.normaliser, parts.tokeniser, parts.scorer)
    cached = make_index(own).cached_vectors
    embedder.encoded.clear()

    SearchIndex.build(passages(), **named(own), revision="2", cached_vectors=cached)
    assert embedder.encoded == []

    foreign = CachedVectors("another model", cached.by_text)
    SearchIndex.build(passages(), **named(own), revision="2", cached_vectors=foreign)
    assert embedder.encoded


def test_another_scorer_shares_the_rest(index: SearchIndex) -> None:
    never = LinearScorer(ranking={"overlap": 1.0}, right=Logit({}, -20.0), domain=Logit({}, -20.0))

    assert index.with_scorer(never).search("买房契税几个点")[0].confidence < 1e-6
    assert index.with_scorer(never).counts == index.counts


@pytest.mark.parametrize("mmap", [False, True])
def test_a_saved_index_finds_the_same_when_it_is_loaded(
    parts: Parts, index: SearchIndex, tmp_path: Path, mmap: bool
) -> None:
    index.save(tmp_path / "saved")
    loaded = SearchIndex.load(tmp_path / "saved", **named(parts), mmap=mmap)

    loaded.verify()
    assert loaded.revision == index.revision
    assert loaded.groups == index.groups
    assert all(loaded.search(query) == index.search(query) for query in QUESTIONS)
    assert loaded.with_group("new", [Passage("n", "new", "车船税在哪里缴")]).counts["groups"] == 6


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_every_missing_or_changed_file_is_noticed(parts: Parts, index: SearchIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "saved")
    for file in files_of(tmp_path / "saved"):
        content = file.read_bytes()
        for damage in (content[:-1], content + b"x", None):
            file.unlink()
            if damage is not None:
                file.write_bytes(damage)
            harmless = file.name == "manifest.json" and damage == content[:-1]
            if not harmless:
                with pytest.raises(IndexCorrupt):
                    SearchIndex.load(tmp_path / "saved", **named(parts))
            file.write_bytes(content)
    SearchIndex.load(tmp_path / "saved", **named(parts))


def test_an_index_made_with_other_parts_is_not_used(parts: Parts, index: SearchIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "saved")
    other = Parts(CharacterEmbedder("another"), parts.normaliser, parts.tokeniser, parts.scorer)

    with pytest.raises(IndexMismatch, match="embedder"):
        SearchIndex.load(tmp_path / "saved", **named(other))


def test_an_index_of_another_format_is_not_used(parts: Parts, index: SearchIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "saved")
    manifest = tmp_path / "saved" / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"format": 2', '"format": 0'), encoding="utf-8")

    with pytest.raises(IndexMismatch, match="format"):
        SearchIndex.load(tmp_path / "saved", **named(parts))


def test_a_manifest_that_counts_otherwise_is_noticed(parts: Parts, index: SearchIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "saved")
    manifest = tmp_path / "saved" / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"groups": 5', '"groups": 6'), encoding="utf-8")

    with pytest.raises(IndexCorrupt, match="manifest"):
        SearchIndex.load(tmp_path / "saved", **named(parts))


class LongEmbedder(CharacterEmbedder):
    """Breaks its promise: its vectors are not of length one."""

    def encode(self, texts):  # type: ignore[no-untyped-def]
        return super().encode(texts) * np.float32(3)


def test_verify_notices_vectors_that_are_no_directions(parts: Parts) -> None:
    index = make_index(Parts(LongEmbedder(), parts.normaliser, parts.tokeniser, parts.scorer))

    with pytest.raises(IndexCorrupt, match="length one"):
        index.verify()


def test_verify_notices_questions_that_do_not_find_their_group(parts: Parts, index: SearchIndex) -> None:
    class Blind(LinearScorer):
        def rank(self, features):  # type: ignore[no-untyped-def]
            verdict = super().rank(features)
            verdict.scores[:] = -verdict.scores
            return verdict

    blind = Blind(ranking={"overlap": 1.0}, right=Logit({}, 0.0), domain=Logit({}, 0.0))

    with pytest.raises(IndexCorrupt, match="own group"):
        index.with_scorer(blind).verify()
