"""财产租赁所得: the tax on one month's rent of a person."""

from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.inputs import CalculatorInput, Number, choice, money
from bot.calculators.money import percent, plain
from bot.calculators.tables import Rates
from bot.calculators.worksheet import Worksheet

PROPERTIES = {"home": "住房", "other": "商铺、写字楼、车位等非住房", "movable": "车辆、设备等其他财产"}


class RentalInputs(CalculatorInput):
    property: Literal["home", "other", "movable"] = choice("出租的财产", "出租的是什么？", PROPERTIES)
    rent: Number = money("月租金", "每月租金多少元（不含增值税）？")
    taxes: Number = money(
        "租赁缴纳的税费", "当月因出租缴的房产税、附加等税费多少元（不含增值税）？", default=Decimal(0)
    )
    sublet_rent: Number = money("向出租方支付的租金", "转租的，付给上家的租金多少元？", default=Decimal(0))
    repairs: Number = money("尚未扣完的修缮费", "由您负担、有凭证、还没扣完的修缮费多少元？", default=Decimal(0))


def calculate(inputs: RentalInputs, rates: Rates) -> Calculation:
    sheet = Worksheet("财产租赁所得", rates)
    table = rates.use("iit.rental")
    left = sheet.less("租金减税费和转租支付的租金", inputs.rent, inputs.taxes, inputs.sublet_rent)
    repairs = min(inputs.repairs, table["repairs"], left)
    net = sheet.less(f"减修缮费（每月最多{plain(table['repairs'])}元）", left, repairs)
    if net <= table["limit"]:
        taxable = sheet.less("应纳税所得额", net, table["flat"], key="taxable")
    else:
        formula = f"{plain(net)} × （1 − {percent(table['share'])}）"
        taxable = sheet.step("应纳税所得额", formula, net * (1 - table["share"]), key="taxable")
    sheet.product("应纳税额", taxable, table["home"] if inputs.property == "home" else table["rate"], key="tax")
    sheet.less("下月继续扣除的修缮费", inputs.repairs, repairs, key="repairs_left")
    sheet.note(
        "一次收取多个月租金的，分摊到各月计算。",
        "不少地方对个人出租房屋实行综合征收率，通常更低，以主管税务机关公布为准。",
        "租金个税不并入年度汇算。",
    )
    return sheet.result()


CALCULATOR = Calculator(
    id="iit.rental",
    title="财产租赁",
    summary="个人出租房屋、车辆等每月租金的个人所得税",
    inputs=RentalInputs,
    results={
        "taxable": "应纳税所得额",
        "tax": "应纳税额",
        "repairs_left": "下月继续扣除的修缮费",
    },
    compute=calculate,
)
