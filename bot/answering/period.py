"""Reads which day a question speaks of: "2022年的时候", "去年12月", "上个季度", "2020到2022年", "2028年还有吗"."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

Period = tuple[date, date]
"""The first and the last day."""

_WRITTEN_YEAR = re.compile(r"[二两][零〇][零〇一二三四五六七八九]{2}(?=年)")
_DIGITS = str.maketrans("〇零一二两三四五六七八九", "001223456789")
# A two-digit year needs a sign that it is one: "买了20年的房子" speaks of a duration.
_SIGN = (
    r"度|(?=\d{1,2}月|的?时候|年?底|年?初|年?末|第?[一二三四]季|[上下]半年|汇算|全年|所属期"
    r"|的(?:政策|规定|申报|发票|个税|汇算))"
)
_DURATION = r"房龄|工龄|教龄|产权|期|社保|的|前|后|内|以|左右|了|来|多|老|没|经营|买|交"
_YEAR = re.compile(
    rf"(?<![\d〔\[(（.])(?:(?P<long>20\d{{2}})\s*(?:年度?|财年)|(?P<short>(?<![了满过够近约])[12]\d)\s*(?:年(?:{_SIGN})|财年)"
    rf"|(?:^|(?<=[，,。；;？?！!\s]))(?P<bare>2\d)年(?!\d|{_DURATION}|$))"
)
_RELATIVE = re.compile(r"大前年度?|前年度?|[去旧]年度?|上一?年度?|今年度?|[本当]年度|明年度?|下一?年度|后年度?")
_YEARS_AWAY = {"大前": -3, "前": -2, "去": -1, "旧": -1, "上": -1, "今": 0, "本": 0, "当": 0, "明": 1, "下": 1, "后": 2}
_AWAY = re.compile(r"(?<![早晚])(?P<away>上上|下下|上|下|这|本|当)一?个?(?P<unit>月(?!饼|嫂|亮)份?|季度|季(?!节))")
_UNITS_AWAY = {"上上": -2, "上": -1, "这": 0, "本": 0, "当": 0, "下": 1, "下下": 2}
_HALF_ALONE = re.compile(r"(?<![年度个每按上])[上下]半年(?!度)")
# 所属期202403, 2024-03, 2024/3/5, 2024.03.05
_STAMP = re.compile(
    r"(?<![\d.])(?P<year>20\d{2})(?P<mark>[-/.年]?)(?P<month>1[0-2]|0?[1-9])(?:(?P=mark)(?P<day>[12]\d|3[01]|0?[1-9]))?(?![\d.%])"
)
_STAMPED = re.compile(r"属期\D{0,3}$")
_TO = r"\s*(?:到|至|[-—–~～])\s*"
_YEARS = re.compile(
    rf"(?<![\d〔\[(（.])(?P<first>20\d{{2}}|[12]\d)\s*(?:年度?)?{_TO}(?P<last>20\d{{2}}|[12]\d)\s*年(?!以?[前内后])"
)
_MONTHS = re.compile(rf"\s*的?(?P<first>1[0-2]|[1-9])\s*(?:月份?)?{_TO}(?P<last>1[0-2]|[1-9])\s*月份?")
_PART = re.compile(
    r"\s*的?(?:(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月(?:份)?(?:(?P<day>[12]\d|3[01]|0?[1-9])\s*[日号])?"
    r"|第?(?P<quarter>[一二三四1-4])个?季度?|(?P<half>[上下])半年|年?(?P<edge>[初底末]))"
)
_NUMBERS = {name: number for number, name in enumerate("一二三四五六七八九十", start=1)} | {"十一": 11, "十二": 12}
# A year inside a document's number ("2023年第12号", "〔2023〕") is not a time that is asked about,
_DOCUMENT = re.compile(r"^\s*第?\s*\d+\s*号|^\s*(?:版|修订|新版|公告)")
# nor is the year in which something began that is still so ("2010年买的房现在卖").
_BEGINNING = re.compile(r"^.{0,4}?(?:买|购|取得|成立|注册|开业|入职|建|登记|签|出生|退休|以前|之前|以来|至今)")
# "上个月才办下来" tells how new something is, not which month is asked about.
_JUST = re.compile(r"^.{0,2}?[才刚]")
_THEN = re.compile(
    r"当时|那时|那会|那阵|那年|的?时候|以前|之前|原来|从前|过去|当年|旧|老(政策|规定|办法)|历史|来着|查账|哪年|(什么时候|啥时候|几月份?|哪天)(开始|起|取消)"
)
# "当时没要票，还能补开不": what can be done now is asked.
_WANTS_NOW = re.compile(r"现在|补[开办报缴交扣]|怎么补")
_NOW = re.compile(r"现在|目前|如今|今天|当前")


@dataclass(frozen=True, slots=True)
class _Said:
    """A period and where the text says it; None for a time that is not asked about."""

    period: Period | None
    start: int
    end: int


def read_as_of(text: str, *, today: date) -> date | None:
    """The day the text asks about, or None for now.

    A past time means its last day, a future one its first; a time that is not over is now. Two different times in
    one text are left to the present ("2025年和2026年有什么区别").
    """
    period = None if _NOW.search(text) else read_period(text, today=today)
    if period is None:
        return None
    first, last = period
    if last < today:
        return last
    return first if first > today else None


def read_period(text: str, *, today: date) -> Period | None:
    """The one stretch of time that the text speaks of; None when it speaks of none, or of several."""
    periods = {said.period for said in _all_said(text, today) if said.period is not None}
    return periods.pop() if len(periods) == 1 else None


def without_periods(text: str, *, today: date) -> str:
    """The text without the words that say times."""
    said = {place for one in _all_said(text, today) for place in range(one.start, one.end)}
    return "".join(letter for place, letter in enumerate(text) if place not in said)


def asks_about_then(text: str) -> bool:
    """Wants the rule of that time, and not what is to be done now about what happened then."""
    return bool(_THEN.search(text)) and not _WANTS_NOW.search(text)


def _all_said(text: str, today: date) -> Iterator[_Said]:
    """Every time in the text once: what is part of a longer expression is not read on its own."""
    text = _WRITTEN_YEAR.sub(lambda match: match.group().translate(_DIGITS), text)
    taken: list[_Said] = []
    for read in (_ranges, _calendar, _relative, _away, _stamped, _halves):
        for said in read(text, today):
            if all(said.end <= other.start or other.end <= said.start for other in taken):
                taken.append(said)
                yield said


def _ranges(text: str, _today: date) -> Iterator[_Said]:
    for match in _YEARS.finditer(text):
        first, last = (2000 + int(year) % 100 for year in (match["first"], match["last"]))
        # "10-20年" is a duration.
        written_out = len(match["first"]) == 4 or len(match["last"]) == 4
        if first < last and (written_out or first >= 2018):
            yield _Said((date(first, 1, 1), date(last, 12, 31)), match.start(), match.end())


def _calendar(text: str, _today: date) -> Iterator[_Said]:
    for match in _YEAR.finditer(text):
        year = 2000 + int(match["long"] or match["short"] or match["bare"]) % 100
        period, end = _period(year, text, match.end())
        unasked = _DOCUMENT.match(text[match.end() :]) or _BEGINNING.match(text[end:])
        yield _Said(None if unasked else period, match.start(), end)


def _relative(text: str, today: date) -> Iterator[_Said]:
    for match in _RELATIVE.finditer(text):
        away = next(years for word, years in _YEARS_AWAY.items() if match.group().startswith(word))
        period, end = _period(today.year + away, text, match.end())
        yield _Said(None if _JUST.match(text[end:]) else period, match.start(), end)


def _away(text: str, today: date) -> Iterator[_Said]:
    """ "上个月", "上个季度", "下季度"."""
    for match in _AWAY.finditer(text):
        away, size = _UNITS_AWAY[match["away"]], 1 if match["unit"].startswith("月") else 3
        month = today.year * 12 + (today.month - 1) // size * size + away * size
        last = month + size - 1
        period = (date(month // 12, month % 12 + 1, 1), _month_end(last // 12, last % 12 + 1))
        yield _Said(None if _JUST.match(text[match.end() :]) else period, match.start(), match.end())


def _stamped(text: str, _today: date) -> Iterator[_Said]:
    for match in _STAMP.finditer(text):
        named = _STAMPED.search(text[: match.start()])
        if not named and (match["mark"] not in ("-", "/", ".") or (match["mark"] == "." and not match["day"])):
            continue
        year, month = int(match["year"]), int(match["month"])
        yield _Said(_day_or_month(year, month, match["day"]), match.start(), match.end())


def _halves(text: str, today: date) -> Iterator[_Said]:
    """ "上半年" alone is this year's."""
    for match in _HALF_ALONE.finditer(text):
        yield _Said(_months(today.year, *_half(match.group()[0])), match.start(), match.end())


