"""The real Rasa, trained from the real project, with the app's side answered by a stub."""

import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import httpx
import pytest
import uvicorn
from fastapi import Depends, FastAPI, Request
from pydantic import SecretStr

from bot.actions.router import action_router, build_executor
from bot.answering.outcome import Answer
from bot.dialogue.ports import Decision, Turn
from bot.dialogue.process import Command, RasaProject, RunSettings, run_command
from common.settings import Settings
from server.places import Places
from server.setup.dialogue import dialogue_installed, train_dialogue
from server.setup.stamps import Stamps
from tests.support.services import missing

TOKEN = SecretStr("of-the-tests")
ANSWER = Answer(entry="vat.rates", revision=1, variant="now", as_of=date(2026, 11, 22), confidence=0.9)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment_of(command: Command) -> dict[str, str]:
    return {**os.environ, **command.env}


@dataclass
class App:
    """The action endpoint on a real socket, over an answering service that fails when told to."""

    port: int
    fails: bool = False
    asked: list[tuple[Turn, bool]] = field(default_factory=list)
    call_sizes: list[int] = field(default_factory=list)

    @property
    def actions_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/actions/webhook"

    async def decide(self, turn: Turn, *, doubtful: bool) -> Decision:
        self.asked.append((turn, doubtful))
        if self.fails:
            raise RuntimeError("the answering service fails")
        return Decision(outcome=ANSWER, facts=turn.facts, pending=turn.pending)

    def asgi(self) -> FastAPI:
        async def note_size(request: Request) -> None:
            self.call_sizes.append(len(await request.body()))

        api = FastAPI()
        router = action_router(build_executor(self), token=TOKEN)
        api.include_router(router, dependencies=[Depends(note_size)])
        return api


@pytest.fixture(scope="session")
def app() -> Iterator[App]:
    app = App(free_port())
    server = uvicorn.Server(uvicorn.Config(app.asgi(), port=app.port, log_level="critical"))
    thread = threading.Thread(target=server.run)
    thread.start()
    yield app
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="session")
def project() -> RasaProject:
    """The project with the model that the set-up makes, trained only when its inputs have changed."""
    places = Places.of(Settings())
    if not dialogue_installed(places):
        missing("Rasa's own environment (.venv-rasa) is not set up.")
    train_dialogue(places, Stamps(places.stamps), log=places.data / "logs" / "training.log")
    return places.rasa


class RasaServer:
    """A Rasa process that can be killed and started again on the same port."""

    def __init__(self, project: RasaProject, app: App) -> None:
        self.port = free_port()
        self._command = run_command(
            project, RunSettings("127.0.0.1", self.port, app.actions_url, TOKEN, log_level="ERROR")
        )
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._process = subprocess.Popen(
            self._command.argv,
            cwd=self._command.cwd,
            env=environment_of(self._command),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while not self._answers():
            assert self._process.poll() is None, "Rasa ended while starting"
            assert time.monotonic() < deadline, "Rasa did not start"
            time.sleep(0.2)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _answers(self) -> bool:
        try:
            return httpx.get(self.url).is_success
        except httpx.HTTPError:
            return False


@pytest.fixture(scope="session")
def rasa(project: RasaProject, app: App) -> Iterator[RasaServer]:
    server = RasaServer(project, app)
    server.start()
    yield server
    server.kill()
