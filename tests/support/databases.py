"""Migrated, empty databases for tests: a SQLite file for each test, one PostgreSQL database for each session."""

import asyncio
import secrets
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit, urlunsplit

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

import bot.conversation.models  # noqa: F401 - every table of ours
import knowledge_base.entry.models
import knowledge_base.policy.models  # noqa: F401
from common.database import Base
from common.settings import DatabaseSettings
from server.setup.database import migrate
from tests.support.services import POSTGRES_URL

KINDS = ("sqlite", "postgres")
T = TypeVar("T")


def apart(work: Callable[[], T]) -> T:
    """The result of blocking work in a thread of its own, where it may run an event loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def sqlite_settings(path: Path) -> DatabaseSettings:
    return DatabaseSettings(url=f"sqlite+aiosqlite:///{path}")


def migrated_sqlite(path: Path) -> Path:
    """A new SQLite file with every table and no row."""
    apart(lambda: migrate(sqlite_settings(path)))
    return path


def copied_sqlite(template: Path, path: Path) -> DatabaseSettings:
    shutil.copyfile(template, path)
    return sqlite_settings(path)


@contextmanager
def new_postgres() -> Iterator[DatabaseSettings]:
    """A PostgreSQL database with a random name, dropped afterwards whatever still uses it."""
    name = f"shuida_test_{secrets.token_hex(6)}"
    run_sql(POSTGRES_URL, f'CREATE DATABASE "{name}"', autocommit=True)
    try:
        yield DatabaseSettings(url=urlunsplit(urlsplit(POSTGRES_URL)._replace(path=f"/{name}")))
    finally:
        run_sql(POSTGRES_URL, f'DROP DATABASE "{name}" WITH (FORCE)', autocommit=True)


def empty(settings: DatabaseSettings) -> None:
    """Remove every row of every table of ours (PostgreSQL), and begin the row numbers anew."""
    tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    run_sql(settings.url, f"TRUNCATE {tables} RESTART IDENTITY CASCADE")


def run_sql(url: str, statement: str, *, autocommit: bool = False) -> None:
    async def run() -> None:
        engine = create_async_engine(url, isolation_level="AUTOCOMMIT" if autocommit else "READ COMMITTED")
        try:
            async with engine.begin() as connection:
                await connection.execute(text(statement))
        finally:
            await engine.dispose()

    apart(lambda: asyncio.run(run()))
