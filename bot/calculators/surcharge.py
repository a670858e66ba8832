"""城建税、教育费附加、地方教育附加, with the exemption by sales and the half relief of 六税两费."""

from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.errors import UnknownCalculator
from bot.calculators.inputs import CalculatorInput, Number, YesNo, choice, money, yes_no
from bot.calculators.tables import Rates

PLACES = {"city": "市区（7%）", "town": "县城、镇（5%）", "other": "其他地区（1%）"}
PERIODS = {"month": "按月", "quarter": "按季", "other": "按次或不适用"}


class SurchargeInputs(CalculatorInput):
    vat: Number = money("实际缴纳的增值税", "本期实际缴纳的增值税多少元？")
    consumption_tax: Number = money("实际缴纳的消费税", "本期实际缴纳的消费税多少元？", default=Decimal(0))
    export_credit: Number = money("出口免抵税额", "本期核准的出口免抵税额多少元？", default=Decimal(0))
    refunded: Number = money("可扣除的留抵退税额", "可从计税依据中扣除的增值税留抵退税多少元？", default=Decimal(0))
    place: Literal["city", "town", "other"] = choice(
        "所在地", "所在地在市区、县城（镇），还是其他地区？", PLACES, default="city"
    )
    half: YesNo = yes_no("享受六税两费减半", "是小规模纳税人、小型微利企业或个体工商户吗？")
    period: Literal["month", "quarter", "other"] = choice("纳税期", "按月还是按季缴？", PERIODS, default="quarter")
    sales: Number | None = money(
        "本期销售额", "本期不含税销售额多少元？（判断教育费附加是否免征，不填按不免）", default=None
    )


def calculate(inputs: SurchargeInputs, rates: Rates) -> Calculation:
    raise UnknownCalculator("not yet computed")


CALCULATOR = Calculator(
    id="surcharge",
    title="城建税和附加",
    summary="城建税、教育费附加、地方教育附加",
    inputs=SurchargeInputs,
    results={
        "base": "计税依据",
        "urban_construction": "城市维护建设税",
        "education": "教育费附加",
        "local_education": "地方教育附加",
        "total": "合计",
    },
    compute=calculate,
)
