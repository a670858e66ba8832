"""SQLite for asyncio with one hop to the database's thread for each statement, where aiosqlite takes four."""

import sqlite3
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite

Parameters = Sequence[Any] | Mapping[str, Any]


async def connect(database: str, **options: Any) -> "Connection":
    """What SQLAlchemy's ``async_creator`` asks for; options as of ``sqlite3.connect``."""
    connection = Connection(partial(sqlite3.connect, database, **options), iter_chunk_size=64)
    # A process that ends does not wait for its connections.
    connection._thread.daemon = True
    await connection
    return connection


class Connection(aiosqlite.Connection):
    """Its cursors execute, fetch everything and close in one visit to the thread."""

    def cursor(self) -> "Cursor":  # type: ignore[override]
        return Cursor(self)

    async def visit(self, sql: str, parameters: Parameters, many: bool) -> "Result":
        result: Result = await self._execute(Result.of, self._conn, sql, parameters, many)  # type: ignore[no-untyped-call]
        return result


class Result:
    """All that a statement gave, out of its thread."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self.description = cursor.description
        self.rows = cursor.fetchall() if cursor.description else []
        self.rowcount = cursor.rowcount
        self.lastrowid = cursor.lastrowid

    @classmethod
    def of(cls, connection: sqlite3.Connection, sql: str, parameters: Parameters, many: bool) -> Self:
        cursor = connection.cursor()
        try:
            (cursor.executemany if many else cursor.execute)(sql, parameters)
            return cls(cursor)
        finally:
            cursor.close()


class Cursor:
    """The asynchronous DBAPI cursor that SQLAlchemy adapts."""

    description: Any = None
    rowcount = -1
    lastrowid: int | None = None
    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: list[Any] = []

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Parameters = ()) -> Self:
        return self._take(await self._connection.visit(sql, parameters, many=False))

    async def executemany(self, sql: str, parameters: Parameters) -> Self:
        return self._take(await self._connection.visit(sql, parameters, many=True))

    def _take(self, result: Result) -> Self:
        self.description, self._rows = result.description, result.rows
        self.rowcount, self.lastrowid = result.rowcount, result.lastrowid
        return self

    async def fetchall(self) -> list[Any]:
        return self._rows

    async def close(self) -> None:
        self._rows = []
