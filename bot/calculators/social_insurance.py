"""社会保险费: one employee's month in Chongqing, unit and person."""

from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.inputs import CalculatorInput, Number, choice, money, rate
from bot.calculators.tables import Rates
from bot.calculators.worksheet import Worksheet

KINDS = {"employee": "单位职工", "flexible": "灵活就业人员（只算养老）"}
CLASSES = {str(n): f"{name}类" for n, name in enumerate("一二三四五六七八", start=1)}


class SocialInsuranceInputs(CalculatorInput):
    kind: Literal["employee", "flexible"] = choice(
        "参保身份", "是单位职工还是灵活就业人员？", KINDS, default="employee"
    )
    wage: Number = money("月缴费工资", "本人上年月平均工资（新入职按起薪）或灵活就业选定的月缴费基数多少元？")
    floor: Number | None = money(
        "缴费基数下限", "当地缴费基数下限（月）多少元？不填按系统收录的重庆标准。", default=None
    )
    ceiling: Number | None = money(
        "缴费基数上限", "当地缴费基数上限（月）多少元？不填按系统收录的重庆标准。", default=None
    )
    injury_class: Literal["1", "2", "3", "4", "5", "6", "7", "8"] = choice(
        "工伤保险行业类别", "单位属于工伤保险第几类行业？", CLASSES, default="1", when={"kind": ("employee",)}
    )
    injury_float: Number = rate(
        "工伤费率浮动",
        "工伤费率浮动到基准的百分之几？没有浮动填100。",
        bounds=(20, 150),
        default=Decimal(100),
        when={"kind": ("employee",)},
    )
    medical_rate: Number | None = rate(
        "单位医疗保险费率",
        "单位职工医保（含生育）费率是百分之几？不填按系统收录的重庆标准。",
        bounds=(0, 15),
        default=None,
        when={"kind": ("employee",)},
    )


def calculate(inputs: SocialInsuranceInputs, rates: Rates) -> Calculation:
    sheet = Worksheet(f"社会保险费：{KINDS[inputs.kind]}", rates)
    base = _base(inputs, rates, sheet)
    if inputs.kind == "flexible":
        _flexible(base, rates, sheet)
    else:
        _employee(inputs, base, rates, sheet)
    sheet.note("不含住房公积金、职业年金和大额医疗等定额费用，以税务系统核定的数额为准。")
    return sheet.result()


def _base(inputs: SocialInsuranceInputs, rates: Rates, sheet: Worksheet) -> Decimal:
    """The wage, held between floor and ceiling; without either, the wage itself."""
    limits = rates.use("social.base").numbers
    floor = inputs.floor if inputs.floor is not None else limits.get("floor")
    ceiling = inputs.ceiling if inputs.ceiling is not None else limits.get("ceiling")
    base = inputs.wage
    if floor is not None and base < floor:
        sheet.note("缴费工资低于下限，按下限缴。")
        base = floor
    elif ceiling is not None and base > ceiling:
        sheet.note("缴费工资高于上限，按上限缴。")
        base = ceiling
    if floor is None or ceiling is None:
        sheet.note("没有核对到重庆市当年的缴费基数上下限，没有填写的一边没有限制；请以人社部门公布的为准。")
    return sheet.total("缴费基数", base, key="base")


def _employee(inputs: SocialInsuranceInputs, base: Decimal, rates: Rates, sheet: Worksheet) -> None:
    table = rates.use("social.rates")
    medical = table["unit_medical"] if inputs.medical_rate is None else inputs.medical_rate / 100
    injury = rates.use("social.injury")[f"class_{inputs.injury_class}"] * inputs.injury_float / 100
    unit = (
        sheet.product("单位养老保险", base, table["unit_pension"], key="unit_pension"),
        sheet.product("单位医疗保险（含生育）", base, medical, key="unit_medical"),
        sheet.product("单位失业保险", base, table["unit_unemployment"], key="unit_unemployment"),
        sheet.product("单位工伤保险", base, injury, key="unit_injury"),
    )
    unit_total = sheet.total("单位合计", *unit, key="unit_total")
    person = (
        sheet.product("个人养老保险", base, table["person_pension"], key="person_pension"),
        sheet.product("个人医疗保险", base, table["person_medical"], key="person_medical"),
        sheet.product("个人失业保险", base, table["person_unemployment"], key="person_unemployment"),
    )
    sheet.total("合计", unit_total, sheet.total("个人合计", *person, key="person_total"), key="total")


def _flexible(base: Decimal, rates: Rates, sheet: Worksheet) -> None:
    pension = sheet.product("个人养老保险", base, rates.use("social.flexible")["pension"], key="person_pension")
    sheet.total("个人合计", pension, key="person_total")
    sheet.total("合计", pension, key="total")
    sheet.note("20%中8%记入个人账户；医疗保险按当地公布的档次另缴。")


CALCULATOR = Calculator(
    id="social-insurance",
    title="社会保险费",
    summary="一名职工一个月的社保费，单位和个人各缴多少（重庆）",
    inputs=SocialInsuranceInputs,
    results={
        "base": "缴费基数",
        "unit_pension": "单位养老保险",
        "unit_medical": "单位医疗保险（含生育）",
        "unit_unemployment": "单位失业保险",
        "unit_injury": "单位工伤保险",
        "unit_total": "单位合计",
        "person_pension": "个人养老保险",
        "person_medical": "个人医疗保险",
        "person_unemployment": "个人失业保险",
        "person_total": "个人合计",
        "total": "合计",
    },
    compute=calculate,
)
