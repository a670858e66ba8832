"""The web service over a real database and a scripted dialogue."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from common.settings import DatabaseSettings
from tests.support.dialogues import ScriptedDialogue
from tests.support.logs import plain_logs
from tests.support.web import Open, Site, opener


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    with plain_logs():
        yield


@pytest.fixture
def dialogue() -> ScriptedDialogue:
    return ScriptedDialogue()


@pytest.fixture
def site_database(sqlite_settings: DatabaseSettings) -> DatabaseSettings:
    """Which database the site is on: SQLite, unless a test module asks for both."""
    return sqlite_settings


@pytest.fixture
def open_site(site_database: DatabaseSettings, dialogue: ScriptedDialogue) -> Open:
    return opener(site_database, dialogue)


@pytest.fixture
async def site(open_site: Open) -> AsyncIterator[Site]:
    async with open_site() as site:
        yield site


@pytest.fixture
async def visitor(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that has opened the chat."""
    async with site.visitor() as client:
        (await client.get("/api/v1/chat/session")).raise_for_status()
        yield client


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """A build of the front end."""
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>税答</title>", encoding="utf-8")
    (folder / "calculators.html").write_text("<!doctype html><title>税费计算器</title>", encoding="utf-8")
    (folder / "embed.js").write_text("/* embed */", encoding="utf-8")
    (folder / "assets" / "index-abc.js").write_text("/* page */", encoding="utf-8")
    return folder
