"""The dialogue model's part of the set-up: its training data made from the knowledge, and its training."""

import os
import subprocess
from pathlib import Path

from bot.dialogue.process import inputs_fingerprint, train_command
from bot.dialogue.training_data import TrainingSource, training_files, write_training_files
from common.errors import UnavailableError
from server.places import Places
from server.setup.stamps import Stamps


class DialogueUntrainable(UnavailableError):
    """Rasa could not train the dialogue model."""

    code = "dialogue_untrainable"


def dialogue_installed(places: Places) -> bool:
    return places.rasa.python.exists()


def train_dialogue(places: Places, stamps: Stamps, *, log: Path) -> bool:
    """Train the dialogue model; False when nothing it is made from has changed.

    Raises:
        DialogueUntrainable: with where Rasa's output is.
    """
    project = places.rasa
    source = TrainingSource.read(
        knowledge=places.seed, off_domain=places.off_domain, dictionary=places.lexicon / "terms.txt"
    )
    files = training_files(source)
    fingerprint = inputs_fingerprint(project, files, places.rasa_lock)
    if project.model.exists() and stamps.holds("dialogue", fingerprint):
        return False
    write_training_files(files, project.generated)
    train = train_command(project)
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        ended = subprocess.run(
            train.argv,
            cwd=train.cwd,
            env={**os.environ, **train.env},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if ended.returncode != 0 or not project.model.exists():
        raise DialogueUntrainable(f"Rasa's training ended with {ended.returncode}; its output is in {log}.")
    stamps.put("dialogue", fingerprint)
    return True
