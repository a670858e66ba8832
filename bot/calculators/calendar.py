"""征期日历: until which day a tax is to be filed, with holidays and the working weekends around them."""

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
MONTH = 31


class CalendarInputs(CalculatorInput):
    tax: Literal[
        "monthly", "quarterly", "cit_annual", "iit_annual", "business_annual", "stamp_once", "land_vat", "vehicle"
    ] = choice("税种", "要查哪一种申报？", TAXES, default="monthly")
    year: Count | None = count("申报年份", "在哪一年申报？不填按今年。", bounds=(2000, 2100), unit="年", default=None)
    month: Count | None = count(
        "申报月份",
        "在几月申报？不填按本月。",
        bounds=(1, 12),
        unit="月",
        default=None,
        when={"tax": ("monthly", "quarterly")},
    )
    start: Day | None = day("起算日", "合同签订日或购车日是哪一天？", default=None, when={"tax": ONCE})


QUARTER_MONTHS = (1, 4, 7, 10)
# Day and month in the year of filing by which a yearly settlement ends, and begins.
YEARLY = {"cit_annual": ((1, 1), (5, 31)), "iit_annual": ((3, 1), (6, 30)), "business_annual": ((1, 1), (3, 31))}
TERMS = {"stamp_once": 15, "land_vat": 7, "vehicle": 60}


def calculate(inputs: CalendarInputs, rates: Rates) -> Calculation:
    sheet = Worksheet(f"征期：{TAXES[inputs.tax]}", rates)
    rates.use("calendar.rule")
    year = rates.as_of.year if inputs.year is None else inputs.year
    if inputs.tax in TERMS:
        opens, due = _once(inputs, rates, sheet)
    elif inputs.tax in YEARLY:
        first, last = YEARLY[inputs.tax]
        opens = date(year, *first)
        days = days_of(rates, year, sheet)
        due = days.on_or_after(date(year, *last))
        sheet.step(
            "截止日顺延",
            f"{year}年{last[0]}月{last[1]}日遇休假日顺延",
            Decimal((due - date(year, *last)).days),
            unit="天",
        )
    else:
        month = _month(inputs, rates.as_of)
        if inputs.year is None and month < rates.as_of.month:
            year += 1
        opens = date(year, month, 1)
        due = _window(rates, sheet, year, month)
    _tell(inputs, rates, sheet, (opens, due))
    return sheet.result()


def _month(inputs: CalendarInputs, as_of: date) -> int:
    if inputs.tax != "quarterly":
        return inputs.month or as_of.month
    month = inputs.month or next((month for month in QUARTER_MONTHS if month >= as_of.month), QUARTER_MONTHS[0])
    if month not in QUARTER_MONTHS:
        raise BadInput((Problem("month", "申报月份请填1、4、7、10：按季的在季度终了后的月份申报。"),))
    return month


def _window(rates: Rates, sheet: Worksheet, year: int, month: int) -> date:
    """The monthly window: the notified day where there is a notice, else by rule."""
    notice = rates.table("calendar.due").on(date(year, month, 1))
    if notice is not None:
        rates.cite(notice)
        due = notice.days["due"][month - 1]
    else:
        days = days_of(rates, year, sheet)
        due = days.extended(date(year, month, 1), date(year, month, 15))
        sheet.note("税务总局当年的申报纳税期限还没有收录，这里按规则推算，以正式通知为准。")
    sheet.step(
        "截止日比15日顺延",
        f"{month}月15日遇休假日或三天以上假期顺延",
        Decimal((due - date(year, month, 15)).days),
        unit="天",
    )
    return due


def _once(inputs: CalendarInputs, rates: Rates, sheet: Worksheet) -> tuple[date, date]:
    start = inputs.start
    if start is None:
        raise BadInput((Problem("start", texts.MISSING.format(title="起算日")),))
    term = TERMS[inputs.tax]
    last = start + timedelta(days=term)
    days = days_of(rates, last.year, sheet)
    due = days.on_or_after(last) if term > MONTH else days.extended(start + timedelta(days=1), last)
    sheet.step("期限", f"自{start.isoformat()}次日起{term}日，遇休假日顺延", Decimal((due - start).days), unit="天")
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
