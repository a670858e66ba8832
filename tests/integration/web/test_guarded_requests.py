"""What stands around every endpoint: limits, same-site writes, safe headers, one shape of refusal."""

from collections.abc import AsyncIterator

import httpx
import pytest
from prometheus_client import REGISTRY

from common.settings import HttpSettings
from tests.support.dialogues import ScriptedDialogue
from tests.support.requests import message, refused, send
from tests.support.web import API, Open, Site

_LIMIT = 64 * 1024
_JSON = {"Content-Type": "application/json"}
_OUR_PARTNER = "https://www.bureau.example"


async def test_a_body_may_be_so_long_and_no_longer(visitor: httpx.AsyncClient) -> None:
    padded = b'{"client_message_id":"a","text":"x"}'.ljust(_LIMIT)
    just = await visitor.post(f"{API}/messages", content=padded, headers=_JSON)
    more = await visitor.post(f"{API}/messages", content=padded + b" ", headers=_JSON)

    assert just.status_code == 200
    refused(more, 413, "too_large")


async def test_a_body_that_does_not_say_its_length_is_cut_off(visitor: httpx.AsyncClient) -> None:
    read = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(1000):
            read += 1024
            yield b" " * 1024

    response = await visitor.post(f"{API}/messages", content=pieces(), headers=_JSON)

    refused(response, 413, "too_large")
    assert read <= _LIMIT + 1024


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://["},
        {"Origin": "http://shuida.test.evil.example"},
        {"Origin": "http://shuida.test:81"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_a_write_for_another_site_is_refused(site: Site, headers: dict[str, str]) -> None:
    async with site.visitor() as client:
        response = await client.post(f"{API}/messages", json=message(), headers=headers)

    refused(response, 403, "cross_site_request")
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://shuida.test", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": _OUR_PARTNER, "Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_a_write_of_our_own_page_or_of_a_script_is_taken(open_site: Open, headers: dict[str, str]) -> None:
    async with open_site(http=HttpSettings(origins=[_OUR_PARTNER])) as site, site.visitor(**headers) as client:
        await send(client)


async def test_reading_across_sites_gives_no_permission_to_see_it(visitor: httpx.AsyncClient) -> None:
    response = await visitor.get(f"{API}/messages", headers={"Origin": "https://evil.example"})

    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing/here", 404, "not_found"),
        ("GET", f"{API}/nothing", 404, "not_found"),
        ("GET", "/assets/none.js", 404, "not_found"),
        ("GET", "/assets/../pages.py", 404, "not_found"),
        ("DELETE", f"{API}/messages", 405, "method_not_allowed"),
        ("PUT", "/livez", 405, "method_not_allowed"),
        ("POST", "/assets/none.js", 405, "method_not_allowed"),
    ],
)
async def test_addresses_and_methods_that_are_not_there_are_refused(
    site: Site, method: str, path: str, status: int, code: str
) -> None:
    async with site.visitor() as client:
        refused(await client.request(method, path), status, code)


async def test_a_crash_is_answered_like_any_refusal_and_tells_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(*_args: object) -> None:
        raise RuntimeError("a secret of ours")

    monkeypatch.setattr(site.web.chat.reader, "snapshot", crash)
    async with site.visitor() as client:
        response = await client.get(f"{API}/session")

    refused(response, 500, "internal_error")
    assert "secret" not in response.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", f"{API}/session", 200),
        ("GET", f"{API}/messages", 401),
        ("POST", f"{API}/messages", 422),
        ("GET", "/livez", 200),
        ("GET", "/metrics", 200),
        ("GET", "/", 307),
        ("GET", "/nothing", 404),
        ("DELETE", "/livez", 405),
    ],
)
async def test_every_response_carries_safe_headers(site: Site, method: str, path: str, status: int) -> None:
    async with site.visitor() as client:
        response = await client.request(method, path)

    assert response.status_code == status
    _assert_safe(response)
    assert "strict-transport-security" not in response.headers


async def test_refusals_before_any_endpoint_carry_safe_headers_too(open_site: Open, dialogue: ScriptedDialogue) -> None:
    http = HttpSettings(allowed_hosts=["shuida.test"])
    async with open_site(http=http) as site, site.visitor() as client, site.visitor(Host="evil.example") as stranger:
        too_long = await client.post(f"{API}/messages", content=b" " * (_LIMIT + 1))
        foreign = await client.post(f"{API}/messages", headers={"Origin": "null"})
        other_host = await stranger.get("/livez")

    assert [one.status_code for one in (too_long, foreign, other_host)] == [413, 403, 400]
    codes = [one.json()["error"]["code"] for one in (too_long, foreign, other_host)]
    assert codes == ["too_large", "cross_site_request", "unknown_host"]
    for response in (too_long, foreign, other_host):
        _assert_safe(response)


@pytest.mark.parametrize(
    ("host", "status"), [("shuida.test:8000", 200), ("a.shuida.test", 400), ("chat.tax.test", 200), ("tax.test", 400)]
)
async def test_only_our_own_names_are_answered(open_site: Open, host: str, status: int) -> None:
    http = HttpSettings(allowed_hosts=["shuida.test", "*.tax.test"])
    async with open_site(http=http) as site, site.visitor(Host=host) as client:
        assert (await client.get("/livez")).status_code == status


async def test_browsers_are_told_to_stay_with_https_where_it_is_used(open_site: Open) -> None:
    async with open_site(http=HttpSettings(secure_cookies=True)) as site, site.visitor() as client:
        response = await client.get("/livez")

    assert response.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


async def test_requests_are_measured_by_route_and_never_by_path(visitor: httpx.AsyncClient) -> None:
    await visitor.post(f"{API}/messages/m_secret/feedback", json={"verdict": "up"})
    await visitor.get("/nobody-knows-this")

    labels = {"method": "POST", "route": f"{API}/messages/{{message_id}}/feedback", "status": "404"}
    assert REGISTRY.get_sample_value("shuida_http_seconds_count", labels)
    routes = {
        sample.labels["route"]
        for metric in REGISTRY.collect()
        if metric.name == "shuida_http_seconds"
        for sample in metric.samples
    }
    assert "other" in routes
    assert not any("m_secret" in route or "nobody" in route for route in routes)


def _assert_safe(response: httpx.Response) -> None:
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "same-origin"
    assert response.headers["cross-origin-opener-policy"] == "same-origin"
    assert response.headers["cross-origin-resource-policy"] == "same-origin"
    assert response.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert "camera=()" in response.headers["permissions-policy"]
