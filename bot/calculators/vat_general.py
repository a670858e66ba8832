"""一般纳税人增值税: output less input, the simplified method and the additional credit."""

from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.errors import UnknownCalculator
from bot.calculators.inputs import CalculatorInput, Number, YesNo, choice, money, yes_no
from bot.calculators.tables import Rates

EXTRAS = {"none": "不适用", "manufacturing": "先进制造业5%", "circuit": "集成电路、工业母机15%"}


class GeneralInputs(CalculatorInput):
    tax_included: YesNo = yes_no("销售额含税", "下面的销售额是含税的吗？", default=False)
    sales_13: Number = money("13%销售额", "适用13%的销售额多少元？", default=Decimal(0))
    sales_9: Number = money("9%销售额", "适用9%的销售额多少元？", default=Decimal(0))
    sales_6: Number = money("6%销售额", "适用6%的销售额多少元？", default=Decimal(0))
    simple_3: Number = money("简易计税3%销售额", "简易计税、征收率3%的销售额多少元？", default=Decimal(0))
    simple_5: Number = money("简易计税5%销售额", "简易计税、征收率5%（老不动产等）的销售额多少元？", default=Decimal(0))
    input_tax: Number = money("本期进项税额", "本期可抵扣的进项税额多少元？", default=Decimal(0))
    input_out: Number = money("进项税额转出", "本期进项税额转出多少元？", default=Decimal(0))
    carried_in: Number = money("上期留抵税额", "上期留抵税额多少元？", default=Decimal(0))
    extra: Literal["none", "manufacturing", "circuit"] = choice(
        "加计抵减", "适用进项税额加计抵减吗？", EXTRAS, default="none"
    )
    extra_in: Number = money(
        "上期结余加计抵减额",
        "上期没抵完的加计抵减额多少元？",
        default=Decimal(0),
        when={"extra": ("manufacturing", "circuit")},
    )
    prepaid: Number = money("已预缴税额", "本期已预缴增值税多少元？", default=Decimal(0))


def calculate(inputs: GeneralInputs, rates: Rates) -> Calculation:
    raise UnknownCalculator("not yet computed")


CALCULATOR = Calculator(
    id="vat.general",
    title="一般纳税人增值税",
    summary="销项减进项、简易计税、加计抵减后应交多少增值税",
    inputs=GeneralInputs,
    results={
        "output_tax": "销项税额",
        "deducted": "实际抵扣税额",
        "carried_out": "期末留抵税额",
        "extra_used": "实际加计抵减额",
        "extra_out": "结余加计抵减额",
        "simple_tax": "简易计税应纳税额",
        "tax": "应纳税额合计",
        "due": "应补（退）税额",
    },
    compute=calculate,
)
