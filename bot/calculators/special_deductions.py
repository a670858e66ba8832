"""The seven special additional deductions (专项附加扣除), shared by withholding and settlement."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from bot.calculators.inputs import CalculatorInput, Count, Number, YesNo, choice, count, money, yes_no
from bot.calculators.money import ZERO, plain
from bot.calculators.tables import Edition, Rates
from bot.calculators.worksheet import Worksheet

SHARES = {"full": "由我一人全额扣除", "half": "夫妻双方各扣一半"}
HOUSING = {
    "none": "不扣除",
    "mortgage": "首套住房贷款利息，全额扣除",
    "mortgage_half": "首套住房贷款利息，各扣一半",
    "rent_large": "住房租金：直辖市、省会、计划单列市等（重庆）",
    "rent_middle": "住房租金：市辖区户籍人口超过100万的其他城市",
    "rent_small": "住房租金：市辖区户籍人口不超过100万的城市",
}
ELDERLY = {"none": "不扣除", "only_child": "独生子女", "shared": "非独生子女，与兄弟姐妹分摊"}
CHILDREN = tuple(str(n) for n in range(1, 11))
NOT_NONE = tuple(value for value in HOUSING if value != "none")


class SpecialDeductionInputs(CalculatorInput):
    """Months that are left out are all the months of the computation."""

    infants: Count = count("3岁以下婴幼儿人数", "有几个3岁以下的孩子由您扣除？没有填0。", bounds=(0, 10), default=0)
    infant_share: Literal["full", "half"] = choice(
        "婴幼儿照护扣除比例",
        "婴幼儿照护由您一人扣，还是夫妻各扣一半？",
        SHARES,
        default="full",
        when={"infants": CHILDREN},
    )
    infant_months: Count | None = count(
        "婴幼儿照护扣除月数",
        "婴幼儿照护可扣几个月？不填按全部月份。",
        bounds=(0, 12),
        unit="个月",
        default=None,
        when={"infants": CHILDREN},
    )
    children: Count = count(
        "子女教育人数", "有几个满3岁至全日制学历教育阶段的子女由您扣除？没有填0。", bounds=(0, 10), default=0
    )
    child_share: Literal["full", "half"] = choice(
        "子女教育扣除比例",
        "子女教育由您一人扣，还是夫妻各扣一半？",
        SHARES,
        default="full",
        when={"children": CHILDREN},
    )
    child_months: Count | None = count(
        "子女教育扣除月数",
        "子女教育可扣几个月？不填按全部月份。",
        bounds=(0, 12),
        unit="个月",
        default=None,
        when={"children": CHILDREN},
    )
    study: YesNo = yes_no("学历继续教育", "您本人是否正在接受学历（学位）继续教育？", default=False)
    study_months: Count | None = count(
        "学历继续教育扣除月数",
        "学历继续教育可扣几个月？不填按全部月份。",
        bounds=(0, 12),
        unit="个月",
        default=None,
        when={"study": ("yes",)},
    )
    certificate: YesNo = yes_no("职业资格继续教育", "本年是否取得职业资格证书？", default=False)
    housing: Literal["none", "mortgage", "mortgage_half", "rent_large", "rent_middle", "rent_small"] = choice(
        "住房贷款利息或住房租金", "住房贷款利息和住房租金只能扣一项，您扣哪一项？", HOUSING, default="none"
    )
    housing_months: Count | None = count(
        "住房扣除月数",
        "住房贷款利息或租金可扣几个月？不填按全部月份。",
        bounds=(0, 12),
        unit="个月",
        default=None,
        when={"housing": NOT_NONE},
    )
    elderly: Literal["none", "only_child", "shared"] = choice(
        "赡养老人", "赡养年满60岁的父母（或符合条件的祖辈），您怎么扣？", ELDERLY, default="none"
    )
    elderly_share: Number = money(
        "每月分摊的赡养老人扣除额",
        "您每月分摊多少元（每人最多1500元）？",
        default=Decimal(0),
        when={"elderly": ("shared",)},
    )
    elderly_months: Count | None = count(
        "赡养老人扣除月数",
        "赡养老人可扣几个月？不填按全部月份。",
        bounds=(0, 12),
        unit="个月",
        default=None,
        when={"elderly": ("only_child", "shared")},
    )


def deduct(inputs: SpecialDeductionInputs, rates: Rates, sheet: Worksheet, months: int) -> list[Decimal]:
    """All special additional deductions of ``months`` months, but for medical costs, which wait for settlement."""
    amounts = rates.use("iit.special-deductions")
    parts = [
        _for_children(
            sheet,
            "3岁以下婴幼儿照护",
            amounts["infant"],
            inputs.infants,
            inputs.infant_share,
            _months(inputs.infant_months, months),
        ),
        _for_children(
            sheet,
            "子女教育",
            amounts["child"],
            inputs.children,
            inputs.child_share,
            _months(inputs.child_months, months),
        ),
    ]
    if inputs.study:
        parts.append(_monthly(sheet, "学历继续教育", amounts["study"], _months(inputs.study_months, months)))
    if inputs.certificate:
        parts.append(sheet.step("职业资格继续教育", plain(amounts["certificate"]), amounts["certificate"]))
    if inputs.housing != "none":
        half = inputs.housing == "mortgage_half"
        monthly = amounts["mortgage"] / 2 if half else amounts[inputs.housing]
        label = "住房贷款利息" if inputs.housing.startswith("mortgage") else "住房租金"
        parts.append(_monthly(sheet, label, monthly, _months(inputs.housing_months, months)))
    if inputs.elderly != "none":
        parts.append(_for_elderly(inputs, amounts, sheet, _months(inputs.elderly_months, months)))
    return parts


def deduct_medical(self_paid: Sequence[Decimal], rates: Rates, sheet: Worksheet) -> Decimal:
    """大病医疗: what each person paid above the floor, up to the cap; only at settlement."""
    amounts = rates.use("iit.special-deductions")
    return sum((_medical(sheet, paid, amounts) for paid in self_paid if paid), ZERO)


def _medical(sheet: Worksheet, paid: Decimal, amounts: Edition) -> Decimal:
    above = paid - amounts["medical_floor"]
    if above > amounts["medical_cap"]:
        return sheet.step("大病医疗（达到上限）", plain(amounts["medical_cap"]), amounts["medical_cap"])
    return sheet.less("大病医疗", paid, amounts["medical_floor"])


def _months(own: int | None, all_months: int) -> int:
    return all_months if own is None else min(own, all_months)


def _monthly(sheet: Worksheet, label: str, amount: Decimal, months: int) -> Decimal:
    return sheet.step(label, f"{plain(amount)} × {months}个月", amount * months)


def _for_children(sheet: Worksheet, label: str, amount: Decimal, children: int, share: str, months: int) -> Decimal:
    if not children:
        return ZERO
    half = " × 50%" if share == "half" else ""
    each = amount / 2 if share == "half" else amount
    return sheet.step(label, f"{plain(amount)} × {children}人{half} × {months}个月", each * children * months)


def _for_elderly(inputs: SpecialDeductionInputs, amounts: Edition, sheet: Worksheet, months: int) -> Decimal:
    if inputs.elderly == "only_child":
        return _monthly(sheet, "赡养老人", amounts["elderly"], months)
    share = min(inputs.elderly_share, amounts["elderly_share"])
    if share < inputs.elderly_share:
        sheet.note(f"非独生子女每人每月最多分摊{plain(amounts['elderly_share'])}元，超过部分没有计入。")
    return _monthly(sheet, "赡养老人", share, months)
