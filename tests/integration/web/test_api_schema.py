"""The APIs do what their OpenAPI schema says, whatever is sent to it."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from common.settings import DatabaseSettings, Settings
from tests.support.dialogues import ScriptedDialogue, answer
from tests.support.requests import send
from tests.support.web import API, LiveServer, build_app, serving, settings_of

_CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
_ENDLESS = (f"{API}/events", "GET")
_OPERATIONS = {
    (f"{API}/session", "GET"): [GenerationMode.POSITIVE],  # it takes nothing that could be wrong
    (f"{API}/messages", "GET"): list(GenerationMode),
    (f"{API}/messages", "POST"): list(GenerationMode),
    (f"{API}/messages/{{message_id}}/feedback", "POST"): list(GenerationMode),
    ("/api/v1/calculators", "GET"): [GenerationMode.POSITIVE],
    ("/api/v1/calculators/{id}", "GET"): list(GenerationMode),
    ("/api/v1/calculators/{id}", "POST"): list(GenerationMode),
}


@pytest.fixture
def site_database(database_settings: DatabaseSettings) -> DatabaseSettings:
    return database_settings


@pytest.fixture
def live(site_database: DatabaseSettings) -> Iterator[LiveServer]:
    with serving(build_app(settings_of(site_database), ScriptedDialogue(answer))) as server:
        yield server


@pytest.fixture
async def browser(live: LiveServer) -> AsyncIterator[requests.Session]:
    """A visitor who has an answer already."""
    async with httpx.AsyncClient(base_url=live.url, trust_env=False) as client:
        await send(client)
        with requests.Session() as session:
            session.trust_env = False
            session.cookies.update(dict(client.cookies))
            yield session


@pytest.fixture(scope="module")
def schema() -> BaseSchema:
    nowhere = DatabaseSettings(url="sqlite+aiosqlite://")
    return schemathesis.openapi.from_dict(
        build_app(Settings(_env_file=None, database=nowhere), ScriptedDialogue()).openapi()
    )


def test_every_operation_of_the_api_is_tried(schema: BaseSchema) -> None:
    documented = {(one.ok().path, one.ok().method.upper()) for one in schema.get_all_operations()}

    assert documented == {*_OPERATIONS, _ENDLESS}


@pytest.mark.parametrize(
    ("path", "method", "mode"), [(*operation, mode) for operation, modes in _OPERATIONS.items() for mode in modes]
)
def test_every_response_is_as_documented(
    schema: BaseSchema, live: LiveServer, browser: requests.Session, path: str, method: str, mode: GenerationMode
) -> None:
    @settings(max_examples=30, suppress_health_check=list(HealthCheck))
    @given(case=schema[path][method].as_strategy(generation_mode=mode))
    def check(case: schemathesis.Case) -> None:
        response = case.call(base_url=live.url, session=browser)
        case.validate_response(response, checks=_CHECKS)

    check()
