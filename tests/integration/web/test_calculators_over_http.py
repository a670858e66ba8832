"""The calculators over HTTP: found, described, computed with sources, and clear about what cannot be used."""

import httpx
import pytest

from bot.calculators.registry import REGISTRY
from tests.support.web import Site

API = "/api/v1/calculators"


@pytest.fixture
async def client(site: Site) -> httpx.AsyncClient:
    return site.visitor()


async def test_all_calculators_are_listed_and_each_says_what_it_asks(client: httpx.AsyncClient) -> None:
    listed = (await client.get(API)).json()

    assert [one["id"] for one in listed] == [calculator.id for calculator in REGISTRY]
    for one in listed:
        form = (await client.get(f"{API}/{one['id']}")).json()
        assert form["title"] == one["title"]
        assert form["fields"]
        assert form["results"]


async def test_a_computation_shows_amounts_steps_and_the_days_it_holds_for(client: httpx.AsyncClient) -> None:
    # The month of a bonus: 36,000 / 12 = 3,000, the last yuan of the first step of the monthly table.
    response = await client.post(f"{API}/iit.bonus", json={"inputs": {"bonus": "36000"}})
    found = response.json()

    assert response.status_code == 200
    assert "1,080.00元" in [amount["text"] for amount in found["amounts"]]
    assert found["as_of"] == "2026-06-15"
    assert found["valid_from"] <= "2026-06-15" < found["valid_to"]
    assert found["steps"]


async def test_another_day_is_computed_by_its_own_rules(client: httpx.AsyncClient) -> None:
    body = {"inputs": {"bonus": "36000"}, "as_of": "2028-06-15"}

    assert (await client.post(f"{API}/iit.bonus", json=body)).json() != (
        await client.post(f"{API}/iit.bonus", json={**body, "as_of": "2026-06-15"})
    ).json()


async def test_figures_that_cannot_be_used_are_named_one_by_one(client: httpx.AsyncClient) -> None:
    response = await client.post(f"{API}/iit.bonus", json={"inputs": {"bonus": "很多", "colour": "red"}})
    error = response.json()["error"]

    assert (response.status_code, error["code"]) == (422, "bad_calculator_input")
    assert {detail["where"] for detail in error["details"]} == {"bonus", "colour"}
    assert all("\u4e00" <= detail["why"][0] <= "\u9fff" for detail in error["details"])


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("nothing", {"inputs": {}}, 404),
        ("iit.bonus", {"inputs": []}, 422),
        ("iit.bonus", {"inputs": {"bonus": 1}, "as_of": "2026-02-30"}, 422),
        ("iit.bonus", {"inputs": {"bonus": 1}, "as_of": "1990-01-01"}, 422),
        ("iit.bonus", {"inputs": {f"x{number}": 1 for number in range(61)}}, 422),
    ],
)
async def test_what_cannot_be_computed_is_refused_in_the_one_error_shape(
    client: httpx.AsyncClient, path: str, body: object, status: int
) -> None:
    response = await client.post(f"{API}/{path}", json=body)

    assert response.status_code == status
    assert response.json()["error"]["message"]
