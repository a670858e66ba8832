"""综合所得年度汇算: the yearly settlement of a resident, and what is to be paid or refunded."""

from decimal import Decimal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.inputs import Number, YesNo, money, yes_no
from bot.calculators.money import ZERO, cents, percent, plain, yuan
from bot.calculators.special_deductions import SpecialDeductionInputs, deduct, deduct_medical
from bot.calculators.tables import Edition, Rates
from bot.calculators.worksheet import Worksheet


class AnnualInputs(SpecialDeductionInputs):
    salary: Number = money("全年工资薪金", "全年税前工资薪金多少元（含选择并入综合所得的年终奖）？", default=Decimal(0))
    labour: Number = money("全年劳务报酬", "全年劳务报酬收入多少元（不含增值税）？", default=Decimal(0))
    manuscript: Number = money("全年稿酬", "全年稿酬收入多少元（不含增值税）？", default=Decimal(0))
    royalty: Number = money("全年特许权使用费", "全年特许权使用费收入多少元（不含增值税）？", default=Decimal(0))
    exempt_income: Number = money("免税收入", "工资薪金中的免税收入多少元？没有填0。", default=Decimal(0))
    insurance: Number = money("全年三险一金", "全年个人缴的三险一金多少元？", default=Decimal(0))
    medical_self: Number = money(
        "本人大病医疗自付", "本人全年医保目录范围内自付多少元（扣除医保报销后）？", default=Decimal(0)
    )
    medical_spouse: Number = money("配偶大病医疗自付", "由您扣除的配偶医保目录内自付多少元？", default=Decimal(0))
    medical_child: Number = money(
        "未成年子女大病医疗自付", "由您扣除的一个未成年子女医保目录内自付多少元？", default=Decimal(0)
    )
    pension: Number = money("个人养老金缴费", "本年存入个人养老金资金账户多少元？", default=Decimal(0))
    other_deductions: Number = money("其他依法扣除", "企业年金、商业健康险等其他扣除全年多少元？", default=Decimal(0))
    donation: Number = money("公益捐赠", "按30%限额扣除的公益捐赠多少元？", default=Decimal(0))
    relief: Number = money("减免税额", "全年减免税额多少元？没有填0。", default=Decimal(0))
    prepaid: Number = money("已预缴税额", "全年已预缴（被扣）个税多少元？", default=Decimal(0))
    withheld: YesNo = yes_no("扣缴义务人已依法预扣", "付款单位是否都依法预扣过个税？", default=True)


def calculate(inputs: AnnualInputs, rates: Rates) -> Calculation:
    sheet = Worksheet("综合所得年度汇算", rates)
    table = rates.use("iit.comprehensive")
    income = _income(inputs, table, sheet)
    medical = deduct_medical((inputs.medical_self, inputs.medical_spouse, inputs.medical_child), rates, sheet)
    special = sheet.total("专项附加扣除", *deduct(inputs, rates, sheet, 12), medical, key="special_deductions")
    before = sheet.less(
        "减除各项扣除后",
        income,
        table["basic"],
        inputs.insurance,
        special,
        _pension(inputs, rates, sheet),
        inputs.other_deductions,
    )
    donation = min(inputs.donation, cents(before * table["donation"]))
    if donation < inputs.donation:
        sheet.note(f"按限额扣除的捐赠最多扣应纳税所得额的30%，本例{yuan(donation)}。")
    taxable = sheet.less("应纳税所得额", before, donation, key="taxable")
    gross = sheet.bracket("减免前税额", table.scale, taxable)
    tax = sheet.less("全年应纳税额", gross, inputs.relief, key="tax")
    balance = sheet.balance("应补（退）税额", tax, inputs.prepaid, key="balance")
    _close(inputs, rates, sheet, balance)
    return sheet.result()


def _income(inputs: AnnualInputs, table: Edition, sheet: Worksheet) -> Decimal:
    """收入额: labour income and royalties count with 80 %, a writer's pay with 56 %."""
    labour = sheet.product("劳务报酬收入额", inputs.labour, table["share"]) if inputs.labour else ZERO
    royalty = sheet.product("特许权使用费收入额", inputs.royalty, table["share"]) if inputs.royalty else ZERO
    manuscript = (
        sheet.step(
            "稿酬收入额",
            f"{plain(inputs.manuscript)} × {percent(table['share'])} × {percent(table['manuscript'])}",
            inputs.manuscript * table["share"] * table["manuscript"],
        )
        if inputs.manuscript
        else ZERO
    )
    salary = sheet.less("工资薪金（不含免税收入）", inputs.salary, inputs.exempt_income)
    return sheet.total("综合所得收入额", salary, labour, manuscript, royalty)


def _pension(inputs: AnnualInputs, rates: Rates, sheet: Worksheet) -> Decimal:
    if not inputs.pension:
        return ZERO
    limit = rates.use("iit.pension")["limit"]
    if inputs.pension > limit:
        sheet.note(f"个人养老金每年最多扣{plain(limit)}元。")
    return min(inputs.pension, limit)


def _close(inputs: AnnualInputs, rates: Rates, sheet: Worksheet, balance: Decimal) -> None:
    relief = rates.find("iit.settlement-relief")
    gross = inputs.salary + inputs.labour + inputs.manuscript + inputs.royalty
    if relief and balance > 0 and inputs.withheld and (gross <= relief["income"] or balance <= relief["tax"]):
        why = f"全年收入不超过{plain(relief['income'])}元或补税不超过{plain(relief['tax'])}元，免于补税"
        sheet.nothing("应补税额", why, key="due")
    else:
        sheet.less("应补税额", max(balance, ZERO), key="due")
    sheet.less("应退税额", max(-balance, ZERO), key="refund")
    sheet.note(
        "按计算日所在年度的规定计算；汇算在次年3月1日至6月30日。",
        "没有依法预扣的，即使年收入不超过12万元或补税不超过400元也要办汇算。",
        "没有计入：可全额扣除的捐赠、境外所得、股权激励和单独计税的年终奖。",
    )


CALCULATOR = Calculator(
    id="iit.annual",
    title="综合所得年度汇算",
    summary="居民个人全年综合所得应补或应退多少税",
    inputs=AnnualInputs,
    results={
        "special_deductions": "专项附加扣除",
        "taxable": "应纳税所得额",
        "tax": "全年应纳税额",
        "balance": "应补（退）税额",
        "due": "应补税额",
        "refund": "应退税额",
    },
    compute=calculate,
)
