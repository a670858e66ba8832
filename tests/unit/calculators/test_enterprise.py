"""Corporate tax, late fees, the disabled persons' fund and social insurance; expectations are worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from bot.calculators.errors import NotInForce
from tests.unit.calculators.cases import amount, calculate

SMALL = {"employees": 300, "assets": 50000000}


@pytest.mark.parametrize(
    ("raw", "payable"),
    [
        ({**SMALL, "profit": 3000000}, "150000"),
        ({**SMALL, "profit": "3000000.01"}, "750000"),
        ({**SMALL, "profit": 3000001}, "750000.25"),
        ({**SMALL, "profit": 1000000, "employees": "300.01"}, "250000"),
        ({**SMALL, "profit": 1000000, "assets": "50000000.01"}, "250000"),
        ({**SMALL, "profit": 1000000, "restricted": "yes"}, "250000"),
        ({**SMALL, "profit": 4000000, "kind": "high_tech"}, "600000"),
        ({**SMALL, "profit": 1000000, "kind": "high_tech"}, "50000"),
        ({**SMALL, "profit": 4000000, "kind": "western"}, "600000"),
        ({**SMALL, "profit": 3500000, "losses": 500000}, "150000"),
        ({**SMALL, "profit": 100000, "losses": 500000}, "0"),
        ({**SMALL, "profit": -100000, "add": 300000, "subtract": 50000}, "7500"),
        ({**SMALL, "profit": 1000000, "credit": 60000}, "0"),
    ],
)
def test_small_low_profit_enterprises_pay_5_percent_up_to_every_limit(raw: dict[str, object], payable: str) -> None:
    assert amount("cit", "payable", **raw) == Decimal(payable)


def test_small_low_profit_enterprises_pay_in_full_again_from_2028() -> None:
    assert amount("cit", "payable", date(2027, 12, 31), profit=100, **SMALL) == 5
    assert amount("cit", "payable", date(2028, 1, 1), profit=100, **SMALL) == 25


def test_overpaid_corporate_tax_comes_back() -> None:
    assert amount("cit", "balance", profit=100, prepaid=30, **SMALL) == -25


@pytest.mark.parametrize(
    ("due", "paid", "days", "fee"),
    [
        ("2026-05-22", "2026-08-20", 90, "2250"),
        ("2026-05-22", "2026-05-22", 0, "0"),
        ("2026-05-22", "2026-05-01", 0, "0"),
        ("2026-05-22", "2026-05-23", 1, "25"),
        ("2024-02-28", "2024-03-01", 2, "50"),
        ("2001-03-31", "2001-06-09", 70, "4000"),
        ("2001-04-29", "2001-05-01", 2, "125"),
    ],
)
def test_late_fees_run_from_the_day_after_the_due_day(due: str, paid: str, days: int, fee: str) -> None:
    calculation = calculate("late-fee", amount=50000, due=due, paid=paid)

    assert calculation.amount("days") == days
    assert calculation.amount("fee") == Decimal(fee)
    assert calculation.amount("total") == 50000 + Decimal(fee)


def test_a_fee_above_the_amount_is_not_capped_but_said() -> None:
    calculation = calculate("late-fee", amount=100, due="2018-01-01", paid="2026-01-01")

    assert calculation.amount("fee") == Decimal("146.10")
    assert any("超过本金" in note for note in calculation.notes)


def test_social_insurance_had_no_late_fee_of_this_kind_before_july_2011() -> None:
    assert amount("late-fee", "fee", kind="social", amount=100000, due="2026-01-01", paid="2026-03-02") == 3000
    with pytest.raises(NotInForce):
        calculate("late-fee", kind="social", amount=1, due="2011-06-29", paid="2012-01-01")


@pytest.mark.parametrize(
    ("raw", "payable"),
    [
        ({"employees": 100}, "81000"),
        ({"employees": 100, "disabled": "0.99"}, "27540"),
        ({"employees": 100, "disabled": 1}, "15000"),
        ({"employees": 100, "disabled": "1.5"}, "0"),
        ({"employees": 100, "disabled": 2}, "0"),
        ({"employees": 30}, "0"),
        ({"employees": 31}, "25110"),
        ({"employees": 30, "enterprise": "no"}, "24300"),
        ({"employees": "43", "social_average": 25000}, "29025"),
        ({"employees": 100, "ratio": "1.6"}, "86400"),
        ({"employees": 0}, "0"),
    ],
)
def test_the_disability_fund_is_due_in_bands(raw: dict[str, object], payable: str) -> None:
    assert amount("disability-fund", "payable", average_wage=60000, **raw) == Decimal(payable)


def test_the_disability_fund_is_due_in_full_from_2028() -> None:
    assert amount("disability-fund", "payable", date(2028, 1, 1), employees=30, average_wage=60000) == 27000


def test_an_employee_s_month_is_split_between_unit_and_person() -> None:
    calculation = calculate("social-insurance", wage=5000, injury_class="6", injury_float=150)

    assert calculation.amount("unit_pension") == 800
    assert calculation.amount("person_pension") == 400
    assert calculation.amount("person_medical") == 100
    assert calculation.amount("unit_injury") == Decimal("97.50")
    assert calculation.amount("total") == calculation.amount("unit_total") + calculation.amount("person_total")


@pytest.mark.parametrize(("wage", "base"), [(4000, 4800), (4800, 4800), (24000, 24000), (30000, 24000)])
def test_the_base_lies_between_floor_and_ceiling(wage: int, base: int) -> None:
    assert amount("social-insurance", "base", wage=wage, floor=4800, ceiling=24000) == base


def test_what_is_not_verified_of_social_insurance_is_said() -> None:
    notes = " ".join(calculate("social-insurance", wage=5000).notes)

    assert "待核实" in notes
    assert "没有核对到重庆市当年的缴费基数上下限" in notes


def test_flexible_workers_pay_a_fifth_for_pensions() -> None:
    assert amount("social-insurance", "total", kind="flexible", wage=5000) == 1000
