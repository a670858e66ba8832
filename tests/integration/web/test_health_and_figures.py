"""What operators ask: is it alive, can it work, what are its figures."""

import pytest

from common.settings import DatabaseSettings
from tests.support.requests import send
from tests.support.web import Open, Site


async def test_a_running_process_is_alive(site: Site) -> None:
    async with site.visitor() as client:
        assert (await client.get("/livez")).json() == {"status": "ok"}


@pytest.mark.parametrize(("degraded", "status"), [(False, "ok"), (True, "degraded")])
async def test_a_service_is_ready_even_when_it_is_degraded(open_site: Open, degraded: bool, status: str) -> None:
    async with open_site(degraded=lambda: degraded) as site, site.visitor() as client:
        response = await client.get("/readyz")
        figures = (await client.get("/metrics")).text

    assert response.status_code == 200
    assert response.json() == {"status": status, "knowledge_revision": 7, "entries": 1, "index": "7"}
    assert f"shuida_dialogue_degraded {float(degraded)}" in figures


class TestWithoutDatabase:
    @pytest.fixture
    def site_database(self) -> DatabaseSettings:
        return DatabaseSettings(url="sqlite+aiosqlite:////nowhere/at/all.db")

    async def test_a_service_without_its_database_is_alive_but_not_ready(self, site: Site) -> None:
        async with site.visitor() as client:
            ready = await client.get("/readyz")
            assert (await client.get("/livez")).status_code == 200

        assert (ready.status_code, ready.json()) == (503, {"status": "database_unreachable"})


async def test_figures_hold_no_word_of_a_taxpayer(site: Site) -> None:
    async with site.visitor() as client:
        await send(client, "我的手机13812345678")
        response = await client.get("/metrics")

    assert response.headers["content-type"].startswith("text/plain")
    assert 'shuida_turns_total{decided_by="app",outcome="small_talk"}' in response.text
    assert "手机" not in response.text
    assert "1381234" not in response.text
