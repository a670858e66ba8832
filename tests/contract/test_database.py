"""What the one engine promises on SQLite and on PostgreSQL: transactions, views, times, and the tables themselves."""

import asyncio
import contextlib
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, delete, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from bot.conversation.models import ConversationRow
from common.database import Base, Database, insert
from common.settings import DatabaseSettings
from knowledge_base.entry.models import EntryRow, KnowledgeStateRow, TopicRow
from knowledge_base.policy.models import PolicyRow
from server.setup.database import DatabaseUnreachable, migrate
from tests.support import databases

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=timezone(timedelta(hours=8)))


async def _titles(database: Database) -> set[str]:
    async with database.read() as session:
        return set(await session.scalars(select(TopicRow.title)))


async def test_a_block_that_ends_is_kept(database: Database) -> None:
    async with database.write() as session:
        session.add(TopicRow(id="vat", title="增值税"))

    assert await _titles(database) == {"增值税"}


async def test_a_block_that_fails_leaves_nothing(database: Database) -> None:
    async def fail() -> None:
        async with database.write() as session:
            session.add(TopicRow(id="vat", title="增值税"))
            await session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()

    assert await _titles(database) == set()


async def test_what_a_reader_changes_is_not_kept(database: Database) -> None:
    async with database.write() as session:
        session.add(TopicRow(id="vat", title="增值税"))
    # PostgreSQL refuses outright, which is as good.
    with contextlib.suppress(DBAPIError):
        async with database.read() as session:
            await session.execute(delete(TopicRow))

    assert await _titles(database) == {"增值税"}


async def test_a_reader_sees_one_moment(database: Database) -> None:
    async with database.read() as session:
        before = list(await session.scalars(select(TopicRow.id)))
        async with database.write() as writing:
            writing.add(TopicRow(id="vat", title="增值税"))
        during = list(await session.scalars(select(TopicRow.id)))

    assert (before, during) == ([], [])
    assert await _titles(database) == {"增值税"}


async def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    async with database.write() as session:
        session.add(TopicRow(id="vat", title="增值税"))
        await session.flush()
        async with asyncio.timeout(30):
            assert await _titles(database) == set()


async def test_writers_at_the_same_time_all_get_their_turn(database: Database) -> None:
    async def add(number: int) -> None:
        async with database.write() as session:
            taken = len(list(await session.scalars(select(TopicRow.id))))
            session.add(TopicRow(id=f"topic-{number}", title=f"{number}: {taken}"))

    await asyncio.gather(*(add(number) for number in range(12)))

    assert len(await _titles(database)) == 12


async def test_two_processes_take_turns_on_one_sqlite_file(sqlite_settings: DatabaseSettings) -> None:
    """Each Database stands for a process: a transaction that reads first and writes then is not refused."""
    both = [Database(sqlite_settings), Database(sqlite_settings)]

    async def count_up(database: Database) -> None:
        async with database.write() as session:
            row = await session.get(KnowledgeStateRow, 1)
            await asyncio.sleep(0)
            if row is None:
                session.add(KnowledgeStateRow(id=1, revision=1, changed_at=NOON))
            else:
                row.revision += 1

    await asyncio.gather(*(count_up(database) for database in both for _ in range(8)))
    async with both[0].read() as session:
        assert await session.scalar(select(KnowledgeStateRow.revision)) == 16
    for database in both:
        await database.close()


async def test_a_time_comes_back_as_aware_utc(database: Database) -> None:
    async with database.write() as session:
        session.add(KnowledgeStateRow(id=1, revision=1, changed_at=NOON))
    async with database.read() as session:
        stored = await session.scalar(select(KnowledgeStateRow.changed_at))

    assert stored == NOON
    assert stored.tzinfo is UTC


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="naive"):
        async with database.write() as session:
            session.add(KnowledgeStateRow(id=1, revision=1, changed_at=datetime(2026, 6, 15, 12, 0)))


async def test_no_time_stays_no_time(database: Database) -> None:
    async with database.write() as session:
        session.add(
            ConversationRow(
                id="c", channel="web", visitor="v", owner="bot", seq=0, facts={}, created_at=NOON, last_inbound_at=None
            )
        )
    async with database.read() as session:
        [stored] = await session.scalars(select(ConversationRow))

    assert (stored.created_at, stored.last_inbound_at) == (NOON, None)


async def test_an_insert_can_pass_over_what_is_there(database: Database) -> None:
    for title in ("增值税", "别的"):
        async with database.write() as session:
            statement = insert(session, TopicRow).values(id="vat", title=title)
            await session.execute(statement.on_conflict_do_nothing(index_elements=["id"]))

    assert await _titles(database) == {"增值税"}


async def test_references_are_kept(database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with database.write() as session:
            session.add(EntryRow(id="vat.rates", topic_id="nowhere", jurisdiction="CN", overrides=None))


async def test_json_keeps_lists_and_chinese(database: Database) -> None:
    successors = ["财税-2016-36", "增值税法"]
    async with database.write() as session:
        session.add(
            PolicyRow(
                id="p",
                number="令第一号",
                title="法",
                issuer="全国人大",
                issued_on=None,
                effective_from=date(1994, 1, 1),
                effective_to=None,
                status="in_force",
                replaced_by=successors,
                url=None,
                sure=True,
            )
        )
    async with database.read() as session:
        assert await session.scalar(select(PolicyRow.replaced_by)) == successors


async def test_sqlite_survives_a_power_cut(sqlite_settings: DatabaseSettings) -> None:
    database = Database(sqlite_settings)
    async with database.read() as session:
        said = {
            name: await session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    await database.close()

    assert said == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


# Migrations


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, Base.metadata))


async def test_the_migrations_make_exactly_the_tables_of_the_models(database: Database) -> None:
    async with database.engine.connect() as connection:
        assert await connection.run_sync(_differences) == []


async def test_a_difference_between_tables_and_models_would_be_seen(database: Database) -> None:
    """The check above is worth something: without a column it speaks."""
    async with database.engine.connect() as connection:
        await connection.execute(text("ALTER TABLE revision DROP COLUMN opinion"))
        assert len(await connection.run_sync(_differences)) == 1
        await connection.rollback()


def test_migrating_again_changes_nothing(database_settings: DatabaseSettings) -> None:
    databases.apart(lambda: migrate(database_settings))


def test_an_unreachable_database_is_named_without_its_password() -> None:
    settings = DatabaseSettings(url="postgresql+asyncpg://shuida:hidden-word@127.0.0.1:9/shuida")
    with pytest.raises(DatabaseUnreachable) as raised:
        databases.apart(lambda: migrate(settings))

    assert "127.0.0.1:9" in str(raised.value)
    assert "hidden-word" not in str(raised.value)
