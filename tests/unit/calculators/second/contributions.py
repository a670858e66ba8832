"""Late fees, the disabled persons' fund and social insurance."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from .given import ZERO, Formula, Given, Outcome, cents, positive

INJURY = ("0.2", "0.4", "0.7", "0.9", "1.1", "1.3", "1.6", "1.9")  # 人社部发〔2015〕71号，百分比

LAST_OLD_DAY = date(2001, 4, 30)  # 征管法2001年5月1日起由每日2‰改为0.5‰


def late_fee(given: Given, day: date) -> Outcome:
    due, paid, amount = given.day("due"), max(given.day("paid"), given.day("due")), given.amount("amount")
    days = (paid - due).days
    old = max((min(paid, LAST_OLD_DAY) - due).days, 0)
    fee = cents(amount * Decimal("0.002") * old) + cents(amount * Decimal("0.0005") * (days - old))
    return {"days": Decimal(days), "fee": fee, "total": amount + fee}


def disability_fund(given: Given, day: date) -> Outcome:
    staff, disabled, wage = given.amount("employees"), given.amount("disabled"), given.amount("average_wage")
    average = given.maybe("social_average")
    if average is not None:
        wage = min(wage, 2 * average)
    full = cents(positive(staff * given.percent("ratio", "1.5") - disabled) * wage)
    if day < date(2020, 1, 1):  # 财政部公告2019年第98号以前没有分档
        payable = full
    elif given.yes("enterprise", "yes") and staff <= 30:
        payable = ZERO
    else:
        payable = cents(full * (Decimal("0.5") if disabled >= staff * Decimal("0.01") else Decimal("0.9")))
    return {"full": full, "relief": full - payable, "payable": payable}


def social_insurance(given: Given, day: date) -> Outcome:
    base, floor, ceiling = given.amount("wage"), given.maybe("floor"), given.maybe("ceiling")
    if floor is not None:
        base = max(base, floor)
    if ceiling is not None:
        base = min(base, ceiling)
    if given.text("kind", "employee") == "flexible":
        due = cents(base * Decimal("0.2"))
        return {"base": base, "person_pension": due, "person_total": due, "total": due}
    injury = Decimal(INJURY[int(given.text("injury_class", "1")) - 1]) / 100 * given.percent("injury_float", "100")
    unit = {
        "unit_pension": cents(base * Decimal("0.16")),
        "unit_medical": cents(base * given.percent("medical_rate", "0")),
        "unit_unemployment": cents(base * Decimal("0.005")),
        "unit_injury": cents(base * injury),
    }
    person = {
        "person_pension": cents(base * Decimal("0.08")),
        "person_medical": cents(base * Decimal("0.02")),
        "person_unemployment": cents(base * Decimal("0.005")),
    }
    unit_total, person_total = sum(unit.values(), ZERO), sum(person.values(), ZERO)
    totals = {"unit_total": unit_total, "person_total": person_total, "total": unit_total + person_total}
    return {"base": base, **unit, **person, **totals}


FORMULAS: dict[str, Formula] = {
    "late-fee": late_fee,
    "disability-fund": disability_fund,
    "social-insurance": social_insurance,
}
