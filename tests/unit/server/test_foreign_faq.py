"""A foreign FAQ: read strictly, searched in several ways, judged by figures worked out by hand."""

import builtins
import json
from pathlib import Path
from typing import Any

import pytest

from retrieval.lexicon import Lexicon
from retrieval.normalise import Normaliser
from server.evaluation import baselines
from server.evaluation.faq import Document, FaqUnreadable, Pair, read_faq
from server.evaluation.ranks import Figures, Search, first_right, measure
from tests.unit.retrieval.fakes import CharacterEmbedder

DOCUMENTS = [{"id": "a", "text": "契税的税率是多少"}, {"id": "b", "text": "印花税怎么交"}]
QUERIES = [{"id": "1", "text": "买房契税几个点", "relevant": ["a"]}]
READ = [Document.model_validate(each) for each in DOCUMENTS]


def _write(path: Path, lines: list[Any]) -> Path:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


def _read(folder: Path, documents: list[Any], queries: list[Any], train: list[Any] | None = None) -> Any:
    return read_faq(
        _write(folder / "d.jsonl", documents),
        _write(folder / "q.jsonl", queries),
        _write(folder / "t.jsonl", train) if train is not None else None,
    )


def test_a_faq_is_read_whatever_else_its_lines_say(tmp_path: Path) -> None:
    documents = [{"id": 1, "text": "第一条\u2028第二条", "source": "x"}, "", *DOCUMENTS]
    faq = _read(tmp_path, documents, [{**QUERIES[0], "relevant": ["a", 1]}], [{"query": "契税", "document": "a"}])

    assert [document.id for document in faq.documents] == ["1", "a", "b"]
    assert faq.queries[0].relevant == ["a", "1"]
    assert faq.pairs == [Pair(query="契税", document="a")]


@pytest.mark.parametrize(
    ("documents", "queries", "train", "said"),
    [
        (["{"], QUERIES, None, r"d\.jsonl 第1行：不是JSON"),
        ([*DOCUMENTS, "", "nonsense"], QUERIES, None, r"d\.jsonl 第4行：不是JSON"),
        ([*DOCUMENTS, "[]"], QUERIES, None, r"d\.jsonl 第3行：整行 不对；每行须有 id（文字）、text（文字）"),
        ([{"id": "a"}], QUERIES, None, r"d\.jsonl 第1行：text 不对"),
        ([*DOCUMENTS, DOCUMENTS[0]], QUERIES, None, r"d\.jsonl 第3行：id“a”重复"),
        ([], QUERIES, None, r"d\.jsonl 是空的"),
        (DOCUMENTS, ["", " "], None, r"q\.jsonl 是空的"),
        (DOCUMENTS, [*QUERIES, {**QUERIES[0], "relevant": ["z"]}], None, r"q\.jsonl 第2行：relevant 中的“z”不是"),
        (DOCUMENTS, [{**QUERIES[0], "relevant": []}], None, r"q\.jsonl 第1行：relevant 不对"),
        (DOCUMENTS, QUERIES, [], r"t\.jsonl 是空的"),
        (DOCUMENTS, QUERIES, [{"query": "契税"}], r"t\.jsonl 第1行：document 不对"),
    ],
)
def test_a_file_that_cannot_be_used_is_said_so_in_plain_words(
    tmp_path: Path, documents: list[Any], queries: list[Any], train: list[Any] | None, said: str
) -> None:
    with pytest.raises(FaqUnreadable, match=said):
        _read(tmp_path, documents, queries, train)


def test_a_file_that_is_not_there_or_not_utf_8_is_said_so(tmp_path: Path) -> None:
    documents = _write(tmp_path / "d.jsonl", DOCUMENTS)
    with pytest.raises(FaqUnreadable, match="文件不存在"):
        read_faq(documents, tmp_path / "none.jsonl")
    documents.write_bytes("增值税".encode("gbk"))
    with pytest.raises(FaqUnreadable, match="不是UTF-8"):
        read_faq(documents, documents)


def test_the_figures_are_what_they_say() -> None:
    figures = Figures.of([1, 2, 5, 6, None], [1.0, 2.0, 3.0, 4.0, 105.0])

    assert figures.model_dump(by_alias=True) == {
        "r@1": pytest.approx(1 / 5),
        "r@5": pytest.approx(3 / 5),
        "mrr": pytest.approx((1 + 1 / 2 + 1 / 5 + 1 / 6) / 5),
        "p50_ms": 3.0,
        # Between the fourth and the fifth of five: 4 + 0.96 × 101.
        "p99_ms": pytest.approx(100.96),
    }


@pytest.mark.parametrize(("ranks", "times"), [([], []), ([1], [])])
def test_there_are_no_figures_of_nothing(ranks: list[int | None], times: list[float]) -> None:
    with pytest.raises(ValueError, match="at least one"):
        Figures.of(ranks, times)


def test_the_rank_is_that_of_the_first_right_one() -> None:
    assert first_right(["x", "b", "a"], {"a", "b"}) == 2
    assert first_right(["x"], {"a"}) is None


def test_every_query_is_asked_and_timed() -> None:
    figures = measure(lambda text, limit: [text, "b"][:limit], [("a", {"a"}), ("c", {"b"}), ("d", {"e"})])

    assert (figures.recall_at_1, figures.recall_at_5, figures.mrr) == pytest.approx((1 / 3, 2 / 3, 0.5))
    assert 0 <= figures.p50_ms <= figures.p99_ms


@pytest.mark.parametrize("cut", [baselines.words, baselines.bigrams])
def test_bm25_finds_what_shares_terms_and_nothing_else(cut: baselines.Cut) -> None:
    search = baselines.bm25(READ, cut)

    assert search("印花税怎么算", 10)[0] == "b"
    assert search("讲个笑话", 10) == []


def test_tfidf_and_vectors_rank_all_that_is_alike(normaliser: Normaliser) -> None:
    searches: list[Search] = [
        baselines.tfidf(READ),
        baselines.vectors(READ, CharacterEmbedder(), normaliser),
    ]
    for search in searches:
        assert search("契税的税率", 1) == ["a"]
        assert search("契税的税率", 10)[0] == "a"


def test_texts_of_no_terms_break_no_baseline() -> None:
    empty = [Document(id="x", text=""), *READ]

    assert baselines.bm25(empty, baselines.words)("", 10) == []
    assert baselines.tfidf(empty)("印花税", 1) == ["b"]


def test_txtai_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, normaliser: Normaliser) -> None:
    real = builtins.__import__

    def without_txtai(name: str, *rest: Any) -> Any:
        if name == "txtai":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_txtai)
    with pytest.raises(baselines.TxtaiMissing, match="没有安装txtai"):
        baselines.txtai_hybrid(READ, CharacterEmbedder(), normaliser)


@pytest.fixture
def normaliser() -> Normaliser:
    return Normaliser(Lexicon())
