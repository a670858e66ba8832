"""Batches of questions: read strictly."""

from pathlib import Path

import pytest

from server.cli.ask import BatchUnreadable, read_batch


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
