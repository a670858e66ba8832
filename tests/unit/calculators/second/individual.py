"""Individual income tax: comprehensive income and business income."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from .given import HALF, ZERO, Formula, Given, Outcome, bands, cents, find_band, positive, progressive

YEARLY = bands(  # 个人所得税法附表一
    ("36000", "3", "0"),
    ("144000", "10", "2520"),
    ("300000", "20", "16920"),
    ("420000", "25", "31920"),
    ("660000", "30", "52920"),
    ("960000", "35", "85920"),
    ("", "45", "181920"),
)
MONTHLY = bands(  # 财税〔2018〕164号附表
    ("3000", "3", "0"),
    ("12000", "10", "210"),
    ("25000", "20", "1410"),
    ("35000", "25", "2660"),
    ("55000", "30", "4410"),
    ("80000", "35", "7160"),
    ("", "45", "15160"),
)
BUSINESS = bands(  # 个人所得税法附表二
    ("30000", "5", "0"),
    ("90000", "10", "1500"),
    ("300000", "20", "10500"),
    ("500000", "30", "40500"),
    ("", "35", "65500"),
)
LABOUR = bands(("20000", "20", "0"), ("50000", "30", "2000"), ("", "40", "7000"))  # 国家税务总局公告2018年第61号
HOUSING = {"mortgage": 1000, "mortgage_half": 500, "rent_large": 1500, "rent_middle": 1100, "rent_small": 800}
PENSION_CAP = Decimal(12000)


def special_deductions(given: Given, day: date, months: Decimal) -> Decimal:
    """国发〔2018〕41号；自2023年起按国发〔2023〕13号的标准."""
    raised = day >= date(2023, 1, 1)
    child, elder, share_cap = (2000, 3000, Decimal(1500)) if raised else (1000, 2000, Decimal(1000))
    total = ZERO
    kids = [("children", "child_share", "child_months")]
    if day >= date(2022, 1, 1):  # 国发〔2022〕8号
        kids.append(("infants", "infant_share", "infant_months"))
    for count, share, length in kids:
        part = HALF if given.text(share) == "half" else Decimal(1)
        total += given.amount(count) * child * part * given.amount(length, str(months))
    if given.yes("study"):
        total += 400 * given.amount("study_months", str(months))
    if given.yes("certificate"):
        total += 3600
    total += HOUSING.get(given.text("housing"), 0) * given.amount("housing_months", str(months))
    elder_months = given.amount("elderly_months", str(months))
    if given.text("elderly") == "only_child":
        total += elder * elder_months
    elif given.text("elderly") == "shared":
        total += min(given.amount("elderly_share"), share_cap) * elder_months
    return total


def salary(given: Given, day: date) -> Outcome:
    months = given.amount("months")
    special = special_deductions(given, day, months)
    basic = Decimal(60000) if given.yes("full_60000") else 5000 * months
    taxable = positive(
        given.amount("income")
        - given.amount("exempt_income")
        - basic
        - given.amount("insurance")
        - special
        - given.amount("other_deductions")
    )
    tax = progressive(YEARLY, taxable)
    return {
        "special_deductions": special,
        "taxable": taxable,
        "cumulative_tax": tax,
        "tax": positive(tax - given.amount("relief") - given.amount("paid")),
    }


def annual(given: Given, day: date) -> Outcome:
    gross = sum((given.amount(name) for name in ("salary", "labour", "manuscript", "royalty")), ZERO)
    income = (
        positive(given.amount("salary") - given.amount("exempt_income"))  # 工资薪金中的免税收入
        + cents(given.amount("labour") * Decimal("0.8"))
        + cents(given.amount("royalty") * Decimal("0.8"))
        + cents(given.amount("manuscript") * Decimal("0.56"))
    )
    special = special_deductions(given, day, Decimal(12))
    for name in ("medical_self", "medical_spouse", "medical_child"):
        special += min(positive(given.amount(name) - 15000), Decimal(80000))
    before_gifts = positive(
        income
        - 60000
        - given.amount("insurance")
        - special
        - min(given.amount("pension"), PENSION_CAP)
        - given.amount("other_deductions")
    )
    taxable = before_gifts - min(given.amount("donation"), cents(before_gifts * Decimal("0.3")))
    tax = positive(progressive(YEARLY, taxable) - given.amount("relief"))
    balance = tax - given.amount("prepaid")
    spared = given.yes("withheld", "yes") and (gross <= 120000 or balance <= 400)
    return {
        "special_deductions": special,
        "taxable": taxable,
        "tax": tax,
        "balance": balance,
        "due": ZERO if spared else positive(balance),
        "refund": positive(-balance),
    }


def bonus(given: Given, day: date) -> Outcome:
    paid = given.amount("bonus")
    rest = (
        given.amount("income")
        - 60000
        - given.amount("insurance")
        - given.amount("special_deductions")
        - given.amount("other_deductions")
    )
    _, rate, quick = find_band(MONTHLY, paid / 12)
    bonus_tax = cents(positive(paid * rate - quick))
    rest_tax = progressive(YEARLY, positive(rest))
    merged = progressive(YEARLY, positive(rest + paid))
    return {
        "bonus_tax": bonus_tax,
        "rest_tax": rest_tax,
        "separate_total": bonus_tax + rest_tax,
        "merged_total": merged,
        "saving": abs(merged - bonus_tax - rest_tax),
    }


def labour(given: Given, day: date) -> Outcome:
    kind, income = given.text("kind"), given.amount("income")
    if kind in ("labour", "manuscript", "royalty"):
        left = positive(income - 800) if income <= 4000 else cents(income * Decimal("0.8"))
        taxable = cents(left * Decimal("0.7")) if kind == "manuscript" else left
        tax = progressive(LABOUR, taxable) if kind == "labour" else cents(taxable * Decimal("0.2"))
        return {"taxable": taxable, "tax": tax, "net": income - tax}
    left = cents(income * Decimal("0.8"))
    if kind == "agent":
        left -= cents(left * Decimal("0.25")) + given.amount("surcharges")
    taxable = positive(left - 5000 * given.amount("months", "1"))
    return {"taxable": taxable, "tax": positive(progressive(YEARLY, taxable) - given.amount("paid"))}


def business(given: Given, day: date) -> Outcome:
    annual_settlement = given.text("period", "annual") == "annual"
    profit = given.amount("profit") - given.amount("losses")
    if given.text("kind") == "partner":
        profit = cents(positive(profit) * given.percent("share", "100"))
    deductions = given.amount("other_deductions")
    if not given.yes("comprehensive"):  # 有综合所得的，费用、专项扣除、专项附加扣除在那边扣，不得重复
        deductions += given.amount("insurance")
        deductions += 60000 if annual_settlement else 5000 * given.amount("months", "12")
        deductions += given.amount("special_deductions") if annual_settlement else 0
    taxable = positive(profit - deductions)
    tax = progressive(BUSINESS, taxable)
    half = ZERO
    if given.text("kind") == "sole_trader" and taxable > 0:
        limit = min(taxable, Decimal(2_000_000) if day >= date(2023, 1, 1) else Decimal(1_000_000))
        others = given.amount("other_relief") * limit / taxable
        half = cents(positive(progressive(BUSINESS, limit) - others) * HALF)
    payable = positive(tax - given.amount("other_relief") - half)
    outcome: Outcome = {"taxable": taxable, "tax": tax, "payable": payable}
    outcome["balance"] = payable - given.amount("prepaid")
    return outcome | ({"half_relief": half} if given.text("kind") == "sole_trader" else {})


FORMULAS: dict[str, Formula] = {
    "iit.salary": salary,
    "iit.annual": annual,
    "iit.bonus": bonus,
    "iit.labour": labour,
    "iit.business": business,
}
