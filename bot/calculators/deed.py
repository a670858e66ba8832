"""契税: homes by number and size, everything else by the local rate."""

from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.errors import UnknownCalculator
from bot.calculators.inputs import CalculatorInput, Number, choice, money, number, rate
from bot.calculators.tables import Rates

PROPERTIES = {"home": "个人购买住房", "other": "商铺、写字楼、车位、厂房、土地等"}
HOMES = {"first": "家庭唯一住房（首套）", "second": "家庭第二套住房", "third": "第三套及以上"}


class DeedInputs(CalculatorInput):
    property: Literal["home", "other"] = choice("购买的房地产", "买的是住房吗？", PROPERTIES)
    price: Number = money("计税价格", "成交价多少元（不含增值税）？")
    homes: Literal["first", "second", "third"] = choice(
        "家庭住房套数", "加上这套，家庭一共有几套住房？", HOMES, default="first", when={"property": ("home",)}
    )
    area: Number | None = number(
        "建筑面积", "建筑面积多少平方米？", unit="平方米", bounds=(0, 10**7), default=None, when={"property": ("home",)}
    )
    standard_rate: Number = rate(
        "当地契税税率", "当地契税税率是百分之几（法定幅度3%至5%）？", bounds=(3, 5), default=Decimal(3)
    )


def calculate(inputs: DeedInputs, rates: Rates) -> Calculation:
    raise UnknownCalculator("not yet computed")


CALCULATOR = Calculator(
    id="deed",
    title="契税",
    summary="买房、买商铺、取得土地的契税",
    inputs=DeedInputs,
    results={
        "tax": "应纳税额",
    },
    compute=calculate,
)
