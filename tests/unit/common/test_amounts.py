"""Amounts of money in every way of writing them, and the numbers that are none."""

from decimal import Decimal

import pytest

from common.amounts import find_amounts, short_form, with_short_amounts


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        # Chinese, Arabic, mixed.
        ("一点五万", "15000"),
        ("3万5千", "35000"),
        ("3万5", "35000"),
        ("一万五", "15000"),
        ("两千八", "2800"),
        ("三百二", "320"),
        ("一百零五块", "105"),
        ("一千零五十元", "1050"),
        ("十五万", "150000"),
        ("一百二十万五千", "1205000"),
        ("五千万", "50000000"),
        ("3千万", "30000000"),
        ("三个亿", "300000000"),
        ("1.2亿", "120000000"),
        ("12万3456元", "123456"),
        ("壹佰伍拾万元整", "1500000"),
        ("二十万零八百", "200800"),
        # Short units, full width, thousands.
        ("100w", "1000000"),
        ("30W", "300000"),
        ("5k", "5000"),
        ("１００万", "1000000"),
        ("1,234.56元", "1234.56"),
        ("10,000", None),
        ("¥3500", "3500"),
        ("￥12.5", "12.5"),
        ("860块", "860"),
        ("8块5", "8.5"),
        ("12元5角", "12.5"),
        ("三块五毛", "3.5"),
        ("0.5元", "0.5"),
        # In a sentence.
        ("这个季度总共卖了28万，要交吗", "280000"),
        ("工资8000怎么扣", "8000"),
        ("股权120万转给他", "1200000"),
        ("收了5万个税怎么算", "50000"),
        ("20万人民币", "200000"),
        ("12万年终奖", "120000"),
        ("去年卖了30万1月份申报", "300000"),
        ("开了50万票", "500000"),
        ("花了2万8，汇算能扣吗", "28000"),
    ],
)
def test_an_amount_is_read_to_the_cent(text: str, yuan: str | None) -> None:
    read = [amount.yuan for amount in find_amounts(text)]
    assert read == ([Decimal(yuan)] if yuan else [])


@pytest.mark.parametrize(
    "text",
    [
        "财税〔2016〕36号",
        "公告2023年第12号",
        "10号公告",
        "拨打12366",
        "电话13800138000",
        "2022年12月31日",
        "二〇二二年",
        "税率13%",
        "百分之五",
        "万分之五",
        "3个点",
        "一百四十平的房子",
        "140㎡",
        "5万平方米",
        "三百人",
        "3万人",
        "存栏三百多头",
        "二十几亩",
        "连续12个月",
        "一块申报可以吗",
        "千万别",
        "几十万",
        "十几万",
        "5千克",
        "100万股",
        "2万美元",
        "一般纳税人",
        "三百六十五天",
        "24k金",
        "5万张发票",
        "A100000",
        "第三百条",
    ],
)
def test_other_numbers_are_no_amounts(text: str) -> None:
    assert list(find_amounts(text)) == []


@pytest.mark.parametrize(
    ("text", "yuan", "said"),
    [
        ("五百多万没交", "5000000", "五百多万"),
        ("十来万", "100000", "十来万"),
        ("800多块", "800", "800多块"),
        ("自己掏了四万多", "40000", "四万多"),
    ],
)
def test_what_is_only_about_so_says_so(text: str, yuan: str, said: str) -> None:
    [amount] = find_amounts(text)
    assert (amount.yuan, amount.about, text[amount.start : amount.end]) == (Decimal(yuan), True, said)


def test_several_amounts_are_read_in_order() -> None:
    read = [amount.yuan for amount in find_amounts("收到甲方109万，付分包32.7万，手续费三百五")]
    assert read == [Decimal(1_090_000), Decimal(327_000), Decimal(350)]


@pytest.mark.parametrize(
    ("yuan", "short"),
    [("35000", "3.5万"), ("120000000", "1.2亿"), ("860", "860元"), ("123456.78", "123456.78元"), ("10000", "1万")],
)
def test_the_short_form_is_one_for_each_amount(yuan: str, short: str) -> None:
    assert short_form(Decimal(yuan)) == short


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("三十万要交吗", "30万要交吗"),
        ("30w要交吗", "30万要交吗"),
        ("300000元要交吗", "30万要交吗"),
        ("860块的票", "860元的票"),
        ("五百多万", "五百多万"),
        ("2023年第12号，10万元", "2023年第12号，10万"),
    ],
)
def test_all_spellings_of_an_amount_become_one(text: str, short: str) -> None:
    assert with_short_amounts(text) == short
    assert with_short_amounts(short) == short
