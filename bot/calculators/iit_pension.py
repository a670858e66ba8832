"""个人养老金: what a contribution saves now, and costs when it is drawn."""

from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.inputs import CalculatorInput, Number, choice, money
from bot.calculators.money import plain
from bot.calculators.tables import Rates
from bot.calculators.worksheet import Worksheet

KINDS = {"comprehensive": "综合所得（工资等）", "business": "经营所得"}


class PensionInputs(CalculatorInput):
    contribution: Number = money("个人养老金缴费", "今年存入个人养老金资金账户多少元？")
    taxable: Number = money(
        "全年应纳税所得额", "不算个人养老金，全年综合所得（或经营所得）减去各项扣除后，应纳税所得额多少元？"
    )
    income_kind: Literal["comprehensive", "business"] = choice(
        "从哪种所得扣除", "从综合所得还是经营所得中扣除？", KINDS, default="comprehensive"
    )


def calculate(inputs: PensionInputs, rates: Rates) -> Calculation:
    sheet = Worksheet("个人养老金节税", rates)
    limits = rates.use("iit.pension")
    scale = rates.use("iit.comprehensive" if inputs.income_kind == "comprehensive" else "iit.business").scale
    deduction = min(inputs.contribution, limits["limit"])
    if inputs.contribution > deduction:
        sheet.note(f"每年最多扣{plain(limits['limit'])}元，超过的部分不能扣，也不能结转。")
    sheet.total("可扣除的缴费", deduction, key="deduction")
    before = sheet.bracket("不存时的税额", scale, inputs.taxable)
    after = sheet.bracket("存入后的税额", scale, sheet.less("存入后的应纳税所得额", inputs.taxable, deduction))
    saving = sheet.less("当年少交的税", before, after, key="saving")
    withdrawal = sheet.product("领取时的税", deduction, limits["withdrawal"], key="withdrawal_tax")
    sheet.balance("净节税", saving, withdrawal, key="net_saving")
    sheet.note("领取时的税按缴费本金计算，投资收益领取时同样按3%计税，没有计入。", "没有计入资金的时间价值。")
    if inputs.income_kind == "business":
        sheet.note("没有计入个体工商户减半。")
    return sheet.result()


CALCULATOR = Calculator(
    id="iit.pension",
    title="个人养老金节税",
    summary="存个人养老金现在少交多少、领取时交多少",
    inputs=PensionInputs,
    results={
        "deduction": "可扣除的缴费",
        "saving": "当年少交的税",
        "withdrawal_tax": "领取时的税",
        "net_saving": "净节税",
    },
    compute=calculate,
)
