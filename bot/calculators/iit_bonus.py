"""全年一次性奖金: taxed on its own or with the year's income, and which is less."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.inputs import CalculatorInput, Number, money
from bot.calculators.money import Bracket, bracket_of, cents, plain
from bot.calculators.tables import Rates
from bot.calculators.worksheet import Worksheet


class BonusInputs(CalculatorInput):
    bonus: Number = money("年终奖", "年终奖（全年一次性奖金）税前多少元？")
    income: Number = money("全年其他综合所得收入额", "年终奖以外，全年税前工资等收入额共多少元？", default=Decimal(0))
    insurance: Number = money("全年三险一金", "全年个人缴的三险一金多少元？", default=Decimal(0))
    special_deductions: Number = money("全年专项附加扣除", "全年专项附加扣除合计多少元？", default=Decimal(0))
    other_deductions: Number = money(
        "全年其他扣除", "全年其他依法扣除（年金、个人养老金等）多少元？", default=Decimal(0)
    )


def calculate(inputs: BonusInputs, rates: Rates) -> Calculation:
    sheet = Worksheet("年终奖", rates)
    table = rates.use("iit.comprehensive")
    separate = rates.find("iit.bonus")
    deductions = sheet.total(
        "全年扣除合计", table["basic"], inputs.insurance, inputs.special_deductions, inputs.other_deductions
    )
    rest = sheet.less("年终奖以外的应纳税所得额", inputs.income, deductions)
    rest_tax = sheet.bracket("其他综合所得的税额", table.scale, rest, key="rest_tax")
    merged = sheet.less("并入后的应纳税所得额", inputs.income + inputs.bonus, deductions)
    merged_total = sheet.bracket("并入计税合计", table.scale, merged, key="merged_total")
    if separate is None:
        sheet.finding("better", "哪种少", "并入综合所得")
        sheet.note("年终奖单独计税的规定在计算日不适用，只能并入综合所得。")
        return sheet.result()
    row = bracket_of(separate.scale, inputs.bonus)
    sheet.step("年终奖除以12，确定税率", f"{plain(inputs.bonus)} ÷ 12", inputs.bonus / 12)
    bonus_tax = sheet.step("年终奖单独计税的税额", row.formula(inputs.bonus), row.tax(inputs.bonus), key="bonus_tax")
    separate_total = sheet.total("单独计税合计", rest_tax, bonus_tax, key="separate_total")
    sheet.less("相差", max(separate_total, merged_total), min(separate_total, merged_total), key="saving")
    sheet.finding("better", "哪种少", _better(separate_total, merged_total))
    _warn(inputs.bonus, separate.scale, sheet)
    sheet.note("单独计税一年只能用一次；只适用于居民个人。并入时补退以年度汇算为准。")
    return sheet.result()


def _better(separate: Decimal, merged: Decimal) -> str:
    if separate == merged:
        return "两种相同"
    return "单独计税" if separate < merged else "并入综合所得"


def _warn(bonus: Decimal, scale: Sequence[Bracket], sheet: Worksheet) -> None:
    """Just above a limit the higher rate hits the whole bonus: more bonus leaves less."""
    for lower, upper in pairwise(scale):
        if lower.upto is None or bonus <= lower.upto:
            return
        kept = lower.upto - lower.tax(lower.upto)
        break_even = cents((kept - upper.quick) / (1 - upper.rate))
        if bonus < break_even:
            sheet.note(
                f"临界点：年终奖在{plain(lower.upto)}元至{plain(break_even)}元之间，"
                f"单独计税的税后所得反而少于正好发{plain(lower.upto)}元。"
            )


CALCULATOR = Calculator(
    id="iit.bonus",
    title="年终奖",
    summary="年终奖单独计税还是并入综合所得，各交多少、哪种少",
    inputs=BonusInputs,
    results={
        "bonus_tax": "年终奖单独计税的税额",
        "rest_tax": "其他综合所得的税额",
        "separate_total": "单独计税合计",
        "merged_total": "并入计税合计",
        "saving": "相差",
        "better": "哪种少",
    },
    compute=calculate,
)
