"""Stamp duty, deed tax, second-hand homes, land VAT and vehicles; expectations are worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from tests.unit.calculators.cases import amount, calculate

PER_MILLION = {
    "loan": 50, "finance_lease": 50, "sale": 300, "work": 300, "construction": 300, "transport": 300, "technology": 300,
    "lease": 1000, "custody": 1000, "storage": 1000, "insurance": 1000, "land_grant": 500, "real_estate": 500,
    "equity": 500, "intellectual": 300, "books": 250, "securities": 1000,
}  # fmt: skip


@pytest.mark.parametrize(("item", "tax"), PER_MILLION.items())
def test_every_item_of_stamp_duty_has_its_rate(item: str, tax: int) -> None:
    assert amount("stamp", "tax", item=item, amount=1000000) == tax


@pytest.mark.parametrize(("item", "tax"), PER_MILLION.items())
def test_small_businesses_pay_half_and_securities_are_halved_for_all(item: str, tax: int) -> None:
    assert amount("stamp", "payable", item=item, amount=1000000, half="yes") == Decimal(tax) / 2
    whole = tax // 2 if item == "securities" else tax
    assert amount("stamp", "payable", date(2028, 1, 1), item=item, amount=1000000, half="yes") == whole


def test_securities_were_not_halved_before_28_august_2023() -> None:
    assert amount("stamp", "payable", date(2023, 8, 27), item="securities", amount=100000) == 100
    assert amount("stamp", "payable", date(2023, 8, 28), item="securities", amount=100000) == 50


def test_a_person_pays_no_stamp_duty_on_a_home() -> None:
    assert amount("stamp", "payable", item="real_estate", amount=1000000, home_person="yes") == 0
    assert amount("stamp", "payable", item="sale", amount=1000000, home_person="yes") == 300


def test_stamp_duty_is_rounded_to_the_cent() -> None:
    assert amount("stamp", "payable", item="sale", amount="16.66") == Decimal("0.00")
    assert amount("stamp", "payable", item="sale", amount="16.67") == Decimal("0.01")


@pytest.mark.parametrize(
    ("homes", "area", "tax"),
    [
        ("first", 140, 20000), ("first", "140.01", 30000), ("second", 140, 20000), ("second", "140.01", 40000),
        ("third", 90, 60000), ("first", 90, 20000),
    ],
)  # fmt: skip
def test_deed_tax_of_homes_turns_at_140_square_metres(homes: str, area: object, tax: int) -> None:
    assert amount("deed", "tax", property="home", price=2000000, homes=homes, area=area) == tax


def test_deed_tax_of_homes_turned_at_90_square_metres_before_december_2024() -> None:
    raw = {"property": "home", "price": 2000000, "homes": "second", "area": 100}

    assert amount("deed", "tax", date(2024, 11, 30), **raw) == 40000
    assert amount("deed", "tax", date(2024, 12, 1), **raw) == 20000


def test_deed_tax_of_other_property_is_the_local_rate() -> None:
    assert amount("deed", "tax", property="other", price=1000000) == 30000
    assert amount("deed", "tax", property="other", price=1000000, standard_rate="4.5") == 45000


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            {"held": "under_2", "cost": 900000, "buyer_homes": "first"},
            {"net_price": "970873.79", "vat": "29126.21", "surcharge": "1747.56", "iit": "13825.25", "deed": "9708.74"},
        ),
        (
            {"held": "from_2", "only_home_5_years": "yes", "buyer_homes": "first"},
            {"seller_total": "0", "total": "10000"},
        ),
        (
            {"held": "from_2", "cost": 700000, "buyer_homes": "first"},
            {"iit": "60000", "deed": "10000", "total": "70000"},
        ),
        ({"held": "from_2", "method": "assessed", "buyer_homes": "third"}, {"iit": "10000", "deed": "30000"}),
        ({"held": "under_2", "only_home_5_years": "yes", "cost": 970873, "buyer_homes": "first"}, {"iit": "0"}),
    ],
)
def test_a_home_sale_sums_up_both_sides(raw: dict[str, object], expected: dict[str, str]) -> None:
    calculation = calculate("home-sale", price=1000000, area=80, **raw)

    assert {key: calculation.amount(key) for key in expected} == {key: Decimal(text) for key, text in expected.items()}
    assert calculation.amount("total") == calculation.amount("seller_total") + calculation.amount("buyer_total")


def test_a_home_sold_within_two_years_was_taxed_at_5_percent_in_2025() -> None:
    vat = amount("home-sale", "vat", date(2025, 12, 31), price=3000000, area=80, held="under_2", buyer_homes="first")

    assert vat == Decimal("142857.14")


@pytest.mark.parametrize(
    ("gain", "tax"),
    [
        (0, "0"), (500000, "150000"), ("500000.10", "150000.04"), (1000000, "350000"), ("1000000.10", "350000.05"),
        (2000000, "850000"), ("2000000.10", "850000.06"), (3000000, "1450000"),
    ],
)  # fmt: skip
def test_land_vat_rises_with_the_ratio_of_gain_to_deductions(gain: object, tax: str) -> None:
    raw = {"kind": "old_assessed", "assessed": 1000000, "revenue": Decimal(str(gain)) + 1000000}

    assert amount("land-vat", "tax", **raw) == Decimal(tax)


@pytest.mark.parametrize(
    ("raw", "deductions"),
    [
        ({}, 10400000),
        ({"interest_documented": "yes", "interest": 500000}, 10500000),
        ({"interest": 500000}, 10400000),
        ({"expense_rate": 8}, 10240000),
        ({"interest_documented": "yes", "expense_rate": 8}, 10000000),
        ({"taxes": 100000}, 10500000),
    ],
)
def test_a_developer_deducts_expenses_and_a_fifth_more(raw: dict[str, object], deductions: int) -> None:
    project = {"kind": "developer", "revenue": 18000000, "land": 3000000, "development": 5000000}

    assert amount("land-vat", "deductions", **project, **raw) == deductions


def test_ordinary_homes_are_exempt_up_to_a_gain_of_20_percent() -> None:
    project = {"kind": "developer", "land": 3000000, "development": 5000000, "ordinary_home": "yes"}

    assert amount("land-vat", "tax", revenue=12480000, **project) == 0
    assert amount("land-vat", "tax", revenue="12480000.10", **project) == Decimal("624000.03")


def test_an_old_building_grows_by_5_percent_a_year_without_compounding() -> None:
    raw = {"kind": "old_invoice", "purchase": 1000000, "years": 10, "deed_tax": 30000, "taxes": 1000}

    assert amount("land-vat", "deductions", revenue=2000000, **raw) == 1531000
    assert amount("land-vat", "tax", kind="individual_home", revenue=2000000) == 0


@pytest.mark.parametrize(
    ("raw", "payable"),
    [
        ({"kind": "fuel", "price": 226000}, "20000"),
        ({"kind": "nev_passenger", "price": 300000, "tax_included": "no"}, "15000"),
        ({"kind": "nev_passenger", "price": "300000.20", "tax_included": "no"}, "15000.02"),
        ({"kind": "nev_passenger", "price": 400000, "tax_included": "no"}, "25000"),
        ({"kind": "nev_other", "price": 400000, "tax_included": "no"}, "20000"),
        ({"kind": "trailer", "price": 113000}, "5000"),
        ({"kind": "motorcycle", "price": 22600, "displacement": 150}, "0"),
        ({"kind": "motorcycle", "price": 22600, "displacement": "150.01"}, "2000"),
        ({"kind": "fuel", "price": 100000, "imported": "yes", "tariff": 15000, "consumption_tax": 5000}, "12000"),
    ],
)
def test_vehicles_are_taxed_by_kind(raw: dict[str, object], payable: str) -> None:
    assert amount("vehicle-purchase", "payable", **raw) == Decimal(payable)


@pytest.mark.parametrize(
    ("as_of", "payable"),
    [(date(2023, 12, 31), 0), (date(2025, 12, 31), 10000), (date(2026, 1, 1), 25000), (date(2028, 1, 1), 40000)],
)
def test_new_energy_cars_are_relieved_by_the_day_of_the_invoice(as_of: date, payable: int) -> None:
    raw = {"kind": "nev_passenger", "price": 400000, "tax_included": "no"}

    assert amount("vehicle-purchase", "payable", as_of, **raw) == payable
