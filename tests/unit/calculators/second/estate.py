"""Deed tax, the sale of a used home, land value-added tax and vehicle purchase tax."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from .given import ZERO, Formula, Given, Outcome, bands, cents, find_band, positive
from .other_income import home_gain_tax
from .turnover import NEW_LAW, charges

LAND = bands(("0.5", "30", "0"), ("1", "40", "0.05"), ("2", "50", "0.15"), ("", "60", "0.35"))


def _deed(price: Decimal, homes: str, area: Decimal, standard: Decimal, day: date) -> Decimal:
    limit = 140 if day >= date(2024, 12, 1) else 90
    if homes == "third":
        return price * standard
    large = Decimal("0.015") if homes == "first" else Decimal("0.02")
    return price * (Decimal("0.01") if area <= limit else large)


def deed(given: Given, day: date) -> Outcome:
    price, standard = given.amount("price"), given.percent("standard_rate", "3")
    if given.text("property") != "home":
        return {"tax": price * standard}
    return {"tax": _deed(price, given.text("homes", "first"), given.amount("area"), standard, day)}


def home_sale(given: Given, day: date) -> Outcome:
    price, net, vat, surcharge = given.amount("price"), given.amount("price"), ZERO, ZERO
    if given.text("held") == "under_2":
        rate = Decimal("0.03") if day >= NEW_LAW else Decimal("0.05")
        net = cents(price / (1 + rate))
        vat = cents(net * rate)
        surcharge = sum(charges(vat, given.text("place", "city"), True), ZERO)
    if given.text("held") == "from_2" and given.yes("only_home_5_years"):
        iit = ZERO
    else:
        iit = home_gain_tax(given, net, given.text("home_kind", "commodity"), surcharge)
    buyer = _deed(net, given.text("buyer_homes"), given.amount("area"), given.percent("standard_rate", "3"), day)
    seller = vat + surcharge + iit
    return {
        "net_price": net,
        "vat": vat,
        "surcharge": surcharge,
        "iit": iit,
        "seller_total": seller,
        "deed": buyer,
        "buyer_total": buyer,
        "total": seller + cents(buyer),
    }


def land_vat(given: Given, day: date) -> Outcome:
    kind, revenue, taxes = given.text("kind"), given.amount("revenue"), given.amount("taxes")
    if kind == "individual_home":
        return {"tax": ZERO}
    if kind == "developer":
        base = given.amount("land") + given.amount("development")
        if given.yes("interest_documented"):
            expenses = given.amount("interest") + cents(base * given.percent("expense_rate", "5"))
        else:
            expenses = cents(base * given.percent("expense_rate", "10"))
        deductions = base + cents(base * Decimal("0.2")) + expenses + taxes
    elif kind == "old_assessed":
        deductions = given.amount("land") + given.amount("assessed") + taxes
    else:
        years = given.amount("years")
        deductions = given.amount("purchase") * (1 + Decimal("0.05") * years) + given.amount("deed_tax") + taxes
    gain = positive(revenue - deductions)
    if kind == "developer" and given.yes("ordinary_home") and gain <= deductions * Decimal("0.2"):
        return {"deductions": deductions, "gain": gain, "tax": ZERO}
    _, rate, factor = find_band(LAND, gain / deductions)
    return {"deductions": deductions, "gain": gain, "tax": gain * rate - deductions * factor}


def _clean_car_relief(kind: str, tax: Decimal, day: date) -> Decimal:
    if day < date(2024, 1, 1):
        return tax
    half = day >= date(2026, 1, 1)
    relief = cents(tax / 2) if half else tax
    return min(relief, Decimal(15000) if half else Decimal(30000)) if kind == "nev_passenger" else relief


def vehicle(given: Given, day: date) -> Outcome:
    kind, base = given.text("kind"), given.amount("price")
    if given.yes("imported"):
        base += given.amount("tariff") + given.amount("consumption_tax")
    elif given.yes("tax_included", "yes"):
        base = cents(base / Decimal("1.13"))
    tax = cents(base / 10)
    if kind == "motorcycle" and given.amount("displacement") <= 150:
        return {"payable": ZERO}
    relief = ZERO
    if kind == "trailer":
        relief = cents(tax / 2)
    elif kind.startswith("nev"):
        relief = _clean_car_relief(kind, tax, day)
    return {"base": base, "tax": tax, "relief": relief, "payable": tax - relief}


FORMULAS: dict[str, Formula] = {
    "deed": deed,
    "home-sale": home_sale,
    "land-vat": land_vat,
    "vehicle-purchase": vehicle,
}
