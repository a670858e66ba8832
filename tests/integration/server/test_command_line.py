"""The commands, from an empty data folder: set up, ask, look, change, evaluate. No Rasa here."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import yaml
from typer.testing import CliRunner

from common.clock import system_clock
from common.database import Database
from common.settings import Settings
from knowledge_base.seed.files import read_seed
from knowledge_base.seed.importing import import_seed
from knowledge_base.seed.schemas import SeedEntry, TopicFile
from server.app import create_app
from server.cli import app
from server.configuration import load_settings
from server.places import ROOT
from server.search import Shelves
from server.services import Outside, open_services
from tests.support.web import serving

KNOWLEDGE = ROOT / "data" / "knowledge"
TOPICS = ("certificate", "vehicle")


def _small_seed(folder: Path) -> Path:
    """Two topics of the real knowledge, with all policies and facts; what leads outside them is left out."""
    folder.mkdir()
    shutil.copytree(KNOWLEDGE / "policies", folder / "policies")
    shutil.copy(KNOWLEDGE / "facts.yaml", folder)
    for topic in read_seed(KNOWLEDGE).topics:
        if topic.topic in TOPICS:
            entries = [entry.model_copy(update={"near": []}) for entry in topic.entries]
            _write(folder / f"{topic.topic}.yaml", topic.model_copy(update={"entries": entries}))
    return folder


def _read(path: Path) -> TopicFile:
    return next(topic for topic in read_seed(path.parent).topics if topic.topic == path.stem)


def _write(path: Path, topic: TopicFile) -> None:
    path.write_text(yaml.safe_dump(topic.model_dump(mode="json"), allow_unicode=True), encoding="utf-8")


def _first_entry(folder: Path) -> SeedEntry:
    return _read(folder / "seed" / "vehicle.yaml").entries[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An installation of its own, set up by the command."""
    folder = tmp_path_factory.mktemp("installation")
    environment = {
        "SHUIDA_DATA_DIR": str(folder / "var"),
        "SHUIDA_KNOWLEDGE__SEED": str(_small_seed(folder / "seed")),
        "SHUIDA_DIALOGUE__ENABLED": "false",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        assert "已训练" in _run("up", "--setup-only")
        yield folder


def _run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(arguments))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.output


def _stdout(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_second_set_up_has_nothing_to_do(folder: Path) -> None:
    said = _run("up", "--setup-only")
    assert "没有变化" in said
    assert "模型没有变化" in said


def test_a_known_question_is_answered_by_the_engine_alone(folder: Path) -> None:
    entry = _first_entry(folder)
    turn = json.loads(_run("ask", entry.question, "--engine", "--json"))

    assert turn["outcome"] in ("answer", "ask")
    assert turn["entry"] == entry.id
    assert turn["citations"]
    assert turn["citations"][0].keys() == {"number", "article"}


def test_a_batch_of_conversations_comes_back_in_order(folder: Path, tmp_path: Path) -> None:
    given, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [{"id": "a", "text": "今天天气怎么样"}, {"id": "b", "turns": ["你好", "转人工"]}]
    given.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")

    _run("ask", "--batch", str(given), "--out", str(out), "--engine")

    results = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    outcomes = [[turn["outcome"] for turn in result["turns"]] for result in results]
    assert [result["id"] for result in results] == ["a", "b"]
    assert outcomes == [["not_covered"], ["small_talk", "hand_off"]]


def test_two_questions_in_one_message_are_both_answered_by_the_running_service(folder: Path) -> None:
    text = "买二手车还要交购置税吗？另外，无欠税证明怎么开？"
    with serving(create_app(load_settings())) as service:
        turn = json.loads(_run("ask", text, "--url", service.url, "--json"))
        body = {"client_message_id": "1", "text": text}
        answered = httpx.post(f"{service.url}/api/v1/chat/messages?wait=20", json=body, trust_env=False)
    [sent] = answered.json()["replies"]
    first, second = sent["reply"]["parts"]

    assert (turn["outcome"], turn["entry"]) == (first["outcome"], first["entry"])
    assert (first["heading"], second["heading"]) == ("买二手车还要交购置税吗？", "无欠税证明怎么开？")
    assert (first["entry"].split(".")[0], second["entry"].split(".")[0]) == ("vehicle", "certificate")
    assert turn["reply"] == sent["text"]
    assert all(part["brief"] in turn["reply"] for part in (first, second))


def test_neither_text_nor_batch_is_an_error() -> None:
    result = CliRunner().invoke(app, ["ask"])
    assert result.exit_code != 0


def test_a_service_that_is_not_there_is_said_so() -> None:
    result = CliRunner().invoke(app, ["ask", "税率", "--url", "http://127.0.0.1:9"])
    assert "does not answer" in str(result.exception)


def test_the_knowledge_can_be_checked_counted_and_shown(folder: Path) -> None:
    assert "0 个错误" in _run("kb", "check")
    figures = json.loads(_run("kb", "stats", "--json"))
    assert figures["entries"] == sum(topic["entries"] for topic in figures["by_topic"].values())
    assert {"entries", "policies", "variants", "similar_min", "unverified"} <= figures.keys()
    assert "条目" in _run("kb", "stats")

    entry = _first_entry(folder)
    assert json.loads(_run("kb", "show", entry.id, "--json"))["question"] == entry.question
    assert entry.question in _run("kb", "show", entry.id)
    assert "没有变化" in _run("kb", "import")


def test_an_entry_that_is_not_there_is_said_so(folder: Path) -> None:
    result = CliRunner().invoke(app, ["kb", "show", "no.such.entry"])
    assert "no.such.entry" in str(result.exception)


def test_the_index_can_be_built_verified_and_searched(folder: Path) -> None:
    assert "个条目" in _run("index", "build")
    assert "完好" in _run("index", "verify")
    entry = _first_entry(folder)
    assert entry.id[:12] in _run("index", "search", entry.question, "--limit", "1")


def test_an_evaluation_counts_by_kind(folder: Path, tmp_path: Path) -> None:
    entry = _first_entry(folder)
    questions = [
        {"id": "1", "kind": "answer", "text": entry.question, "entries": [entry.id]},
        {"id": "2", "kind": "off_domain", "text": "讲个笑话", "outcomes": ["not_covered"]},
        {"id": "3", "kind": "answer", "text": "讲个笑话", "entries": [entry.id]},
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in questions), encoding="utf-8")

    report = tmp_path / "report.html"

    first = json.loads(_run("evaluate", "run", str(path), "--engine", "--json"))
    again = _run("evaluate", "run", str(path), "--engine", "--html", str(report))

    assert [verdict["right"] for verdict in first["verdicts"]] == [True, True, False]
    assert first["report"]["strict"] == first["report"]["found"]["top1"] == 0.5
    assert "+0.000" in again
    assert entry.question in report.read_text(encoding="utf-8") or "讲个笑话" in report.read_text(encoding="utf-8")


