"""The preparation on a bare Python: steps are skipped, remade, degraded or failed as they should be."""

import sys
from pathlib import Path

import pytest

from server import bootstrap
from server.bootstrap import Degraded, Step, StepFailed


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "LOGS", tmp_path / "logs")


class Making:
    """A step whose making is counted, and fails when told to."""

    def __init__(self, folder: Path) -> None:
        self.input = folder / "lock.txt"
        self.input.write_text("one", encoding="utf-8")
        self.product = folder / "product"
        self.error: Exception | None = None
        self.made = 0

    def make(self) -> None:
        self.made += 1
        self.product.mkdir(exist_ok=True)
        if self.error is not None:
            raise self.error

    def run(self) -> Step:
        step = Step("thing", self.make, inputs=[self.input], product=self.product)
        step.run()
        return step


def test_a_step_is_made_once_and_skipped_while_its_inputs_are_the_same(tmp_path: Path) -> None:
    making = Making(tmp_path)
    assert (making.run().outcome, making.run().outcome) == ("ready", "unchanged")
    assert making.made == 1


def test_a_changed_input_makes_the_step_again(tmp_path: Path) -> None:
    making = Making(tmp_path)
    making.run()
    making.input.write_text("two", encoding="utf-8")
    assert making.run().outcome == "ready"
    assert making.made == 2


def test_a_failed_step_says_why_and_is_tried_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    making = Making(tmp_path)
    making.error = StepFailed("no space left")
    assert making.run().outcome == "failed"
    assert "thing: failed" in capsys.readouterr().out

    making.error = None
    assert making.run().outcome == "ready"


def test_what_cannot_be_made_here_degrades(tmp_path: Path) -> None:
    making = Making(tmp_path)
    making.error = Degraded("no Python 3.10")
    step = making.run()
    assert (step.outcome, step.why) == ("degraded", "no Python 3.10")


@pytest.mark.parametrize(("outcome", "ready"), [(None, True), (Degraded("x"), True), (StepFailed("x"), False)])
def test_the_service_starts_degraded_but_not_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outcome: Exception | None, ready: bool
) -> None:
    making = Making(tmp_path)
    making.error = outcome
    step = Step("thing", making.make, inputs=[making.input], product=making.product)
    monkeypatch.setattr(bootstrap, "steps", lambda: [step])
    assert bootstrap.prepare() is ready


def test_a_failed_command_is_told_by_its_own_error_line(tmp_path: Path) -> None:
    script = "import sys; print('noise'); print('ERROR: No matching distribution'); print('bye'); sys.exit(3)"
    with pytest.raises(StepFailed, match=r"No matching distribution \(whole output: logs/setup-app\.log\)"):
        bootstrap._run("app", [sys.executable, "-c", script])


def test_a_command_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StepFailed, match="could not be started"):
        bootstrap._run("app", [str(tmp_path / "nowhere")])


def test_python310_is_looked_for_on_path_and_then_among_pyenvs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version in ("3.9.18", "3.10.13"):
        binary = tmp_path / "versions" / version / "bin" / "python3.10"
        binary.parent.mkdir(parents=True)
        binary.touch()
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda _name: str(tmp_path / "shim"))
    # The shim on PATH has no Python behind it.
    monkeypatch.setattr(bootstrap, "_version_of", lambda path: "3.10" if "versions" in str(path) else None)

    assert bootstrap._find_python310() == tmp_path / "versions" / "3.10.13" / "bin" / "python3.10"


def test_a_file_that_is_no_python_has_no_version(tmp_path: Path) -> None:
    assert bootstrap._version_of(tmp_path / "nothing") is None
    assert bootstrap._version_of(Path(sys.executable)) == f"{sys.version_info[0]}.{sys.version_info[1]}"


def test_the_real_steps_know_their_inputs() -> None:
    monkeypatched_root = Path(__file__).parents[3]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bootstrap, "ROOT", monkeypatched_root)
        names = [step.name for step in bootstrap.steps()]
    assert names == ["app environment", "dialogue environment", "chat page"]
