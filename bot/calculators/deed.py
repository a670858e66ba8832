"""契税: homes by number and size, everything else by the local rate."""

from decimal import Decimal
from typing import Literal, Self

from pydantic import model_validator

from bot.calculators import texts
from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.inputs import CalculatorInput, Number, choice, money, number, rate, unfit
from bot.calculators.money import plain
from bot.calculators.tables import Rates
from bot.calculators.worksheet import Worksheet

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

    @model_validator(mode="after")
    def _a_home_with_its_own_rate_has_an_area(self) -> Self:
        if self.property == "home" and self.homes != "third" and self.area is None:
            raise unfit("area", texts.MISSING.format(title="建筑面积"))
        return self


def calculate(inputs: DeedInputs, rates: Rates) -> Calculation:
    sheet = Worksheet("契税", rates)
    rate_ = deed_rate(
        rates,
        sheet,
        homes=inputs.homes if inputs.property == "home" else None,
        area=inputs.area,
        standard=inputs.standard_rate,
    )
    sheet.product("应纳税额", inputs.price, rate_, key="tax")
    sheet.note("计税价格不含增值税；免征增值税的，成交价不扣减增值税额。")
    return sheet.result()


def deed_rate(rates: Rates, sheet: Worksheet, *, homes: str | None, area: Decimal | None, standard: Decimal) -> Decimal:
    """The rate as a fraction; ``homes`` is none for anything but a home, ``standard`` a percentage.

    Homes have their own rate by number and area; exactly the limit still counts as small.
    """
    if homes in (None, "third"):
        rates.use("deed.rates")
        sheet.note("当地税率由省级人大常委会在3%至5%内确定；重庆3%是据了解的情况，没有核对到文件原文。")
        return standard / 100
    table = rates.use("deed.homes")
    limit = table["area"]
    small = area is not None and area <= limit
    sheet.note(f"按建筑面积整体适用一个税率：{plain(limit)}平方米及以下一档，超过的全部按高一档。")
    return table[str(homes) if small else f"{homes}_large"]


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
