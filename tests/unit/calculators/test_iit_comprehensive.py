"""Wages, settlement, bonus, labour income and private pension; expectations are worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from tests.unit.calculators.cases import amount, calculate

LIMITS = [
    (0, "0"), ("0.01", "0"), (36000, "1080"), ("36000.10", "1080.01"), (144000, "11880"), ("144000.10", "11880.02"),
    (300000, "43080"), ("300000.10", "43080.03"), (420000, "73080"), ("420000.10", "73080.03"), (660000, "145080"),
    ("660000.10", "145080.04"), (960000, "250080"), ("960000.10", "250080.05"), (1000000, "268080"),
]  # fmt: skip


@pytest.mark.parametrize(("taxable", "tax"), LIMITS)
def test_wages_are_withheld_by_the_yearly_table(taxable: str | int, tax: str) -> None:
    income = Decimal(taxable) + 60000

    assert amount("iit.salary", "tax", months=12, income=income) == Decimal(tax)


@pytest.mark.parametrize(("taxable", "tax"), LIMITS)
def test_settlement_uses_the_same_table(taxable: str | int, tax: str) -> None:
    assert amount("iit.annual", "tax", salary=Decimal(taxable) + 60000) == Decimal(tax)


def test_wages_are_withheld_cumulatively_and_never_below_zero() -> None:
    assert amount("iit.salary", "tax", months=3, income=90000, insurance=13500, paid="555") == Decimal("3075")
    assert amount("iit.salary", "tax", months=3, income=30000, insurance=3000, paid=5000) == 0


def test_seven_special_deductions_add_up() -> None:
    calculation = calculate(
        "iit.salary", months=6, income=200000, infants=1, infant_months=2, children=2, child_share="half", study="yes",
        certificate="yes", housing="rent_large", elderly="shared", elderly_share=1500,
    )  # fmt: skip

    parts = 2000 * 2 + 2000 * 2 // 2 * 6 + 400 * 6 + 3600 + 1500 * 6 + 1500 * 6
    assert calculation.amount("special_deductions") == parts
    assert calculation.amount("taxable") == 200000 - 30000 - parts


@pytest.mark.parametrize(
    ("housing", "monthly"),
    [
        ("none", 0),
        ("mortgage", 1000),
        ("mortgage_half", 500),
        ("rent_large", 1500),
        ("rent_middle", 1100),
        ("rent_small", 800),
    ],
)
def test_housing_is_deducted_by_kind(housing: str, monthly: int) -> None:
    assert amount("iit.annual", "special_deductions", salary=1, housing=housing) == monthly * 12


def test_a_brother_or_sister_deducts_no_more_than_1500() -> None:
    calculation = calculate("iit.annual", salary=1, elderly="shared", elderly_share=2000)

    assert calculation.amount("special_deductions") == 18000
    assert any("最多分摊1,500元" in note for note in calculation.notes)


@pytest.mark.parametrize(("paid", "deducted"), [(15000, 0), ("15000.01", "0.01"), (95000, 80000), (95001, 80000)])
def test_medical_costs_count_above_the_floor_up_to_the_cap(paid: str | int, deducted: str | int) -> None:
    assert amount("iit.annual", "special_deductions", salary=1, medical_self=paid) == Decimal(deducted)


def test_each_person_has_an_own_medical_floor() -> None:
    deducted = amount(
        "iit.annual", "special_deductions", salary=1, medical_self=20000, medical_spouse=20000, medical_child=9
    )

    assert deducted == 10000


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [(date(2021, 12, 31), 12000 + 24000), (date(2022, 1, 1), 24000 + 24000), (date(2023, 1, 1), 48000 + 36000)],
)
def test_special_deductions_are_those_of_the_year(as_of: date, expected: int) -> None:
    got = amount("iit.annual", "special_deductions", as_of, salary=1, infants=1, children=1, elderly="only_child")

    assert got == expected


def test_settlement_weighs_each_kind_of_income() -> None:
    calculation = calculate("iit.annual", salary=100000, labour=10000, manuscript=10000, royalty=10000, prepaid=9999)

    assert calculation.amount("taxable") == 40000 + 8000 + 5600 + 8000
    assert calculation.amount("tax") == Decimal("3640")
    assert calculation.amount("balance") == Decimal("-6359")
    assert calculation.amount("refund") == Decimal("6359")
    assert calculation.amount("due") == 0


@pytest.mark.parametrize(
    ("raw", "due"),
    [
        ({"salary": 120000, "prepaid": 0}, "0"),
        ({"salary": "120000.01", "prepaid": 0}, "3480"),
        ({"salary": 120000, "prepaid": 0, "withheld": "no"}, "3480"),
        ({"salary": 160000, "prepaid": 7080}, "0"),
        ({"salary": 160000, "prepaid": "7079.99"}, "400.01"),
    ],
)
def test_small_arrears_are_waived(raw: dict[str, object], due: str) -> None:
    assert amount("iit.annual", "due", **raw) == Decimal(due)


def test_small_arrears_are_due_again_once_the_waiver_has_ended() -> None:
    assert amount("iit.annual", "due", date(2028, 1, 1), salary=120000) == 3480


def test_donations_are_deducted_up_to_30_percent() -> None:
    assert amount("iit.annual", "taxable", salary=160000, donation=50000) == 70000
    assert amount("iit.annual", "taxable", salary=160000, donation=20000) == 80000


BONUS = [
    (36000, "1080"), ("36000.01", "3390"), (144000, "14190"), ("144000.01", "27390"), (300000, "58590"),
    ("300000.01", "72340"), (420000, "102340"), ("420000.01", "121590"), (660000, "193590"), ("660000.01", "223840"),
    (960000, "328840"), ("960000.01", "416840"),
]  # fmt: skip


@pytest.mark.parametrize(("bonus", "tax"), BONUS)
def test_a_bonus_taxed_alone_jumps_at_each_limit(bonus: str | int, tax: str) -> None:
    assert amount("iit.bonus", "bonus_tax", bonus=bonus) == Decimal(tax)


@pytest.mark.parametrize(
    ("bonus", "end"),
    [("36000.01", "38,566.67"), ("144000.01", "160,500"), ("300000.01", "318,333.33"), ("420000.01", "447,500"),
     ("660000.01", "706,538.46"), ("960000.01", "1,120,000")],
)  # fmt: skip
def test_the_bonus_that_leaves_less_is_warned_of(bonus: str, end: str) -> None:
    assert any(f"至{end}元之间" in note for note in calculate("iit.bonus", bonus=bonus).notes)


@pytest.mark.parametrize("bonus", [36000, "38566.67", 144000, 160500])
def test_a_bonus_outside_the_gaps_is_not_warned_of(bonus: str | int) -> None:
    assert not any("临界点" in note for note in calculate("iit.bonus", bonus=bonus).notes)


@pytest.mark.parametrize(
    ("raw", "better", "saving"),
    [
        ({"bonus": 36000, "income": 200000}, "单独计税", "5720"),
        ({"bonus": 30000, "income": 30000}, "并入综合所得", "900"),
        ({"bonus": 36000, "income": 60000}, "两种相同", "0"),
    ],
)
def test_the_cheaper_way_is_named(raw: dict[str, object], better: str, saving: str) -> None:
    calculation = calculate("iit.bonus", **raw)

    assert calculation.finding("better") == better
    assert calculation.amount("saving") == Decimal(saving)


def test_after_2027_a_bonus_can_only_be_merged() -> None:
    assert amount("iit.bonus", "separate_total", date(2027, 12, 31), bonus=1) == Decimal("0.03")
    later = calculate("iit.bonus", date(2028, 1, 1), bonus=1)

    assert later.finding("better") == "并入综合所得"
    assert "separate_total" not in [result.key for result in later.amounts]


@pytest.mark.parametrize(
    ("kind", "income", "tax"),
    [
        ("labour", 800, "0"), ("labour", 801, "0.20"), ("labour", 4000, "640"), ("labour", "4000.01", "640"),
        ("labour", 25000, "4000"), ("labour", 25001, "4000.24"), ("labour", 40000, "7600"), ("labour", 62500, "13000"),
        ("labour", 62501, "13000.32"), ("labour", 100000, "25000"), ("manuscript", 800, "0"),
        ("manuscript", 4000, "448"), ("manuscript", 10000, "1120"), ("royalty", 4000, "640"),
        ("royalty", 10000, "1600"), ("royalty", 1000000, "160000"), ("student", 6250, "0"), ("student", 7000, "18"),
        ("platform", 8000, "42"), ("agent", 20000, "210"),
    ],
)  # fmt: skip
def test_payments_to_people_are_withheld_by_kind(kind: str, income: str | int, tax: str) -> None:
    assert amount("iit.labour", "tax", kind=kind, income=income) == Decimal(tax)


def test_cumulative_withholding_takes_off_what_was_withheld() -> None:
    assert amount("iit.labour", "tax", kind="platform", income=80000, months=6, paid=700) == Decimal("1020") - 700


@pytest.mark.parametrize(
    ("taxable", "saving"),
    [(36000, "360"), (40000, "640"), (48000, "1200"), (144000, "1200"), (200000, "2400"), (0, "0")],
)
def test_a_pension_contribution_saves_by_the_bracket(taxable: int, saving: str) -> None:
    calculation = calculate("iit.pension", contribution=15000, taxable=taxable)

    assert calculation.amount("saving") == Decimal(saving)
    assert calculation.amount("withdrawal_tax") == 360
