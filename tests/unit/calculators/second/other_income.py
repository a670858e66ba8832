"""Individual income tax: rent, transfers, interest, dividends, windfalls and the private pension."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from .given import ZERO, Formula, Given, Outcome, cents, positive, progressive
from .individual import BUSINESS, PENSION_CAP, YEARLY

FLAT = Decimal("0.2")


def rental(given: Given, day: date) -> Outcome:
    left = positive(given.amount("rent") - given.amount("taxes") - given.amount("sublet_rent"))
    repairs = min(given.amount("repairs"), Decimal(800), left)
    left -= repairs
    taxable = positive(left - 800) if left <= 4000 else cents(left * Decimal("0.8"))
    rate = Decimal("0.1") if given.text("property") == "home" else FLAT
    return {"taxable": taxable, "tax": taxable * rate, "repairs_left": given.amount("repairs") - repairs}


def home_gain_tax(given: Given, revenue: Decimal, kind: str, taxes: Decimal) -> Decimal:
    """国税发〔2006〕108号：据实按20%，不能提供原值凭证的核定1%至3%."""
    if given.text("method", "actual") == "assessed":
        return cents(revenue * given.percent("assessed_rate", "1"))
    cost = given.amount("cost")
    allowed = cost + taxes + given.amount("fees")
    if kind != "non_home":
        cap = Decimal("0.15") if kind == "public" else Decimal("0.10")
        allowed += min(given.amount("renovation"), cents(cost * cap)) + given.amount("interest")
    return cents(positive(revenue - allowed) * FLAT)


def transfer_home(given: Given, day: date) -> Outcome:
    kind = given.text("property")
    if kind != "non_home" and given.yes("only_home_5_years"):
        return {"tax": ZERO}
    return {"tax": home_gain_tax(given, given.amount("price"), kind, given.amount("taxes"))}


def transfer_equity(given: Given, day: date) -> Outcome:
    kind, revenue = given.text("kind"), given.amount("price")
    if kind in ("listed_market", "neeq_other"):
        return {"tax": ZERO}
    worth = given.maybe("net_assets")
    if kind == "unlisted" and worth is not None and revenue < worth and not given.yes("justified"):
        revenue = worth
    taxable = positive(revenue - given.amount("cost") - given.amount("fees"))
    return {"revenue": revenue, "taxable": taxable, "tax": taxable * FLAT}


def passive(given: Given, day: date) -> Outcome:
    kind, amount = given.text("kind"), given.amount("amount")
    part = Decimal(1)
    if kind in ("deposit", "treasury"):
        part = ZERO
    elif kind == "listed_dividend":
        held = given.text("holding", "within_month")
        part = {"within_month": Decimal(1), "within_year": Decimal("0.5"), "over_year": ZERO}[held]
    elif (kind == "lottery" and amount <= 10000) or (kind == "invoice_prize" and amount <= 800):
        part = ZERO
    taxable = cents(amount * part)
    tax = cents(taxable * FLAT)
    return {"taxable": taxable, "tax": tax, "net": amount - tax}


def pension(given: Given, day: date) -> Outcome:
    table = YEARLY if given.text("income_kind", "comprehensive") == "comprehensive" else BUSINESS
    taxable, deduction = given.amount("taxable"), min(given.amount("contribution"), PENSION_CAP)
    saving = progressive(table, taxable) - progressive(table, positive(taxable - deduction))
    later = cents(deduction * Decimal("0.03"))
    return {"deduction": deduction, "saving": saving, "withdrawal_tax": later, "net_saving": saving - later}


FORMULAS: dict[str, Formula] = {
    "iit.rental": rental,
    "iit.transfer-home": transfer_home,
    "iit.transfer-equity": transfer_equity,
    "iit.passive": passive,
    "iit.pension": pension,
}
