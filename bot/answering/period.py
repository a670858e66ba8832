"""Reads which day a question speaks of: "2022年的时候", "去年12月", "2028年还有吗"."""

import calendar
import re
from datetime import date

_MONTH = r"(?:\s*(1[0-2]|0?[1-9])\s*月(?:份)?)"
_YEAR = re.compile(
    rf"(?<![\d〔\[(（])(?:(20\d{{2}})\s*年度?{_MONTH}?|([12]\d)\s*年(?:度|{_MONTH}|(?=的?时候|底|初|末)))"
)
_RELATIVE = re.compile(rf"(大前年|前年|去年|上年度?|明年|后年)(?:的|度)?{_MONTH}?")
_YEARS_AWAY = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "上年度": -1, "明年": 1, "后年": 2}
# A year inside a document's number ("2023年第12号", "〔2023〕") is not a time that is asked about,
_DOCUMENT = re.compile(r"^\s*第?\s*\d+\s*号|^\s*(?:版|修订|新版|公告)")
# nor is the year in which something began that is still so ("2010年买的房现在卖").
_BEGINNING = re.compile(r"^.{0,4}?(?:买|购|取得|成立|注册|开业|入职|建|登记|签|出生|退休|以前|之前|以来|至今)")
_NOW = re.compile(r"现在|目前|如今|今天|当前")


def read_as_of(text: str, *, today: date) -> date | None:
    """The day the text asks about, or None for now.

    A past year or month means its last day, a future one its first. The present year is now; two different
    times in one text are left to the present ("2025年和2026年有什么区别").
    """
    if _NOW.search(text):
        return None
    found = {*_calendar_years(text), *_relative_years(text, today)}
    if len(found) != 1:
        return None
    year, month = found.pop()
    return _day_in(year, month, today)


def _calendar_years(text: str) -> set[tuple[int, int | None]]:
    found: set[tuple[int, int | None]] = set()
    for match in _YEAR.finditer(text):
        after = text[match.end() :]
        if _DOCUMENT.match(after) or _BEGINNING.match(after):
            continue
        long_year, month, short_year, short_month = match.groups()
        year = int(long_year) if long_year else 2000 + int(short_year)
        said_month = month or short_month
        found.add((year, int(said_month) if said_month else None))
    return found


def _relative_years(text: str, today: date) -> set[tuple[int, int | None]]:
    return {
        (today.year + _YEARS_AWAY[match.group(1)], int(match.group(2)) if match.group(2) else None)
        for match in _RELATIVE.finditer(text)
    }


def _day_in(year: int, month: int | None, today: date) -> date | None:
    if not 1994 <= year <= 2100:
        return None
    if month is None:
        if year == today.year:
            return None
        return date(year, 12, 31) if year < today.year else date(year, 1, 1)
    last = date(year, month, calendar.monthrange(year, month)[1])
    if last < today:
        return last
    first = date(year, month, 1)
    return first if first > today else None
