"""Reads which day a question speaks of: "2022年的时候", "去年12月", "2025年三季度", "2028年还有吗"."""

import calendar
import re
from collections.abc import Iterator
from datetime import date

# A two-digit year needs a sign that it is one: "买了20年的房子" speaks of a duration.
_YEAR = re.compile(
    r"(?<![\d〔\[(（])(?:(?P<long>20\d{2})\s*年度?|(?P<short>[12]\d)\s*年(?:度|(?=\d{1,2}月|的?时候|底|初|末|第?[一二三四]季)))"
)
_RELATIVE = re.compile(r"(大前年|前年|去年|上年度?|明年|后年)度?")
_YEARS_AWAY = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "上年度": -1, "明年": 1, "后年": 2}
_PART = re.compile(
    r"\s*的?(?:(?P<month>1[0-2]|0?[1-9])\s*月(?:份)?(?:(?P<day>[12]\d|3[01]|0?[1-9])\s*[日号])?"
    r"|第?(?P<quarter>[一二三四1-4])季度?|(?P<half>[上下])半年)"
)
_QUARTERS = {name: number for number in range(1, 5) for name in ("一二三四"[number - 1], str(number))}
# A year inside a document's number ("2023年第12号", "〔2023〕") is not a time that is asked about,
_DOCUMENT = re.compile(r"^\s*第?\s*\d+\s*号|^\s*(?:版|修订|新版|公告)")
# nor is the year in which something began that is still so ("2010年买的房现在卖").
_BEGINNING = re.compile(r"^.{0,4}?(?:买|购|取得|成立|注册|开业|入职|建|登记|签|出生|退休|以前|之前|以来|至今)")
_THEN = re.compile(
    r"当时|那时|那会|那阵|那年|的?时候|以前|之前|原来|从前|过去|当年|旧|老(政策|规定|办法)|历史|来着|查账|哪年|(什么时候|啥时候|几月份?|哪天)(开始|起|取消)"
)
_NOW = re.compile(r"现在|目前|如今|今天|当前")

Period = tuple[date, date]
"""The first and the last day."""


def read_as_of(text: str, *, today: date) -> date | None:
    """The day the text asks about, or None for now.

    A past time means its last day, a future one its first; a time that is not over is now. Two different times in
    one text are left to the present ("2025年和2026年有什么区别").
    """
    if _NOW.search(text):
        return None
    periods = {*_calendar_periods(text), *_relative_periods(text, today)}
    if len(periods) != 1:
        return None
    first, last = periods.pop()
    if last < today:
        return last
    return first if first > today else None


def asks_about_then(text: str) -> bool:
    """Wants the rule of that time, and not what is to be done now about what happened then."""
    return bool(_THEN.search(text))


def _calendar_periods(text: str) -> Iterator[Period]:
    for match in _YEAR.finditer(text):
        year = int(match["long"]) if match["long"] else 2000 + int(match["short"])
        period, after = _period(year, text[match.end() :])
        if not _DOCUMENT.match(text[match.end() :]) and not _BEGINNING.match(after):
            yield period


def _relative_periods(text: str, today: date) -> Iterator[Period]:
    for match in _RELATIVE.finditer(text):
        yield _period(today.year + _YEARS_AWAY[match.group(1)], text[match.end() :])[0]


def _period(year: int, after: str) -> tuple[Period, str]:
    """The year, or the part of it that ``after`` begins with; and what follows."""
    part = _PART.match(after)
    if part is None:
        return (date(year, 1, 1), date(year, 12, 31)), after
    rest = after[part.end() :]
    if part["quarter"]:
        last_month = _QUARTERS[part["quarter"]] * 3
        return (date(year, last_month - 2, 1), _month_end(year, last_month)), rest
    if part["half"]:
        last_month = 6 if part["half"] == "上" else 12
        return (date(year, last_month - 5, 1), _month_end(year, last_month)), rest
    month = int(part["month"])
    last = _month_end(year, month)
    if part["day"] and int(part["day"]) <= last.day:
        day = date(year, month, int(part["day"]))
        return (day, day), rest
    return (date(year, month, 1), last), rest


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
