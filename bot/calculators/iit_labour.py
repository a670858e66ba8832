"""劳务报酬、稿酬、特许权使用费: the tax to withhold from one payment, or cumulatively from some people."""

from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.errors import UnknownCalculator
from bot.calculators.inputs import CalculatorInput, Count, Number, choice, count, money
from bot.calculators.tables import Rates

KINDS = {
    "labour": "一般劳务报酬（按次预扣）",
    "manuscript": "稿酬",
    "royalty": "特许权使用费",
    "student": "在校学生实习（累计预扣）",
    "platform": "互联网平台从业人员（累计预扣）",
    "agent": "保险营销员、证券经纪人佣金（累计预扣）",
}
CUMULATIVE = ("student", "platform", "agent")


class LabourInputs(CalculatorInput):
    kind: Literal["labour", "manuscript", "royalty", "student", "platform", "agent"] = choice(
        "所得项目", "这笔收入属于哪一种？", KINDS
    )
    income: Number = money("收入", "收入多少元（不含增值税）？累计预扣的填今年到本月的累计收入。")
    months: Count = count(
        "本年从业月数",
        "今年在本单位从业几个月（算到本月）？",
        bounds=(1, 12),
        unit="个月",
        default=1,
        when={"kind": CUMULATIVE},
    )
    surcharges: Number = money(
        "累计附加税费", "今年到本月累计缴了多少附加税费？", default=Decimal(0), when={"kind": ("agent",)}
    )
    paid: Number = money("已预扣税额", "今年前几个月已预扣多少个税？", default=Decimal(0), when={"kind": CUMULATIVE})


def calculate(inputs: LabourInputs, rates: Rates) -> Calculation:
    raise UnknownCalculator("not yet computed")


CALCULATOR = Calculator(
    id="iit.labour",
    title="劳务报酬、稿酬、特许权使用费预扣",
    summary="支付时应预扣多少个人所得税",
    inputs=LabourInputs,
    results={
        "taxable": "预扣预缴应纳税所得额",
        "tax": "应预扣税额",
        "net": "税后收入",
    },
    compute=calculate,
)
