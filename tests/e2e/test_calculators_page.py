"""A taxpayer at the calculators' page, in a real browser, against the real service."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.processes import Running
from tests.support.browsing import DESKTOP, PHONE, visit


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def page(request: pytest.FixtureRequest, browser: Browser, running_service: Running) -> Iterator[Page]:
    with visit(browser, viewport=request.param, name=request.node.name) as page:
        page.goto(f"{running_service.url}/chat")
        yield page


def test_from_the_chat_to_a_result_with_steps_and_sources_and_back(page: Page) -> None:
    page.get_by_role("region", name="欢迎").get_by_role("link", name="税费计算器").click()
    page.get_by_role("link", name=re.compile("^年终奖")).click()
    bonus = page.get_by_role("textbox", name=re.compile("^年终奖"))
    compute = page.get_by_role("button", name="计算", exact=True)
    compute.click()
    expect(bonus).to_be_focused()
    expect(bonus).to_have_accessible_description(re.compile("请填写年终奖"))

    bonus.fill("36001")
    page.get_by_label("按哪一天的规定").fill("2026-06-15")
    compute.click()

    result = page.get_by_role("region", name="计算结果")
    expect(result).to_contain_text("按2026年6月15日的规定")
    # 36,001 / 12 is above 3,000: the whole bonus is in the second step of the monthly table.
    expect(result).to_contain_text("36,001 × 10% − 210 = 3,390.10元")
    result.get_by_role("button", name=re.compile("个人所得税法")).click()
    expect(page.get_by_role("dialog")).to_contain_text("现行有效")
    page.keyboard.press("Escape")
    assert page.evaluate("document.querySelector('main').scrollWidth <= document.documentElement.clientWidth")
    page.get_by_role("link", name="去咨询").click()
    expect(page.get_by_role("log")).to_be_visible()
