"""滞纳金: on overdue tax and overdue social insurance, day by day."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.errors import NotInForce
from bot.calculators.inputs import CalculatorInput, Day, Number, choice, day, money
from bot.calculators.money import percent, plain
from bot.calculators.tables import Rates
from bot.calculators.worksheet import Worksheet

KINDS = {"tax": "税款", "social": "单位欠缴的社会保险费"}


class LateFeeInputs(CalculatorInput):
    kind: Literal["tax", "social"] = choice("欠缴的是", "欠的是税款还是社会保险费？", KINDS, default="tax")
    amount: Number = money("欠缴金额", "欠缴多少元？")
    due: Day = day("应缴期限", "最晚应在哪一天缴清（期限的最后一天）？")
    paid: Day = day("实际缴纳日", "哪一天缴（或打算哪一天缴）？")


def calculate(inputs: LateFeeInputs, rates: Rates) -> Calculation:
    sheet = Worksheet("滞纳金", rates)
    first = inputs.due + timedelta(days=1)
    days = Decimal(max((inputs.paid - inputs.due).days, 0))
    if not days:
        sheet.note("在期限内缴纳，没有滞纳金。")
    sheet.step(
        "滞纳天数", f"{inputs.due.isoformat()}的次日起至{inputs.paid.isoformat()}止", days, unit="天", key="days"
    )
    fees = list(_fees(inputs, rates, sheet, first))
    fee = sheet.total("滞纳金", *fees, key="fee")
    sheet.total("本金和滞纳金合计", inputs.amount, fee, key="total")
    sheet.note("应缴期限遇休假日顺延的，从顺延后的次日起算；经批准延期缴纳的，批准期内不加收。")
    if inputs.kind == "social":
        sheet.note("由单位承担，不能从职工工资里扣；个人以灵活就业身份缴的不加收。")
    if fee > inputs.amount:
        sheet.note("滞纳金已超过本金；能否超过本金有争议，以税务机关和法院的处理为准。")
    return sheet.result()


def _fees(inputs: LateFeeInputs, rates: Rates, sheet: Worksheet, first: date) -> Iterator[Decimal]:
    """One line for each rate that held on some of the days from ``first`` to the day of payment."""
    table = rates.table(f"late-fee.{inputs.kind}")
    begins = table.editions[0].valid_from
    if first < begins:
        raise NotInForce(table.title, as_of=first, since=begins, until=None)
    rates.use(table.id)
    for edition in table.editions:
        since = max(first, edition.valid_from)
        until = inputs.paid + timedelta(days=1)
        if edition.valid_to is not None:
            until = min(until, edition.valid_to)
        days = (until - since).days
        if days > 0:
            rates.cite(edition)
            formula = f"{plain(inputs.amount)} × {percent(edition['rate'])} × {days}天"
            yield sheet.step("按日加收", formula, inputs.amount * edition["rate"] * days)


CALCULATOR = Calculator(
    id="late-fee",
    title="滞纳金",
    summary="逾期税款、社会保险费的滞纳金",
    inputs=LateFeeInputs,
    results={
        "days": "滞纳天数",
        "fee": "滞纳金",
        "total": "本金和滞纳金合计",
    },
    compute=calculate,
)
