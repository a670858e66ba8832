"""车辆购置税, with the halving for new-energy cars and trailers."""

from decimal import Decimal
from typing import Literal, Self

from pydantic import model_validator

from bot.calculators import texts
from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.inputs import CalculatorInput, Number, YesNo, choice, money, number, unfit, yes_no
from bot.calculators.money import cents, percent, plain
from bot.calculators.tables import Edition, Rates
from bot.calculators.worksheet import Worksheet

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

    @model_validator(mode="after")
    def _a_motorcycle_has_a_displacement(self) -> Self:
        if self.kind == "motorcycle" and self.displacement is None:
            raise unfit("displacement", texts.MISSING.format(title="排量"))
        return self


def calculate(inputs: VehicleInputs, rates: Rates) -> Calculation:
    sheet = Worksheet(f"车辆购置税：{KINDS[inputs.kind]}", rates)
    table = rates.use("vehicle.rates")
    base = _base(inputs, table, sheet)
    if inputs.kind == "motorcycle" and inputs.displacement is not None and inputs.displacement <= table["motorcycle"]:
        tax = sheet.nothing("减免前税额", "排量不超过150毫升的摩托车不征", key="tax")
    else:
        tax = sheet.product("减免前税额", base, table["rate"], key="tax")
    relief = _relief(inputs, rates, sheet, tax)
    sheet.less("应纳税额", tax, relief, key="payable")
    sheet.note("自购车之日起60日内申报；看机动车销售统一发票的开具日期适用哪一年的规定。")
    return sheet.result()


def _base(inputs: VehicleInputs, table: Edition, sheet: Worksheet) -> Decimal:
    if inputs.imported:
        return sheet.total("计税价格", inputs.price, inputs.tariff, inputs.consumption_tax, key="base")
    if not inputs.tax_included:
        return sheet.total("计税价格", inputs.price, key="base")
    vat = table["vat"]
    formula = f"{plain(inputs.price)} ÷ （1 + {percent(vat)}）"
    sheet.note("从小规模纳税人处买的车，按发票上的不含税价填写。")
    return sheet.step("计税价格", formula, inputs.price / (1 + vat), key="base")


def _relief(inputs: VehicleInputs, rates: Rates, sheet: Worksheet, tax: Decimal) -> Decimal:
    table = {"nev_passenger": "vehicle.nev", "nev_other": "vehicle.nev", "trailer": "vehicle.trailer"}.get(inputs.kind)
    edition = rates.find(table) if table else None
    if edition is None:
        if table:
            sheet.note("计算日的减免没有收录或者已经到期，按全额计算。")
        return sheet.nothing("减免税额", "没有适用的减免", key="relief")
    relief = cents(tax * edition["share"])
    cap = edition.numbers.get("cap") if inputs.kind == "nev_passenger" else None
    if cap is not None and relief > cap:
        sheet.note(f"每辆新能源乘用车最多减免{plain(cap)}元。")
        return sheet.step("减免税额", plain(cap), cap, key="relief")
    return sheet.product("减免税额", tax, edition["share"], key="relief")


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
