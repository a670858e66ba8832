from pathlib import Path

import pytest

from bot.calculators.calculator import AnyCalculator
from bot.calculators.registry import REGISTRY

PAGE = (Path(__file__).parents[3] / "docs" / "calculators.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("calculator", list(REGISTRY), ids=lambda calculator: calculator.id)
def test_the_page_names_every_calculator_and_what_must_be_given(calculator: AnyCalculator) -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{calculator.id}` | {calculator.title} |"))

    for field in calculator.fields():
        if field["required"]:
            assert f"`{field['name']}*`" in row
