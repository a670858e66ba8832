"""一般纳税人增值税: output less input, the simplified method and the additional credit."""

from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.inputs import CalculatorInput, Number, YesNo, choice, money, yes_no
from bot.calculators.money import ZERO, operand, percent, plain
from bot.calculators.tables import Rates
from bot.calculators.worksheet import Worksheet

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
    sheet = Worksheet("一般纳税人增值税", rates)
    table = rates.use("vat.general")
    outputs = [
        _tax(sheet, f"{percent(table[name])}销项税额", getattr(inputs, name), table[name], inputs)
        for name in ("sales_13", "sales_9", "sales_6")
    ]
    output = sheet.total("销项税额", *outputs, key="output_tax")
    credit = sheet.step(
        "可抵扣进项税额",
        f"{plain(inputs.input_tax)} + {plain(inputs.carried_in)} − {plain(inputs.input_out)}",
        inputs.input_tax + inputs.carried_in - inputs.input_out,
    )
    deducted = sheet.step("实际抵扣税额", *_smaller(output, credit), key="deducted")
    sheet.balance("期末留抵税额", max(credit, ZERO), max(deducted, ZERO), key="carried_out")
    before = sheet.balance("一般计税应纳税额", output, deducted)
    extra = _extra(inputs, rates, sheet, before)
    simple = sheet.total("简易计税应纳税额", *_simple(inputs, rates, sheet), key="simple_tax")
    tax = sheet.step(
        "应纳税额合计", f"{operand(before)} − {plain(extra)} + {plain(simple)}", before - extra + simple, key="tax"
    )
    sheet.balance("应补（退）税额", tax, inputs.prepaid, key="due")
    sheet.note("没有计入：出口退（免）税、即征即退、差额扣除和留抵退税。")
    return sheet.result()


def _smaller(output: Decimal, credit: Decimal) -> tuple[str, Decimal]:
    return (operand(credit), credit) if credit <= output else (plain(output), output)


def _tax(sheet: Worksheet, label: str, sales: Decimal, rate_: Decimal, inputs: GeneralInputs) -> Decimal:
    if not sales:
        return ZERO
    if inputs.tax_included:
        formula = f"{plain(sales)} ÷ （1 + {percent(rate_)}）"
        sales = sheet.step(f"{percent(rate_)}不含税销售额", formula, sales / (1 + rate_))
    return sheet.product(label, sales, rate_)


def _simple(inputs: GeneralInputs, rates: Rates, sheet: Worksheet) -> list[Decimal]:
    rate_3 = rates.use("vat.general")["simple_3"]
    taxes = [_tax(sheet, "3%简易计税税额", inputs.simple_3, rate_3, inputs)]
    if inputs.simple_5:
        rate_5 = rates.use("vat.simple-5")["simple_5"]
        taxes.append(_tax(sheet, "5%简易计税税额", inputs.simple_5, rate_5, inputs))
    return taxes


def _extra(inputs: GeneralInputs, rates: Rates, sheet: Worksheet, before: Decimal) -> Decimal:
    """加计抵减 never goes beyond the tax of the general method; the rest waits."""
    if inputs.extra == "none":
        sheet.nothing("结余加计抵减额", "不适用加计抵减", key="extra_out")
        return sheet.nothing("实际加计抵减额", "不适用加计抵减", key="extra_used")
    share = rates.use(f"vat.extra-{inputs.extra}")["share"]
    added = sheet.product("本期计提加计抵减额", inputs.input_tax, share)
    reduced = sheet.product("本期调减加计抵减额", inputs.input_out, share) if inputs.input_out else ZERO
    available = sheet.step(
        "可抵减额", f"{plain(inputs.extra_in)} + {plain(added)} − {plain(reduced)}", inputs.extra_in + added - reduced
    )
    used = max(min(available, before), ZERO)
    sheet.total("实际加计抵减额", used, key="extra_used")
    sheet.balance("结余加计抵减额", available, used, key="extra_out")
    return used


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
