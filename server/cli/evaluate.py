"""``shuida evaluate``: questions with expected outcomes, put to the service or the engine, and counted strictly."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from common.database import Database
from server.asking import EngineAsker, ServiceAsker
from server.configuration import load_settings
from server.evaluation.judging import Verdict, judge
from server.evaluation.page import figures_of, page
from server.evaluation.questions import ExpectedQuestion, read_questions
from server.evaluation.report import Report
from server.evaluation.runs import Run, Runs
from server.places import Places
from server.search import Shelves

app = typer.Typer(help="评测：按预期条目与要点严格计分。", no_args_is_help=True)
console = Console()

_AT_ONCE = 4
_RANKED = 10


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
    html: Annotated[Path | None, typer.Option(help="另存为HTML报告")] = None,
) -> None:
    """Ask every question as a new visitor; a reply is right only when nothing is missing. The run is stored."""
    runs = Runs(Places.of(load_settings()).evaluations)
    before = runs.last(questions.stem, engine=engine)
    this = asyncio.run(_evaluate(questions.stem, read_questions(questions), engine=engine, url=url))
    runs.store(this)
    if html is not None:
        html.write_text(page(this, before), encoding="utf-8")
    if as_json:
        print(this.model_dump_json())
        return
    _print(this, before)


async def _evaluate(name: str, questions: list[ExpectedQuestion], *, engine: bool, url: str | None) -> Run:
    settings = load_settings()
    database = Database(settings.database)
    try:
        shelf = (await Shelves.open(settings, Places.of(settings), database)).library.shelf
    finally:
        await database.close()
    slots = asyncio.Semaphore(_AT_ONCE)
    async with EngineAsker.open() if engine else ServiceAsker.open(url) as asker:

        async def one(question: ExpectedQuestion) -> Verdict:
            ranked = shelf.search(question.text, limit=_RANKED)
            async with slots:
                turn = await asker.conversation().say(question.text, as_of=None, facts={})
            return judge(question, turn, ranking=[found.group for found in ranked], knowledge=shelf.knowledge)

        verdicts = list(await asyncio.gather(*(one(question) for question in questions)))
    return Run(
        questions=name,
        at=datetime.now(UTC),
        knowledge_revision=shelf.knowledge.revision,
        engine=engine,
        report=Report.of(verdicts),
        verdicts=verdicts,
    )


def _print(this: Run, before: Run | None) -> None:
    for verdict in this.verdicts:
        if not verdict.right:
            shown = f"{verdict.id} {verdict.outcome} {verdict.entry or ''} {verdict.text}"
            console.print(f"[yellow]{'不全' if verdict.partial else '不对'}[/] {escape(shown)}", highlight=False)
    for title, tallies in (("类别", this.report.by_kind), ("主题", this.report.by_topic)):
        table = Table(title, "问题", "正确", "不全", "正确率")
        for name, tally in tallies.items():
            table.add_row(name or "—", str(tally.asked), str(tally.right), str(tally.partial), f"{tally.strict:.3f}")
        console.print(table)
    earlier = figures_of(before.report) if before else {}
    table = Table("指标", "本次", "较上次")
    for name, value in figures_of(this.report).items():
        table.add_row(name, f"{value:.3f}", f"{value - earlier[name]:+.3f}" if name in earlier else "")
    console.print(table)
