"""残疾人就业保障金: the fund contribution, in bands until the end of 2027."""

from decimal import Decimal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.errors import UnknownCalculator
from bot.calculators.inputs import CalculatorInput, Number, YesNo, money, number, rate, yes_no
from bot.calculators.tables import Rates


class DisabilityFundInputs(CalculatorInput):
    employees: Number = number(
        "上年在职职工人数", "上年用人单位在职职工平均多少人？", unit="人", bounds=(0, 10**7), places=2
    )
    disabled: Number = number(
        "上年安排残疾人人数",
        "上年实际安排（经审核）的残疾人就业人数多少人？",
        unit="人",
        bounds=(0, 10**7),
        places=2,
        default=Decimal(0),
    )
    average_wage: Number = money("上年职工年平均工资", "上年在职职工年平均工资多少元？")
    ratio: Number = rate(
        "规定安排比例",
        "当地规定的安排比例是百分之几（不低于1.5%）？",
        bounds=(Decimal("1.5"), 10),
        default=Decimal("1.5"),
    )
    social_average: Number | None = money(
        "当地社会平均工资", "当地上年社会平均工资（年）多少元？不填不比较2倍上限。", default=None
    )
    enterprise: YesNo = yes_no("是企业", "是企业吗（机关、事业单位、社会团体、民办非企业填否）？", default=True)


def calculate(inputs: DisabilityFundInputs, rates: Rates) -> Calculation:
    raise UnknownCalculator("not yet computed")


CALCULATOR = Calculator(
    id="disability-fund",
    title="残疾人就业保障金",
    summary="残保金应缴多少，能减多少",
    inputs=DisabilityFundInputs,
    results={
        "full": "减免前应缴额",
        "relief": "减免额",
        "payable": "应缴额",
    },
    compute=calculate,
)
