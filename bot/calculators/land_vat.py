"""土地增值税: developers' settlement, old buildings, and the exemption of individuals' homes."""

from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.errors import UnknownCalculator
from bot.calculators.inputs import CalculatorInput, Count, Number, YesNo, choice, count, money, rate, yes_no
from bot.calculators.tables import Rates

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
    raise UnknownCalculator("not yet computed")


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
