"""Enterprise income tax and stamp duty."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from .given import ZERO, Formula, Given, Outcome, cents, positive

MILLION = Decimal(1_000_000)
STAMP = {  # 印花税法附《印花税税目税率表》，千分比
    "loan": "0.05",
    "finance_lease": "0.05",
    "sale": "0.3",
    "work": "0.3",
    "construction": "0.3",
    "transport": "0.3",
    "technology": "0.3",
    "lease": "1",
    "custody": "1",
    "storage": "1",
    "insurance": "1",
    "land_grant": "0.5",
    "real_estate": "0.5",
    "equity": "0.5",
    "intellectual": "0.3",
    "books": "0.25",
    "securities": "1",
}


def _small_tax(taxable: Decimal, day: date) -> Decimal:
    if day >= date(2023, 1, 1):
        return taxable * Decimal("0.05")
    first = min(taxable, MILLION)
    low = Decimal("0.025") if day >= date(2021, 1, 1) else Decimal("0.05")  # 财政部 税务总局公告2021年第12号
    high = Decimal("0.05") if day >= date(2022, 1, 1) else Decimal("0.10")  # 财政部 税务总局公告2022年第13号
    return first * low + (taxable - first) * high


def cit(given: Given, day: date) -> Outcome:
    taxable = positive(given.amount("profit") + given.amount("add") - given.amount("subtract") - given.amount("losses"))
    tax = taxable * Decimal("0.25")
    final = tax if given.text("kind", "standard") == "standard" else taxable * Decimal("0.15")
    small = taxable <= 3 * MILLION and given.amount("employees") <= 300 and given.amount("assets") <= 50 * MILLION
    if small and not given.yes("restricted"):
        final = min(final, _small_tax(taxable, day))
    tax, relief = cents(tax), cents(tax - final)
    payable = positive(tax - relief - given.amount("credit"))
    return {
        "taxable": taxable,
        "tax": tax,
        "relief": relief,
        "payable": payable,
        "balance": payable - given.amount("prepaid"),
    }


def stamp(given: Given, day: date) -> Outcome:
    item = given.text("item")
    tax = cents(given.amount("amount") * Decimal(STAMP[item]) / 1000)
    relief = ZERO
    if item == "securities":
        relief = cents(tax / 2) if day >= date(2023, 8, 28) else ZERO  # 财政部 税务总局公告2023年第39号
    elif item in ("real_estate", "lease") and given.yes("home_person"):
        relief = tax
    elif given.yes("half"):
        relief = cents(tax / 2)
    return {"tax": tax, "relief": relief, "payable": tax - relief}


FORMULAS: dict[str, Formula] = {"cit": cit, "stamp": stamp}
