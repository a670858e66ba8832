"""Starts and stops the processes that the benchmark measures, each on free loopback ports."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from server.places import ROOT, Places

BARE_PROJECT = Path(__file__).parent / "bare_rasa" / "project"
_START_LIMIT = 240.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class Running:
    """A running program: where it answers, how long it took to get there, and its process."""

    url: str
    seconds_to_ready: float
    process: psutil.Process


@contextmanager
def running(
    argv: Sequence[str], *, cwd: Path, env: Mapping[str, str], ready: Sequence[str], log: Path
) -> Iterator[Running]:
    """The program until the block ends; ``ready`` are the addresses that must answer 200 before it begins."""
    started = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            argv, cwd=cwd, env={**os.environ, **env}, stdout=output, stderr=output, start_new_session=True
        )
    try:
        for url in ready:
            _wait_for(url, process, log)
        yield Running(ready[0], time.monotonic() - started, psutil.Process(process.pid))
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _START_LIMIT
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"it ended with {process.returncode}; its output is in {log}")
        try:
            if httpx.get(url, timeout=2, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"{url} did not answer within {_START_LIMIT:.0f} s; its output is in {log}")


@contextmanager
def service(places: Places, folder: Path) -> Iterator[Running]:
    """The whole service under its supervisor, as `shuida up` runs it, with a database of its own."""
    app, rasa = free_port(), free_port()
    env = {
        "SHUIDA_HTTP__PORT": str(app),
        "SHUIDA_DIALOGUE__URL": f"http://127.0.0.1:{rasa}",
        "SHUIDA_DATA_DIR": str(_copy_of_data(places, folder)),
        "SHUIDA_CHAT__VISITOR_LIMIT": "1000000/minute",
        "SHUIDA_CHAT__ADDRESS_LIMIT": "1000000/minute",
        "SHUIDA_LOG__LEVEL": "WARNING",
    }
    url = f"http://127.0.0.1:{app}"
    argv = [sys.executable, "-m", "server", "up"]
    ready = [f"{url}/readyz", f"http://127.0.0.1:{rasa}/"]
    with running(argv, cwd=ROOT, env=env, ready=ready, log=folder / "service.log") as found:
        yield Running(url, found.seconds_to_ready, found.process)


def _copy_of_data(places: Places, folder: Path) -> Path:
    """What was set up, in a folder that the benchmark may write to."""
    target = folder / "var"
    shutil.copytree(places.data, target, ignore=shutil.ignore_patterns("logs", "*.db-wal", "*.db-shm"))
    return target


@contextmanager
def bare_rasa(places: Places, folder: Path) -> Iterator[Running]:
    """A stock Rasa with one empty custom action, served by a stock action server: the reference."""
    python = str(places.rasa.python)
    project = folder / "bare_rasa"
    shutil.copytree(BARE_PROJECT, project, ignore=shutil.ignore_patterns("models", ".rasa", "__pycache__"))
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}
    subprocess.run(
        [python, "-W", "ignore", "-m", "rasa", "train"],
        cwd=project,
        env={**os.environ, **quiet},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    actions, rasa = free_port(), free_port()
    env = {**quiet, "BARE_ACTIONS_URL": f"http://127.0.0.1:{actions}/webhook"}
    action_server = [python, "-m", "rasa_sdk", "--actions", "actions", "-p", str(actions)]
    serve = [python, "-m", "rasa", "run", "--enable-api", "-i", "127.0.0.1", "-p", str(rasa)]
    health, url = f"http://127.0.0.1:{actions}/health", f"http://127.0.0.1:{rasa}"
    with (
        running(action_server, cwd=project, env=quiet, ready=[health], log=folder / "bare-actions.log"),
        running(serve, cwd=project, env=env, ready=[f"{url}/"], log=folder / "bare-rasa.log") as found,
    ):
        yield Running(url, found.seconds_to_ready, found.process)


def memory_of(process: psutil.Process) -> dict[str, float]:
    """Megabytes (RSS) of a process and all below it, by what they run."""
    sizes: dict[str, float] = {}
    for one in [process, *process.children(recursive=True)]:
        words = " ".join(one.cmdline())
        name = next((label for mark, label in _NAMES.items() if mark in words), words[:40])
        sizes[name] = sizes.get(name, 0) + one.memory_info().rss / 2**20
    return sizes


_NAMES = {
    "server serve": "app",
    "shuida_rasa.serve": "dialogue (Rasa)",
    "server up": "supervisor",
    "rasa run": "bare Rasa",
}
