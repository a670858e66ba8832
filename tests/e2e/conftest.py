"""The whole service, as `make run` starts it: both processes under their supervisor, on a database of its own."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from bench.processes import Running, service
from server.configuration import load_settings
from server.places import ROOT, Places
from server.setup.dialogue import dialogue_installed
from tests.support.browsing import QUIET
from tests.support.services import browser_path, missing


@pytest.fixture(scope="session")
def prepared() -> Places:
    """Everything the set-up makes; made now if it is not there."""
    subprocess.run([sys.executable, "-m", "server", "up", "--setup-only"], cwd=ROOT, check=True)
    places = Places.of(load_settings())
    if not dialogue_installed(places):
        missing("There is no Python 3.10 for Rasa.")
    return places


@pytest.fixture(scope="session")
def running_service(prepared: Places, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with service(prepared, tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture
def own_service(prepared: Places, tmp_path: Path) -> Iterator[Running]:
    """A service that the test may break."""
    with service(prepared, tmp_path) as running:
        yield running


@pytest.fixture(scope="session")
def browser_executable() -> str:
    path = browser_path()
    if path is None:
        missing("There is no browser: install chromium, or name one in SHUIDA_TEST_BROWSER.")
    return path


@pytest.fixture(scope="module")
def browser(browser_executable: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_executable, args=QUIET)
        yield browser
        browser.close()