def _period(year: int, text: str, start: int) -> tuple[Period, int]:
    """The year, or the part of it that is said from ``start`` on; and where that ends."""
    months = _MONTHS.match(text, start)
    if months is not None and int(months["first"]) < int(months["last"]):
        return _months(year, int(months["first"]), int(months["last"])), months.end()
    part = _PART.match(text, start)
    if part is None:
        return _months(year, 1, 12), start
    if part["quarter"]:
        last = 3 * _number(part["quarter"])
        return _months(year, last - 2, last), part.end()
    if part["half"]:
        return _months(year, *_half(part["half"])), part.end()
    if part["edge"]:
        month = 1 if part["edge"] == "初" else 12
        return _months(year, month, month), part.end()
    return _day_or_month(year, _number(part["month"]), part["day"]), part.end()


def _half(word: str) -> tuple[int, int]:
    return (1, 6) if word == "上" else (7, 12)


def _number(written: str) -> int:
    return int(written) if written.isdigit() and written.isascii() else _NUMBERS[written]


def _day_or_month(year: int, month: int, day: str | None) -> Period:
    if day and int(day) <= _month_end(year, month).day:
        return (date(year, month, int(day)), date(year, month, int(day)))
    return _months(year, month, month)


def _months(year: int, first: int, last: int) -> Period:
    return (date(year, first, 1), _month_end(year, last))


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
