"""``shuida up``: set up what is missing and run both processes. ``shuida serve``: the app alone."""

import asyncio
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import httpx
import typer
import uvicorn
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.dialogue.process import RunSettings, run_command
from common.errors import AppError
from common.settings import Settings
from server.app import create_app
from server.configuration import load_settings
from server.places import ROOT, Places
from server.secrets import kept_secret
from server.setup.database import import_knowledge, migrate
from server.setup.dialogue import dialogue_installed, train_dialogue
from server.setup.search import prepare_search
from server.setup.stamps import Stamps
from server.supervisor import Program, Supervisor

console = Console()

UpdateProgress = Callable[[int, int], None]


def up(
    only_setup: Annotated[bool, typer.Option("--setup-only", help="只准备，不启动")] = False,
) -> None:
    """Set up what is missing, then keep the service running until Ctrl-C."""
    settings = load_settings()
    places = Places.of(settings)
    with_dialogue = set_up(settings, places)
    if not only_setup:
        asyncio.run(_supervise(settings, places, with_dialogue))


def serve() -> None:
    """Run the app in this process; what it needs must have been set up."""
    settings = load_settings()
    http = settings.http
    uvicorn.run(
        create_app(settings),
        host=http.host,
        port=http.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(http.trusted_proxies),
        forwarded_allow_ips=http.trusted_proxies,
        ws_max_size=settings.chat.max_body,
        timeout_graceful_shutdown=5,
    )


def set_up(settings: Settings, places: Places) -> bool:
    """Every step that is not done yet; returns whether there is a dialogue manager to run."""
    stamps = Stamps(places.stamps)
    places.data.mkdir(parents=True, exist_ok=True)
    with _step("数据库") as say:
        migrate(settings.database)
        say("表结构已是最新")
    with _step("知识库") as say, _bar() as bar:
        report = import_knowledge(settings.database, places, stamps, progress=bar)
        say("没有变化" if report is None else f"新增{len(report.new)}，更新{len(report.changed)}")
    with _step("检索模型与索引") as say:
        say(prepare_search(settings, places, stamps))
    if not settings.dialogue.enabled:
        return False
    if not dialogue_installed(places):
        console.print("[yellow]  对话管理器：没有可用的Python 3.10，以降级方式启动（单问单答、转人工可用）[/]")
        return False
    with _step("对话模型") as say:
        trained = train_dialogue(places, stamps, log=places.data / "logs" / "dialogue-training.log")
        say("已训练" if trained else "没有变化")
    return True


@contextmanager
def _step(name: str) -> Iterator[Callable[[str], None]]:
    """Show a step and what came of it; an expected failure is one sentence and the end."""
    started = time.monotonic()
    said: list[str] = []
    console.print(f"  {name} …", style="dim")
    try:
        yield said.append
    except AppError as exc:
        console.print(f"[red]  {name}：失败。{exc}[/]", highlight=False)
        sys.exit(1)
    seconds = time.monotonic() - started
    console.print(f"  {name}：{said[-1] if said else '完成'}（{seconds:.1f} 秒）", highlight=False)


@contextmanager
def _bar() -> Iterator[UpdateProgress]:
    columns = (TextColumn("    导入"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("import", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


async def _supervise(settings: Settings, places: Places, with_dialogue: bool) -> None:
    address = f"http://{settings.http.host}:{settings.http.port}"
    programs = [_app_program(address, with_dialogue)]
    if with_dialogue:
        programs.append(_dialogue_program(settings, places, address))

    def announce() -> None:
        console.print("\n[bold green]税答已启动[/]，按 Ctrl-C 停止。")
        console.print(f"  聊天页面 {address}/chat\n  健康检查 {address}/readyz\n  运行指标 {address}/metrics\n")

    await Supervisor(programs, console).run(announce)
    console.print("已停止。")


def _app_program(address: str, with_dialogue: bool) -> Program:
    # The first port is the app's: it is up before Rasa asks it for anything, and goes last.
    argv = (sys.executable, "-m", "server", "serve")
    env = {} if with_dialogue else {"SHUIDA_DIALOGUE__ENABLED": "false"}
    return Program("应用", argv, ROOT, env, ready=lambda: _answers(f"{address}/readyz"))


def _dialogue_program(settings: Settings, places: Places, address: str) -> Program:
    url = httpx.URL(settings.dialogue.url)
    token = kept_secret(places.secrets, "actions", settings.dialogue.action_token)
    command = run_command(
        places.rasa,
        RunSettings(
            host=url.host,
            port=url.port or 5005,
            actions_url=f"{address}/actions/webhook",
            actions_token=token,
            actions_cap_seconds=settings.dialogue.cap.total_seconds(),
        ),
    )
    return Program(
        "对话",
        command.argv,
        command.cwd,
        command.env,
        log=places.data / "logs" / "dialogue.log",
        ready=lambda: _answers(settings.dialogue.url),
    )


async def _answers(url: str) -> bool:
    async with httpx.AsyncClient(trust_env=False, timeout=2) as http:
        try:
            return (await http.get(url)).is_success
        except httpx.HTTPError:
            return False
