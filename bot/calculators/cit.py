"""企业所得税: small low-profit enterprises, reduced rates and the general rate."""

from collections.abc import Iterator
from decimal import Decimal
from operator import itemgetter
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.inputs import MOST, CalculatorInput, Number, YesNo, choice, money, number, yes_no
from bot.calculators.money import ZERO, bracket_of, operand, percent, plain, positive
from bot.calculators.tables import Edition, Rates
from bot.calculators.worksheet import Worksheet

KINDS = {"standard": "一般企业（25%）", "high_tech": "高新技术企业（15%）", "western": "西部大开发鼓励类企业（15%）"}

_Relief = tuple[str, Decimal]  # how it is computed, and what it comes to


class CitInputs(CalculatorInput):
    kind: Literal["standard", "high_tech", "western"] = choice(
        "企业类型", "企业适用哪一种税率？", KINDS, default="standard"
    )
    profit: Number = money("利润总额", "会计利润总额多少元？亏损填负数。", minimum=-MOST)
    add: Number = money("纳税调增", "纳税调整增加额多少元？", default=Decimal(0))
    subtract: Number = money("纳税调减", "纳税调整减少额（免税收入、加计扣除等）多少元？", default=Decimal(0))
    losses: Number = money("弥补以前年度亏损", "可弥补的以前年度亏损多少元？", default=Decimal(0))
    employees: Number = number("从业人数", "从业人数（全年季度平均值）多少人？", unit="人", bounds=(0, 10**7), places=2)
    assets: Number = money("资产总额", "资产总额（全年季度平均值）多少元？")
    restricted: YesNo = yes_no("限制或禁止行业", "从事国家限制或禁止的行业吗？", default=False)
    credit: Number = money("抵免税额", "专用设备投资等抵免税额多少元？", default=Decimal(0))
    prepaid: Number = money("已预缴税额", "本年已预缴多少元？", default=Decimal(0))


def calculate(inputs: CitInputs, rates: Rates) -> Calculation:
    sheet = Worksheet("企业所得税", rates)
    standard = rates.use("cit.rates")["standard"]
    adjusted = sheet.step(
        "纳税调整后所得",
        f"{operand(inputs.profit)} + {plain(inputs.add)} − {plain(inputs.subtract)}",
        inputs.profit + inputs.add - inputs.subtract,
    )
    losses = min(inputs.losses, positive(adjusted))
    taxable = sheet.less("应纳税所得额", adjusted, losses, key="taxable")
    tax = sheet.product("应纳所得税额", taxable, standard, key="tax")
    reliefs = [*_reduced(inputs, rates, taxable), *_small(inputs, rates, sheet, taxable)]
    if reliefs:
        relief = sheet.step("减免所得税额", *max(reliefs, key=itemgetter(1)), key="relief")
    else:
        relief = sheet.nothing("减免所得税额", "没有适用的低税率", key="relief")
    payable = sheet.less("应纳税额", tax, relief, inputs.credit, key="payable")
    sheet.balance("应补（退）税额", payable, inputs.prepaid, key="balance")
    sheet.note("没有计入：境外所得抵免、总分机构分摊、过渡期优惠。")
    return sheet.result()


def _reduced(inputs: CitInputs, rates: Rates, taxable: Decimal) -> Iterator[_Relief]:
    """The relief of an enterprise whose whole income has a lower rate."""
    table = {"high_tech": "cit.high-tech", "western": "cit.western"}.get(inputs.kind)
    if table is not None:
        yield _below_standard(rates, taxable, rates.use(table)["rate"])


def _small(inputs: CitInputs, rates: Rates, sheet: Worksheet, taxable: Decimal) -> Iterator[_Relief]:
    """The relief of a small low-profit enterprise, by brackets of its income in years past."""
    small = rates.find("cit.small")
    if small is None:
        sheet.note("计算日的小型微利企业优惠没有收录或者已经到期，没有计算。")
    elif _is_small(inputs, small, taxable):
        row = bracket_of(small.scale, taxable)
        burden = percent(row.rate) if len(small.scale) == 1 else "按所得分段"
        sheet.note(
            "按小型微利企业：年应纳税所得额不超过300万元、从业人数不超过300人、资产总额不超过5000万元，"
            f"实际税负{burden}。"
        )
        yield _below_standard(rates, taxable, row.rate, row.quick)
    elif not inputs.restricted and taxable > small["profit"]:
        sheet.note("年应纳税所得额超过300万元，全部所得都不能按小型微利企业计算，税负升到适用税率。")


def _below_standard(rates: Rates, taxable: Decimal, rate: Decimal, quick: Decimal = ZERO) -> _Relief:
    standard = rates.use("cit.rates")["standard"]
    formula = f"{plain(taxable)} × （{percent(standard)} − {percent(rate)}）"
    return formula + (f" + {plain(quick)}" if quick else ""), taxable * (standard - rate) + quick


def _is_small(inputs: CitInputs, small: Edition, taxable: Decimal) -> bool:
    return (
        not inputs.restricted
        and taxable <= small["profit"]
        and inputs.employees <= small["employees"]
        and inputs.assets <= small["assets"]
    )


CALCULATOR = Calculator(
    id="cit",
    title="企业所得税",
    summary="小型微利企业和一般企业的企业所得税",
    inputs=CitInputs,
    results={
        "taxable": "应纳税所得额",
        "tax": "应纳所得税额",
        "relief": "减免所得税额",
        "payable": "应纳税额",
        "balance": "应补（退）税额",
    },
    compute=calculate,
)
