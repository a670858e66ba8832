"""``shuida evaluate``: questions with expected outcomes, put to the service or the engine, and counted strictly."""

import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from common.errors import InvalidError
from knowledge_base.seed.check import plain
from server.asking import AskedTurn, EngineAsker, ServiceAsker

app = typer.Typer(help="评测：按预期条目与要点严格计分。", no_args_is_help=True)
console = Console()

_AT_ONCE = 4


class QuestionsUnreadable(InvalidError):
    """A line of the questions is not of the documented form."""

    code = "questions_unreadable"


class ExpectedQuestion(BaseModel):
    """A question with the entries of which any is right, or the outcomes of which any is right."""

    model_config = ConfigDict(extra="ignore")

    id: str
    kind: str
    text: str
    entries: list[str] = Field(default_factory=list)
    outcomes: list[str] = Field(default_factory=list)
    mentions: list[str] = Field(default_factory=list, description="Phrases that a complete reply contains.")


class Verdict(BaseModel):
    id: str
    kind: str
    text: str
    right: bool
    partial: bool = Field(description="The right entry, but a point is missing: counts as wrong.")
    outcome: str
    entry: str | None
    confidence: float | None


@app.callback()
def _group() -> None:
    """Keeps `run` a command of its own."""


@app.command()
def run(
    questions: Annotated[Path, typer.Argument(help="逐行JSON的评测问题")],
    *,
    url: Annotated[str | None, typer.Option(help="服务地址；默认取自设置")] = None,
    engine: Annotated[bool, typer.Option("--engine", help="只用本进程内的答复引擎")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出JSON")] = False,
) -> None:
    """Ask every question as a new visitor; a reply is right only when nothing is missing."""
    verdicts = asyncio.run(_judge_all(_read(questions), engine=engine, url=url))
    if as_json:
        print(json.dumps([verdict.model_dump() for verdict in verdicts], ensure_ascii=False))
        return
    _print(verdicts)


def judge(question: ExpectedQuestion, turn: AskedTurn) -> Verdict:
    """Right: one of the entries and every phrase, or one of the outcomes. An entry may also be asked about first."""
    found = turn.entry in question.entries
    reply = plain(turn.reply)
    complete = turn.outcome == "ask" or all(plain(phrase) in reply for phrase in question.mentions)
    right = turn.outcome in question.outcomes or (found and complete)
    return Verdict(
        id=question.id,
        kind=question.kind,
        text=question.text,
        right=right,
        partial=found and not right,
        outcome=turn.outcome,
        entry=turn.entry,
        confidence=turn.confidence,
    )


def _read(path: Path) -> list[ExpectedQuestion]:
    read = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            read.append(ExpectedQuestion.model_validate_json(line))
        except ValidationError as exc:
            raise QuestionsUnreadable(f"{path} line {number}: {exc.errors()[0]['msg']}") from exc
    return read


async def _judge_all(questions: list[ExpectedQuestion], *, engine: bool, url: str | None) -> list[Verdict]:
    opened = EngineAsker.open() if engine else ServiceAsker.open(url)
    async with opened as asker:
        slots = asyncio.Semaphore(_AT_ONCE)

        async def one(question: ExpectedQuestion) -> Verdict:
            async with slots:
                turn = await asker.conversation().say(question.text, as_of=None, facts={})
                return judge(question, turn)

        return list(await asyncio.gather(*(one(question) for question in questions)))


def _print(verdicts: list[Verdict]) -> None:
    for verdict in verdicts:
        if not verdict.right:
            shown = f"{verdict.id} {verdict.outcome} {verdict.entry or ''} {verdict.text}"
            console.print(f"[yellow]{'不全' if verdict.partial else '不对'}[/] {escape(shown)}", highlight=False)
    asked, right = Counter(v.kind for v in verdicts), Counter(v.kind for v in verdicts if v.right)
    table = Table("类别", "问题", "正确", "正确率")
    for kind, count in asked.items():
        table.add_row(kind, str(count), str(right[kind]), f"{right[kind] / count:.3f}")
    console.print(table)
