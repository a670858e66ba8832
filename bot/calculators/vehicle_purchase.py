"""车辆购置税, with the halving for new-energy cars and trailers."""

from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.errors import UnknownCalculator
from bot.calculators.inputs import CalculatorInput, Number, YesNo, choice, money, number, yes_no
from bot.calculators.tables import Rates

KINDS = {
    "fuel": "燃油汽车",
    "nev_passenger": "新能源乘用车（在减免目录内）",
    "nev_other": "新能源客车、货车等非乘用车（在减免目录内）",
    "trailer": "挂车",
    "motorcycle": "摩托车",
}


class VehicleInputs(CalculatorInput):
    kind: Literal["fuel", "nev_passenger", "nev_other", "trailer", "motorcycle"] = choice(
        "车辆类型", "买的是哪一种车？", KINDS
    )
    price: Number = money("购车价格", "机动车销售统一发票价格多少元？自行进口的填关税计税价格。")
    tax_included: YesNo = yes_no("价格含增值税", "价格含13%增值税吗？", default=True, when={"imported": ("no",)})
    imported: YesNo = yes_no("自行进口自用", "是自己进口自用的车吗？", default=False)
    tariff: Number = money("关税", "关税多少元？", default=Decimal(0), when={"imported": ("yes",)})
    consumption_tax: Number = money("消费税", "进口环节消费税多少元？", default=Decimal(0), when={"imported": ("yes",)})
    displacement: Number | None = number(
        "排量", "摩托车排量多少毫升？", unit="毫升", bounds=(0, 10**4), default=None, when={"kind": ("motorcycle",)}
    )


def calculate(inputs: VehicleInputs, rates: Rates) -> Calculation:
    raise UnknownCalculator("not yet computed")


CALCULATOR = Calculator(
    id="vehicle-purchase",
    title="车辆购置税",
    summary="买车的购置税，含新能源汽车减半",
    inputs=VehicleInputs,
    results={
        "base": "计税价格",
        "tax": "减免前税额",
        "relief": "减免税额",
        "payable": "应纳税额",
    },
    compute=calculate,
)
