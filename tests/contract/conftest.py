"""The suites that test modules inherit from explain a failed assertion as test modules do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.logs import plain_logs

_SUITES = Path(__file__).parent.glob("*_contract.py")

pytest.register_assert_rewrite(*(f"tests.contract.{path.stem}" for path in _SUITES))


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    with plain_logs():
        yield
