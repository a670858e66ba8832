"""个人转让股权、股票: individual income tax on the gain."""

from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.inputs import CalculatorInput, Number, YesNo, choice, money, yes_no
from bot.calculators.tables import Rates
from bot.calculators.worksheet import Worksheet

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
    sheet = Worksheet(f"个人转让股权：{KINDS[inputs.kind]}", rates)
    rate_ = rates.use("iit.transfer")["rate"]
    if inputs.kind in ("listed_market", "neeq_other"):
        rates.use("iit.shares" if inputs.kind == "listed_market" else "iit.neeq")
        sheet.total("计税转让收入", inputs.price, key="revenue")
        sheet.nothing("应纳税所得额", "暂免征收个人所得税", key="taxable")
        sheet.nothing("应纳税额", "暂免征收个人所得税", key="tax")
        sheet.note("限售股、原始股不适用这项免税。")
        return sheet.result()
    rates.use("iit.equity" if inputs.kind == "unlisted" else "iit.neeq")
    revenue = _revenue(inputs, sheet)
    taxable = sheet.less("应纳税所得额", revenue, inputs.cost, inputs.fees, key="taxable")
    sheet.product("应纳税额", taxable, rate_, key="tax")
    sheet.note("转让协议生效等情形发生的次月15日内申报，没有收到钱也可能要缴。", "不适用于限售股。")
    return sheet.result()


def _revenue(inputs: TransferEquityInputs, sheet: Worksheet) -> Decimal:
    """公告2014年第67号第十二条至第十四条: a price below net assets, without a good reason, is replaced by them."""
    low = inputs.kind == "unlisted" and inputs.net_assets is not None and inputs.price < inputs.net_assets
    if low and not inputs.justified and inputs.net_assets is not None:
        sheet.note("价格低于净资产份额又没有正当理由，税务机关可按净资产份额核定收入，这里按核定计算。")
        return sheet.total("计税转让收入", inputs.net_assets, key="revenue")
    if low:
        sheet.note("价格低于净资产份额，正当理由要有相应的证明材料。")
    return sheet.total("计税转让收入", inputs.price, key="revenue")


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
