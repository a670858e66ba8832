"""综合所得年度汇算: the yearly settlement of a resident, and what is to be paid or refunded."""

from decimal import Decimal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.errors import UnknownCalculator
from bot.calculators.inputs import Number, YesNo, money, yes_no
from bot.calculators.special_deductions import SpecialDeductionInputs
from bot.calculators.tables import Rates


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
    raise UnknownCalculator("not yet computed")


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
