import math
from datetime import date, datetime
from decimal import Decimal

import pytest

from bot.calculators import texts
from bot.calculators.errors import BadInput, NotInForce
from tests.unit.calculators.cases import amount, calculate


def problems(id: str, **raw: object) -> dict[str, str]:
    with pytest.raises(BadInput) as caught:
        calculate(id, **raw)
    return dict(caught.value.by_field)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12,345.67", "12345.67"),
        ("１２３４５．６７元", "12345.67"),
        (" ¥12345.67 ", "12345.67"),
        ("1.2万", "12000"),
        ("1.2万元", "12000"),
        ("3亿", "300000000"),
        (12345, "12345"),
        (12345.67, "12345.67"),
        (Decimal("0.01"), "0.01"),
    ],
)
def test_amounts_are_read_as_people_write_them(written: object, expected: str) -> None:
    assert amount("iit.passive", "taxable", kind="interest", amount=written) == Decimal(expected)


def test_amounts_are_written_with_cents_and_other_units_without() -> None:
    assert calculate("iit.passive", kind="interest", amount="12345.67").amounts[0].text == "12,345.67元"
    assert calculate("late-fee", amount=1, due="2026-01-04", paid="2026-01-05").amounts[0].text == "1天"


@pytest.mark.parametrize(
    "written", ["abc", "1,23", "1e5", "--1", "1.2.3", "NaN", math.nan, math.inf, True, [1], {}, "9" * 50, "一百"]
)
def test_what_is_no_amount_is_said_to_be_none(written: object) -> None:
    assert problems("iit.passive", kind="interest", amount=written) == {"amount": "收入请填数字，例如 12345.67。"}


@pytest.mark.parametrize(
    ("raw", "field", "message"),
    [
        ({"kind": "interest"}, "amount", "请填写收入。"),
        ({"kind": "interest", "amount": "  "}, "amount", "请填写收入。"),
        ({"kind": "interest", "amount": "-0.01"}, "amount", "收入不能小于0元。"),
        ({"kind": "interest", "amount": 10**12 + 1}, "amount", "收入不能大于1,000,000,000,000元。"),
        ({"kind": "interest", "amount": "0.001"}, "amount", "收入最多保留2位小数。"),
        ({"kind": "interest", "amount": 1, "colour": "red"}, "colour", "没有“colour”这个填写项。"),
    ],
)
def test_a_bad_field_is_named_with_the_reason(raw: dict[str, object], field: str, message: str) -> None:
    assert problems("iit.passive", **raw) == {field: message}


def test_an_unknown_option_is_answered_with_the_options() -> None:
    assert "持股超过1年" in problems("iit.passive", kind="listed_dividend", amount=1, holding="ever")["holding"]


def test_every_problem_is_told_at_once() -> None:
    assert set(problems("deed", property="castle", price="much")) == {"property", "price"}


def test_whole_numbers_are_whole() -> None:
    assert problems("iit.salary", income=1, months="1.5") == {"months": "本年任职月数请填整数。"}
    assert problems("iit.salary", income=1, months=13) == {"months": "本年任职月数不能大于12个月。"}
    assert amount("iit.salary", "taxable", income=6000, months="1") == 1000


@pytest.mark.parametrize(
    "written", ["2026-02-30", "tomorrow", 20260101, "0001-01-01", "9999-12-31", datetime(2026, 1, 1)]
)
def test_what_is_no_day_is_said_to_be_none(written: object) -> None:
    assert problems("late-fee", amount=1, due=written, paid="2026-01-05") == {
        "due": "应缴期限请填日期，例如 2026-11-22。"
    }


@pytest.mark.parametrize("written", ["2026-01-04", "2026年1月4日", "2026/1/4", date(2026, 1, 4)])
def test_days_are_read_as_people_write_them(written: object) -> None:
    assert amount("late-fee", "days", amount=1, due=written, paid="2026-01-05") == 1


@pytest.mark.parametrize(("written", "taxed"), [("是", 0), ("否", 2000), (True, 0), ("no", 2000)])
def test_yes_and_no_are_read_as_people_write_them(written: object, taxed: int) -> None:
    raw = {"property": "commodity", "price": 10000, "only_home_5_years": written}

    assert amount("iit.transfer-home", "tax", **raw) == taxed


def test_neither_yes_nor_no_is_refused() -> None:
    assert problems("surcharge", vat=1, half="maybe") == {"half": "享受六税两费减半请从以下选项中选择：是、否。"}


def test_rules_over_several_fields_name_the_field() -> None:
    assert problems("deed", property="home", price=1) == {"area": "请填写建筑面积。"}
    assert problems("vehicle-purchase", kind="motorcycle", price=1) == {"displacement": "请填写排量。"}
    assert problems("calendar", tax="stamp_once") == {"start": "请填写起算日。"}
    assert "1、4、7、10" in problems("calendar", tax="quarterly", month=2)["month"]


def test_a_day_without_rates_says_until_when_there_were_some() -> None:
    with pytest.raises(NotInForce) as caught:
        calculate("vat.small-scale", date(2028, 1, 1), ordinary=1)

    assert (caught.value.since, caught.value.until) == (None, date(2028, 1, 1))
    assert texts.not_in_force(caught.value) == (
        "小规模纳税人增值税减免：2028-01-01没有可用的规定，此前的规定到2028-01-01为止（当日不含），不能计算。"
    )


def test_a_day_before_all_rates_says_since_when_there_are_some() -> None:
    with pytest.raises(NotInForce) as caught:
        calculate("stamp", date(2022, 6, 30), item="sale", amount=1)

    assert (caught.value.since, caught.value.until) == (date(2022, 7, 1), None)
    assert "2022-07-01起才有" in texts.not_in_force(caught.value)
