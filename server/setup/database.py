"""The database's part of the set-up: tables as the code expects them, and the seed knowledge."""

import asyncio
from collections.abc import Callable

from alembic import command
from alembic.config import Config
from sqlalchemy.exc import SQLAlchemyError

from common.clock import system_clock
from common.database import Database
from common.errors import UnavailableError
from common.settings import DatabaseSettings
from knowledge_base.entry.repository import KnowledgeRepository
from knowledge_base.seed.files import read_seed, seed_files
from knowledge_base.seed.importing import ImportReport, import_seed
from server.places import ROOT, Places
from server.setup.stamps import Stamps, fingerprint_of


class DatabaseUnreachable(UnavailableError):
    """There is no database at the configured address, or it refuses us."""

    code = "database_unreachable"


def migrate(settings: DatabaseSettings) -> None:
    """Bring the tables to the newest form.

    Raises:
        DatabaseUnreachable: the database does not answer.
    """
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["settings"] = settings
    try:
        command.upgrade(config, "head")
    except (SQLAlchemyError, OSError) as exc:
        raise DatabaseUnreachable(f"{_without_password(settings.url)}: {exc}") from exc


def _without_password(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"


def import_knowledge(
    settings: DatabaseSettings,
    places: Places,
    stamps: Stamps,
    *,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> ImportReport | None:
    """Import the seed files; None when they are what was imported last.

    Raises:
        SeedUnreadable, SeedRejected: nothing was written.
    """
    return asyncio.run(_import(settings, places, stamps, progress))


async def _import(
    settings: DatabaseSettings, places: Places, stamps: Stamps, progress: Callable[[int, int], None]
) -> ImportReport | None:
    fingerprint = fingerprint_of(seed_files(places.seed), settings.url)
    database = Database(settings)
    try:
        async with database.read() as session:
            present = await KnowledgeRepository(session).revision() > 0
        if present and stamps.holds("knowledge", fingerprint):
            return None
        seed = read_seed(places.seed)
        total = sum(1 for _ in seed.entries())
        async with database.write() as session:
            report = await import_seed(session, seed, clock=system_clock, progress=lambda done: progress(done, total))
        stamps.put("knowledge", fingerprint)
        return report
    finally:
        await database.close()