def test_wordings_are_asked_of_a_search_without_them(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "wordings.json"
    printed = _run("evaluate", "wordings", "--folds", "2", "--out", str(out))

    result = json.loads(out.read_text(encoding="utf-8"))
    similar = sum(len(entry.similar) for topic in TOPICS for entry in _read(folder / "seed" / f"{topic}.yaml").entries)
    assert f"相似问 {similar}" in printed
    assert result["asked"] == similar
    assert 0.3 < result["top1"] <= result["top3"] < 1
    assert all(one["found"][:1] != [one["entry"]] for one in result["misled"])


FAQ = {"a": "怎么退换货", "b": "运费由谁承担", "c": "会员积分怎么用", "d": "发票抬头写错了怎么改"}


def _lines(path: Path, lines: list[dict[str, object]]) -> str:
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return str(path)


def test_a_foreign_faq_is_searched_beside_the_baselines(folder: Path, tmp_path: Path) -> None:
    asked = {"我想退换货该怎么做": "a", "寄回来的运费谁承担": "b", "积分能怎么用": "c", "抬头写错的发票能改吗": "d"}
    given = [
        "--documents",
        _lines(tmp_path / "d.jsonl", [{"id": id_, "text": text} for id_, text in FAQ.items()]),
        "--queries",
        _lines(
            tmp_path / "q.jsonl",
            [{"id": id_, "text": text, "relevant": [id_]} for text, id_ in asked.items()],
        ),
    ]
    train = _lines(
        tmp_path / "t.jsonl",
        [
            {"query": "不想要了能退吗", "document": "a"},
            {"query": "积分换什么", "document": FAQ["c"]},
            {"query": "几天能到", "document": "一般三天送到，偏远地区五天"},
        ],
    )

    alone = json.loads(_stdout("evaluate", "retrieval", *given, "--json"))
    beside = json.loads(_stdout("evaluate", "retrieval", *given, "--train", train, "--baselines", "--json"))

    assert alone.keys() == {"ours"}
    assert alone["ours"].keys() == {"r@1", "r@5", "mrr", "p50_ms", "p99_ms"}
    assert alone["ours"]["r@1"] == beside["ours"]["r@1"] == 1.0
    assert {"ours", "bm25_words", "bm25_bigrams", "tfidf", "vectors"} <= beside.keys()
    assert "bm25_words" in _run("evaluate", "retrieval", *given, "--baselines")


def test_a_faq_that_cannot_be_read_names_the_line(folder: Path, tmp_path: Path) -> None:
    documents = _lines(tmp_path / "d.jsonl", [{"id": "a", "text": "怎么退换货"}])
    queries = _lines(tmp_path / "q.jsonl", [{"id": "1", "text": "退货", "relevant": ["z"]}])
    result = CliRunner().invoke(app, ["evaluate", "retrieval", "--documents", documents, "--queries", queries])

    assert "第1行" in str(result.exception)


async def test_a_published_change_is_answered_without_a_restart(folder: Path) -> None:
    settings = load_settings()
    async with open_services(settings, Outside()) as services:
        assert services.degraded()
        before = services.library.shelf
        path = folder / "seed" / "vehicle.yaml"
        topic = _read(path)
        entry = topic.entries[0]
        changed = entry.model_copy(update={"similar": [*entry.similar, "鹦鹉驾驶的拖拉机怎么上税"]})
        _write(path, topic.model_copy(update={"entries": [changed, *topic.entries[1:]]}))
        await _import(settings)

        shelves = Shelves(services.database, services.library, services.engine._thresholds)
        assert await shelves.refresh()
        assert not await shelves.refresh()

        shelf = services.library.shelf
        assert shelf.knowledge.revision == before.knowledge.revision + 1
        assert shelf.index.search("鹦鹉驾驶的拖拉机怎么上税")[0].group == entry.id


async def _import(settings: Settings) -> None:
    database = Database(settings.database)
    async with database.write() as session:
        report = await import_seed(session, read_seed(Path(os.environ["SHUIDA_KNOWLEDGE__SEED"])), clock=system_clock)
    await database.close()
    assert len(report.changed) == 1
