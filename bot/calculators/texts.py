"""The words a taxpayer reads when figures cannot be used."""

from bot.calculators.errors import NotInForce

MISSING = "请填写{title}。"
UNKNOWN_FIELD = "没有“{name}”这个填写项。"
NOT_A_NUMBER = "{title}请填数字，例如 12345.67。"
NOT_AN_INTEGER = "{title}请填整数。"
TOO_SMALL = "{title}不能小于{bound}{unit}。"
NOT_ABOVE = "{title}必须大于{bound}{unit}。"
TOO_LARGE = "{title}不能大于{bound}{unit}。"
TOO_FINE = "{title}最多保留{places}位小数。"
NOT_AN_OPTION = "{title}请从以下选项中选择：{options}。"
NOT_A_DATE = "{title}请填日期，例如 2026-11-22。"
NOT_A_FILING_MONTH = "申报月份请填1、4、7、10：按季的在季度终了后的那个月申报。"
UNUSABLE = "{title}填写有误，请检查后重填。"
NOT_TEXT_KEYS = "填写项的名称有误。"

_NONE = "{table}：{day}没有可用的规定"
_SINCE = "，{day}起才有"
_UNTIL = "，此前的规定到{day}为止（当日不含）"


def not_in_force(error: NotInForce) -> str:
    text = _NONE.format(table=error.table, day=error.as_of.isoformat())
    if error.until is not None:
        text += _UNTIL.format(day=error.until.isoformat())
    if error.since is not None:
        text += _SINCE.format(day=error.since.isoformat())
    return text + "，不能计算。"
