"""Value-added tax and what is levied on top of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from .given import HALF, ZERO, Formula, Given, Outcome, cents, positive

NEW_LAW = date(2026, 1, 1)
CITY = {"city": Decimal("0.07"), "town": Decimal("0.05"), "other": Decimal("0.01")}
GENERAL = {"sales_13": "0.13", "sales_9": "0.09", "sales_6": "0.06"}
SIMPLE = {"simple_3": "0.03", "simple_5": "0.05"}


def _levy_rates(day: date) -> dict[str, tuple[Decimal, Decimal]]:
    """The rate that is contained in a price, and the rate that is charged."""
    one, three = Decimal("0.01"), Decimal("0.03")
    estate = three if day >= NEW_LAW else Decimal("0.05")
    return {
        "ordinary": (one, one),
        "special_1": (one, one),
        "special_3": (three, three),
        "property_rent": (estate, estate),
        "property_rent_special": (estate, estate),
        "property_sale": (estate, estate),
        "property_sale_special": (estate, estate),
        "housing_rent": (estate, Decimal("0.015")),
        "used_assets": (three, Decimal("0.02")),
    }


def net_of(given: Given, name: str, rate: Decimal) -> Decimal:
    amount = given.amount(name)
    return cents(amount / (1 + rate)) if given.yes("tax_included") else amount


def small_scale(given: Given, day: date) -> Outcome:
    sales, tax, exempt = {}, ZERO, ZERO
    rates = _levy_rates(day)
    for name, (contained, _) in rates.items():
        sales[name] = net_of(given, name, contained)
    total = sum(sales.values(), ZERO)
    period = given.text("period", "quarter")
    threshold = Decimal({"quarter": 300_000, "month": 100_000, "once": 1000 if day >= NEW_LAW else 500}[period])
    reaches = day >= NEW_LAW or period == "once"  # 达到即全额征税；2025年及以前按月、按季含本数免征
    sold = sales["property_sale"] + sales["property_sale_special"]

    def below(size: Decimal) -> bool:
        return size < threshold if reaches else size <= threshold

    for name, (_, rate) in rates.items():
        free = below(total)
        if day < NEW_LAW and period != "once" and not name.startswith("property_sale"):
            free = free or below(total - sold)  # 国家税务总局公告2023年第1号第一条
        if free and not name.startswith("special") and not name.endswith("special"):
            exempt += sales[name]
        else:
            tax += cents(sales[name] * rate)
    return {"sales": total, "exempt_sales": exempt, "tax": tax}


def general(given: Given, day: date) -> Outcome:
    def charge(lines: dict[str, str]) -> Decimal:
        total = ZERO
        for name, text in lines.items():
            rate = Decimal(text)
            total += cents(net_of(given, name, rate) * rate)
        return total

    output, simple = charge(GENERAL), charge(SIMPLE)
    current = given.amount("input_tax") - given.amount("input_out")
    available = current + given.amount("carried_in")
    deducted = min(output, available) if available > 0 else available
    left = output - deducted
    extra_rate = {"manufacturing": Decimal("0.05"), "circuit": Decimal("0.15")}.get(given.text("extra"), ZERO)
    extra = given.amount("extra_in") + cents(current * extra_rate) if extra_rate else ZERO
    used = min(positive(extra), left)
    tax = left - used + simple
    return {
        "output_tax": output,
        "deducted": deducted,
        "carried_out": positive(available - deducted),
        "extra_used": used,
        "extra_out": extra - used,
        "simple_tax": simple,
        "tax": tax,
        "due": tax - given.amount("prepaid"),
    }


def halved(due: Decimal, half: bool) -> Decimal:
    """六税两费: the return has the tax on one line and what is taken off on the next."""
    return due - cents(due * HALF) if half else due


def charges(base: Decimal, place: str, half: bool) -> tuple[Decimal, Decimal, Decimal]:
    """城建税、教育费附加、地方教育附加, each a levy of its own."""
    rates = (CITY[place], Decimal("0.03"), Decimal("0.02"))
    first, second, third = (halved(cents(base * rate), half) for rate in rates)
    return first, second, third


def surcharge(given: Given, day: date) -> Outcome:
    # 留抵退税额只能从一般计税的增值税部分中扣除，不能扣到消费税（国家税务总局公告2021年第26号）
    vat = positive(given.amount("vat") + given.amount("export_credit") - given.amount("refunded"))
    base = vat + given.amount("consumption_tax")
    construction, education, local = charges(base, given.text("place", "city"), given.yes("half"))
    sales = given.maybe("sales")
    limit = {"month": 100_000, "quarter": 300_000}.get(given.text("period", "quarter"))
    if sales is not None and limit is not None and sales <= limit:  # 财税〔2016〕12号
        education = local = ZERO
    return {
        "base": base,
        "urban_construction": construction,
        "education": education,
        "local_education": local,
        "total": construction + education + local,
    }


FORMULAS: dict[str, Formula] = {"vat.small-scale": small_scale, "vat.general": general, "surcharge": surcharge}
