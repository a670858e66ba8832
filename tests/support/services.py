"""Finds the services that tests talk to, and says what it means that one is missing."""

import os
import shutil
import socket
from typing import NoReturn
from urllib.parse import urlsplit

import pytest

POSTGRES_URL = os.environ.get("SHUIDA_TEST_POSTGRES", "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres")


def missing(why: str) -> NoReturn:
    """Skip the test, or fail it in CI, where nothing may be missing."""
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)


def postgres_answers() -> bool:
    address = urlsplit(POSTGRES_URL)
    try:
        socket.create_connection((address.hostname or "127.0.0.1", address.port or 5432), timeout=1).close()
    except OSError:
        return False
    return True


def browser_path() -> str | None:
    given = os.environ.get("SHUIDA_TEST_BROWSER")
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return given or next((path for name in names if (path := shutil.which(name))), None)
