"""What a calculator may refuse to do.

AppError
├── NotFoundError
│   └── UnknownCalculator      no calculator of that id
└── InvalidError
    ├── BadInput               carries one problem a field, in words for the taxpayer
    └── NotInForce             no rates for that day; carries since when and until when there are some
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from common.errors import InvalidError, NotFoundError


class UnknownCalculator(NotFoundError):
    code = "unknown_calculator"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one field cannot be used; ``message`` is chosen from ``texts`` and shown as it is."""

    field: str
    message: str


class BadInput(InvalidError):
    code = "bad_calculator_input"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(problem.field for problem in problems))
        self.problems = problems

    @property
    def by_field(self) -> Mapping[str, str]:
        """The first message of each field."""
        return {problem.field: problem.message for problem in reversed(self.problems)}

    @property
    def details(self) -> Mapping[str, str]:
        return self.by_field


class NotInForce(InvalidError):
    """``until`` is the first day without rates, when there were some before; ``since`` the day from which there are."""

    code = "calculator_not_in_force"

    def __init__(self, table: str, *, as_of: date, since: date | None, until: date | None) -> None:
        super().__init__(f"{table} on {as_of}")
        self.table = table
        self.as_of = as_of
        self.since = since
        self.until = until
