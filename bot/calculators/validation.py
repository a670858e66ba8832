"""From raw figures to a calculator's inputs, or to one clear message a field."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.calculators import texts
from bot.calculators.errors import BadInput, Problem
from bot.calculators.inputs import CalculatorInput, describe

Inputs = TypeVar("Inputs", bound=CalculatorInput)

_BY_TYPE = {
    "missing": texts.MISSING,
    "number": texts.NOT_A_NUMBER,
    "integer": texts.NOT_AN_INTEGER,
    "day": texts.NOT_A_DATE,
    "greater_than_equal": texts.TOO_SMALL,
    "less_than_equal": texts.TOO_LARGE,
    "decimal_max_places": texts.TOO_FINE,
    "literal_error": texts.NOT_AN_OPTION,
    "option": texts.NOT_AN_OPTION,
}


def read(model: type[Inputs], raw: Mapping[str, object]) -> Inputs:
    """An empty text is the same as no answer.

    Raises:
        BadInput: with every problem there is, not only the first.
    """
    if not all(isinstance(name, str) for name in raw):
        raise BadInput((Problem("", texts.NOT_TEXT_KEYS),))
    given = {name: _trimmed(value) for name, value in raw.items() if not _empty(value)}
    try:
        return model.model_validate(given)
    except ValidationError as exc:
        fields = {str(field["name"]): field for field in describe(model)}
        raise BadInput(tuple(_problem(error, fields) for error in exc.errors(include_url=False))) from None


def _empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _trimmed(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _problem(error: ErrorDetails, fields: Mapping[str, Mapping[str, object]]) -> Problem:
    context: dict[str, Any] = error.get("ctx") or {}
    if error["type"] == "unfit":
        return Problem(str(context["field"]), str(context["message"]))
    name = str(error["loc"][0]) if error["loc"] else ""
    if name not in fields:
        return Problem(name, texts.UNKNOWN_FIELD.format(name=name[:40]))
    field = fields[name]
    bound = context.get("ge", context.get("le", ""))
    text = _BY_TYPE.get(error["type"], texts.UNUSABLE)
    return Problem(
        name,
        text.format(
            title=field["title"],
            unit=field["unit"],
            bound=f"{bound:,f}" if isinstance(bound, Decimal) else bound,
            places=context.get("decimal_places", ""),
            options="、".join(_labels(field)),
        ),
    )


def _labels(field: Mapping[str, object]) -> list[str]:
    options = field["options"]
    return [str(option["label"]) for option in options] if isinstance(options, list) else []
