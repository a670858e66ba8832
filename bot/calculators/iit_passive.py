"""利息、股息、红利和偶然所得: individual income tax by kind."""

from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.errors import UnknownCalculator
from bot.calculators.inputs import CalculatorInput, Number, choice, money
from bot.calculators.tables import Rates

KINDS = {
    "deposit": "银行储蓄存款利息",
    "treasury": "国债、国家发行的金融债券利息",
    "interest": "其他利息（借款利息、企业债券利息）",
    "dividend": "非上市公司股息红利",
    "listed_dividend": "上市公司、新三板挂牌公司股息红利",
    "lottery": "体育彩票、福利彩票中奖（一次）",
    "invoice_prize": "有奖发票奖金（单张）",
    "accidental": "其他中奖、中彩、得奖、受赠等偶然所得",
}
HOLDINGS = {
    "within_month": "持股1个月以内（含）",
    "within_year": "持股1个月以上至1年（含）",
    "over_year": "持股超过1年",
}


class PassiveInputs(CalculatorInput):
    kind: Literal[
        "deposit", "treasury", "interest", "dividend", "listed_dividend", "lottery", "invoice_prize", "accidental"
    ] = choice("所得项目", "是哪一种收入？", KINDS)
    amount: Number = money("收入", "收入多少元？")
    holding: Literal["within_month", "within_year", "over_year"] = choice(
        "持股期限", "股票持有了多久？", HOLDINGS, default="within_month", when={"kind": ("listed_dividend",)}
    )


def calculate(inputs: PassiveInputs, rates: Rates) -> Calculation:
    raise UnknownCalculator("not yet computed")


CALCULATOR = Calculator(
    id="iit.passive",
    title="利息股息红利和偶然所得",
    summary="利息、分红、中奖的个人所得税",
    inputs=PassiveInputs,
    results={
        "taxable": "应纳税所得额",
        "tax": "应纳税额",
        "net": "税后收入",
    },
    compute=calculate,
)
