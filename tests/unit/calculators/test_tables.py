from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from bot.calculators.money import cents
from bot.calculators.tables import FOLDER, Rates, Table, load

POLICIES = Path(__file__).parents[3] / "data" / "knowledge" / "policies"
TABLES = list(load().values())
SCALES = [table for table in TABLES if any(edition.brackets for edition in table.editions)]


@pytest.fixture(scope="module")
def policies() -> set[str]:
    files = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in POLICIES.glob("*.yaml"))
    return {policy["id"] for file in files for policy in file["policies"]}


def test_every_citation_is_a_policy_of_the_knowledge(policies: set[str]) -> None:
    cited = {cite.policy for table in TABLES for edition in table.editions for cite in edition.cites}

    assert cited <= policies


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_editions_follow_one_another_without_overlap(table: Table) -> None:
    for edition in table.editions:
        assert edition.valid_to is None or edition.valid_from < edition.valid_to
    for earlier, later in pairwise(table.editions):
        assert earlier.valid_to is not None
        assert earlier.valid_to <= later.valid_from


@pytest.mark.parametrize("table", SCALES, ids=lambda table: table.id)
def test_brackets_rise_and_meet_at_their_limits(table: Table) -> None:
    """But for the bonus, whose quick deductions are monthly and whose tax jumps: the known cliff."""
    for edition in table.editions:
        scale = edition.scale
        assert scale[-1].upto is None
        for lower, upper in pairwise(scale):
            assert lower.upto is not None
            assert lower.rate < upper.rate
            assert upper.upto is None or lower.upto < upper.upto
            if table.id == "iit.bonus":
                assert lower.tax(lower.upto) < upper.tax(lower.upto)
            else:
                assert lower.upto * lower.rate - lower.quick == lower.upto * upper.rate - upper.quick


def test_numbers_with_a_point_are_text_so_that_they_stay_exact() -> None:
    for path in FOLDER.glob("*.yaml"):
        assert not [
            value for value in _scalars(yaml.safe_load(path.read_text(encoding="utf-8"))) if type(value) is float
        ]


def _scalars(value: object) -> list[object]:
    if isinstance(value, dict):
        return [scalar for child in value.values() for scalar in _scalars(child)]
    if isinstance(value, list):
        return [scalar for child in value for scalar in _scalars(child)]
    return [value]


def test_a_result_holds_as_long_as_all_that_it_used() -> None:
    rates = Rates(date(2026, 11, 22))
    rates.use("iit.comprehensive")
    rates.use("iit.bonus")

    assert (rates.valid_from, rates.valid_to) == (date(2024, 1, 1), date(2028, 1, 1))


def test_a_relief_that_has_ended_still_bounds_the_result() -> None:
    rates = Rates(date(2029, 1, 1))

    assert rates.find("small.half") is None
    assert (rates.valid_from, rates.valid_to) == (date(2028, 1, 1), None)


def test_cents_are_rounded_half_up() -> None:
    rates = load()["stamp.rates"].editions[0]

    assert str(cents(50 * rates["sale"])) == "0.02"
    assert str(cents(300 * rates["loan"])) == "0.02"
