"""企业所得税: small low-profit enterprises, reduced rates and the general rate."""

from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.errors import UnknownCalculator
from bot.calculators.inputs import MOST, CalculatorInput, Number, YesNo, choice, money, number, yes_no
from bot.calculators.tables import Rates

KINDS = {"standard": "一般企业（25%）", "high_tech": "高新技术企业（15%）", "western": "西部大开发鼓励类企业（15%）"}


class CitInputs(CalculatorInput):
    kind: Literal["standard", "high_tech", "western"] = choice(
        "企业类型", "企业适用哪一种税率？", KINDS, default="standard"
    )
    profit: Number = money("利润总额", "会计利润总额多少元？亏损填负数。", minimum=-MOST)
    add: Number = money("纳税调增", "纳税调整增加额多少元？", default=Decimal(0))
    subtract: Number = money("纳税调减", "纳税调整减少额（免税收入、加计扣除等）多少元？", default=Decimal(0))
    losses: Number = money("弥补以前年度亏损", "可弥补的以前年度亏损多少元？", default=Decimal(0))
    employees: Number = number("从业人数", "从业人数（全年季度平均值）多少人？", unit="人", bounds=(0, 10**7), places=2)
    assets: Number = money("资产总额", "资产总额（全年季度平均值）多少元？")
    restricted: YesNo = yes_no("限制或禁止行业", "从事国家限制或禁止的行业吗？", default=False)
    credit: Number = money("抵免税额", "专用设备投资等抵免税额多少元？", default=Decimal(0))
    prepaid: Number = money("已预缴税额", "本年已预缴多少元？", default=Decimal(0))


def calculate(inputs: CitInputs, rates: Rates) -> Calculation:
    raise UnknownCalculator("not yet computed")


CALCULATOR = Calculator(
    id="cit",
    title="企业所得税",
    summary="小型微利企业和一般企业的企业所得税",
    inputs=CitInputs,
    results={
        "taxable": "应纳税所得额",
        "tax": "应纳所得税额",
        "relief": "减免所得税额",
        "payable": "应纳税额",
        "balance": "应补（退）税额",
    },
    compute=calculate,
)
