"""All calculators by their stable id: the one way in for chat, pages and the API."""

from collections.abc import Iterator, Mapping
from datetime import date

from bot.calculators import (
    calendar,
    cit,
    deed,
    disability_fund,
    home_sale,
    iit_annual,
    iit_bonus,
    iit_business,
    iit_labour,
    iit_passive,
    iit_pension,
    iit_rental,
    iit_salary,
    iit_transfer_equity,
    iit_transfer_home,
    land_vat,
    late_fee,
    social_insurance,
    stamp,
    surcharge,
    vat_general,
    vat_small_scale,
    vehicle_purchase,
)
from bot.calculators.calculation import Calculation
from bot.calculators.calculator import AnyCalculator
from bot.calculators.errors import UnknownCalculator


class Registry:
    """Refuses only with the errors of ``bot.calculators.errors``."""

    def __init__(self, calculators: tuple[AnyCalculator, ...]) -> None:
        self._by_id = {calculator.id: calculator for calculator in calculators}

    def __iter__(self) -> Iterator[AnyCalculator]:
        return iter(self._by_id.values())

    def get(self, id: str) -> AnyCalculator:
        """Raises: UnknownCalculator."""
        try:
            return self._by_id[id]
        except KeyError:
            raise UnknownCalculator(id) from None

    def fields(self, id: str) -> list[dict[str, object]]:
        """What to ask, as plain data. Raises: UnknownCalculator."""
        return self.get(id).fields()

    def calculate(self, id: str, raw: Mapping[str, object], *, as_of: date) -> Calculation:
        """Compute by the rules of ``as_of``.

        Raises:
            UnknownCalculator: no such id.
            BadInput: figures that cannot be used, one problem or more.
            NotInForce: no rates for that day.
        """
        return self.get(id).calculate(raw, as_of=as_of)


REGISTRY = Registry(
    (
        iit_salary.CALCULATOR,
        iit_annual.CALCULATOR,
        iit_bonus.CALCULATOR,
        iit_labour.CALCULATOR,
        iit_business.CALCULATOR,
        iit_rental.CALCULATOR,
        iit_transfer_home.CALCULATOR,
        iit_transfer_equity.CALCULATOR,
        iit_passive.CALCULATOR,
        iit_pension.CALCULATOR,
        vat_small_scale.CALCULATOR,
        vat_general.CALCULATOR,
        surcharge.CALCULATOR,
        cit.CALCULATOR,
        stamp.CALCULATOR,
        deed.CALCULATOR,
        home_sale.CALCULATOR,
        land_vat.CALCULATOR,
        vehicle_purchase.CALCULATOR,
        late_fee.CALCULATOR,
        disability_fund.CALCULATOR,
        social_insurance.CALCULATOR,
        calendar.CALCULATOR,
    )
)
