"""个人转让房屋: individual income tax of the seller."""

from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.inputs import CalculatorInput, Number, YesNo, choice, money, rate, yes_no
from bot.calculators.money import ZERO, percent
from bot.calculators.tables import Rates
from bot.calculators.worksheet import Worksheet

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
    sheet = Worksheet("个人转让房屋", rates)
    home_tax(inputs, rates, sheet)
    sheet.note("转让收入不含增值税；价格明显偏低又没有正当理由的，由税务机关核定。")
    return sheet.result()


def home_tax(inputs: TransferHomeInputs, rates: Rates, sheet: Worksheet, *, keys: bool = True) -> Decimal:
    """Write the steps to the seller's tax; without ``keys`` they are part of another calculation."""
    taxable_key, tax_key = ("taxable", "tax") if keys else (None, None)
    fifth = rates.use("iit.transfer")["rate"]
    is_home = inputs.property in HOMES
    if is_home and inputs.only_home_5_years:
        rates.use("iit.only-home")
        sheet.nothing("应纳税所得额", "自用五年以上、家庭唯一生活用房，免征", key=taxable_key)
        return sheet.nothing("应纳税额", "免征", key=tax_key)
    if inputs.method == "assessed":
        if is_home:
            rates.use("iit.transfer-home")
        _warn_of_assessment(sheet, is_home=is_home)
        taxable = sheet.total("应纳税所得额", inputs.price, key=taxable_key)
        return sheet.product("应纳税额", taxable, inputs.assessed_rate / 100, key=tax_key)
    taxable = sheet.less("应纳税所得额", inputs.price, *_deductions(inputs, rates, sheet), key=taxable_key)
    if is_home:
        sheet.note("1年内在同一城市再买住房的，2027年12月31日前可申请换购退税。")
    return sheet.product("应纳税额", taxable, fifth, key=tax_key)


def _warn_of_assessment(sheet: Worksheet, *, is_home: bool) -> None:
    sheet.note(
        "核定征收率由当地规定（住房1%至3%），重庆的标准没有核对到文件，以主管税务机关为准；能查到原值的不能选核定。"
    )
    if not is_home:
        sheet.note("住房的核定办法不适用于非住房，非住房能否核定由税务机关确定。")


def _deductions(inputs: TransferHomeInputs, rates: Rates, sheet: Worksheet) -> tuple[Decimal, ...]:
    if inputs.property not in HOMES:
        return inputs.cost, inputs.taxes, inputs.fees
    cap = rates.use("iit.transfer-home")[inputs.property]
    most = sheet.product("装修费用扣除上限", inputs.cost, cap) if inputs.renovation else ZERO
    if inputs.renovation > most:
        sheet.note(f"装修费用最多扣原值的{percent(cap)}。")
    return inputs.cost, inputs.taxes, min(inputs.renovation, most), inputs.interest, inputs.fees


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
