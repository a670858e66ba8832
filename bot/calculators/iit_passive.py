"""利息、股息、红利和偶然所得: individual income tax by kind."""

from decimal import Decimal
from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.inputs import CalculatorInput, Number, choice, money
from bot.calculators.money import plain
from bot.calculators.tables import Rates
from bot.calculators.worksheet import Worksheet

KINDS = {
    "deposit": "银行储蓄存款利息",
    "treasury": "国债、国家发行的金融债券利息",
    "interest": "其他利息（借款利息、企业债券利息）",
    "dividend": "非上市公司股息红利",
    "listed_dividend": "上市公司、新三板挂牌公司股息红利",
    "lottery": "体育彩票、福利彩票中奖（一次）",
    "invoice_prize": "有奖发票奖金（单张）",
    "accidental": "其他中奖、中彩、得奖、受赠等偶然所得",
}
HOLDINGS = {
    "within_month": "持股1个月以内（含）",
    "within_year": "持股1个月以上至1年（含）",
    "over_year": "持股超过1年",
}


class PassiveInputs(CalculatorInput):
    kind: Literal[
        "deposit", "treasury", "interest", "dividend", "listed_dividend", "lottery", "invoice_prize", "accidental"
    ] = choice("所得项目", "是哪一种收入？", KINDS)
    amount: Number = money("收入", "收入多少元？")
    holding: Literal["within_month", "within_year", "over_year"] = choice(
        "持股期限", "股票持有了多久？", HOLDINGS, default="within_month", when={"kind": ("listed_dividend",)}
    )


EXEMPT_UP_TO = {"lottery": "iit.lottery", "invoice_prize": "iit.invoice-prize"}


def calculate(inputs: PassiveInputs, rates: Rates) -> Calculation:
    sheet = Worksheet(KINDS[inputs.kind], rates)
    table = rates.use("iit.passive")
    taxable = _taxable(inputs, rates, sheet)
    tax = sheet.product("应纳税额", taxable, table["rate"], key="tax")
    sheet.less("税后收入", inputs.amount, tax, key="net")
    sheet.note("由支付方代扣，不扣任何费用，不并入年度汇算。")
    return sheet.result()


def _taxable(inputs: PassiveInputs, rates: Rates, sheet: Worksheet) -> Decimal:
    label = "应纳税所得额"
    if inputs.kind == "deposit":
        rates.use("iit.deposit")
        return sheet.nothing(label, "储蓄存款利息暂免征收", key="taxable")
    if inputs.kind == "treasury":
        return sheet.nothing(label, "国债和国家发行的金融债券利息免税", key="taxable")
    if inputs.kind == "listed_dividend":
        share = rates.use("iit.listed-dividend")[inputs.holding]
        sheet.note(
            f"{HOLDINGS[inputs.holding]}：分红时先不扣，卖出股票时按实际持股期限计算；限售股解禁前的红利减按50%。"
        )
        return sheet.product(label, inputs.amount, share, key="taxable")
    if inputs.kind in EXEMPT_UP_TO:
        limit = rates.use(EXEMPT_UP_TO[inputs.kind])["limit"]
        if inputs.amount <= limit:
            return sheet.nothing(label, f"不超过{plain(limit)}元，免征", key="taxable")
        sheet.note(f"超过{plain(limit)}元的按全额计税，不是只算超过的部分。")
    return sheet.total(label, inputs.amount, key="taxable")


CALCULATOR = Calculator(
    id="iit.passive",
    title="利息股息红利和偶然所得",
    summary="利息、分红、中奖的个人所得税",
    inputs=PassiveInputs,
    results={
        "taxable": "应纳税所得额",
        "tax": "应纳税额",
        "net": "税后收入",
    },
    compute=calculate,
)
