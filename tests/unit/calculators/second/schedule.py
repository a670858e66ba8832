"""Last days for filing: 15 days after the period, put off by days off (税收征收管理法实施细则第一百零九条)."""

from __future__ import annotations

from datetime import date, timedelta

from .given import Formula, Given, Outcome

DAY = timedelta(days=1)
DAYS_OFF = (  # 国务院办公厅各年节假日安排：首日、末日
    ("2022-12-31", "2023-01-02"),
    ("2023-01-21", "2023-01-27"),
    ("2023-04-05", "2023-04-05"),
    ("2023-04-29", "2023-05-03"),
    ("2023-06-22", "2023-06-24"),
    ("2023-09-29", "2023-10-06"),
    ("2024-01-01", "2024-01-01"),
    ("2024-02-10", "2024-02-17"),
    ("2024-04-04", "2024-04-06"),
    ("2024-05-01", "2024-05-05"),
    ("2024-06-10", "2024-06-10"),
    ("2024-09-15", "2024-09-17"),
    ("2024-10-01", "2024-10-07"),
    ("2025-01-01", "2025-01-01"),
    ("2025-01-28", "2025-02-04"),
    ("2025-04-04", "2025-04-06"),
    ("2025-05-01", "2025-05-05"),
    ("2025-05-31", "2025-06-02"),
    ("2025-10-01", "2025-10-08"),
    ("2026-01-01", "2026-01-03"),
    ("2026-02-15", "2026-02-23"),
    ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"),
    ("2026-06-19", "2026-06-21"),
    ("2026-09-25", "2026-09-27"),
    ("2026-10-01", "2026-10-07"),
)
MADE_UP_DAYS = (  # 周末调为上班的日子
    "2023-01-28 2023-01-29 2023-04-23 2023-05-06 2023-06-25 2023-10-07 2023-10-08 "
    "2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12 "
    "2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11 "
    "2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10"
)
MADE_UP = {date.fromisoformat(text) for text in MADE_UP_DAYS.split()}


def _off(day: date) -> bool:
    if any(date.fromisoformat(first) <= day <= date.fromisoformat(last) for first, last in DAYS_OFF):
        return True
    return day.weekday() >= 5 and day not in MADE_UP


def next_working_day(day: date) -> date:
    while _off(day):
        day += DAY
    return day


def put_off(first: date, last: date) -> date:
    """The last day, later by as many working days as long holidays (three days and more) take from the term."""
    lost = 0
    for start, end in DAYS_OFF:
        inside = (min(date.fromisoformat(end), last) - max(date.fromisoformat(start), first)).days + 1
        lost += inside if inside >= 3 else 0
    day = last
    for _ in range(lost):
        day = next_working_day(day + DAY)
    return next_working_day(day)


def calendar(given: Given, day: date) -> Outcome:
    tax = given.text("tax", "monthly")
    if tax in ("monthly", "quarterly"):
        first = date(int(given.text("year")), int(given.text("month")), 1)
        due = put_off(first, first.replace(day=15))
    elif tax in ("cit_annual", "iit_annual", "business_annual"):
        month, last = {"cit_annual": (5, 31), "iit_annual": (6, 30), "business_annual": (3, 31)}[tax]
        due = next_working_day(date(int(given.text("year")), month, last))
    else:
        start = given.day("start")
        length = {"stamp_once": 15, "land_vat": 7, "vehicle": 60}[tax]
        end = start + length * DAY
        due = next_working_day(end) if tax == "vehicle" else put_off(start + DAY, end)  # 长期限只看最后一天
    return {"due": due}


FORMULAS: dict[str, Formula] = {"calendar": calendar}
