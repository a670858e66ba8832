"""Reads the settings, once for each command, and makes what is relative in them absolute."""

from common.settings import Settings
from server.places import absolute


def load_settings() -> Settings:
    """The settings with an absolute data folder, made if need be, and a database to open in any case."""
    settings = Settings()
    data_dir = absolute(settings.data_dir)
    data_dir.mkdir(parents=True, exist_ok=True)
    url = settings.database.url or f"sqlite+aiosqlite:///{data_dir / 'shuida.db'}"
    database = settings.database.model_copy(update={"url": url})
    return settings.model_copy(update={"data_dir": data_dir, "database": database})
