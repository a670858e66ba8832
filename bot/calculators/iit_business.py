"""经营所得: the tax of a sole trader or a partner, with the half relief of sole traders."""

from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.errors import UnknownCalculator
from bot.calculators.inputs import (
    MOST,
    CalculatorInput,
    Count,
    Number,
    YesNo,
    choice,
    count,
    money,
    rate,
    yes_no,
)
from bot.calculators.tables import Rates

KINDS = {
    "sole_trader": "个体工商户",
    "partner": "个人独资企业投资者、合伙企业个人合伙人",
    "other": "其他从事生产经营的个人",
}
PERIODS = {"annual": "年度汇算", "prepay": "按月、按季预缴（累计）"}


class BusinessInputs(CalculatorInput):
    kind: Literal["sole_trader", "partner", "other"] = choice("经营者类型", "您属于哪一种？", KINDS)
    period: Literal["annual", "prepay"] = choice("计算期间", "算全年汇算，还是算预缴？", PERIODS, default="annual")
    months: Count = count(
        "本年经营月数",
        "今年经营了几个月（算到本期）？",
        bounds=(1, 12),
        unit="个月",
        default=12,
        when={"period": ("prepay",)},
    )
    profit: Number = money("利润总额", "收入减去成本、费用、税金、损失后是多少元？亏损填负数。", minimum=-MOST)
    losses: Number = money("以前年度亏损", "可弥补的以前年度亏损多少元？", default=Decimal(0))
    share: Number = rate(
        "分配比例", "您的分配比例是百分之几？", bounds=(0, 100), default=Decimal(100), when={"kind": ("partner",)}
    )
    comprehensive: YesNo = yes_no("另有综合所得", "6万元费用等已在工资等综合所得中扣除？", default=False)
    insurance: Number = money("本人社保公积金", "本人缴的社会保险、住房公积金多少元？", default=Decimal(0))
    special_deductions: Number = money(
        "专项附加扣除", "全年专项附加扣除合计多少元？", default=Decimal(0), when={"period": ("annual",)}
    )
    other_deductions: Number = money("其他扣除", "依法确定的其他扣除多少元？", default=Decimal(0))
    other_relief: Number = money("其他减免税额", "残疾、孤老等其他政策减免多少元？", default=Decimal(0))
    prepaid: Number = money("已预缴税额", "已预缴多少元？", default=Decimal(0))


def calculate(inputs: BusinessInputs, rates: Rates) -> Calculation:
    raise UnknownCalculator("not yet computed")


CALCULATOR = Calculator(
    id="iit.business",
    title="经营所得",
    summary="个体工商户、个人独资和合伙企业的经营所得个人所得税",
    inputs=BusinessInputs,
    results={
        "taxable": "应纳税所得额",
        "tax": "减免前税额",
        "half_relief": "个体工商户减半减免税额",
        "payable": "应纳税额",
        "balance": "应补（退）税额",
    },
    compute=calculate,
)
