"""Reading what a person typed into a field: amounts, whole numbers, yes or no, days."""

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

from pydantic_core import PydanticCustomError

_SCALES = {"亿": Decimal(10**8), "万": Decimal(10**4), "千": Decimal(10**3)}
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d*)?|[+-]?\.\d+)(亿|万|千)?(?:元|块|%|人|平方米|㎡|天|个月|月|年|岁|个)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?\D*")
_LONGEST = 40
_FIRST_YEAR, _LAST_YEAR = 1980, 2100
_YES = frozenset({"yes", "y", "true", "1", "是", "有", "对"})
_NO = frozenset({"no", "n", "false", "0", "否", "不是", "没有", "无", "不"})
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def read_number(value: object) -> object:
    """A number, or text such as ``12,345.67元`` and ``1.2万``; never NaN or infinity."""
    if isinstance(value, bool):
        raise PydanticCustomError("number", "not a number")
    if isinstance(value, Decimal):
        number = value
    elif isinstance(value, int | float):
        number = _exact(str(value))
    elif isinstance(value, str):
        number = _from_text(value)
    else:
        raise PydanticCustomError("number", "not a number")
    if not number.is_finite() or number.adjusted() > _LONGEST:
        raise PydanticCustomError("number", "not a number")
    return number


def _exact(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise PydanticCustomError("number", "not a number") from None


def _from_text(value: str) -> Decimal:
    text = unicodedata.normalize("NFKC", value).replace("¥", "").strip().replace(" ", "")
    if "," in text:
        text = text.replace(",", "") if _GROUPED.fullmatch(text) else ""
    match = _NUMBER.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        raise PydanticCustomError("number", "not a number")
    return _exact(match[1]) * _SCALES.get(match[2] or "", Decimal(1))


def read_integer(value: object) -> object:
    """A whole number; ``3.0`` is one, ``3.5`` is not."""
    number = read_number(value)
    if not isinstance(number, Decimal) or number != number.to_integral_value():
        raise PydanticCustomError("integer", "not a whole number")
    return int(number)


def read_yes_no(value: object) -> object:
    if isinstance(value, bool):
        return value
    text = unicodedata.normalize("NFKC", str(value)).strip().lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise PydanticCustomError("option", "neither yes nor no")


def read_day(value: object) -> object:
    """A date, or text such as ``2026-11-22`` and ``2026年11月22日``."""
    if type(value) is date:
        return _plausible(value)
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", value).strip()) if isinstance(value, str) else None
    if match is None:
        raise PydanticCustomError("day", "not a date")
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise PydanticCustomError("day", "not a date") from None
    return _plausible(day)


def _plausible(day: date) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise PydanticCustomError("day", "not a date one would ask about")
    return day
