"""The one predicate that says whether a text holds on a day; every way to an answer goes through it."""

from datetime import date
from typing import Protocol


class Dated(Protocol):
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...


def in_force(variant: Dated, as_of: date) -> bool:
    """True from ``valid_from`` up to the day before ``valid_to``."""
    return variant.valid_from <= as_of and (variant.valid_to is None or as_of < variant.valid_to)
