"""工资薪金累计预扣: the tax to withhold from one month's wages of a resident."""

from decimal import Decimal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.inputs import Count, Number, YesNo, count, money, yes_no
from bot.calculators.money import plain
from bot.calculators.special_deductions import SpecialDeductionInputs, deduct
from bot.calculators.tables import Rates
from bot.calculators.worksheet import Worksheet


class SalaryInputs(SpecialDeductionInputs):
    months: Count = count("本年任职月数", "今年在本单位任职受雇了几个月（算到本月）？", bounds=(1, 12), unit="个月")
    income: Number = money("累计工资收入", "今年到本月为止，本单位累计发了多少税前工资？")
    exempt_income: Number = money("累计免税收入", "其中免税收入累计多少元？没有填0。", default=Decimal(0))
    insurance: Number = money("累计三险一金", "今年到本月为止，个人累计缴了多少三险一金？", default=Decimal(0))
    other_deductions: Number = money(
        "累计其他扣除", "企业年金、符合规定的商业健康险、个人养老金等累计多少元？", default=Decimal(0)
    )
    relief: Number = money("累计减免税额", "累计减免税额多少元？没有填0。", default=Decimal(0))
    paid: Number = money("已预扣税额", "今年前几个月本单位已预扣多少个税？", default=Decimal(0))
    full_60000: YesNo = yes_no(
        "直接扣除6万元", "上年在同一单位干满12个月、全年工资不超过6万元并且每月都申报过？", default=False
    )


def calculate(inputs: SalaryInputs, rates: Rates) -> Calculation:
    sheet = Worksheet("工资薪金累计预扣", rates)
    table = rates.use("iit.comprehensive")
    special = sheet.total("累计专项附加扣除", *deduct(inputs, rates, sheet, inputs.months), key="special_deductions")
    if inputs.full_60000:
        basic = sheet.step("减除费用（全年6万元）", plain(table["basic"]), rates.use("iit.direct-60000")["limit"])
        sheet.note("累计收入不超过6万元的月份不预扣；超过的当月起按累计预扣法。")
    else:
        basic = sheet.step(
            "累计减除费用", f"{plain(table['month'])} × {inputs.months}个月", table["month"] * inputs.months
        )
    taxable = sheet.less(
        "累计应纳税所得额",
        inputs.income,
        inputs.exempt_income,
        basic,
        inputs.insurance,
        special,
        inputs.other_deductions,
        key="taxable",
    )
    cumulative = sheet.bracket("累计应预扣税额", table.scale, taxable, key="cumulative_tax")
    sheet.less("本月应预扣税额", cumulative, inputs.relief, inputs.paid, key="tax")
    if cumulative < inputs.relief + inputs.paid:
        sheet.note("前几个月已预扣的比累计应扣的多，本月不扣；多扣的部分由后面月份抵减，或年度汇算时退。")
    sheet.note("只适用于居民个人；在两处取得工资的，各单位分别预扣，次年汇算。", "大病医疗只能在年度汇算时扣除。")
    return sheet.result()


CALCULATOR = Calculator(
    id="iit.salary",
    title="工资薪金累计预扣",
    summary="单位给居民个人发工资，本月应预扣多少个人所得税",
    inputs=SalaryInputs,
    results={
        "special_deductions": "累计专项附加扣除",
        "taxable": "累计应纳税所得额",
        "cumulative_tax": "累计应预扣税额",
        "tax": "本月应预扣税额",
    },
    compute=calculate,
)
