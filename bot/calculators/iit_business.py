"""经营所得: the tax of a sole trader or a partner, with the half relief of sole traders."""

from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.inputs import MOST, CalculatorInput, Count, Number, YesNo, choice, count, money, rate, yes_no
from bot.calculators.money import ZERO, bracket_of, percent, plain, positive
from bot.calculators.tables import Edition, Rates
from bot.calculators.worksheet import Worksheet

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
    sheet = Worksheet(f"经营所得（{PERIODS[inputs.period]}）", rates)
    table = rates.use("iit.business")
    taxable = _taxable(inputs, table, sheet)
    tax = sheet.bracket("减免前税额", table.scale, taxable, key="tax")
    half = rates.find("iit.business-half") if inputs.kind == "sole_trader" else None
    relief = _half_relief(inputs, half, table, sheet, (taxable, tax)) if half else ZERO
    payable = sheet.less("应纳税额", tax, inputs.other_relief, relief, key="payable")
    sheet.balance("应补（退）税额", payable, inputs.prepaid, key="balance")
    if inputs.period == "prepay":
        sheet.note("预缴时负的应补（退）税额不在当期退，留到汇算。")
    sheet.note("从两处以上取得经营所得的，还要汇总申报。")
    if half:
        sheet.note("从两处以上取得经营所得的，减半的限额按汇总后的应纳税所得额计算。")
    return sheet.result()


def _taxable(inputs: BusinessInputs, table: Edition, sheet: Worksheet) -> Decimal:
    profit = sheet.less("弥补亏损后的所得", inputs.profit, inputs.losses)
    if inputs.kind == "partner" and inputs.share != 100:
        profit = sheet.product("按分配比例归属的所得", profit, inputs.share / 100)
    if inputs.comprehensive:
        sheet.note("减除费用、专项扣除、专项附加扣除已在综合所得中扣除，这里不再扣。")
        return sheet.less("应纳税所得额", profit, inputs.other_deductions, key="taxable")
    if inputs.period == "annual":
        basic, special = table["basic"], inputs.special_deductions
    else:
        basic, special = table["month"] * inputs.months, ZERO
        sheet.note("专项附加扣除在年度汇算时扣，预缴时不减。")
    return sheet.less("应纳税所得额", profit, basic, inputs.insurance, special, inputs.other_deductions, key="taxable")


def _half_relief(
    inputs: BusinessInputs, half: Edition, table: Edition, sheet: Worksheet, whole: tuple[Decimal, Decimal]
) -> Decimal:
    """国家税务总局公告2023年第12号: (tax on the part within the limit − other reliefs in proportion) × 50 %."""
    taxable, tax = whole
    label = "个体工商户减半减免税额"
    if taxable <= half["limit"]:
        left = positive(tax - inputs.other_relief)
        formula = f"（{plain(tax)} − {plain(inputs.other_relief)}） × {percent(half['share'])}"
        if tax < inputs.other_relief:
            return sheet.nothing(label, "其他减免已超过税额", key="half_relief")
        return sheet.step(label, formula, left * half["share"], key="half_relief")
    within = bracket_of(table.scale, half["limit"]).tax(half["limit"])
    sheet.note(f"减半只到应纳税所得额{plain(half['limit'])}元，超过的部分不减。")
    formula = (
        f"（{plain(within)} − {plain(inputs.other_relief)} × {plain(half['limit'])} ÷ {plain(taxable)}）"
        f" × {percent(half['share'])}"
    )
    left = positive(within - inputs.other_relief * half["limit"] / taxable)
    if not left:
        return sheet.nothing(label, "其他减免已超过税额", key="half_relief")
    return sheet.step(label, formula, left * half["share"], key="half_relief")


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
