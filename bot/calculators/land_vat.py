"""土地增值税: developers' settlement, old buildings, and the exemption of individuals' homes."""

from decimal import Decimal
from typing import Literal

from bot.calculators import texts
from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.errors import BadInput, Problem
from bot.calculators.inputs import CalculatorInput, Count, Number, YesNo, choice, count, money, rate, yes_no
from bot.calculators.money import ZERO, bracket_of, percent, plain
from bot.calculators.tables import Edition, Rates
from bot.calculators.worksheet import Worksheet

KINDS = {
    "developer": "房地产开发项目清算",
    "old_assessed": "转让旧房及建筑物，有评估价",
    "old_invoice": "转让旧房及建筑物，没有评估价、有购房发票",
    "individual_home": "个人转让住房",
}
DEVELOPER = ("developer",)


class LandVatInputs(CalculatorInput):
    kind: Literal["developer", "old_assessed", "old_invoice", "individual_home"] = choice(
        "转让类型", "属于哪一种转让？", KINDS
    )
    revenue: Number = money("转让收入", "转让收入多少元（不含增值税）？")
    ordinary_home: YesNo = yes_no("普通标准住宅", "是普通标准住宅吗？", default=False, when={"kind": DEVELOPER})
    land: Number = money(
        "取得土地的金额",
        "取得土地使用权支付的金额（含契税等）多少元？",
        default=Decimal(0),
        when={"kind": ("developer", "old_assessed")},
    )
    development: Number = money("开发成本", "房地产开发成本多少元？", default=Decimal(0), when={"kind": DEVELOPER})
    interest_documented: YesNo = yes_no(
        "利息能分摊并有证明", "利息支出能按项目分摊并有金融机构证明吗？", default=False, when={"kind": DEVELOPER}
    )
    interest: Number = money(
        "利息支出",
        "可据实扣除的利息多少元？",
        default=Decimal(0),
        when={"kind": DEVELOPER, "interest_documented": ("yes",)},
    )
    expense_rate: Number | None = rate(
        "开发费用比例",
        "当地规定的开发费用扣除比例是百分之几？不填按上限（单列利息5%，不单列10%）。",
        bounds=(0, 10),
        default=None,
        when={"kind": DEVELOPER},
    )
    assessed: Number = money(
        "旧房评估价格",
        "重置成本价乘以成新度折扣率的评估价多少元？",
        default=Decimal(0),
        when={"kind": ("old_assessed",)},
    )
    purchase: Number = money(
        "购房发票金额", "购房发票所载金额多少元？", default=Decimal(0), when={"kind": ("old_invoice",)}
    )
    years: Count = count(
        "可加计的年数",
        "从购房发票日期起到转让，可加计几年？",
        bounds=(0, 100),
        unit="年",
        default=0,
        when={"kind": ("old_invoice",)},
    )
    deed_tax: Number = money(
        "购房契税", "购房时缴的契税多少元（有完税凭证）？", default=Decimal(0), when={"kind": ("old_invoice",)}
    )
    taxes: Number = money(
        "与转让有关的税金", "转让时缴的城建税、附加、印花税等多少元（不含增值税）？", default=Decimal(0)
    )


def calculate(inputs: LandVatInputs, rates: Rates) -> Calculation:
    sheet = Worksheet(f"土地增值税：{KINDS[inputs.kind]}", rates)
    table = rates.use("land-vat.rates")
    if inputs.kind == "individual_home":
        rates.use("land-vat.home")
        sheet.nothing("应纳税额", "个人转让住房，暂免征收", key="tax")
        return sheet.result()
    deductions = sheet.total("扣除项目金额", *_deductions(inputs, rates, sheet), key="deductions")
    gain = sheet.less("增值额", inputs.revenue, deductions, key="gain")
    if not gain:
        sheet.nothing("应纳税额", "没有增值额", key="tax")
        sheet.note("没有增值额的不缴，但仍要申报。")
        return sheet.result()
    if not deductions:
        raise BadInput((Problem("land", texts.MISSING.format(title="扣除项目的金额")),))
    ratio = gain / deductions
    sheet.step("增值率", f"{plain(gain)} ÷ {plain(deductions)} × 100", ratio * 100, unit="%", key="ratio")
    _tax(inputs, table, sheet, (gain, deductions))
    sheet.note("价格明显低于评估价又没有正当理由的，按评估价确定收入。重庆的预征率、核定征收率没有收录。")
    return sheet.result()


def _tax(inputs: LandVatInputs, table: Edition, sheet: Worksheet, figures: tuple[Decimal, Decimal]) -> None:
    gain, deductions = figures
    ratio = gain / deductions
    if inputs.kind == "developer" and inputs.ordinary_home and ratio <= table["ordinary"]:
        sheet.nothing("应纳税额", f"普通标准住宅增值率不超过{percent(table['ordinary'])}，免征", key="tax")
        return
    row = bracket_of(table.scale, ratio)
    formula = f"{plain(gain)} × {percent(row.rate)}"
    if row.quick:
        formula += f" − {plain(deductions)} × {percent(row.quick)}"
    sheet.step("应纳税额", formula, gain * row.rate - deductions * row.quick, key="tax")
    if inputs.ordinary_home:
        sheet.note("普通标准住宅增值率超过20%的，就全部增值额计税。")


def _deductions(inputs: LandVatInputs, rates: Rates, sheet: Worksheet) -> list[Decimal]:
    if inputs.kind == "developer":
        return _developer(inputs, rates, sheet)
    table = rates.use("land-vat.old")
    if inputs.kind == "old_assessed":
        return [inputs.assessed, inputs.land, inputs.taxes]
    growth = 1 + table["year"] * inputs.years
    formula = f"{plain(inputs.purchase)} × （1 + {percent(table['year'])} × {inputs.years}）"
    bought = sheet.step("购房发票金额每年加计5%", formula, inputs.purchase * growth)
    sheet.note("每满12个月计一年，余下超过6个月的计一年；购房契税可扣除，但不加计。")
    return [bought, inputs.deed_tax, inputs.taxes]


def _developer(inputs: LandVatInputs, rates: Rates, sheet: Worksheet) -> list[Decimal]:
    """Land, development cost, the lump of development expenses, taxes and the extra fifth."""
    table = rates.use("land-vat.rates")
    cost = sheet.total("土地金额和开发成本", inputs.land, inputs.development)
    most = table["documented"] if inputs.interest_documented else table["undocumented"]
    share = most if inputs.expense_rate is None else inputs.expense_rate / 100
    if share > most:
        sheet.note(f"开发费用比例按上限{percent(most)}计算。")
        share = most
    interest = inputs.interest if inputs.interest_documented else ZERO
    expenses = sheet.step("开发费用", f"{plain(interest)} + {plain(cost)} × {percent(share)}", interest + cost * share)
    extra = sheet.product("加计扣除", cost, table["extra"])
    sheet.note("开发费用的具体比例由省级规定，没有填写的按上限计算。")
    return [inputs.land, inputs.development, expenses, inputs.taxes, extra]


CALCULATOR = Calculator(
    id="land-vat",
    title="土地增值税",
    summary="开发项目清算和转让旧房的土地增值税",
    inputs=LandVatInputs,
    results={
        "deductions": "扣除项目金额",
        "gain": "增值额",
        "ratio": "增值率",
        "tax": "应纳税额",
    },
    compute=calculate,
)
