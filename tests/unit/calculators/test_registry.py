import json
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calculators import texts
from bot.calculators.calculation import Calculation
from bot.calculators.calculator import AnyCalculator
from bot.calculators.errors import BadInput, NotInForce, UnknownCalculator
from bot.calculators.registry import REGISTRY
from tests.unit.calculators.cases import TODAY, calculate, check

IDS = [
    "iit.salary", "iit.annual", "iit.bonus", "iit.labour", "iit.business", "iit.rental", "iit.transfer-home",
    "iit.transfer-equity", "iit.passive", "iit.pension", "vat.small-scale", "vat.general", "surcharge", "cit", "stamp",
    "deed", "home-sale", "land-vat", "vehicle-purchase", "late-fee", "disability-fund", "social-insurance", "calendar",
]  # fmt: skip

JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.lists(st.integers(), max_size=2),
    st.decimals(), st.dates(), st.binary(max_size=4), st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)  # fmt: skip


def in_bounds(field: dict[str, Any]) -> st.SearchStrategy[object]:
    """A value that the field's own description allows."""
    if field["options"]:
        return st.sampled_from([option["value"] for option in field["options"]])
    if field["kind"] == "date":
        return st.dates(date(2002, 1, 1), date(2027, 11, 30)).map(date.isoformat)
    low, high = Decimal(field["minimum"]), Decimal(field["maximum"])
    if field["kind"] == "integer":
        return st.integers(int(low), int(high))
    usual = st.decimals(low, min(high, Decimal(5_000_000)), places=min(field["places"], 2))
    return usual | st.decimals(low, high, places=min(field["places"], 2))


def figures(calculator: AnyCalculator) -> st.SearchStrategy[dict[str, object]]:
    fields = {str(field["name"]): field for field in calculator.fields()}
    needed = {name: in_bounds(field) for name, field in fields.items() if field["required"]}
    free = {name: in_bounds(field) for name, field in fields.items() if not field["required"]}
    return st.fixed_dictionaries(needed, optional=free)


def answered(calculator: AnyCalculator, raw: dict[str, object], as_of: date) -> Calculation | None:
    """None where the figures were refused, in words and days that one can pass on."""
    try:
        return calculator.calculate(raw, as_of=as_of)
    except BadInput as error:
        told = [problem.message for problem in error.problems]
    except NotInForce as error:
        told = [texts.not_in_force(error)]
    assert told
    assert all(message.endswith("。") for message in told)
    return None


each_calculator = pytest.mark.parametrize("calculator", list(REGISTRY), ids=lambda calculator: calculator.id)


def test_the_ids_are_stable() -> None:
    assert [calculator.id for calculator in REGISTRY] == IDS


def test_an_unknown_id_is_not_found() -> None:
    with pytest.raises(UnknownCalculator):
        calculate("iit.nothing")


@each_calculator
def test_fields_are_plain_data_that_a_form_can_be_made_of(calculator: AnyCalculator) -> None:
    fields = json.loads(json.dumps(calculator.fields()))

    names = [field["name"] for field in fields]
    assert names
    for field in fields:
        assert field["title"]
        assert field["ask"].endswith(("？", "。", "）"))
        assert field["kind"] in {"money", "number", "percent", "integer", "choice", "yes_no", "date"}
        assert set(field["when"]) <= set(names)
        assert bool(field["options"]) == (field["kind"] in {"choice", "yes_no"})
        assert (
            field["required"]
            or field["default"] is not None
            or type(None) in get_args(calculator.inputs.model_fields[field["name"]].annotation)
        )


@each_calculator
def test_fields_are_asked_only_after_what_decides_whether_to_ask_them(calculator: AnyCalculator) -> None:
    fields: list[Any] = calculator.fields()
    values = {field["name"]: {option["value"] for option in field["options"]} for field in fields}

    for field in fields:
        for name, wanted in field["when"].items():
            assert not values[name] or set(wanted) <= values[name]


@each_calculator
def test_the_options_of_a_choice_are_those_of_its_type(calculator: AnyCalculator) -> None:
    for field in calculator.fields():
        info = calculator.inputs.model_fields[str(field["name"])]
        if field["kind"] == "choice":
            options: Any = field["options"]
            assert [option["value"] for option in options] == list(get_args(info.annotation))


@each_calculator
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_what_the_fields_allow_is_computed_as_its_steps_say(calculator: AnyCalculator, data: st.DataObject) -> None:
    raw = data.draw(figures(calculator))
    as_of = data.draw(st.dates(date(2019, 1, 1), date(2029, 12, 31)))
    calculation = answered(calculator, raw, as_of)
    if calculation is not None:
        check(calculator, calculation)


@each_calculator
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_figures_whatever_raise_anything_else_than_bad_input(calculator: AnyCalculator, data: st.DataObject) -> None:
    names = [str(field["name"]) for field in calculator.fields()]
    raw = data.draw(st.dictionaries(st.sampled_from([*names, "other"]), JUNK))
    answered(calculator, raw, TODAY)
