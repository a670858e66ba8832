"""``shuida evaluate``: expected outcomes counted strictly; our search beside others over anybody's FAQ."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from common.database import Database
from server.asking import EngineAsker, ServiceAsker
from server.configuration import load_settings
from server.evaluation.faq import read_faq
from server.evaluation.foreign import evaluate
from server.evaluation.judging import Verdict, judge
from server.evaluation.page import figures_of, page
from server.evaluation.questions import ExpectedQuestion, read_questions
from server.evaluation.ranks import Figures
from server.evaluation.report import Report
from server.evaluation.runs import Run, Runs
from server.evaluation.wordings import leave_out
from server.places import Places
from server.search import Shelves
from server.setup.search import load_published

app = typer.Typer(help="评测：按预期条目与要点严格计分。", no_args_is_help=True)
console = Console()

_AT_ONCE = 4
_RANKED = 10
_MISLED_SHOWN = 40


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


@app.command()
def retrieval(
    *,
    documents: Annotated[Path, typer.Option(help="逐行JSON：id、text")],
    queries: Annotated[Path, typer.Option(help="逐行JSON：id、text、relevant（文档id的列表）")],
    train: Annotated[Path | None, typer.Option(help="逐行JSON，用来学习：query、document（文档id或文字）")] = None,
    baselines: Annotated[bool, typer.Option("--baselines", help="同时测量对照方法")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出JSON")] = False,
) -> None:
    """Our search over a foreign FAQ, made as the service makes its own; what is said on the way goes to stderr."""
    settings = load_settings()
    faq = read_faq(documents, queries, train)
    told = Console(stderr=True, highlight=False)
    figures = evaluate(faq, settings, Places.of(settings), with_baselines=baselines, say=told.print)
    if as_json:
        print(json.dumps({name: one.model_dump(by_alias=True) for name, one in figures.items()}))
        return
    _print_figures(figures)


@app.command()
def wordings(
    *,
    folds: Annotated[int, typer.Option(min=2, help="分几次留出相似问；越多越接近逐条留一")] = 20,
    out: Annotated[Path | None, typer.Option(help="另存全部结果为JSON")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出JSON")] = False,
) -> None:
    """Which similar questions lead to another entry once they are taken away; the model is trained anew each time."""
    settings = load_settings()
    knowledge = asyncio.run(load_published(settings))
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("逐批留出", total=folds)
        result = leave_out(
            settings,
            Places.of(settings),
            knowledge,
            folds=folds,
            done=lambda number: progress.update(task, completed=number),
        )
    if out is not None:
        out.write_text(result.model_dump_json(indent=1), encoding="utf-8")
    if as_json:
        print(result.model_dump_json())
        return
    for one in result.misled[:_MISLED_SHOWN]:
        console.print(escape(f"{one.confidence:.2f} {one.entry} → {one.found[0] if one.found else '—'}：{one.wording}"))
    console.print(f"相似问 {result.asked}，首条正确 {result.top1:.3f}，前三 {result.top3:.3f}")


def _print_figures(figures: Mapping[str, Figures]) -> None:
    table = Table("", *(field.alias or name for name, field in Figures.model_fields.items()))
    for name, one in figures.items():
        table.add_row(name, *(f"{value:.3f}" for value in one.model_dump().values()))
    console.print(table)


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
