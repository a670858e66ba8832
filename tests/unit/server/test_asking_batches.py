"""Batches of questions: read strictly, and told in the agreed form."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.rendering.render import Renderer
from server.asking import AskedTurn
from server.cli.ask import BatchUnreadable, read_batch
from tests.support.dialogues import SEVERAL
from tests.support.knowledge import KNOWLEDGE


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


def test_of_several_answers_the_fields_are_those_of_the_first_and_the_reply_has_all() -> None:
    clock = lambda: datetime(2026, 11, 22, 4, tzinfo=UTC)  # noqa: E731
    reply = Renderer(lambda: KNOWLEDGE, clock=clock).render(SEVERAL)
    turn = AskedTurn.of("?", reply.text, reply.model_dump(mode="json"), ms=1)

    assert (turn.outcome, turn.entry, turn.revision, turn.variant) == ("answer", "vat.rates", 2, "now")
    assert [cite.article for cite in turn.citations] == ["第十条"]
    for part in SEVERAL.parts:
        assert part.question in turn.reply
    assert "增值税税率有13%" in turn.reply
