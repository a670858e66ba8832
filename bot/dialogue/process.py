"""The command lines of the dialogue process, for whoever trains, starts and watches it; nothing is run here."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

MODEL_NAME = "shuida"
GENERATED = "generated"

_QUIET: Mapping[str, str] = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "",
    "PYTHONWARNINGS": "ignore",
    # The model is linear: more threads only take the cores from the app.
    "OMP_NUM_THREADS": "1",
}


@dataclass(frozen=True, slots=True)
class RasaProject:
    """Where the project lies, the interpreter of its own environment, and where its models go."""

    folder: Path
    python: Path
    models: Path

    @property
    def model(self) -> Path:
        return self.models / f"{MODEL_NAME}.tar.gz"

    @property
    def generated(self) -> Path:
        """Where the training data made from the knowledge base is expected."""
        return self.folder / GENERATED


@dataclass(frozen=True, slots=True)
class RunSettings:
    """How the trained project is served; it should listen on a loopback address only."""

    host: str
    port: int
    actions_url: str
    actions_token: SecretStr
    actions_cap_seconds: float = 2.5
    log_level: str = "WARNING"


@dataclass(frozen=True, slots=True)
class Command:
    """What to start, where, and the variables to add to the environment (some are secret)."""

    argv: tuple[str, ...]
    cwd: Path
    env: Mapping[str, str]


def train_command(project: RasaProject) -> Command:
    """Train ``project.model`` from the project and its generated data; takes well under a minute."""
    argv = ("-m", "rasa", "train", "--data", "data", GENERATED, "--domain", "domain.yml", "--config", "config.yml")
    # What Rasa would validate is held by our own tests.
    target = ("--out", str(project.models), "--fixed-model-name", MODEL_NAME, "--skip-validation")
    return Command((str(project.python), *argv, *target), project.folder, {**_QUIET, "RASA_MAX_CACHE_SIZE": "0"})


def run_command(project: RasaProject, settings: RunSettings) -> Command:
    """Serve ``project.model``; ``GET /`` answers 200 as soon as turns are taken."""
    argv = ("-m", "shuida_rasa.serve", "--model", str(project.model), "--log-level", settings.log_level)
    address = ("--host", settings.host, "--port", str(settings.port))
    env = {
        **_QUIET,
        "SHUIDA_ACTIONS_URL": settings.actions_url,
        "SHUIDA_ACTIONS_TOKEN": settings.actions_token.get_secret_value(),
        "SHUIDA_ACTIONS_CAP": str(settings.actions_cap_seconds),
    }
    return Command((str(project.python), *argv, *address), project.folder, env)


def inputs_fingerprint(project: RasaProject, generated: Mapping[str, str], lock: Path) -> str:
    """Changes exactly when a new training may give another model: project, generated data, package versions."""
    digest = hashlib.sha256()
    for name, content in [*_project_files(project.folder), *sorted(generated.items())]:
        digest.update(f"{name}\0{len(content.encode())}\0{content}".encode())
    digest.update(lock.read_bytes())
    return digest.hexdigest()


def _project_files(folder: Path) -> Iterator[tuple[str, str]]:
    files = [folder / "config.yml", folder / "domain.yml", folder / "shuida_rasa" / "act_gate.py"]
    for path in [*files, *sorted((folder / "data").rglob("*.yml"))]:
        yield path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")
