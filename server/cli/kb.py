"""``shuida kb``: import, check, count and show the knowledge."""

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from common.clock import legal_today, system_clock
from common.database import Database
from common.errors import NotFoundError
from knowledge_base.coverage import coverage_page
from knowledge_base.domain import Entry, Knowledge
from knowledge_base.loading import load_knowledge
from knowledge_base.seed.check import Level, check_seed
from knowledge_base.seed.files import Seed, read_seed
from knowledge_base.seed.json_schema import write_schemas
from knowledge_base.stats import stats_of
from server.configuration import load_settings
from server.places import ROOT, Places
from server.setup.database import import_knowledge, migrate
from server.setup.stamps import Stamps

COVERAGE = ROOT / "docs" / "knowledge-coverage.md"

app = typer.Typer(help="知识库：导入、检查、统计、查看。", no_args_is_help=True)
console = Console()

Folder = Annotated[Path | None, typer.Argument(help="种子文件目录；默认取自设置")]


class NoSuchEntry(NotFoundError):
    """No published entry has this id."""

    code = "no_such_entry"


def _seed(folder: Path | None) -> Seed:
    return read_seed(folder or Places.of(load_settings()).seed)


@app.command("import")
def import_() -> None:
    """Bring the seed files into the database; editors' changes are kept."""
    settings = load_settings()
    places = Places.of(settings)
    migrate(settings.database)
    report = import_knowledge(settings.database, places, Stamps(places.stamps))
    if report is None:
        console.print("没有变化。")
        return
    counts = {"新增": report.new, "更新": report.changed, "不变": report.unchanged}
    counts |= {"保留编辑版本": report.kept, "文件中没有": report.absent}
    console.print("，".join(f"{name} {len(ids)}" for name, ids in counts.items()))


@app.command()
def check(folder: Folder = None) -> None:
    """Check the seed files; exit code 1 when something is wrong."""
    findings = check_seed(_seed(folder), today=legal_today(system_clock))
    for finding in findings:
        colour = "red" if finding.level is Level.error else "yellow"
        console.print(f"[{colour}]{finding.level}[/] {finding.check} {escape(f'{finding.where}: {finding.what}')}")
    errors = sum(finding.level is Level.error for finding in findings)
    console.print(f"{errors} 个错误，{len(findings) - errors} 个提醒")
    raise typer.Exit(1 if errors else 0)


@app.command()
def stats(folder: Folder = None, *, as_json: Annotated[bool, typer.Option("--json", help="输出JSON")] = False) -> None:
    """What the knowledge covers, by topic."""
    figures = stats_of(_seed(folder), today=legal_today(system_clock))
    if as_json:
        print(json.dumps(figures.model_dump(), ensure_ascii=False))
        return
    table = Table("主题", "条目", "相似问", "变体", "待核实", "未二审", "逾期复核")
    for topic in figures.by_topic.values():
        row = (topic.entries, topic.similar, topic.variants, topic.unverified, topic.once_checked)
        table.add_row(topic.title, *map(str, row), str(topic.past_review))
    console.print(table)
    console.print(
        f"条目 {figures.entries}，政策 {figures.policies}，变体 {figures.variants}，"
        f"每条相似问至少 {figures.similar_min}，待核实 {figures.unverified}，未二审 {figures.once_checked}"
    )


@app.command()
def show(entry_id: str, *, as_json: Annotated[bool, typer.Option("--json", help="输出JSON")] = False) -> None:
    """A published entry, whole."""
    entry = asyncio.run(_load()).entries.get(entry_id)
    if entry is None:
        raise NoSuchEntry(f"No published entry {entry_id}.")
    if as_json:
        print(json.dumps(_as_json(entry), ensure_ascii=False, default=_plain))
    else:
        _print_entry(entry)


@app.command()
def coverage() -> None:
    """Write what the shipped knowledge covers to docs/knowledge-coverage.md."""
    COVERAGE.write_text(coverage_page(read_seed(ROOT / "data" / "knowledge")), encoding="utf-8")
    console.print(COVERAGE.relative_to(ROOT))


@app.command()
def schema() -> None:
    """Write the JSON Schemas of the seed files to docs/schemas."""
    for path in write_schemas(ROOT / "docs" / "schemas"):
        console.print(path.relative_to(ROOT))


async def _load() -> Knowledge:
    database = Database(load_settings().database)
    try:
        async with database.read() as session:
            return await load_knowledge(session)
    finally:
        await database.close()


def _as_json(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in entry.__slots__}


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if hasattr(value, "__slots__") and not hasattr(value, "isoformat"):
        return {name: getattr(value, name) for name in value.__slots__}
    return str(value)


def _print_entry(entry: Entry) -> None:
    console.print(f"[bold]{escape(entry.question)}[/]  {entry.id} 第{entry.revision}版")
    for variant in entry.variants:
        until = variant.valid_to or "长期"
        console.print(f"\n[cyan]{variant.id}[/] {variant.valid_from} 至 {until}（不含）")
        console.print(escape(variant.brief), style="bold")
        console.print(escape(variant.detail))
        for number, step in enumerate(variant.steps, start=1):
            console.print(escape(f"{number}. {step}"))
        for cite in variant.citations:
            console.print(escape(f"依据 {cite.policy.number} {cite.article or ''}"), style="dim")
