"""劳务报酬、稿酬、特许权使用费: the tax to withhold from one payment, or cumulatively from some people."""

from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.inputs import CalculatorInput, Count, Number, choice, count, money
from bot.calculators.money import ZERO, percent, plain
from bot.calculators.tables import Rates
from bot.calculators.worksheet import Worksheet

KINDS = {
    "labour": "一般劳务报酬（按次预扣）",
    "manuscript": "稿酬",
    "royalty": "特许权使用费",
    "student": "在校学生实习（累计预扣）",
    "platform": "互联网平台从业人员（累计预扣）",
    "agent": "保险营销员、证券经纪人佣金（累计预扣）",
}
CUMULATIVE = ("student", "platform", "agent")


class LabourInputs(CalculatorInput):
    kind: Literal["labour", "manuscript", "royalty", "student", "platform", "agent"] = choice(
        "所得项目", "这笔收入属于哪一种？", KINDS
    )
    income: Number = money("收入", "收入多少元（不含增值税）？累计预扣的填今年到本月的累计收入。")
    months: Count = count(
        "本年从业月数",
        "今年在本单位从业几个月（算到本月）？",
        bounds=(1, 12),
        unit="个月",
        default=1,
        when={"kind": CUMULATIVE},
    )
    surcharges: Number = money(
        "累计附加税费", "今年到本月累计缴了多少附加税费？", default=Decimal(0), when={"kind": ("agent",)}
    )
    paid: Number = money("已预扣税额", "今年前几个月已预扣多少个税？", default=Decimal(0), when={"kind": CUMULATIVE})


def calculate(inputs: LabourInputs, rates: Rates) -> Calculation:
    sheet = Worksheet(f"预扣预缴：{KINDS[inputs.kind]}", rates)
    tax = _cumulative(inputs, rates, sheet) if inputs.kind in CUMULATIVE else _per_payment(inputs, rates, sheet)
    if inputs.kind not in CUMULATIVE:
        sheet.less("税后收入", inputs.income, tax, key="net")
    sheet.note(
        "收入不含增值税；预扣不是最终的税，居民个人次年汇算并入综合所得多退少补。",
        "同一项目连续取得的，以一个月内取得的收入为一次。",
    )
    return sheet.result()


def _per_payment(inputs: LabourInputs, rates: Rates, sheet: Worksheet) -> Decimal:
    table = rates.use("iit.per-payment")
    if inputs.income <= table["limit"]:
        base = sheet.less("收入额（减费用800元）", inputs.income, table["flat"])
    else:
        base = sheet.step(
            "收入额（减20%费用）",
            f"{plain(inputs.income)} × （1 − {percent(table['share'])}）",
            inputs.income * (1 - table["share"]),
        )
    if inputs.kind == "manuscript":
        base = sheet.product("稿酬减按70%", base, table["manuscript"])
    taxable = sheet.total("预扣预缴应纳税所得额", base, key="taxable")
    if inputs.kind == "labour":
        return sheet.bracket("应预扣税额", table.scale, taxable, key="tax")
    return sheet.product("应预扣税额", taxable, table["rate"], key="tax")


def _cumulative(inputs: LabourInputs, rates: Rates, sheet: Worksheet) -> Decimal:
    table = rates.use(f"iit.{inputs.kind}")
    income = sheet.step(
        "累计收入额",
        f"{plain(inputs.income)} × （1 − {percent(table['share'])}）",
        inputs.income * (1 - table["share"]),
    )
    outlay = sheet.product("累计展业成本", income, table["outlay"]) if table["outlay"] else ZERO
    surcharges = inputs.surcharges if inputs.kind == "agent" else ZERO
    basic = sheet.step("累计减除费用", f"{plain(table['month'])} × {inputs.months}个月", table["month"] * inputs.months)
    taxable = sheet.less("预扣预缴应纳税所得额", income, outlay, surcharges, basic, key="taxable")
    cumulative = sheet.bracket("累计应预扣税额", table.scale, taxable)
    return sheet.less("应预扣税额", cumulative, inputs.paid, key="tax")


CALCULATOR = Calculator(
    id="iit.labour",
    title="劳务报酬、稿酬、特许权使用费预扣",
    summary="支付时应预扣多少个人所得税",
    inputs=LabourInputs,
    results={
        "taxable": "预扣预缴应纳税所得额",
        "tax": "应预扣税额",
        "net": "税后收入",
    },
    compute=calculate,
)
