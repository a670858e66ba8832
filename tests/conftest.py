"""Fixtures that every kind of test may use: databases with all tables and no row."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from common.database import Database
from common.settings import DatabaseSettings
from server.setup.database import migrate
from tests.support import databases
from tests.support.services import missing, postgres_answers

# No test is judged by the clock; in CI every run draws the same examples.
settings.register_profile(
    "shuida",
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("shuida")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return databases.migrated_sqlite(tmp_path_factory.mktemp("sqlite") / "template.db")


@pytest.fixture(scope="session")
def postgres_of_session() -> Iterator[DatabaseSettings]:
    if not postgres_answers():
        missing("no PostgreSQL answers (set SHUIDA_TEST_POSTGRES)")
    with databases.new_postgres() as made:
        databases.apart(lambda: migrate(made))
        yield made


@pytest.fixture
def sqlite_settings(sqlite_template: Path, tmp_path: Path) -> DatabaseSettings:
    """An empty, migrated SQLite file of this test."""
    return databases.copied_sqlite(sqlite_template, tmp_path / "shuida.db")


@pytest.fixture
def postgres_settings(postgres_of_session: DatabaseSettings) -> DatabaseSettings:
    """The session's PostgreSQL database, emptied for this test."""
    databases.empty(postgres_of_session)
    return postgres_of_session


@pytest.fixture(params=databases.KINDS)
def database_settings(request: pytest.FixtureRequest) -> DatabaseSettings:
    """Both kinds of database, one after the other."""
    made: DatabaseSettings = request.getfixturevalue(f"{request.param}_settings")
    return made


@pytest.fixture
async def database(database_settings: DatabaseSettings) -> AsyncIterator[Database]:
    opened = Database(database_settings)
    yield opened
    await opened.close()
