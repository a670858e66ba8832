"""VAT and the charges upon it; expectations are worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from bot.calculators.errors import NotInForce
from tests.unit.calculators.cases import amount, calculate

IN_2025 = date(2025, 12, 31)


@pytest.mark.parametrize(
    ("raw", "tax"),
    [
        ({"ordinary": "299999.99"}, "0"),
        ({"ordinary": 300000}, "3000"),
        ({"period": "month", "ordinary": "99999.99"}, "0"),
        ({"period": "month", "ordinary": 100000}, "1000"),
        ({"period": "once", "ordinary": "999.99"}, "0"),
        ({"period": "once", "ordinary": 1000}, "10"),
        ({"period": "once", "ordinary": 5050, "tax_included": "yes"}, "50"),
        ({"ordinary": 303000, "tax_included": "yes"}, "3000"),
        ({"ordinary": "302999.98", "tax_included": "yes"}, "0"),
        ({"special_1": 50000, "ordinary": 150000}, "500"),
        ({"special_3": 50000, "ordinary": 150000}, "1500"),
        ({"special_3": 100000, "ordinary": 200000}, "5000"),
        ({"property_rent": 400000}, "12000"),
        ({"property_rent": 412000, "tax_included": "yes"}, "12000"),
        ({"property_sale": 600000, "tax_included": "yes"}, "17475.73"),
        ({"ordinary": 100000, "property_sale": 250000}, "8500"),
        ({"property_rent_special": 1000, "ordinary": 1}, "30"),
        ({"housing_rent": 300000}, "4500"),
        ({"housing_rent": 309000, "tax_included": "yes"}, "4500"),
        ({"used_assets": 309000, "tax_included": "yes"}, "6000"),
        ({}, "0"),
    ],
)
def test_small_scale_sales_are_exempt_below_the_threshold_and_taxed_in_full_from_it(
    raw: dict[str, object], tax: str
) -> None:
    assert amount("vat.small-scale", "tax", **raw) == Decimal(tax)


@pytest.mark.parametrize(
    ("raw", "tax"),
    [
        ({"ordinary": 300000}, "0"),
        ({"ordinary": "300000.01"}, "3000"),
        ({"property_rent": 400000}, "20000"),
        ({"ordinary": 300000, "property_sale": 250000}, "12500"),
        ({"ordinary": 300001, "property_sale": 250000}, "15500.01"),
    ],
)
def test_until_2025_the_threshold_itself_was_exempt_and_property_taxed_at_5_percent(
    raw: dict[str, object], tax: str
) -> None:
    assert amount("vat.small-scale", "tax", IN_2025, **raw) == Decimal(tax)


def test_nobody_knows_the_small_scale_relief_of_2028() -> None:
    assert amount("vat.small-scale", "tax", date(2027, 12, 31), ordinary=1) == 0
    with pytest.raises(NotInForce):
        calculate("vat.small-scale", date(2028, 1, 1), ordinary=1)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"sales_13": 1000000, "input_tax": 80000}, {"tax": "50000", "carried_out": "0"}),
        ({"sales_13": 113, "sales_9": 109, "sales_6": 106, "tax_included": "yes"}, {"output_tax": "28", "tax": "28"}),
        ({"sales_13": 1000, "input_tax": 200}, {"deducted": "130", "carried_out": "70", "tax": "0"}),
        ({"sales_13": 1000, "input_tax": 20, "carried_in": 110}, {"carried_out": "0", "tax": "0"}),
        ({"sales_6": 100, "input_out": 4}, {"deducted": "-4", "tax": "10", "carried_out": "0"}),
        ({"simple_3": 1000, "input_tax": 50}, {"simple_tax": "30", "tax": "30", "carried_out": "50"}),
        ({"simple_5": 105, "tax_included": "yes"}, {"simple_tax": "5"}),
        ({"sales_13": 1000, "prepaid": 200}, {"tax": "130", "due": "-70"}),
    ],
)
def test_general_taxpayers_pay_output_less_input(raw: dict[str, object], expected: dict[str, str]) -> None:
    calculation = calculate("vat.general", **raw)

    assert {key: calculation.amount(key) for key in expected} == {key: Decimal(text) for key, text in expected.items()}


@pytest.mark.parametrize(
    ("raw", "used", "left", "tax"),
    [
        ({"extra": "manufacturing", "input_tax": 80000}, "4000", "0", "46000"),
        ({"extra": "circuit", "input_tax": 80000}, "12000", "0", "38000"),
        ({"extra": "manufacturing", "input_tax": 129000, "extra_in": 100}, "1000", "5550", "0"),
        ({"extra": "manufacturing", "input_tax": 200000}, "0", "10000", "0"),
        ({"extra": "manufacturing", "input_tax": 80000, "input_out": 10000}, "3500", "0", "56500"),
    ],
)
def test_the_additional_credit_never_exceeds_the_tax(raw: dict[str, object], used: str, left: str, tax: str) -> None:
    calculation = calculate("vat.general", sales_13=1000000, **raw)

    assert calculation.amount("extra_used") == Decimal(used)
    assert calculation.amount("extra_out") == Decimal(left)
    assert calculation.amount("tax") == Decimal(tax)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"vat": 1000, "half": "no"}, ("70", "30", "20")),
        ({"vat": 1000, "half": "yes"}, ("35", "15", "10")),
        ({"vat": 1000, "half": "no", "place": "town"}, ("50", "30", "20")),
        ({"vat": 1000, "half": "yes", "place": "other"}, ("5", "15", "10")),
        ({"vat": 1000, "half": "no", "sales": 300000}, ("70", "0", "0")),
        ({"vat": 1000, "half": "no", "sales": "300000.01"}, ("70", "30", "20")),
        ({"vat": 1000, "half": "no", "sales": 100000, "period": "month"}, ("70", "0", "0")),
        ({"vat": 1000, "half": "no", "sales": "100000.01", "period": "month"}, ("70", "30", "20")),
        ({"vat": 1000, "half": "no", "sales": 1, "period": "other"}, ("70", "30", "20")),
        ({"vat": 1000, "consumption_tax": 500, "refunded": 700, "half": "no"}, ("56", "24", "16")),
        ({"vat": 100, "refunded": 700, "half": "no"}, ("0", "0", "0")),
    ],
)
def test_surcharges_follow_the_tax_paid(raw: dict[str, object], expected: tuple[str, ...]) -> None:
    calculation = calculate("surcharge", **raw)

    keys = ("urban_construction", "education", "local_education")
    assert tuple(calculation.amount(key) for key in keys) == tuple(Decimal(text) for text in expected)
    assert calculation.amount("total") == sum(Decimal(text) for text in expected)


def test_surcharges_are_whole_again_from_2028() -> None:
    assert amount("surcharge", "total", date(2027, 12, 31), vat=1000, half="yes") == 60
    assert amount("surcharge", "total", date(2028, 1, 1), vat=1000, half="yes") == 120
