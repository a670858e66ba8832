"""Reads the formula of a step as arithmetic, so that what is written can be held to what came out."""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from bot.calculators.calculation import Step
from bot.calculators.money import cents, positive
from bot.calculators.worksheet import FLOORED

OPERATORS: Mapping[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
UNITS = re.compile("个月|人|天")
WORDS = re.compile("[一-鿿]")
SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "（": "(", "）": ")", ",": ""})


def outcome(step: Step) -> Decimal | None:
    """What the formula comes to, to the cent; none where it is words."""
    text = step.formula
    floored = text.endswith(FLOORED)
    text = UNITS.sub("", text.removesuffix(FLOORED))
    if WORDS.search(text):
        return None
    text = re.sub(r"([\d.]+)%", r"(\1/100)", text.translate(SIGNS))
    text = re.sub(r"([\d.]+)‰", r"(\1/1000)", text)
    value = _value(ast.parse(text.strip(), mode="eval").body, text.strip())
    return cents(positive(value) if floored else value)


def _value(node: ast.expr, source: str) -> Decimal:
    match node:
        case ast.BinOp(left, sign, right):
            return OPERATORS[type(sign)](_value(left, source), _value(right, source))
        case ast.UnaryOp(ast.USub(), operand):
            return -_value(operand, source)
        case ast.Constant():
            return Decimal(str(ast.get_source_segment(source, node)))
    raise AssertionError(f"not arithmetic: {source}")
