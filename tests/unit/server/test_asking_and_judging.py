"""Batches of questions: read strictly; replies are judged strictly."""

from pathlib import Path

import pytest

from server.asking import AskedTurn
from server.cli.ask import BatchUnreadable, read_batch
from server.cli.evaluate import ExpectedQuestion, judge


def test_a_text_is_a_conversation_of_one_turn(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(
        '{"id": "a", "text": "税率"}\n\n{"id": 2, "turns": ["一", "二"], "as_of": "2025-01-31", "facts": {"x": "y"}}\n',
        encoding="utf-8",
    )
    first, second = read_batch(path)
    assert (first.turns, first.as_of) == (["税率"], None)
    assert (second.turns, str(second.as_of), second.facts) == (["一", "二"], "2025-01-31", {"x": "y"})


@pytest.mark.parametrize("line", ["{", '{"id": "a"}', '{"id": "a", "turns": []}', '{"id": "a", "text": "x", "day": 1}'])
def test_an_unreadable_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": "a", "text": "税率"}\n' + line, encoding="utf-8")
    with pytest.raises(BatchUnreadable, match="line 2"):
        list(read_batch(path))


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
