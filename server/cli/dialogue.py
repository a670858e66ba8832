"""``shuida dialogue``: train the dialogue model that Rasa serves."""

import typer
from rich.console import Console

from server.configuration import load_settings
from server.places import Places
from server.setup.dialogue import train_dialogue
from server.setup.stamps import Stamps

app = typer.Typer(help="对话模型：训练。", no_args_is_help=True)
console = Console()


@app.callback()
def _group() -> None:
    """Keeps `train` a command of its own."""


@app.command()
def train() -> None:
    """Train the dialogue model, unless what it is made from has not changed."""
    places = Places.of(load_settings())
    trained = train_dialogue(places, Stamps(places.stamps), log=places.data / "logs" / "dialogue-training.log")
    console.print("已训练" if trained else "没有变化")
