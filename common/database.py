"""One async engine for SQLite and PostgreSQL, and the base of every table."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Connection, DateTime, Dialect, MetaData, TypeDecorator, event
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry

from common import sqlite
from common.settings import DatabaseSettings

_READ_ONLY = "shuida_read_only"
_SQLITE_READER = {_READ_ONLY: True}
# By default each statement of PostgreSQL would see another moment.
_POSTGRES_READER = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

JSON_DOCUMENT = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

_NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime on every database; SQLite would drop the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime has no place in the database")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=_NAMING)
    type_annotation_map: ClassVar = {datetime: UtcDateTime(), dict[str, Any]: JSON_DOCUMENT, list[Any]: JSON_DOCUMENT}


class Database:
    """The engine and its two kinds of session: reading ones never wait for a writer, writing ones are one transaction.

    SQLite runs in WAL with synchronous=FULL, so a commit survives a power cut. It takes one writer at a
    time: writers of this process queue here, fairly, instead of polling the file lock.
    """

    def __init__(self, settings: DatabaseSettings) -> None:
        self.is_sqlite = settings.url.startswith("sqlite")
        self.engine = _sqlite_engine(settings) if self.is_sqlite else _postgres_engine(settings)
        self._writers = async_sessionmaker(self.engine, expire_on_commit=False, autoflush=False)
        reader_engine = self.engine.execution_options(**(_SQLITE_READER if self.is_sqlite else _POSTGRES_READER))
        self._readers = async_sessionmaker(reader_engine, expire_on_commit=False)
        self._writing = asyncio.Lock()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed when the block ends, rolled back on any error."""
        turn = self._writing if self.is_sqlite else nullcontext()
        async with turn, self._writers() as session, session.begin():
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A consistent view; nothing done in it is kept."""
        async with self._readers() as session:
            yield session

    async def close(self) -> None:
        await self.engine.dispose()


def insert(session: AsyncSession, table: type["Base"]) -> postgresql.Insert | SqliteInsert:
    """An INSERT that knows ``on_conflict_do_nothing`` on either database."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite_insert(table)


def _sqlite_engine(settings: DatabaseSettings) -> AsyncEngine:
    timeout = settings.busy_timeout.total_seconds()
    engine = create_async_engine(settings.url, connect_args={"timeout": timeout, "async_creator_fn": sqlite.connect})
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _postgres_engine(settings: DatabaseSettings) -> AsyncEngine:
    return create_async_engine(settings.url, pool_size=settings.pool_size, max_overflow=0, pool_pre_ping=True)


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # The driver must not open transactions by itself: _begin_sqlite does.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads and then writes fails at once when another process wrote in between,
    # unless it takes the write lock from the start.
    read_only = connection.get_execution_options().get(_READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
