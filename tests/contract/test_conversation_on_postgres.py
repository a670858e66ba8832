"""The conversation keeps its promises on PostgreSQL."""

import pytest

from common.settings import DatabaseSettings
from tests.contract.conversation_contract import ConversationContract


class TestConversationOnPostgres(ConversationContract):
    @pytest.fixture
    def database_settings(self, postgres_settings: DatabaseSettings) -> DatabaseSettings:
        return postgres_settings
