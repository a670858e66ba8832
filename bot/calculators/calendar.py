"""征期日历: until which day a tax is to be filed, with holidays and the working weekends around them."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from bot.calculators import texts
from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.errors import BadInput, Problem
from bot.calculators.inputs import CalculatorInput, Count, Day, choice, count, day
from bot.calculators.tables import Rates
from bot.calculators.working_days import days_of
from bot.calculators.worksheet import Worksheet

TAXES = {
    "monthly": "按月申报：增值税、消费税、附加、个税扣缴等",
    "quarterly": "按季申报：增值税、企业所得税预缴、经营所得预缴等",
    "cit_annual": "企业所得税年度汇算",
    "iit_annual": "个人综合所得年度汇算",
    "business_annual": "经营所得年度汇算",
    "stamp_once": "印花税按次",
    "land_vat": "土地增值税（签订转让合同后）",
    "vehicle": "车辆购置税（购车后）",
}
ONCE = ("stamp_once", "land_vat", "vehicle")
YEARLY = ("cit_annual", "iit_annual", "business_annual")
MONTH = 31


class CalendarInputs(CalculatorInput):
    tax: Literal[
        "monthly", "quarterly", "cit_annual", "iit_annual", "business_annual", "stamp_once", "land_vat", "vehicle"
    ] = choice("税种", "要查哪一种申报？", TAXES, default="monthly")
    year: Count | None = count("申报年份", "在哪一年申报？不填按今年。", bounds=(2000, 2100), unit="年", default=None)
    month: Count | None = count(
        "申报月份",
        "在几月申报？不填按本月（按季的按最近的申报月）。",
        bounds=(1, 12),
        unit="月",
        default=None,
        when={"tax": ("monthly", "quarterly")},
    )
    start: Day | None = day("起算日", "合同签订日或购车日是哪一天？", default=None, when={"tax": ONCE})


QUARTER_MONTHS = (1, 4, 7, 10)


def calculate(inputs: CalendarInputs, rates: Rates) -> Calculation:
    sheet = Worksheet(f"征期：{TAXES[inputs.tax]}", rates)
    rates.use("calendar.rule")
    term = rates.use(f"calendar.{inputs.tax}").numbers
    if inputs.tax in ONCE:
        opens, due = _once(inputs, term, rates, sheet)
    elif inputs.tax in YEARLY:
        opens, due = _yearly(rates.as_of.year if inputs.year is None else inputs.year, term, rates, sheet)
    else:
        opens = _opening(inputs, rates.as_of)
        due = _window(rates, sheet, opens)
    _tell(inputs, rates, sheet, (opens, due))
    return sheet.result()


def _opening(inputs: CalendarInputs, as_of: date) -> date:
    """The first day of the month of filing: the one asked for, or the present or next one."""
    year = as_of.year if inputs.year is None else inputs.year
    if inputs.month is not None:
        if inputs.tax == "quarterly" and inputs.month not in QUARTER_MONTHS:
            raise BadInput((Problem("month", texts.NOT_A_FILING_MONTH),))
        return date(year, inputs.month, 1)
    if inputs.tax == "monthly":
        return date(year, as_of.month, 1)
    month = next((month for month in QUARTER_MONTHS if month >= as_of.month), None)
    return date(year, month, 1) if month else date(min(year + 1, date.max.year), QUARTER_MONTHS[0], 1)


def _yearly(year: int, term: Mapping[str, Decimal], rates: Rates, sheet: Worksheet) -> tuple[date, date]:
    last = date(year, int(term["to_month"]), int(term["to_day"]))
    due = days_of(rates, year, sheet).on_or_after(last)
    formula = f"最后一天{last.isoformat()}遇休假日顺延"
    sheet.step("顺延", formula, Decimal((due - last).days), unit="天")
    return date(year, int(term["from_month"]), int(term["from_day"])), due


def _window(rates: Rates, sheet: Worksheet, first: date) -> date:
    """The monthly window: the notified day where there is a notice, else by rule."""
    last = first.replace(day=15)
    notice = rates.table("calendar.due").on(first)
    if notice is not None:
        rates.cite(notice)
        due = notice.days["due"][first.month - 1]
    else:
        due = days_of(rates, first.year, sheet).extended(first, last)
        sheet.note("税务总局当年的申报纳税期限还没有收录，这里按规则推算，以正式通知为准。")
    formula = f"{last.isoformat()}遇休假日或三天以上假期顺延"
    sheet.step("比15日顺延", formula, Decimal((due - last).days), unit="天")
    return due


def _once(inputs: CalendarInputs, term: Mapping[str, Decimal], rates: Rates, sheet: Worksheet) -> tuple[date, date]:
    start = inputs.start
    if start is None:
        raise BadInput((Problem("start", texts.MISSING.format(title="起算日")),))
    length = int(term["days"])
    last = start + timedelta(days=length)
    days = days_of(rates, last.year, sheet)
    due = days.on_or_after(last) if length > MONTH else days.extended(start + timedelta(days=1), last)
    if due > days.on_or_after(last):
        sheet.note(
            "期内三天以上的长假按每年申报期限通知的做法折成工作日顺延；按次申报没有单独通知，稳妥起见请提前办理。"
        )
    formula = f"自{start.isoformat()}次日起{length}日，遇休假日顺延"
    sheet.step("期限", formula, Decimal((due - start).days), unit="天")
    return start, due


def _tell(inputs: CalendarInputs, rates: Rates, sheet: Worksheet, window: tuple[date, date]) -> None:
    opens, due = window
    left = (due - rates.as_of).days
    sheet.finding("opens", "开始日", opens)
    sheet.finding("due", "截止日", due)
    sheet.step("距截止还有", f"{rates.as_of.isoformat()}到{due.isoformat()}", Decimal(left), unit="天", key="days_left")
    name = TAXES[inputs.tax].split("：", maxsplit=1)[0]
    day_text = f"{due.year}年{due.month}月{due.day}日"
    if left < 0:
        reminder = f"{name}的期限{day_text}已过{-left}天，还没有申报缴款的请尽快办理，滞纳金按日加收万分之五。"
    elif left == 0:
        reminder = f"今天（{day_text}）是{name}的最后一天，请当天申报并扣款成功。"
    else:
        reminder = f"{name}请在{day_text}前（含当日）申报并缴款，还有{left}天。"
    sheet.finding("reminder", "提醒", reminder)
    sheet.note("申报和缴款是同一个截止日。当地因灾害、系统故障另行延期的，以当地税务机关公告为准。")


CALCULATOR = Calculator(
    id="calendar",
    title="征期日历",
    summary="某个月、某项申报的截止日期和提醒",
    inputs=CalendarInputs,
    results={
        "opens": "开始日",
        "due": "截止日",
        "reminder": "提醒",
        "days_left": "距截止还有",
    },
    compute=calculate,
)
