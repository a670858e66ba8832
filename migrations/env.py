"""Runs the migrations on the database that the settings name."""

import asyncio

from alembic import context
from sqlalchemy import Connection

import knowledge_base.entry.models
import knowledge_base.policy.models  # noqa: F401
from common.database import Base, Database


def _run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


async def _run_online() -> None:
    database = Database(context.config.attributes["settings"])
    try:
        async with database.engine.connect() as connection:
            await connection.run_sync(_run)
            await connection.commit()
    finally:
        await database.close()


asyncio.run(_run_online())
