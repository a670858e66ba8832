"""印花税: every item of the table of the Stamp Duty Law."""

from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.inputs import CalculatorInput, Number, YesNo, choice, money, yes_no
from bot.calculators.money import ZERO, plain
from bot.calculators.tables import Rates
from bot.calculators.worksheet import Worksheet

WHOLE = Decimal(1)
ITEMS = {
    "loan": "借款合同",
    "finance_lease": "融资租赁合同",
    "sale": "买卖合同（动产）",
    "work": "承揽合同",
    "construction": "建设工程合同",
    "transport": "运输合同",
    "technology": "技术合同",
    "lease": "租赁合同",
    "custody": "保管合同",
    "storage": "仓储合同",
    "insurance": "财产保险合同",
    "land_grant": "土地使用权出让书据",
    "real_estate": "土地使用权、房屋等建筑物和构筑物所有权转让书据",
    "equity": "股权转让书据",
    "intellectual": "商标专用权、著作权、专利权、专有技术使用权转让书据",
    "books": "营业账簿（实收资本、资本公积合计增加额）",
    "securities": "证券交易（出让方）",
}


class StampInputs(CalculatorInput):
    item: Literal[
        "loan",
        "finance_lease",
        "sale",
        "work",
        "construction",
        "transport",
        "technology",
        "lease",
        "custody",
        "storage",
        "insurance",
        "land_grant",
        "real_estate",
        "equity",
        "intellectual",
        "books",
        "securities",
    ] = choice("税目", "是哪一种合同或凭证？", ITEMS)
    amount: Number = money("计税金额", "合同所列金额（单独列明增值税的不含税）、账簿增加额或成交金额多少元？")
    half: YesNo = yes_no("享受六税两费减半", "是小规模纳税人、小型微利企业或个体工商户吗？", default=False)
    home_person: YesNo = yes_no(
        "个人买卖住房、租赁住房",
        "您是个人，买卖或出租、承租的是住房吗？",
        default=False,
        when={"item": ("real_estate", "lease")},
    )


def calculate(inputs: StampInputs, rates: Rates) -> Calculation:
    sheet = Worksheet(f"印花税：{ITEMS[inputs.item]}", rates)
    table = rates.use("stamp.rates")
    rate_ = table[inputs.item]
    tax = sheet.step("减免前税额", f"{plain(inputs.amount)} × {per_mille(rate_)}", inputs.amount * rate_, key="tax")
    relief = sheet.product("减免税额", tax, _relieved(inputs, rates, sheet), key="relief")
    sheet.less("应纳税额", tax, relief, key="payable")
    if inputs.item == "securities":
        sheet.note("只向出让方征收，由证券登记结算机构代扣。")
    elif inputs.item != "books":
        sheet.note("立合同的各方都要缴，各按自己的身份看能否减半。")
    return sheet.result()


def per_mille(rate_: Decimal) -> str:
    """``0.0003`` as ``0.3‰``."""
    return f"{(rate_ * 1000).normalize():f}‰"


def _relieved(inputs: StampInputs, rates: Rates, sheet: Worksheet) -> Decimal:
    """The share of the tax that is not charged."""
    if inputs.item == "securities":
        half = rates.find("stamp.securities")
        return half["share"] if half else ZERO
    if inputs.home_person and inputs.item in ("real_estate", "lease"):
        rates.use("stamp.home")
        sheet.note("个人买卖住房、出租和承租住房免征印花税，只免个人这一方。")
        return WHOLE
    if not inputs.half:
        return ZERO
    half = rates.find("small.half")
    if half is None:
        sheet.note("六税两费减半在计算日不适用，按全额计算。")
        return ZERO
    return half["share"]


CALCULATOR = Calculator(
    id="stamp",
    title="印花税",
    summary="各类合同、产权转移书据、营业账簿、证券交易的印花税",
    inputs=StampInputs,
    results={
        "tax": "减免前税额",
        "relief": "减免税额",
        "payable": "应纳税额",
    },
    compute=calculate,
)
