"""How a calculator declares what it asks: one model drives the chat form, the page and the API."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError, PydanticUndefined

from bot.calculators.reading import read_day, read_integer, read_number, read_yes_no

Number = Annotated[Decimal, BeforeValidator(read_number)]
Count = Annotated[int, BeforeValidator(read_integer)]
YesNo = Annotated[bool, BeforeValidator(read_yes_no)]
Day = Annotated[date, BeforeValidator(read_day)]

MOST = Decimal(10**12)
YES_NO = {"yes": "是", "no": "否"}
Asked = Mapping[str, tuple[str, ...]]
"""Other fields and the values with which this one is asked."""

REQUIRED: Any = ...


class CalculatorInput(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def money(
    title: str,
    ask: str,
    *,
    default: Any = REQUIRED,
    minimum: Decimal | int | None = 0,
    maximum: Decimal | int = MOST,
    when: Asked | None = None,
) -> Any:
    """An amount in yuan, to the cent."""
    return _number(title, ask, kind="money", unit="元", places=2, default=default, bounds=(minimum, maximum), when=when)


def number(
    title: str,
    ask: str,
    *,
    unit: str,
    bounds: tuple[Decimal | int | None, Decimal | int],
    places: int = 2,
    default: Any = REQUIRED,
    when: Asked | None = None,
) -> Any:
    return _number(title, ask, kind="number", unit=unit, places=places, default=default, bounds=bounds, when=when)


def rate(
    title: str,
    ask: str,
    *,
    bounds: tuple[Decimal | int, Decimal | int],
    default: Any = REQUIRED,
    when: Asked | None = None,
) -> Any:
    """A percentage: 1.5 stands for 1.5 %."""
    return _number(title, ask, kind="percent", unit="%", places=4, default=default, bounds=bounds, when=when)


def count(
    title: str,
    ask: str,
    *,
    bounds: tuple[int, int],
    unit: str = "个",
    default: Any = REQUIRED,
    when: Asked | None = None,
) -> Any:
    return _field(title, ask, kind="integer", unit=unit, default=default, when=when, ge=bounds[0], le=bounds[1])


def choice(
    title: str, ask: str, options: Mapping[str, str], *, default: Any = REQUIRED, when: Asked | None = None
) -> Any:
    """One of ``options`` (value and label); the annotation is the ``Literal`` of the same values."""
    return _field(title, ask, kind="choice", options=options, default=default, when=when)


def yes_no(title: str, ask: str, *, default: Any = REQUIRED, when: Asked | None = None) -> Any:
    return _field(title, ask, kind="yes_no", options=YES_NO, default=default, when=when)


def day(title: str, ask: str, *, default: Any = REQUIRED, when: Asked | None = None) -> Any:
    return _field(title, ask, kind="date", default=default, when=when)


def unfit(field: str, message: str) -> PydanticCustomError:
    """For rules over several fields: the problem of ``field``, in words for the taxpayer."""
    return PydanticCustomError("unfit", "does not fit", {"field": field, "message": message})


def _number(  # noqa: PLR0913 - one argument for each thing a field declares
    title: str,
    ask: str,
    *,
    kind: str,
    unit: str,
    places: int,
    default: Any,
    bounds: tuple[Decimal | int | None, Decimal | int],
    when: Asked | None,
) -> Any:
    return _field(
        title, ask, kind=kind, unit=unit, default=default, when=when, ge=bounds[0], le=bounds[1], decimal_places=places
    )


def _field(
    title: str,
    ask: str,
    *,
    kind: str,
    default: Any,
    when: Asked | None,
    unit: str = "",
    options: Mapping[str, str] | None = None,
    **constraints: Any,
) -> Any:
    extra: dict[str, Any] = {
        "kind": kind,
        "unit": unit,
        "options": dict(options or {}),
        "when": {name: list(values) for name, values in (when or {}).items()},
        "minimum": constraints.get("ge"),
        "maximum": constraints.get("le"),
        "places": constraints.get("decimal_places"),
    }
    return Field(default, title=title, description=ask, json_schema_extra=extra, **constraints)


def describe(model: type[CalculatorInput]) -> list[dict[str, object]]:
    """The fields as plain data (only text, booleans, numbers, lists), in the order in which to ask them."""
    own = [name for name in model.model_fields if name in model.__annotations__]
    shared = [name for name in model.model_fields if name not in model.__annotations__]
    return [_describe(name, model) for name in (*own, *shared)]


def _describe(name: str, model: type[CalculatorInput]) -> dict[str, object]:
    info = model.model_fields[name]
    extra = info.json_schema_extra
    if not isinstance(extra, dict):
        raise TypeError(f"{model.__name__}.{name} is not declared with a function of this module")
    options = extra["options"]
    return {
        "name": name,
        "title": info.title,
        "ask": info.description,
        "kind": extra["kind"],
        "unit": extra["unit"],
        "required": info.is_required(),
        "default": None if info.default is PydanticUndefined else _plain(info.default),
        "minimum": _plain(extra["minimum"]),
        "maximum": _plain(extra["maximum"]),
        "places": extra["places"],
        "options": [{"value": v, "label": label} for v, label in options.items()] if isinstance(options, dict) else [],
        "when": extra["when"],
    }


def _plain(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
