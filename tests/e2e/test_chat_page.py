"""A taxpayer at the chat page, in a real browser, against the real service."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.processes import Running
from tests.support.browsing import DESKTOP, PHONE, visit

# Standard questions: what is tested here is the page, not the search.
KNOWN = "数电发票能作废吗，作废和红冲有什么区别？"


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def page(request: pytest.FixtureRequest, browser: Browser, running_service: Running) -> Iterator[Page]:
    with visit(browser, viewport=request.param, name=request.node.name) as page:
        page.goto(f"{running_service.url}/chat")
        page.get_by_role("region", name="欢迎").get_by_role("button").first.wait_for()
        yield page


def _ask(page: Page, text: str) -> None:
    box = page.get_by_role("textbox")
    box.fill(text)
    box.press("Enter")


def test_a_question_gets_its_answer_with_detail_and_sources(page: Page) -> None:
    _ask(page, "小规模纳税人月销售额、季度销售额多少以内免增值税？")

    answer = page.get_by_role("article").last
    expect(answer).to_contain_text("30万元", timeout=20_000)
    expect(answer).to_contain_text("2026年")
    page.get_by_role("button", name="详细说明").last.click()
    chip = answer.get_by_role("button", name=re.compile("2026年第"))
    chip.first.click()
    expect(page.get_by_role("dialog")).to_contain_text("现行有效")
    page.keyboard.press("Escape")


def test_the_greeting_offers_questions_that_are_answered(page: Page) -> None:
    greeting = page.get_by_role("region", name="欢迎")
    chip = greeting.get_by_role("button").first
    question = chip.inner_text().strip()
    chip.click()

    expect(page.get_by_role("article").last).to_contain_text(question, timeout=20_000)


def test_a_missing_fact_is_asked_for_and_a_button_answers_it(page: Page) -> None:
    _ask(page, "个人买住房契税怎么交，税率是多少？")

    page.get_by_role("button", name="首套").click(timeout=20_000)

    expect(page.get_by_role("article").last).to_contain_text("按首套", timeout=20_000)


def test_a_conversation_is_still_there_after_a_reload(page: Page) -> None:
    _ask(page, KNOWN)
    expect(page.get_by_role("article").last).to_contain_text("不能作废", timeout=20_000)

    page.reload()

    expect(page.get_by_role("log")).to_contain_text(KNOWN)
    expect(page.get_by_role("article").last).to_contain_text("不能作废")


def test_thumbs_down_asks_why_and_is_kept(page: Page) -> None:
    _ask(page, KNOWN)
    expect(page.get_by_role("article").last).to_contain_text("不能作废", timeout=20_000)

    page.get_by_role("button", name="没有帮助").last.click()
    page.get_by_role("button", name="看不懂").click()
    page.reload()

    pressed = page.get_by_role("button", name="没有帮助").last
    expect(pressed).to_have_attribute("aria-pressed", "true")


def test_a_person_is_one_tap_away_and_so_is_the_way_back(page: Page) -> None:
    page.get_by_role("button", name="转人工").first.click()
    expect(page.get_by_role("log")).to_contain_text("已为您转接人工坐席", timeout=20_000)

    page.get_by_role("button", name="继续问机器人").last.click()

    expect(page.get_by_role("log")).to_contain_text("已取消等待人工", timeout=20_000)


def test_a_script_is_shown_as_text_and_gets_no_tax_answer(page: Page) -> None:
    _ask(page, "<img src=x onerror=alert(1)><script>alert(2)</script>")

    expect(page.get_by_role("log")).to_contain_text("<script>alert(2)</script>", timeout=20_000)
    expect(page.locator("script:has-text('alert(2)')")).to_have_count(0)
    expect(page.get_by_role("article").last).not_to_contain_text("依据", timeout=20_000)


def test_what_was_typed_offline_is_not_lost(page: Page) -> None:
    box = page.get_by_role("textbox")
    page.context.set_offline(True)
    _ask(page, KNOWN)

    page.context.set_offline(False)

    if box.input_value() == KNOWN:
        box.press("Enter")
    expect(page.get_by_role("article").last).to_contain_text("不能作废", timeout=60_000)


def test_large_print_is_remembered(page: Page) -> None:
    before = page.evaluate("getComputedStyle(document.documentElement).fontSize")
    page.get_by_role("group", name="字号").get_by_role("button").last.click()
    page.reload()
    page.get_by_role("textbox").wait_for()

    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") != before
