"""The pages, their assets and the loader that other sites include."""

from pathlib import Path

import pytest

from common.settings import HttpSettings
from tests.support.requests import refused
from tests.support.web import Open, Site


@pytest.mark.parametrize(("path", "title"), [("/chat", "税答"), ("/calculators", "税费计算器")])
async def test_a_page_allows_nothing_from_elsewhere(open_site: Open, dist: Path, path: str, title: str) -> None:
    async with open_site(layout={"dist": dist}) as site, site.visitor() as client:
        response = await client.get(path)

    policy = dict(part.split(" ", 1) for part in response.headers["content-security-policy"].split("; "))
    assert response.status_code == 200
    assert title in response.text
    assert response.headers["cache-control"] == "no-cache"
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["frame-ancestors"] == "'self'"


async def test_the_page_may_be_framed_by_the_sites_of_the_settings(open_site: Open, dist: Path) -> None:
    http = HttpSettings(origins=["https://b.example", "https://a.example"])
    async with open_site(http=http, layout={"dist": dist}) as site, site.visitor() as client:
        policy = (await client.get("/chat", params={"embed": 1})).headers["content-security-policy"]

    assert policy.endswith("frame-ancestors 'self' https://a.example https://b.example")


async def test_the_front_door_leads_to_the_page(site: Site) -> None:
    async with site.visitor() as client:
        response = await client.get("/")

    assert (response.status_code, response.headers["location"]) == (307, "/chat")


async def test_assets_are_kept_for_ever(open_site: Open, dist: Path) -> None:
    async with open_site(layout={"dist": dist}) as site, site.visitor() as client:
        response = await client.get("/assets/index-abc.js")

    assert response.text == "/* page */"
    assert "immutable" in response.headers["cache-control"]


async def test_the_loader_may_be_included_by_other_sites(open_site: Open, dist: Path) -> None:
    async with open_site(layout={"dist": dist}) as site, site.visitor() as client:
        response = await client.get("/embed.js")

    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["cache-control"] == "public, max-age=3600"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/chat", 503, "page_not_built"),
        ("/calculators", 503, "page_not_built"),
        ("/embed.js", 503, "page_not_built"),
        ("/assets/index-abc.js", 404, "not_found"),
    ],
)
async def test_without_a_build_the_page_is_missing_and_nothing_else(
    open_site: Open, tmp_path: Path, path: str, status: int, code: str
) -> None:
    async with open_site(layout={"dist": tmp_path / "none"}) as site, site.visitor() as client:
        refused(await client.get(path), status, code)
        assert (await client.get("/livez")).status_code == 200
