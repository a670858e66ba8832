"""Dated rate tables, read from ``data/calculators``: which edition holds on a day, and what it cites."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.calculators.calculation import Citation
from bot.calculators.errors import NotInForce
from bot.calculators.money import Bracket
from knowledge_base.validity import in_force

FOLDER = Path(__file__).parent.parent.parent / "data" / "calculators"


def _exact(value: object) -> object:
    if isinstance(value, float):
        raise ValueError("write numbers with a point as text, so that they stay exact")
    return value


Number = Annotated[Decimal, BeforeValidator(_exact)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Cite(_Form):
    policy: str
    article: str | None = None


class _Row(_Form):
    upto: Number | None = None
    rate: Number
    quick: Number = Decimal(0)


class Edition(_Form):
    """What holds from ``valid_from`` up to the day before ``valid_to``."""

    valid_from: date
    valid_to: date | None = None
    cites: tuple[_Cite, ...] = Field(min_length=1)
    numbers: dict[str, Number] = Field(default_factory=dict)
    brackets: tuple[_Row, ...] = ()
    days: dict[str, tuple[date, ...]] = Field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __getitem__(self, key: str) -> Decimal:
        return self.numbers[key]

    @property
    def scale(self) -> tuple[Bracket, ...]:
        return tuple(Bracket(row.upto, row.rate, row.quick) for row in self.brackets)


class Table(_Form):
    id: str
    title: str
    editions: tuple[Edition, ...] = Field(min_length=1)

    def on(self, day: date) -> Edition | None:
        return next((edition for edition in self.editions if in_force(edition, day)), None)

    def gap(self, day: date) -> tuple[date | None, date | None]:
        """Around a day without an edition: since when there has been none, and when the next one begins."""
        ended = [
            edition.valid_to for edition in self.editions if edition.valid_to is not None and edition.valid_to <= day
        ]
        coming = [edition.valid_from for edition in self.editions if edition.valid_from > day]
        return max(ended, default=None), min(coming, default=None)


class _File(_Form):
    tables: tuple[Table, ...]


@cache
def load(folder: Path = FOLDER) -> Mapping[str, Table]:
    """All tables by id.

    Raises:
        ValueError: a file does not have the form, or two tables share an id.
    """
    tables: dict[str, Table] = {}
    for path in sorted(folder.glob("*.yaml")):
        for table in _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).tables:
            if table.id in tables:
                raise ValueError(f"two tables {table.id}")
            tables[table.id] = table
    return tables


class Rates:
    """The tables as they stand on one day. Remembers what was read: it decides how long a result holds."""

    def __init__(self, as_of: date, tables: Mapping[str, Table] | None = None) -> None:
        self.as_of = as_of
        self._tables = load() if tables is None else tables
        self._used: list[Edition] = []
        self._from = date.min
        self._to: date | None = None

    def use(self, table: str) -> Edition:
        """The edition in force; its citations and validity become the result's.

        Raises:
            NotInForce: there is none for the day.
        """
        found = self.find(table)
        if found is None:
            until, since = self._tables[table].gap(self.as_of)
            raise NotInForce(self._tables[table].title, as_of=self.as_of, since=since, until=until)
        return found

    def find(self, table: str) -> Edition | None:
        """Like ``use``, where the absence of a rule (a relief that has ended) is an answer too."""
        edition = self._tables[table].on(self.as_of)
        if edition is None:
            self._narrow(*self._tables[table].gap(self.as_of))
            return None
        self._narrow(edition.valid_from, edition.valid_to)
        if edition not in self._used:
            self._used.append(edition)
        return edition

    def table(self, table: str) -> Table:
        """The whole table, for what spans several editions; the caller answers for validity."""
        return self._tables[table]

    def cite(self, edition: Edition) -> None:
        """Cite an edition of another day, without tying the result's validity to it."""
        if edition not in self._used:
            self._used.append(edition)

    def _narrow(self, since: date | None, until: date | None) -> None:
        self._from = max(self._from, since or date.min)
        ends = [day for day in (self._to, until) if day is not None]
        self._to = min(ends, default=None)

    @property
    def valid_from(self) -> date:
        return self._from

    @property
    def valid_to(self) -> date | None:
        return self._to

    @property
    def citations(self) -> tuple[Citation, ...]:
        cites = (Citation(cite.policy, cite.article) for edition in self._used for cite in edition.cites)
        return tuple(dict.fromkeys(cites))

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(note for edition in self._used for note in edition.notes)
