"""小规模纳税人增值税: the threshold, the reduced levy rate and invoices that give up the relief."""

from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.errors import UnknownCalculator
from bot.calculators.inputs import CalculatorInput, Number, YesNo, choice, money, yes_no
from bot.calculators.tables import Rates

PERIODS = {"quarter": "按季申报", "month": "按月申报", "once": "自然人按次（日）"}


class SmallScaleInputs(CalculatorInput):
    period: Literal["quarter", "month", "once"] = choice(
        "计税期间", "按季、按月，还是按次？", PERIODS, default="quarter"
    )
    tax_included: YesNo = yes_no("金额含税", "下面的金额是含税的吗？", default=False)
    ordinary: Number = money(
        "货物、服务等销售额（普通发票或未开票）",
        "货物、服务、无形资产的销售额多少元（不含开专票的）？",
        default=Decimal(0),
    )
    special_1: Number = money("开1%专用发票的销售额", "开了1%专用发票的销售额多少元？", default=Decimal(0))
    special_3: Number = money("开3%专用发票的销售额", "放弃减税、开3%专用发票的销售额多少元？", default=Decimal(0))
    property_rent: Number = money(
        "不动产出租（普通发票或未开票）", "出租不动产（不含个人出租住房）的租金多少元？", default=Decimal(0)
    )
    property_rent_special: Number = money(
        "不动产出租（专用发票）", "出租不动产开了专用发票的租金多少元？", default=Decimal(0)
    )
    property_sale: Number = money(
        "不动产销售（普通发票或未开票）", "卖不动产的价款（买来的，减去购置原价后）多少元？", default=Decimal(0)
    )
    property_sale_special: Number = money(
        "不动产销售（专用发票）", "卖不动产开专用发票部分（减去购置原价后）多少元？", default=Decimal(0)
    )
    housing_rent: Number = money("个人出租住房", "个人（含个体户）出租住房的租金多少元？", default=Decimal(0))
    used_assets: Number = money(
        "销售自己使用过的固定资产、旧货", "销售自己使用过的固定资产、旧货多少元？", default=Decimal(0)
    )


def calculate(inputs: SmallScaleInputs, rates: Rates) -> Calculation:
    raise UnknownCalculator("not yet computed")


CALCULATOR = Calculator(
    id="vat.small-scale",
    title="小规模纳税人增值税",
    summary="是否达到起征点，应交多少增值税",
    inputs=SmallScaleInputs,
    results={
        "sales": "不含税销售额合计",
        "exempt_sales": "免税销售额",
        "tax": "应纳税额",
    },
    compute=calculate,
)
