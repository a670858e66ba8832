"""Stored evaluations, so that the next one can be compared with the last."""

from datetime import datetime
from pathlib import Path

from pydantic import BaseModel

from server.evaluation.judging import Verdict
from server.evaluation.report import Report


class Run(BaseModel):
    """One evaluation: of which questions, when, on which knowledge, with what result."""

    questions: str
    at: datetime
    knowledge_revision: int
    engine: bool
    report: Report
    verdicts: list[Verdict]


class Runs:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def last(self, questions: str, *, engine: bool) -> Run | None:
        """The newest stored run of the same questions, asked in the same way."""
        found = sorted(self._folder.glob(f"{_name(questions, engine)}-*.json"))
        return Run.model_validate_json(found[-1].read_text(encoding="utf-8")) if found else None

    def store(self, run: Run) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / f"{_name(run.questions, run.engine)}-{run.at:%Y%m%dT%H%M%S%f}.json"
        file.write_text(run.model_dump_json(indent=1), encoding="utf-8")
        return file


def _name(questions: str, engine: bool) -> str:
    return f"{questions}-{'engine' if engine else 'service'}"
