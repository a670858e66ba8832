"""Questions with what is expected of their answers, one JSON object a line."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from common.errors import InvalidError


class QuestionsUnreadable(InvalidError):
    """A line of the questions is not of the documented form."""

    code = "questions_unreadable"


class ExpectedQuestion(BaseModel):
    """A question with the entries of which any is right, or the outcomes of which any is right."""

    model_config = ConfigDict(extra="forbid")

    id: str
    kind: str
    topic: str = ""
    text: str
    entries: list[str] = Field(default_factory=list)
    outcomes: list[str] = Field(default_factory=list)
    mentions: list[str] = Field(default_factory=list, description="Phrases that a complete reply contains.")
    pair: str | None = Field(default=None, description="Two questions that look alike and have different answers.")
    fact: str | None = Field(default=None, description="The fact that the question leaves out.")


def read_questions(path: Path) -> list[ExpectedQuestion]:
    """Raises:
    QuestionsUnreadable: naming the line.
    """
    read = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            read.append(ExpectedQuestion.model_validate_json(line))
        except ValidationError as exc:
            raise QuestionsUnreadable(f"{path} line {number}: {exc.errors()[0]['msg']}") from exc
    return read
