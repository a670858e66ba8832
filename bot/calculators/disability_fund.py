"""残疾人就业保障金: the fund contribution, in bands until the end of 2027."""

from decimal import Decimal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.inputs import CalculatorInput, Number, YesNo, money, number, rate, yes_no
from bot.calculators.money import percent, plain, positive
from bot.calculators.tables import Edition, Rates
from bot.calculators.worksheet import Worksheet


class DisabilityFundInputs(CalculatorInput):
    employees: Number = number(
        "上年在职职工人数", "上年用人单位在职职工平均多少人？", unit="人", bounds=(0, 10**7), places=2
    )
    disabled: Number = number(
        "上年安排残疾人人数",
        "上年实际安排（经审核）的残疾人就业人数多少人？",
        unit="人",
        bounds=(0, 10**7),
        places=2,
        default=Decimal(0),
    )
    average_wage: Number = money("上年职工年平均工资", "上年在职职工年平均工资多少元？")
    ratio: Number = rate(
        "规定安排比例",
        "当地规定的安排比例是百分之几（不低于1.5%）？",
        bounds=(Decimal("1.5"), 10),
        default=Decimal("1.5"),
    )
    social_average: Number | None = money(
        "当地社会平均工资", "当地上年社会平均工资（年）多少元？不填不比较2倍上限。", default=None
    )
    enterprise: YesNo = yes_no("是企业", "是企业吗（机关、事业单位、社会团体、民办非企业填否）？", default=True)


def calculate(inputs: DisabilityFundInputs, rates: Rates) -> Calculation:
    sheet = Worksheet("残疾人就业保障金", rates)
    base = rates.use("disability.base")
    wage = _wage(inputs, base, sheet)
    quota = inputs.employees * inputs.ratio / 100
    missing = positive(quota - inputs.disabled)
    formula = (
        f"（{plain(inputs.employees)} × {percent(inputs.ratio / 100)} − {plain(inputs.disabled)}） × {plain(wage)}"
    )
    if quota <= inputs.disabled:
        full = sheet.nothing("减免前应缴额", "安排人数已达到规定比例，不用缴", key="full")
    else:
        full = sheet.step("减免前应缴额", formula, missing * wage, key="full")
    payable = _payable(inputs, rates, sheet, full)
    sheet.less("减免额", full, payable, key="relief")
    sheet.note("人数不取整；残疾职工要经残疾人就业服务机构审核才算。", "重庆规定的安排比例按1.5%，以当年征收通告为准。")
    return sheet.result()


def _wage(inputs: DisabilityFundInputs, base: Edition, sheet: Worksheet) -> Decimal:
    if inputs.social_average is None:
        sheet.note("没有填写当地社会平均工资，没有比较2倍的上限。")
        return inputs.average_wage
    cap = sheet.step("年平均工资上限", f"{plain(inputs.social_average)} × 2", inputs.social_average * base["wage_cap"])
    return min(inputs.average_wage, cap)


def _payable(inputs: DisabilityFundInputs, rates: Rates, sheet: Worksheet, full: Decimal) -> Decimal:
    """财政部公告2023年第8号: exempt up to 30 people, else by the share of disabled people among the employees."""
    bands = rates.find("disability.bands")
    if bands is None or not full:
        return sheet.total("应缴额", full, key="payable")
    if inputs.enterprise and inputs.employees <= bands["exempt"]:
        sheet.note("在职职工30人（含）以下的企业免征；31人起按全部人数计算。")
        return sheet.nothing("应缴额", "在职职工30人（含）以下的企业，免征", key="payable")
    near = inputs.disabled >= inputs.employees * bands["limit"]
    sheet.note("残疾人就业比例达到1%但没到规定比例的按50%，不到1%的按90%。")
    return sheet.product("应缴额", full, bands["near"] if near else bands["far"], key="payable")


CALCULATOR = Calculator(
    id="disability-fund",
    title="残疾人就业保障金",
    summary="残保金应缴多少，能减多少",
    inputs=DisabilityFundInputs,
    results={
        "full": "减免前应缴额",
        "relief": "减免额",
        "payable": "应缴额",
    },
    compute=calculate,
)
