"""The knowledge that is shipped keeps every rule, and every button it offers is understood."""

from datetime import date
from pathlib import Path

import pytest

from bot.answering.facts import FactReader
from knowledge_base.coverage import coverage_page
from knowledge_base.domain import Fact, FactOption, Measure
from knowledge_base.seed.check import check_seed
from knowledge_base.seed.files import Seed, read_seed
from knowledge_base.seed.schemas import SeedFact

ROOT = Path(__file__).parents[3]
SHIPPED = ROOT / "data" / "knowledge"
WRITTEN = date(2026, 11, 22)


@pytest.fixture(scope="module")
def seed() -> Seed:
    return read_seed(SHIPPED)


@pytest.fixture(scope="module")
def reader(seed: Seed) -> FactReader:
    return FactReader({fact.id: _fact(fact) for fact in seed.facts})


def _fact(fact: SeedFact) -> Fact:
    options = tuple(
        FactOption(
            option.value,
            option.label,
            tuple(option.words),
            option.measure and Measure(tuple(option.measure.units), option.measure.max, option.measure.above),
        )
        for option in fact.options
    )
    return Fact(fact.id, fact.label, fact.ask, options)


def test_no_check_finds_anything(seed: Seed) -> None:
    assert [str(finding) for finding in check_seed(seed, today=WRITTEN)] == []


def test_the_page_of_what_is_covered_is_the_one_that_the_command_writes(seed: Seed) -> None:
    assert (ROOT / "docs" / "knowledge-coverage.md").read_text(encoding="utf-8") == coverage_page(seed)


def test_every_button_of_every_fact_is_understood_and_is_no_question(seed: Seed, reader: FactReader) -> None:
    offered = [(fact.id, option.label, option.value) for fact in seed.facts for option in fact.options]

    assert [(fact, label, reader.choose(fact, label)) for fact, label, _ in offered] == offered
    assert [label for _, label, _ in offered if not reader.says_only_facts(label)] == []


def test_every_word_for_a_fact_is_read_as_that_fact(seed: Seed, reader: FactReader) -> None:
    words = [(fact.id, word, option.value) for fact in seed.facts for option in fact.options for word in option.words]
    assert [(fact, word, reader.read(word).get(fact)) for fact, word, _ in words] == words
