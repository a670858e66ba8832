"""存量房交易: what the seller and the buyer of a second-hand home pay, all taxes together."""

from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.deed import deed_rate
from bot.calculators.iit_transfer_home import TransferHomeInputs, home_tax
from bot.calculators.inputs import CalculatorInput, Number, YesNo, choice, money, number, rate, yes_no
from bot.calculators.money import ZERO, percent, plain
from bot.calculators.surcharge import charge
from bot.calculators.tables import Rates
from bot.calculators.worksheet import Worksheet

HELD = {"under_2": "不足2年", "from_2": "2年以上（含2年）"}
HOMES = {"first": "家庭唯一住房（首套）", "second": "家庭第二套住房", "third": "第三套及以上"}
METHODS = {"actual": "能提供原值凭证，按差额20%", "assessed": "不能提供完整准确原值凭证，核定征收"}
PLACES = {"city": "市区（7%）", "town": "县城、镇（5%）", "other": "其他地区（1%）"}
KINDS = {"commodity": "商品房及其他住房", "public": "已购公有住房、经济适用房"}


class HomeSaleInputs(CalculatorInput):
    price: Number = money("成交价", "成交价多少元（合同总价，含增值税）？")
    area: Number = number("建筑面积", "建筑面积多少平方米？", unit="平方米", bounds=(0, 10**5))
    held: Literal["under_2", "from_2"] = choice("持有时间", "卖方持有满2年了吗？", HELD)
    only_home_5_years: YesNo = yes_no(
        "满五唯一", "是卖方自用满5年以上、家庭唯一的生活用房吗？", default=False, when={"held": ("from_2",)}
    )
    home_kind: Literal["commodity", "public"] = choice("住房类型", "卖的是哪一种住房？", KINDS, default="commodity")
    method: Literal["actual", "assessed"] = choice(
        "卖方个税计税方法", "卖方能提供房屋原值凭证吗？", METHODS, default="actual"
    )
    cost: Number = money(
        "房屋原值", "卖方买入时的价款和契税等共多少元？", default=Decimal(0), when={"method": ("actual",)}
    )
    renovation: Number = money("装修费用", "有发票的装修费用多少元？", default=Decimal(0), when={"method": ("actual",)})
    interest: Number = money(
        "住房贷款利息", "卖方已支付的住房贷款利息多少元？", default=Decimal(0), when={"method": ("actual",)}
    )
    fees: Number = money("手续费公证费", "手续费、公证费等多少元？", default=Decimal(0), when={"method": ("actual",)})
    assessed_rate: Number = rate(
        "核定征收率", "当地核定征收率是百分之几？", bounds=(1, 3), default=Decimal(1), when={"method": ("assessed",)}
    )
    place: Literal["city", "town", "other"] = choice(
        "房屋所在地", "房屋在市区、县城（镇），还是其他地区？", PLACES, default="city"
    )
    buyer_homes: Literal["first", "second", "third"] = choice(
        "买方家庭住房套数", "加上这套，买方家庭一共有几套住房？", HOMES
    )
    standard_rate: Number = rate(
        "当地契税税率", "当地契税税率是百分之几（法定幅度3%至5%）？", bounds=(3, 5), default=Decimal(3)
    )


def calculate(inputs: HomeSaleInputs, rates: Rates) -> Calculation:
    sheet = Worksheet("存量房交易税费", rates)
    vat, net = _vat(inputs, rates, sheet)
    extra = ZERO
    if vat:
        parts = charge(sheet, rates, vat, place=inputs.place, half=True, keys=False)
        extra = sheet.total(
            "卖方城建税及附加", parts.urban_construction, parts.education, parts.local_education, key="surcharge"
        )
    else:
        sheet.nothing("卖方城建税及附加", "没有缴增值税", key="surcharge")
    iit = sheet.total("卖方个人所得税", _iit(inputs, rates, sheet, net, extra), key="iit")
    rates.use("stamp.home")
    rates.use("land-vat.home")
    seller = sheet.total("卖方合计", vat, extra, iit, key="seller_total")
    rate_ = deed_rate(rates, sheet, homes=inputs.buyer_homes, area=inputs.area, standard=inputs.standard_rate)
    deed = sheet.product("买方契税", net, rate_, key="deed")
    buyer = sheet.total("买方合计", deed, key="buyer_total")
    sheet.total("双方合计", seller, buyer, key="total")
    sheet.note(
        "双方都是个人、卖的是住房：印花税、土地增值税免征。",
        "谁来承担可以由合同约定，但纳税人不变；中介费、登记费不在内。",
    )
    return sheet.result()


def _vat(inputs: HomeSaleInputs, rates: Rates, sheet: Worksheet) -> tuple[Decimal, Decimal]:
    rate_ = rates.use("vat.home-sale")["rate"]
    if inputs.held == "from_2":
        net = sheet.total("不含增值税价格", inputs.price, key="net_price")
        return sheet.nothing("卖方增值税", "持有2年以上（含2年），免征", key="vat"), net
    formula = f"{plain(inputs.price)} ÷ （1 + {percent(rate_)}）"
    net = sheet.step("不含增值税价格", formula, inputs.price / (1 + rate_), key="net_price")
    sheet.note("不足2年的按全额计税，不能减买入价；差几天满2年的，满后再申报就免征。")
    return sheet.product("卖方增值税", net, rate_, key="vat"), net


def _iit(inputs: HomeSaleInputs, rates: Rates, sheet: Worksheet, net: Decimal, extra: Decimal) -> Decimal:
    seller = TransferHomeInputs(
        property=inputs.home_kind,
        only_home_5_years=inputs.only_home_5_years and inputs.held == "from_2",
        price=net,
        method=inputs.method,
        cost=inputs.cost,
        taxes=extra,
        renovation=inputs.renovation,
        interest=inputs.interest,
        fees=inputs.fees,
        assessed_rate=inputs.assessed_rate,
    )
    return home_tax(seller, rates, sheet, keys=False)


CALCULATOR = Calculator(
    id="home-sale",
    title="存量房交易",
    summary="买卖二手住房，卖方、买方各交多少税（重庆）",
    inputs=HomeSaleInputs,
    results={
        "net_price": "不含增值税价格",
        "vat": "卖方增值税",
        "surcharge": "卖方城建税及附加",
        "iit": "卖方个人所得税",
        "seller_total": "卖方合计",
        "deed": "买方契税",
        "buyer_total": "买方合计",
        "total": "双方合计",
    },
    compute=calculate,
)
