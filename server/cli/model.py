"""``shuida model``: train our own embedding model, and learn when to be sure of what it finds."""

import asyncio
import json

import typer
from rich.console import Console

from server.configuration import load_settings
from server.places import Places
from server.setup.search import fit_scorer, load_published, train_model
from server.setup.stamps import Stamps

app = typer.Typer(help="检索模型：训练、查看。", no_args_is_help=True)
console = Console()


@app.command()
def train() -> None:
    """Train the embedding model, unless what it is made from has not changed."""
    settings = load_settings()
    places = Places.of(settings)
    knowledge = asyncio.run(load_published(settings))
    with console.status("训练中") as status:
        trained = train_model(settings, places, Stamps(places.stamps), knowledge, say=status.update)
    console.print("已训练" if trained else "没有变化")


@app.command()
def fit() -> None:
    """Learn how to rank and when to be sure, by cross-validation over the knowledge; takes some minutes."""
    settings = load_settings()
    knowledge = asyncio.run(load_published(settings))
    with console.status("学习中") as status:
        report = fit_scorer(settings, Places.of(settings), knowledge, say=status.update)
    console.print(f"首条正确 {report.top1:.3f}，前三 {report.top3:.3f}，校准误差 {report.calibration_error:.3f}")


@app.command()
def card() -> None:
    """What the model was trained on and how it was measured."""
    places = Places.of(load_settings())
    report = json.loads(places.fit_report.read_text(encoding="utf-8"))
    curve = report.pop("curve")
    console.print_json(json.dumps(report, ensure_ascii=False))
    console.print(f"{len(curve)} 个风险覆盖点")
