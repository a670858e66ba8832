"""Every setting of the service: one nested class, read once by ``server``; each part gets its own section.

Environment variables are ``SHUIDA_<SECTION>__<NAME>``, such as ``SHUIDA_DATABASE__URL``; ``.env`` is read too.
"""

from datetime import timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class DatabaseSettings(BaseModel):
    url: str = Field(
        default="",
        description="sqlite+aiosqlite:///… or postgresql+asyncpg://…; empty: SQLite in the data folder.",
    )
    pool_size: int = Field(default=10, ge=1, description="Connections a process keeps (PostgreSQL).")
    busy_timeout: timedelta = Field(
        default=timedelta(seconds=10), description="How long SQLite waits for another process's write."
    )


class HttpSettings(BaseModel):
    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port to listen on.")
    allowed_hosts: list[str] = Field(default=["*"], description="Host headers that are answered.")
    origins: list[str] = Field(default=[], description="Sites that may embed the chat page, as origins.")
    secure_cookies: bool = Field(default=False, description="Set behind HTTPS: __Host- cookies, HSTS.")
    trusted_proxies: list[str] = Field(default=[], description="Addresses whose X-Forwarded-For is believed.")


class ChatSettings(BaseModel):
    secret_key: SecretStr | None = Field(
        default=None, description="Signs visitor cookies; made and kept in the data folder when unset."
    )
    visitor_lifetime: timedelta = Field(default=timedelta(days=180), description="How long a visitor is known again.")
    max_length: int = Field(default=2000, ge=100, description="Characters of one message.")
    max_body: int = Field(default=64 * 1024, description="Bytes of one request or frame.")
    visitor_limit: str = Field(default="30/minute", description="Messages of one visitor.")
    address_limit: str = Field(default="600/minute", description="Messages from one address.")
    socket_limit: int = Field(default=6, description="Open event streams of one visitor.")


class ConversationSettings(BaseModel):
    lease: timedelta = Field(
        default=timedelta(seconds=20),
        description="After this a turn or a delivery of a dead worker is taken over.",
    )
    burst_window: timedelta = Field(
        default=timedelta(milliseconds=400),
        description="How long a turn waits for more when messages come in quick succession.",
    )
    burst_gap: timedelta = Field(
        default=timedelta(seconds=2), description="Messages closer together than this are a burst."
    )
    turn_attempts: int = Field(default=3, ge=1, description="Tries of a turn before a person gets it.")
    send_attempts: int = Field(default=5, ge=1, description="Tries of a delivery that was refused.")
    workers: int = Field(default=16, ge=1, description="Turns at the same time in one process.")


class DialogueSettings(BaseModel):
    enabled: bool = Field(default=True, description="False: single questions only, without Rasa.")
    url: str = Field(default="http://127.0.0.1:5005", description="Where Rasa listens.")
    action_token: SecretStr | None = Field(
        default=None, description="Shared with Rasa; made and kept in the data folder when unset."
    )
    cap: timedelta = Field(default=timedelta(milliseconds=2500), description="Longest wait for Rasa.")
    breaker_failures: int = Field(default=3, ge=1, description="Failures in a row that open the breaker.")
    breaker_pause: timedelta = Field(default=timedelta(seconds=5), description="Until Rasa is tried again.")


class SearchSettings(BaseModel):
    model: str = Field(default="", description="sentence-transformers model, by path or hub name; empty: our own.")
    answer_threshold: float | None = Field(
        default=None, ge=0, le=1, description="Least confidence for an answer; unset: the one learnt."
    )


class KnowledgeSettings(BaseModel):
    seed: Path = Field(default=Path("data/knowledge"), description="Seed files for a fresh installation.")
    lexicon: Path = Field(default=Path("data/lexicon"), description="Terms, synonyms and typos of the search.")
    jurisdiction: str = Field(default="CN-50", description="Whose local rules come before national ones.")


class LogSettings(BaseModel):
    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="Least level that is written."
    )
    format: Literal["console", "json"] = Field(
        default="console", description="For people (console) or programs (json)."
    )


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SHUIDA_", env_nested_delimiter="__", env_file=".env", extra="ignore")

    data_dir: Path = Field(default=Path("var"), description="Everything the service writes.")
    database: DatabaseSettings = DatabaseSettings()
    http: HttpSettings = HttpSettings()
    chat: ChatSettings = ChatSettings()
    conversation: ConversationSettings = ConversationSettings()
    dialogue: DialogueSettings = DialogueSettings()
    search: SearchSettings = SearchSettings()
    knowledge: KnowledgeSettings = KnowledgeSettings()
    log: LogSettings = LogSettings()
