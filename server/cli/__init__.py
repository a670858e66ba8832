"""The command line: ``shuida up | serve | ask | kb … | index … | model … | dialogue …``."""

import sys

import typer
from rich.console import Console

from common.errors import AppError
from common.logs import configure_logs
from server.cli import ask, dialogue, evaluate, index, kb, model, run
from server.configuration import load_settings

app = typer.Typer(
    name="shuida",
    help="税答：税费智能咨询服务。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(kb.app, name="kb")
app.add_typer(index.app, name="index")
app.add_typer(model.app, name="model")
app.add_typer(dialogue.app, name="dialogue")
app.add_typer(evaluate.app, name="evaluate")
app.command("up")(run.up)
app.command("serve")(run.serve)
app.command("ask")(ask.ask)


def main() -> None:
    """Run a command; an expected failure is one clear sentence and exit code 1."""
    configure_logs(load_settings().log)
    try:
        app()
    except AppError as exc:
        Console(stderr=True).print(f"[red]{exc}[/]", highlight=False)
        sys.exit(1)
