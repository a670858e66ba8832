"""Facts in a taxpayer's own words: what is said plainly is read; what is denied or said both ways is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.facts import FactReader, position_in
from tests.support.entries import FACTS

READER = FactReader(FACTS)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("我们是小规模", {"taxpayer_type": "small_scale"}),
        ("小规模纳税人季报", {"taxpayer_type": "small_scale", "filing_period": "quarterly"}),
        ("个体户开票", {"entity": "sole_trader"}),
        ("财税〔2023〕12号小规模能用吗", {"taxpayer_type": "small_scale"}),
        # Denied, or both.
        ("不是小规模", {}),
        ("我们不属于小规模纳税人", {}),
        ("非小规模", {}),
        ("不是有限公司", {}),
        ("小规模和一般纳税人有什么区别", {}),
        ("小规模转成一般纳税人", {}),
        ("我不是一般纳税人，是小规模", {"taxpayer_type": "small_scale"}),
        ("不是公司，是个体户", {"entity": "sole_trader"}),
        # Longest words first; the same words for two facts.
        ("不满2年", {"home_held": "under_2_years"}),
        ("满2年", {"home_held": "from_2_years"}),
        ("满五唯一", {"home_held": "from_2_years", "only_home": "yes"}),
        ("不是满五唯一", {"only_home": "no"}),
        # Measures.
        ("95平", {"home_area": "up_to_140"}),
        ("140平", {"home_area": "up_to_140"}),
        ("140.5平方米", {"home_area": "over_140"}),
        ("144平米的房子", {"home_area": "over_140"}),
        ("90多平", {"home_area": "up_to_140"}),
        ("120 平", {"home_area": "up_to_140"}),
        ("95平的和144平的", {}),
        ("140平以上", {"home_area": "over_140"}),
        ("140平米以上", {"home_area": "over_140"}),
        ("140平方米以下", {"home_area": "up_to_140"}),
        ("超过140平米", {"home_area": "over_140"}),
        ("没超过140平", {"home_area": "up_to_140"}),
        ("不到150平", {}),
        ("120平以上", {}),
        ("不是95平", {}),
        # No measure of a home.
        ("1平方公里", {}),
        ("140万", {}),
        ("12345678平", {}),
        ("公告2023年第140号", {}),
        ("", {}),
    ],
)
def test_facts_are_read_from_the_text(text: str, facts: dict[str, str]) -> None:
    assert READER.read(text) == facts


@pytest.mark.parametrize(
    "text",
    [
        "小规模",
        "我们是小规模纳税人",
        "我公司是小规模的",
        "我们公司现在是一般纳税人",
        "季报，小规模。",
        "95平的",
        "我家是95平的",
        "超过140平方米",
        "满五唯一",
        "是满五唯一的哦",
    ],
)
def test_a_text_of_facts_and_small_words_asks_nothing(text: str) -> None:
    assert READER.says_only_facts(text)


@pytest.mark.parametrize(
    "text",
    [
        "小规模税率多少",
        "满五唯一要交税吗",
        "满五唯一怎么交税",
        "95平的房子契税多少",
        "不是小规模",
        "小规模和一般纳税人有什么区别",
        "你好",
        "，。",
        "",
    ],
)
def test_a_text_with_anything_else_may_be_a_question(text: str) -> None:
    assert not READER.says_only_facts(text)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("1", 0),
        ("2。", 1),
        ("第一个", 0),
        ("第3项", 2),
        ("选2", 1),
        ("我选第二个", 1),
        ("就第九种", 8),
        (" 3、", 2),
        ("0", None),
        ("12", None),
        ("第一季度", None),
        ("1%", None),
        ("两个", None),
        ("", None),
    ],
)
def test_a_position_is_read_when_nothing_else_is_said(text: str, position: int | None) -> None:
    assert position_in(text) == position


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("taxpayer_type", "1", "small_scale"),
        ("taxpayer_type", "第二个", "general"),
        ("taxpayer_type", "3", None),
        ("taxpayer_type", "一般人企业", "general"),
        ("taxpayer_type", "季报", None),
        ("home_area", "大概95平", "up_to_140"),
        ("only_home", "不是满五唯一", "no"),
    ],
)
def test_a_reply_is_read_by_number_label_or_words(fact: str, text: str, value: str | None) -> None:
    assert READER.choose(fact, text) == value


_options = [(fact.id, option) for fact in FACTS.values() for option in fact.options]


@pytest.mark.parametrize(("fact", "option"), _options, ids=lambda one: getattr(one, "label", one))
def test_the_label_of_a_button_means_its_option(fact: str, option: object) -> None:
    assert READER.choose(fact, option.label) == option.value
    assert READER.says_only_facts(option.label)


@given(st.floats(1, 9999).map(lambda area: round(area, 1)), st.sampled_from(["平", "平米", "平方米"]))
def test_every_area_lies_on_one_side_of_the_line(area: float, unit: str) -> None:
    expected = "up_to_140" if area <= 140 else "over_140"
    assert READER.read(f"我家{area}{unit}的房子") == {"home_area": expected}


@given(st.text(max_size=40))
def test_any_text_is_read_without_failing_into_known_values_only(text: str) -> None:
    read = READER.read(text)
    assert all(FACTS[fact].option(value) is not None for fact, value in read.items())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("是的", "yes"),
        ("是", "yes"),
        ("满足", "yes"),
        ("不是", "no"),
        ("没有", "no"),
        ("否", "no"),
        ("是不是", None),
        ("可能吧", None),
    ],
)
def test_yes_and_no_answer_a_fact_that_is_yes_or_no(text: str, value: str | None) -> None:
    assert READER.choose("only_home", text) == value


def test_yes_says_nothing_about_a_fact_of_another_kind() -> None:
    assert READER.choose("taxpayer_type", "是的") is None
