"""``shuida index``: build, verify and look into the search index."""

import asyncio
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from common.database import Database
from common.settings import Settings
from knowledge_base.loading import load_knowledge
from retrieval.index import SearchIndex
from server.configuration import load_settings
from server.models import load_parts
from server.places import Places
from server.search import load_or_build_index

app = typer.Typer(help="检索索引：构建、校验、试查。", no_args_is_help=True)
console = Console()


def _index() -> SearchIndex:
    settings = load_settings()
    places = Places.of(settings)
    return asyncio.run(_open(settings, places))


async def _open(settings: Settings, places: Places) -> SearchIndex:
    database = Database(settings.database)
    try:
        async with database.read() as session:
            knowledge = await load_knowledge(session)
    finally:
        await database.close()
    return load_or_build_index(knowledge, load_parts(settings, places), places.index)


@app.command()
def build() -> None:
    """Build the index of what is published, unless the stored one is of just that."""
    index = _index()
    console.print(f"索引 {index.revision}：{index.counts['groups']} 个条目，{index.counts['passages']} 段文字")


@app.command()
def verify() -> None:
    """Check that the index is whole and finds what is in it."""
    index = _index()
    index.verify()
    console.print(f"索引 {index.revision} 完好")


@app.command()
def search(text: str, limit: Annotated[int, typer.Option(min=1, max=50)] = 5) -> None:
    """What is found for a text, with the features that decided."""
    table = Table("条目", "把握", "得分", "命中", "特征")
    for ranked in _index().search(text, limit=limit):
        features = "  ".join(f"{name}={value:.2f}" for name, value in ranked.features.items() if value)
        row = (ranked.group, f"{ranked.confidence:.3f}", f"{ranked.score:.2f}", ranked.passage_id, features)
        table.add_row(*row)
    console.print(table)
