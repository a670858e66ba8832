"""``shuida ask``: one question, or a file of them, through the running service or the engine alone."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from rich.console import Console
from rich.progress import Progress

from common.errors import InvalidError
from common.logs import get_log
from server.asking import AskedTurn, Asker, EngineAsker, ServiceAsker

log = get_log(__name__)


class BatchUnreadable(InvalidError):
    """A line of the input is not of the documented form; nothing was asked."""

    code = "batch_unreadable"


class BatchLine(BaseModel):
    """``{"id", "text"}`` or ``{"id", "turns": […]}``, with optional ``as_of`` and ``facts``."""

    model_config = ConfigDict(extra="forbid")

    id: str | int
    turns: list[str] = Field(min_length=1)
    as_of: date | None = None
    facts: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _one_text_is_one_turn(cls, line: Any) -> Any:
        if isinstance(line, dict) and "text" in line and "turns" not in line:
            return {**{key: value for key, value in line.items() if key != "text"}, "turns": [line["text"]]}
        return line


def ask(
    text: Annotated[str | None, typer.Argument(help="要问的话")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="输出JSON")] = False,
    batch: Annotated[Path | None, typer.Option(help="逐行JSON的问题文件")] = None,
    out: Annotated[Path | None, typer.Option(help="逐行JSON的结果文件")] = None,
    url: Annotated[str | None, typer.Option(help="服务地址；默认取自设置")] = None,
    engine: Annotated[bool, typer.Option("--engine", help="只用本进程内的答复引擎，不经服务和Rasa")] = False,
    parallel: Annotated[int, typer.Option(min=1, max=64, help="同时进行的会话数")] = 4,
) -> None:
    """Ask as a web taxpayer does; each line of a batch is a visitor of its own."""
    if (text is None) == (batch is None):
        raise InvalidError("Give either a text or --batch FILE.")
    open_asker = EngineAsker.open if engine else lambda: ServiceAsker.open(url)
    if batch is not None:
        _ask_batch(open_asker, batch, out or Path("/dev/stdout"), parallel)
        return
    line = BatchLine(id="1", turns=[text or ""])
    [result] = asyncio.run(_ask_all(open_asker, [line], 1, lambda: None))
    turn = result["turns"][0]
    print(json.dumps(turn, ensure_ascii=False) if as_json else turn["reply"])


def read_batch(path: Path) -> Iterator[BatchLine]:
    """Every line, checked.

    Raises:
        BatchUnreadable: naming the line.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield BatchLine.model_validate_json(line)
        except ValidationError as exc:
            raise BatchUnreadable(f"{path} line {number}: {exc.errors()[0]['msg']}") from exc


def _ask_batch(open_asker: "OpenAsker", batch: Path, out: Path, parallel: int) -> None:
    lines = list(read_batch(batch))
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("提问", total=len(lines))
        results = asyncio.run(_ask_all(open_asker, lines, parallel, lambda: progress.advance(task)))
    with out.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(result, ensure_ascii=False) + "\n" for result in results)


OpenAsker = Callable[[], Any]


async def _ask_all(
    open_asker: OpenAsker, lines: list[BatchLine], parallel: int, done: Callable[[], None]
) -> list[dict[str, Any]]:
    """The results in the order of the lines."""
    async with open_asker() as asker:
        slots = asyncio.Semaphore(parallel)

        async def one(line: BatchLine) -> dict[str, Any]:
            async with slots:
                turns = [turn async for turn in _converse(asker, line)]
                done()
                return {"id": line.id, "turns": [turn.model_dump(mode="json") for turn in turns]}

        pending: list[Coroutine[Any, Any, dict[str, Any]]] = [one(line) for line in lines]
        return list(await asyncio.gather(*pending))


async def _converse(asker: Asker, line: BatchLine) -> AsyncIterator[AskedTurn]:
    conversation = asker.conversation()
    for text in line.turns:
        yield await conversation.say(text, as_of=line.as_of, facts=line.facts)
