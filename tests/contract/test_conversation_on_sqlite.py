"""The conversation keeps its promises on SQLite."""

import pytest

from common.settings import DatabaseSettings
from tests.contract.conversation_contract import ConversationContract


class TestConversationOnSqlite(ConversationContract):
    @pytest.fixture
    def database_settings(self, sqlite_settings: DatabaseSettings) -> DatabaseSettings:
        return sqlite_settings
