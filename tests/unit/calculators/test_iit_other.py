"""Business income, rent, transfers, interest and prizes of individuals; expectations are worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from bot.calculators.errors import NotInForce
from tests.unit.calculators.cases import amount, calculate


@pytest.mark.parametrize(
    ("taxable", "tax"),
    [
        (0, "0"), (30000, "1500"), ("30000.10", "1500.01"), (90000, "7500"), ("90000.10", "7500.02"),
        (300000, "49500"), ("300000.10", "49500.03"), (500000, "109500"), ("500000.10", "109500.04"),
        (2000000, "634500"),
    ],
)  # fmt: skip
def test_business_income_is_taxed_by_five_brackets(taxable: str | int, tax: str) -> None:
    assert amount("iit.business", "tax", kind="partner", profit=Decimal(taxable) + 60000) == Decimal(tax)


@pytest.mark.parametrize(
    ("raw", "payable"),
    [
        ({"profit": 260000}, "14750"),
        ({"profit": 260000, "other_relief": 6000}, "11750"),
        ({"profit": 2060000}, "317250"),
        ({"profit": 2060001}, "317250.35"),
        ({"profit": 2560000}, "492250"),
        ({"profit": 2560000, "other_relief": 8000}, "487450"),
        ({"profit": -1}, "0"),
        ({"profit": 260000, "comprehensive": "yes"}, "20750"),
        ({"period": "prepay", "months": 3, "profit": 60000}, "1500"),
        ({"period": "prepay", "months": 6, "profit": 100000}, "2750"),
    ],
)
def test_sole_traders_pay_half_up_to_two_million(raw: dict[str, object], payable: str) -> None:
    assert amount("iit.business", "payable", kind="sole_trader", **raw) == Decimal(payable)


def test_only_sole_traders_have_half_relief_and_only_to_2027() -> None:
    assert amount("iit.business", "payable", kind="partner", profit=260000) == 29500
    assert amount("iit.business", "payable", date(2027, 12, 31), kind="sole_trader", profit=260000) == 14750
    assert amount("iit.business", "payable", date(2028, 1, 1), kind="sole_trader", profit=260000) == 29500


def test_in_2022_half_relief_ended_at_one_million() -> None:
    assert amount("iit.business", "payable", date(2022, 6, 1), kind="sole_trader", profit=1560000) == Decimal("317250")


def test_a_partner_is_taxed_on_the_own_share() -> None:
    assert amount("iit.business", "taxable", kind="partner", profit=400000, share=25) == 40000


@pytest.mark.parametrize(
    ("raw", "tax", "left"),
    [
        ({"property": "home", "rent": 3000, "taxes": 60}, "214", 0),
        ({"property": "home", "rent": 4000}, "320", 0),
        ({"property": "home", "rent": "4000.10"}, "320.01", 0),
        ({"property": "home", "rent": 5000, "repairs": 2400}, "336", 1600),
        ({"property": "home", "rent": 4800, "repairs": 800}, "320", 0),
        ({"property": "other", "rent": 3000}, "440", 0),
        ({"property": "movable", "rent": 800}, "0", 0),
        ({"property": "other", "rent": 300, "repairs": 500}, "0", 200),
        ({"property": "other", "rent": 10000, "sublet_rent": 6000}, "640", 0),
    ],
)
def test_rent_is_taxed_by_month(raw: dict[str, object], tax: str, left: int) -> None:
    calculation = calculate("iit.rental", **raw)

    assert calculation.amount("tax") == Decimal(tax)
    assert calculation.amount("repairs_left") == left


@pytest.mark.parametrize(
    ("raw", "tax"),
    [
        ({"property": "commodity", "price": 1300000, "cost": 800000, "taxes": 50000}, "90000"),
        ({"property": "commodity", "price": 1300000, "cost": 800000, "renovation": 100000}, "84000"),
        ({"property": "public", "price": 1300000, "cost": 800000, "renovation": 130000}, "76000"),
        ({"property": "non_home", "price": 1300000, "cost": 800000, "renovation": 130000}, "100000"),
        ({"property": "commodity", "price": 800000, "cost": 900000}, "0"),
        ({"property": "commodity", "price": 1300000, "only_home_5_years": "yes"}, "0"),
        ({"property": "non_home", "price": 1300000, "only_home_5_years": "yes", "cost": 300000}, "200000"),
        ({"property": "commodity", "price": 1300000, "method": "assessed", "cost": 5}, "13000"),
        ({"property": "commodity", "price": 1300000, "method": "assessed", "assessed_rate": "1.5"}, "19500"),
    ],
)
def test_a_seller_of_a_home_pays_on_the_gain(raw: dict[str, object], tax: str) -> None:
    assert amount("iit.transfer-home", "tax", **raw) == Decimal(tax)


@pytest.mark.parametrize(
    ("raw", "tax"),
    [
        ({"kind": "unlisted", "price": 1800000, "cost": 1000000, "fees": 900}, "159820"),
        ({"kind": "unlisted", "price": 1, "cost": 100, "net_assets": 1100}, "200"),
        ({"kind": "unlisted", "price": 200, "cost": 100, "net_assets": 1100, "justified": "yes"}, "20"),
        ({"kind": "unlisted", "price": 1100, "cost": 100, "net_assets": 1100}, "200"),
        ({"kind": "listed_market", "price": 100000, "cost": 1}, "0"),
        ({"kind": "neeq_other", "price": 100000}, "0"),
        ({"kind": "neeq_original", "price": 100000, "cost": 50000}, "10000"),
    ],
)
def test_a_seller_of_shares_pays_on_the_gain(raw: dict[str, object], tax: str) -> None:
    assert amount("iit.transfer-equity", "tax", **raw) == Decimal(tax)


@pytest.mark.parametrize(
    ("kind", "income", "tax"),
    [
        ("deposit", 1000, "0"), ("treasury", 1000, "0"), ("interest", 1000, "200"), ("dividend", "0.01", "0"),
        ("dividend", 1000, "200"), ("lottery", 10000, "0"), ("lottery", "10000.01", "2000"),
        ("lottery", 10001, "2000.20"),
        ("invoice_prize", 800, "0"), ("invoice_prize", "800.01", "160"), ("accidental", 1, "0.20"),
    ],
)  # fmt: skip
def test_interest_and_prizes_are_taxed_by_kind(kind: str, income: str | int, tax: str) -> None:
    assert amount("iit.passive", "tax", kind=kind, amount=income) == Decimal(tax)


@pytest.mark.parametrize(("holding", "tax"), [("within_month", 200), ("within_year", 100), ("over_year", 0)])
def test_dividends_of_listed_companies_are_taxed_by_holding_time(holding: str, tax: int) -> None:
    assert amount("iit.passive", "tax", kind="listed_dividend", amount=1000, holding=holding) == tax


def test_platform_workers_were_not_withheld_cumulatively_before_october_2025() -> None:
    with pytest.raises(NotInForce):
        calculate("iit.labour", date(2025, 9, 30), kind="platform", income=8000)
    assert amount("iit.labour", "tax", date(2025, 10, 1), kind="platform", income=8000) == 42
