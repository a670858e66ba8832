"""Which days are worked in China: holidays, the weekends worked for them, and deadlines that move."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.calculators.errors import NotInForce
from bot.calculators.tables import Rates, Table
from bot.calculators.worksheet import Worksheet

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """``holidays``: statutory ones with the rest days joined to them; ``worked``: weekends that are not free."""

    holidays: frozenset[date]
    worked: frozenset[date]

    def is_working(self, day: date) -> bool:
        if day in self.holidays:
            return False
        return day in self.worked or day.weekday() < SATURDAY

    def on_or_after(self, day: date) -> date:
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def extended(self, first: date, last: date) -> date:
        """The last day of a period of days (征管法实施细则第一百零九条).

        Three or more consecutive holidays within it are added as working days after the last day, as the yearly
        notices do; a last day that is not worked moves to the next that is.
        """
        added = sum(len(run) for run in self._runs(first, last) if len(run) >= 3)
        day = last
        for _ in range(added):
            day = self.on_or_after(day + ONE_DAY)
        return day if added else self.on_or_after(last)

    def _runs(self, first: date, last: date) -> Iterator[list[date]]:
        run: list[date] = []
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            if day in self.holidays:
                run.append(day)
            elif run:
                yield run
                run = []
        if run:
            yield run


def days_of(rates: Rates, year: int, sheet: Worksheet) -> WorkingDays:
    """The days of a year, and of the years around it as far as they are known.

    Raises:
        NotInForce: nothing is known of that year.
    """
    table = rates.table("calendar.holidays")
    edition = table.on(date(year, 1, 1))
    if edition is None:
        until, since = table.gap(date(year, 1, 1))
        raise NotInForce(table.title, as_of=date(year, 1, 1), since=since, until=until)
    rates.cite(edition)
    sheet.note(*edition.notes)
    return _gather(table)


def _gather(table: Table) -> WorkingDays:
    holidays: set[date] = set()
    worked: set[date] = set()
    for edition in table.editions:
        holidays.update(edition.days.get("holidays", ()))
        worked.update(edition.days.get("worked", ()))
        holidays.update(_joined(frozenset(edition.days.get("statutory", ()))))
    return WorkingDays(frozenset(holidays), frozenset(worked))


def _joined(statutory: frozenset[date]) -> set[date]:
    """Statutory days with the weekends that touch them, where the arrangement of the year is not yet published."""
    joined = set(statutory)
    for day in statutory:
        for step in (ONE_DAY, -ONE_DAY):
            neighbour = day + step
            while neighbour.weekday() >= SATURDAY:
                joined.add(neighbour)
                neighbour += step
    return joined
