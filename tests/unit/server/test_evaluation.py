"""An evaluation: read strictly, judged strictly, counted, stored and compared."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from knowledge_base.domain import Knowledge
from server.asking import AskedTurn
from server.evaluation.judging import Verdict, judge
from server.evaluation.page import page
from server.evaluation.questions import ExpectedQuestion, QuestionsUnreadable, read_questions
from server.evaluation.report import Report
from server.evaluation.runs import Run, Runs
from tests.support.entries import entry, knowledge, variant

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
KNOWN: Knowledge = knowledge(entry("vat.a", variant("then", valid_from=date(2020, 1, 1), valid_to=date(2026, 1, 1))))


def _turn(outcome: str, entry: str | None = None, reply: str = "") -> AskedTurn:
    return AskedTurn(text="?", outcome=outcome, reply=reply, entry=entry, ms=1)


QUESTION = ExpectedQuestion(id="1", kind="answer", text="?", entries=["vat.a"], mentions=["30万元", "2027年"])


@pytest.mark.parametrize(
    ("turn", "right", "partial"),
    [
        (_turn("answer", "vat.a", "季度30万元，到2027年"), True, False),
        (_turn("answer", "vat.a", "季度30万元"), False, True),
        (_turn("answer", "vat.b", "季度30万元，到2027年"), False, False),
        (_turn("ask", "vat.a", "请问您是？"), True, False),
        (_turn("not_covered"), False, False),
    ],
)
def test_an_answer_that_lacks_a_point_is_wrong(turn: AskedTurn, right: bool, partial: bool) -> None:
    verdict = judge(QUESTION, turn)
    assert (verdict.right, verdict.partial) == (right, partial)


def test_an_expected_outcome_is_right_whatever_it_says() -> None:
    question = ExpectedQuestion(id="1", kind="off_domain", text="?", outcomes=["not_covered", "refuse"])
    assert judge(question, _turn("refuse")).right
    assert not judge(question, _turn("answer", "vat.a")).right


def test_an_answer_of_another_entry_misleads_and_a_choice_does_not() -> None:
    assert judge(QUESTION, _turn("answer", "vat.b")).misled
    assert not judge(QUESTION, _turn("choose")).misled
    assert not judge(QUESTION, _turn("answer", "vat.a", "季度30万元")).misled


def test_the_first_right_entry_of_the_search_is_its_rank() -> None:
    ranks = [judge(QUESTION, _turn("choose"), ranking=ranking).rank for ranking in (["vat.b", "vat.a"], ["vat.b"])]
    assert ranks == [2, None]


@pytest.mark.parametrize(("as_of", "expired"), [(date(2025, 12, 31), False), (date(2026, 1, 1), True)])
def test_a_text_that_does_not_hold_on_the_day_it_speaks_of_has_expired(as_of: date, expired: bool) -> None:
    turn = AskedTurn(text="?", outcome="answer", reply="", entry="vat.a", variant="then", as_of=as_of, ms=1)
    assert judge(QUESTION, turn, knowledge=KNOWN).expired is expired


@pytest.mark.parametrize(
    "line", ["{", '{"id": "1", "kind": "answer"}', '{"id": "1", "kind": "a", "text": "?", "x": 1}']
)
def test_an_unreadable_question_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": "1", "kind": "answer", "text": "?"}\n' + line, encoding="utf-8")
    with pytest.raises(QuestionsUnreadable, match="line 2"):
        read_questions(path)


def _verdicts() -> list[Verdict]:
    def asked(kind: str, turn: AskedTurn, ranking: list[str], **expected: list[str]) -> Verdict:
        question = ExpectedQuestion(id=kind, kind=kind, topic="vat", text="<税率?>", **expected)
        return judge(question, turn, ranking=ranking)

    def said(outcome: str, entry: str | None = None, confidence: float | None = None) -> AskedTurn:
        return AskedTurn(text="?", outcome=outcome, reply="30万元", entry=entry, confidence=confidence, ms=10)

    return [
        asked("answer", said("answer", "vat.a", 0.9), ["vat.a"], entries=["vat.a"]),
        asked("answer", said("answer", "vat.a", 0.8), ["vat.b", "vat.a"], entries=["vat.a"], mentions=["60万元"]),
        asked("answer", said("choose"), [], entries=["vat.a"]),
        asked("off_domain", said("answer", "vat.b", 0.7), ["vat.b"], outcomes=["not_covered"]),
        asked("off_domain", said("not_covered"), ["vat.b"], outcomes=["not_covered"]),
    ]


def test_the_figures_count_what_they_say() -> None:
    report = Report.of(_verdicts())

    assert (report.asked, report.strict, report.misled, report.misled_traps) == (5, 1 / 3, 0.2, 0.5)
    assert (report.found.asked, report.found.top1, report.found.top3, report.found.mrr) == (3, 1 / 3, 2 / 3, 0.5)
    assert {name: (one.asked, one.right, one.partial) for name, one in report.by_kind.items()} == {
        "answer": (3, 1, 1),
        "off_domain": (2, 1, 0),
    }
    assert report.by_topic["vat"].asked == 3
    assert [round(point.risk, 3) for point in report.curve] == [0.0, 0.0, 0.333]
    # Said 0.9, 0.8 and 0.7 of two that hold and one that does not.
    assert report.calibration_error == pytest.approx((0.1 + 0.2 + 0.7) / 3, abs=1e-6)


def test_an_evaluation_of_nothing_counts_nothing() -> None:
    report = Report.of([])
    assert (report.asked, report.strict, report.calibration_error, report.curve) == (0, 0.0, 0.0, [])


def _run(at: datetime, *, engine: bool = False, verdicts: list[Verdict] | None = None) -> Run:
    found = _verdicts() if verdicts is None else verdicts
    return Run(questions="dev", at=at, knowledge_revision=3, engine=engine, report=Report.of(found), verdicts=found)


def test_the_last_run_of_the_same_questions_asked_in_the_same_way_is_found(tmp_path: Path) -> None:
    runs = Runs(tmp_path / "evaluations")
    assert runs.last("dev", engine=False) is None
    for hours, engine in ((1, False), (2, False), (3, True)):
        runs.store(_run(NOON + timedelta(hours=hours), engine=engine))

    last = runs.last("dev", engine=False)
    assert last is not None
    assert last.at == NOON + timedelta(hours=2)
    assert runs.last("test", engine=False) is None


def test_the_page_shows_the_change_and_every_wrong_question_and_nothing_raw() -> None:
    shown = page(_run(NOON), _run(NOON, verdicts=_verdicts()[:1]))

    assert "-0.667" in shown
    assert "&lt;税率?&gt;" in shown
    assert "<税率" not in shown
    assert shown.count("<svg") == 2


def test_a_run_is_read_back_as_it_was_stored(tmp_path: Path) -> None:
    run = _run(NOON)
    assert json.loads(Runs(tmp_path).store(run).read_text(encoding="utf-8"))["questions"] == "dev"
    assert Runs(tmp_path).last("dev", engine=False) == run
