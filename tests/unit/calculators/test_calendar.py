from datetime import date

import pytest

from bot.calculators.tables import Rates, load
from bot.calculators.working_days import days_of
from bot.calculators.worksheet import Worksheet
from tests.unit.calculators.cases import TODAY, calculate

NOTICES = [day for edition in load()["calendar.due"].editions for day in edition.days["due"]]


def rule(first: date, last: date) -> date:
    rates = Rates(TODAY)
    return days_of(rates, first.year, Worksheet("", rates)).extended(first, last)


@pytest.mark.parametrize("notified", NOTICES, ids=str)
def test_the_rule_finds_every_day_that_was_notified(notified: date) -> None:
    assert rule(notified.replace(day=1), notified.replace(day=15)) == notified


@pytest.mark.parametrize(
    ("year", "month", "due"),
    [
        (2025, 2, date(2025, 2, 20)),
        (2026, 1, date(2026, 1, 20)),
        (2026, 10, date(2026, 10, 26)),
        (2027, 3, date(2027, 3, 15)),
        (2027, 8, date(2027, 8, 16)),
    ],
)
def test_the_filing_window_ends_on_the_notified_day_or_by_rule(year: int, month: int, due: date) -> None:
    calculation = calculate("calendar", year=year, month=month)

    assert calculation.finding("due") == due
    assert any("还没有公布" in note for note in calculation.notes) == (year == 2027)


@pytest.mark.parametrize(
    ("as_of", "reminder"),
    [
        (date(2026, 11, 10), "按月申报请在2026年11月16日前（含当日）申报并缴款，还有6天。"),
        (date(2026, 11, 16), "今天（2026年11月16日）是按月申报的最后一天，请当天申报并扣款成功。"),
        (
            date(2026, 11, 17),
            "按月申报的期限2026年11月16日已过1天，还没有申报缴款的请尽快办理，滞纳金按日加收万分之五。",
        ),
    ],
)
def test_the_reminder_knows_what_day_it_is(as_of: date, reminder: str) -> None:
    assert calculate("calendar", as_of).finding("reminder") == reminder


@pytest.mark.parametrize(
    ("raw", "due"),
    [
        ({"tax": "cit_annual", "year": 2026}, date(2026, 6, 1)),
        ({"tax": "iit_annual", "year": 2027}, date(2027, 6, 30)),
        ({"tax": "business_annual", "year": 2026}, date(2026, 3, 31)),
        ({"tax": "quarterly"}, date(2027, 1, 20)),
        ({"tax": "quarterly", "year": 2026, "month": 10}, date(2026, 10, 26)),
        ({"tax": "vehicle", "start": "2026-11-20"}, date(2027, 1, 19)),
        ({"tax": "stamp_once", "start": "2026-11-01"}, date(2026, 11, 16)),
        ({"tax": "stamp_once", "start": "2026-11-06"}, date(2026, 11, 23)),
        ({"tax": "stamp_once", "start": "2026-09-25"}, date(2026, 10, 20)),
        ({"tax": "land_vat", "start": "2026-11-20"}, date(2026, 11, 27)),
    ],
)
def test_other_terms_end_on_a_working_day(raw: dict[str, object], due: date) -> None:
    assert calculate("calendar", **raw).finding("due") == due


def test_weekends_worked_for_a_holiday_are_working_days() -> None:
    rates = Rates(TODAY)
    days = days_of(rates, 2026, Worksheet("", rates))

    assert days.is_working(date(2026, 10, 10))
    assert not days.is_working(date(2026, 10, 11))
    assert not days.is_working(date(2026, 10, 7))
    assert days.is_working(date(2026, 10, 8))
