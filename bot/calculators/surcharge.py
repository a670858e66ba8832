"""城建税、教育费附加、地方教育附加, with the exemption by sales and the half relief of 六税两费."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.inputs import CalculatorInput, Number, YesNo, choice, money, yes_no
from bot.calculators.money import cents
from bot.calculators.tables import Rates
from bot.calculators.worksheet import Worksheet

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


@dataclass(frozen=True, slots=True)
class Surcharges:
    urban_construction: Decimal
    education: Decimal
    local_education: Decimal


def calculate(inputs: SurchargeInputs, rates: Rates) -> Calculation:
    sheet = Worksheet("城建税和附加", rates)
    base = _base(inputs, sheet)
    parts = charge(sheet, rates, base, place=inputs.place, half=inputs.half, exempt=_exempt(inputs, rates))
    sheet.total("合计", parts.urban_construction, parts.education, parts.local_education, key="total")
    sheet.note("计税依据是实际缴纳的税额；免征增值税的部分没有附加，滞纳金、罚款不计入。")
    return sheet.result()


def _base(inputs: SurchargeInputs, sheet: Worksheet) -> Decimal:
    """国家税务总局公告2021年第26号: refunded credit is taken from VAT alone, never from consumption tax."""
    if not inputs.refunded:
        return sheet.total("计税依据", inputs.vat, inputs.consumption_tax, inputs.export_credit, key="base")
    vat = sheet.total("增值税和免抵税额", inputs.vat, inputs.export_credit)
    left = sheet.less("扣除留抵退税额后", vat, inputs.refunded)
    if inputs.refunded > vat:
        sheet.note("没有扣完的留抵退税额可以在以后各期继续扣除。")
    sheet.note("留抵退税额只能从一般计税方法的增值税中扣除：简易计税的税额和消费税不能减。")
    return sheet.total("计税依据", left, inputs.consumption_tax, key="base")


def charge(
    sheet: Worksheet, rates: Rates, base: Decimal, *, place: str, half: bool, exempt: bool = False, keys: bool = True
) -> Surcharges:
    """The three charges on ``base``, each halved by 六税两费 where that holds."""
    table = rates.use("surcharge.rates")
    relief = rates.find("small.half") if half else None
    share = relief["share"] if relief else None
    if half and relief is None:
        sheet.note("六税两费减半在计算日不适用，按全额计算。")

    def one(key: str, label: str, rate_: Decimal) -> Decimal:
        stable = key if keys else None
        if share is None:
            return sheet.product(label, base, rate_, key=stable)
        whole = sheet.product(f"{label}（减半前）", base, rate_)
        return sheet.less(label, whole, cents(whole * share), key=stable)

    urban = one("urban_construction", "城市维护建设税", table[place])
    if exempt:
        why = "销售额不超过月10万元（季30万元），免征"
        education = sheet.nothing("教育费附加", why, key="education" if keys else None)
        local = sheet.nothing("地方教育附加", why, key="local_education" if keys else None)
        return Surcharges(urban, education, local)
    education = one("education", "教育费附加", table["education"])
    return Surcharges(urban, education, one("local_education", "地方教育附加", table["local_education"]))


def _exempt(inputs: SurchargeInputs, rates: Rates) -> bool:
    if inputs.sales is None or inputs.period == "other":
        return False
    return inputs.sales <= rates.use("surcharge.exempt")[inputs.period]


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
