"""社会保险费: one employee's month in Chongqing, unit and person."""

from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.errors import UnknownCalculator
from bot.calculators.inputs import CalculatorInput, Number, choice, money, rate
from bot.calculators.tables import Rates

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
        default=100,
        when={"kind": ("employee",)},
    )


def calculate(inputs: SocialInsuranceInputs, rates: Rates) -> Calculation:
    raise UnknownCalculator("not yet computed")


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
