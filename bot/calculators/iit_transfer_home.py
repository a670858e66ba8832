"""个人转让房屋: individual income tax of the seller."""

from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.errors import UnknownCalculator
from bot.calculators.inputs import CalculatorInput, Number, YesNo, choice, money, rate, yes_no
from bot.calculators.tables import Rates

PROPERTIES = {
    "commodity": "商品房及其他住房",
    "public": "已购公有住房、经济适用房",
    "non_home": "商铺、写字楼、车位等非住房",
}
METHODS = {"actual": "能提供原值凭证，按差额20%", "assessed": "不能提供完整准确原值凭证，核定征收"}
HOMES = ("commodity", "public")


class TransferHomeInputs(CalculatorInput):
    property: Literal["commodity", "public", "non_home"] = choice("房屋类型", "卖的是哪一种房屋？", PROPERTIES)
    only_home_5_years: YesNo = yes_no(
        "满五唯一", "是自用满5年以上、并且是家庭唯一的生活用房吗？", default=False, when={"property": HOMES}
    )
    price: Number = money("转让收入", "成交价多少元（不含增值税）？")
    method: Literal["actual", "assessed"] = choice("计税方法", "能提供房屋原值凭证吗？", METHODS, default="actual")
    cost: Number = money("房屋原值", "买入时的价款和契税等共多少元？", default=Decimal(0), when={"method": ("actual",)})
    taxes: Number = money(
        "转让税费",
        "卖房时缴的附加、印花税、土地增值税等多少元（不含增值税）？",
        default=Decimal(0),
        when={"method": ("actual",)},
    )
    renovation: Number = money(
        "装修费用", "有发票的装修费用多少元？", default=Decimal(0), when={"property": HOMES, "method": ("actual",)}
    )
    interest: Number = money(
        "住房贷款利息",
        "已支付、有银行证明的住房贷款利息多少元？",
        default=Decimal(0),
        when={"property": HOMES, "method": ("actual",)},
    )
    fees: Number = money("手续费公证费", "手续费、公证费等多少元？", default=Decimal(0), when={"method": ("actual",)})
    assessed_rate: Number = rate(
        "核定征收率",
        "当地核定征收率是百分之几（住房幅度1%至3%）？",
        bounds=(1, 3),
        default=Decimal(1),
        when={"method": ("assessed",)},
    )


def calculate(inputs: TransferHomeInputs, rates: Rates) -> Calculation:
    raise UnknownCalculator("not yet computed")


CALCULATOR = Calculator(
    id="iit.transfer-home",
    title="个人转让房屋",
    summary="个人卖房的个人所得税",
    inputs=TransferHomeInputs,
    results={
        "taxable": "应纳税所得额",
        "tax": "应纳税额",
    },
    compute=calculate,
)
