"""个人转让股权、股票: individual income tax on the gain."""

from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.errors import UnknownCalculator
from bot.calculators.inputs import CalculatorInput, Number, YesNo, choice, money, yes_no
from bot.calculators.tables import Rates

KINDS = {
    "unlisted": "非上市公司股权",
    "listed_market": "在二级市场买入的上市公司股票",
    "neeq_other": "新三板挂牌公司非原始股",
    "neeq_original": "新三板挂牌公司原始股",
}
TAXED = ("unlisted", "neeq_original")


class TransferEquityInputs(CalculatorInput):
    kind: Literal["unlisted", "listed_market", "neeq_other", "neeq_original"] = choice(
        "转让的股权", "转让的是哪一种？", KINDS
    )
    price: Number = money("转让收入", "转让价款多少元？")
    cost: Number = money(
        "股权原值", "实际出资或买价加相关税费多少元？没有实缴填0。", default=Decimal(0), when={"kind": TAXED}
    )
    fees: Number = money("合理税费", "转让时缴的印花税等税费多少元？", default=Decimal(0), when={"kind": TAXED})
    net_assets: Number | None = money(
        "对应的净资产份额",
        "转让股权对应的公司净资产份额多少元？不清楚可不填。",
        default=None,
        when={"kind": ("unlisted",)},
    )
    justified: YesNo = yes_no(
        "低价有正当理由",
        "价格低于净资产份额的，是否属于转让给近亲属等有正当理由的情形？",
        default=False,
        when={"kind": ("unlisted",)},
    )


def calculate(inputs: TransferEquityInputs, rates: Rates) -> Calculation:
    raise UnknownCalculator("not yet computed")


CALCULATOR = Calculator(
    id="iit.transfer-equity",
    title="个人转让股权",
    summary="个人转让股权、股票的个人所得税",
    inputs=TransferEquityInputs,
    results={
        "revenue": "计税转让收入",
        "taxable": "应纳税所得额",
        "tax": "应纳税额",
    },
    compute=calculate,
)
