"""小规模纳税人增值税: the threshold, the reduced levy rate and invoices that give up the relief."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.inputs import CalculatorInput, Number, YesNo, choice, money, yes_no
from bot.calculators.money import ZERO, percent, plain
from bot.calculators.tables import Edition, Rates
from bot.calculators.worksheet import Worksheet

LARGEST = Decimal(5_000_000)
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


@dataclass(frozen=True, slots=True)
class _Line:
    label: str
    net: Decimal
    levy: Decimal
    special: bool = False
    property_sale: bool = False


def calculate(inputs: SmallScaleInputs, rates: Rates) -> Calculation:
    sheet = Worksheet("小规模纳税人增值税", rates)
    table = rates.use("vat.small-scale")
    lines = [line for line in _lines(inputs, table, sheet) if line.net]
    sales = sheet.total("不含税销售额合计", *(line.net for line in lines), key="sales")
    exempt = _exempt(inputs, rates, sheet, lines)
    sheet.total("免税销售额", *(line.net for line in exempt), key="exempt_sales")
    taxes = [sheet.product(f"{line.label}税额", line.net, line.levy) for line in lines if line not in exempt]
    sheet.total("应纳税额", *taxes, key="tax")
    if any(line.special for line in lines) and len(exempt) < len(lines):
        sheet.note("开具专用发票的部分不能享受免税，按票面征收率缴纳。")
    if table["property"] == table["levy"] and any(line.label.startswith("不动产") for line in lines):
        sheet.note("2026年起小规模纳税人销售、出租不动产按3%，是据增值税法第十一条的理解，以主管税务机关口径为准。")
    if sales > LARGEST:
        sheet.note("年应税销售额超过500万元的，应当登记为一般纳税人。")
    return sheet.result()


def _lines(inputs: SmallScaleInputs, table: Edition, sheet: Worksheet) -> list[_Line]:
    """Each kind of sales without VAT, with the levy rate charged on it."""
    reduced, levy, on_property = table["reduced"], table["levy"], table["property"]
    rows = (
        ("货物、服务等", inputs.ordinary, reduced, reduced, False, False),
        ("1%专用发票", inputs.special_1, reduced, reduced, True, False),
        ("3%专用发票", inputs.special_3, levy, levy, True, False),
        ("不动产出租", inputs.property_rent, on_property, on_property, False, False),
        ("不动产出租（专用发票）", inputs.property_rent_special, on_property, on_property, True, False),
        ("不动产销售", inputs.property_sale, on_property, on_property, False, True),
        ("不动产销售（专用发票）", inputs.property_sale_special, on_property, on_property, True, True),
        ("个人出租住房", inputs.housing_rent, on_property, table["housing"], False, False),
        ("使用过的固定资产、旧货", inputs.used_assets, levy, table["used"], False, False),
    )
    return [
        _Line(label, _net(sheet, label, amount, divisor, included=inputs.tax_included), charged, special, sale)
        for label, amount, divisor, charged, special, sale in rows
    ]


def _net(sheet: Worksheet, label: str, amount: Decimal, rate_: Decimal, *, included: bool) -> Decimal:
    if not (included and amount):
        return amount
    return sheet.step(f"{label}不含税销售额", f"{plain(amount)} ÷ （1 + {percent(rate_)}）", amount / (1 + rate_))


def _exempt(inputs: SmallScaleInputs, rates: Rates, sheet: Worksheet, lines: Sequence[_Line]) -> list[_Line]:
    """What is exempt below the threshold: all that no special invoice was issued for."""
    table = rates.use("vat.small-scale")
    total = sum((line.net for line in lines), ZERO)
    threshold = rates.use("vat.once")["once"] if inputs.period == "once" else table[inputs.period]
    if _below(total, threshold, table):
        sheet.note(f"没有{_reach(table)}{plain(threshold)}元，没有开专用发票的部分免征。")
        return [line for line in lines if not line.special]
    without_sale = sum((line.net for line in lines if not line.property_sale), ZERO)
    if table["without_property_sale"] and _below(without_sale, threshold, table):
        sheet.note("剔除销售不动产后没有超过标准，其余销售额免征。")
        return [line for line in lines if not (line.special or line.property_sale)]
    sheet.note(f"已{_reach(table)}{plain(threshold)}元，全部销售额都要计税，不是只算超过的部分。")
    if not table["without_property_sale"] and any(line.property_sale for line in lines):
        sheet.note("2026年起没有再规定可以剔除不动产销售额，以主管税务机关口径为准。")
    return []


def _reach(table: Edition) -> str:
    return "超过" if table["inclusive"] else "达到"


def _below(sales: Decimal, threshold: Decimal, table: Edition) -> bool:
    return sales <= threshold if table["inclusive"] else sales < threshold


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
