"""全年一次性奖金: taxed on its own or with the year's income, and which is less."""

from decimal import Decimal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.errors import UnknownCalculator
from bot.calculators.inputs import CalculatorInput, Number, money
from bot.calculators.tables import Rates


class BonusInputs(CalculatorInput):
    bonus: Number = money("年终奖", "年终奖（全年一次性奖金）税前多少元？")
    income: Number = money("全年其他综合所得收入额", "年终奖以外，全年税前工资等收入额共多少元？", default=Decimal(0))
    insurance: Number = money("全年三险一金", "全年个人缴的三险一金多少元？", default=Decimal(0))
    special_deductions: Number = money("全年专项附加扣除", "全年专项附加扣除合计多少元？", default=Decimal(0))
    other_deductions: Number = money(
        "全年其他扣除", "全年其他依法扣除（年金、个人养老金等）多少元？", default=Decimal(0)
    )


def calculate(inputs: BonusInputs, rates: Rates) -> Calculation:
    raise UnknownCalculator("not yet computed")


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
