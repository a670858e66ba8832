"""Personal numbers disappear wherever they stand; the numbers that a tax question is made of stay."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric, uscc

from common.masking import mask

_USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_FULL_WIDTH = str.maketrans("0123456789XA", "０１２３４５６７８９ＸＡ")


def _digits(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


@st.composite
def id_cards(draw: st.DrawFn) -> str:
    place = draw(st.sampled_from(["110101", "500103", "500156", "440305", "650102"]))
    born = draw(st.dates(date(1930, 1, 1), date(2025, 12, 31)))
    body = f"{place}{born:%Y%m%d}{draw(_digits(3))}"
    return body + ric.calc_check_digit(body + "0")


@st.composite
def taxpayer_numbers(draw: st.DrawFn) -> str:
    body = "91500103" + draw(st.text(_USCC_LETTERS, min_size=9, max_size=9))
    return body + uscc.calc_check_digit(body)


@st.composite
def bank_cards(draw: st.DrawFn) -> str:
    body = draw(st.sampled_from(["621226", "622848", "436742", "955880", "370246"])) + draw(_digits(9))
    body += draw(st.sampled_from(["", "12", "123"]))
    return body + luhn.calc_check_digit(body)


mobiles = st.builds("{}{}".format, st.sampled_from(["138", "199", "170", "156"]), _digits(8))
emails = st.builds("{}@{}.com.cn".format, st.from_regex(r"[a-z][a-z0-9._]{0,10}[a-z]", fullmatch=True), _digits(3))

# Letters, punctuation and short numbers as they stand around a number in a question.
around = st.text("我的号码是身份证卡税号，。：:；()（）、 \n「」", max_size=8)
amounts_before = st.sampled_from(["", "转了5000 ", "第3 ", "共6222 ", "2025年 ", "88.5元 "])
amounts_after = st.sampled_from(["", " 500元", " 5000", " 2024", " 3个月", " 12 345"])


def _grouped(number: str, gap: str, *cuts: int) -> str:
    ends = [0, *cuts, len(number)]
    return gap.join(number[start:end] for start, end in pairwise(ends))


@given(around, amounts_before, id_cards(), amounts_after, around)
def test_an_id_card_disappears(before: str, paid: str, number: str, then: str, after: str) -> None:
    assert mask(before + paid + number + then + after) == before + paid + "[身份证号]" + then + after


@given(around, id_cards(), st.sampled_from([" ", "-"]), around)
def test_an_id_card_written_in_groups_disappears(before: str, number: str, gap: str, after: str) -> None:
    assert mask(before + _grouped(number, gap, 6, 10, 14) + after) == f"{before}[身份证号]{after}"


@given(around, id_cards(), around)
def test_full_width_and_small_letters_hide_nothing(before: str, number: str, after: str) -> None:
    for written in (number.translate(_FULL_WIDTH), number.lower()):
        assert mask(before + written + after) == f"{before}[身份证号]{after}"


@given(around, amounts_before, taxpayer_numbers(), amounts_after, around)
def test_a_taxpayer_number_disappears(before: str, paid: str, number: str, then: str, after: str) -> None:
    # All digits, it may also read as another kind of number: it disappears all the same.
    masked = mask(before + paid + number + then + after)
    assert masked.replace("[身份证号]", "[纳税人识别号]").replace("[银行卡号]", "[纳税人识别号]") == (
        before + paid + "[纳税人识别号]" + then + after
    )


@given(around, amounts_before, bank_cards(), amounts_after, st.booleans(), around)
@example("", "", "6222021234567894", " 500元", False, "")
@example("", "共6222 ", "6222021234567894", "", True, "")
def test_a_bank_card_disappears_with_amounts_beside_it(
    before: str, paid: str, number: str, then: str, in_groups: bool, after: str
) -> None:
    written = _grouped(number, " ", *range(4, len(number), 4)) if in_groups else number
    masked = mask(before + paid + written + then + after)

    # Eighteen digits may also be a taxpayer number.
    assert "[银行卡号]" in masked or "[纳税人识别号]" in masked
    assert number[4:12] not in masked
    assert _grouped(number[4:12], " ", 4) not in masked


@given(around, mobiles, st.sampled_from(["", "+86", "86 ", "0086-"]), around)
def test_a_mobile_number_disappears_with_its_country_code(before: str, number: str, code: str, after: str) -> None:
    for written in (number, _grouped(number, " ", 3, 7), _grouped(number, "-", 3, 7)):
        assert mask(before + code + written + after) == f"{before}[手机号]{after}"


@given(around, emails, around)
def test_an_email_address_disappears(before: str, address: str, after: str) -> None:
    assert mask(before + address + after) == f"{before}[邮箱]{after}"


@given(st.lists(st.one_of(id_cards(), taxpayer_numbers(), bank_cards(), mobiles, emails), min_size=2, max_size=5))
def test_of_several_numbers_none_is_left(numbers: list[str]) -> None:
    masked = mask("、".join(numbers))

    assert masked.count("[") == len(numbers)
    assert not any(letter.isdigit() for letter in masked)


_pieces = st.one_of(
    id_cards(), taxpayer_numbers(), bank_cards(), mobiles, emails, _digits(4), around, st.sampled_from("-+ @Xx86")
)


@given(st.lists(_pieces, max_size=8).map("".join))
def test_masking_twice_changes_nothing(text: str) -> None:
    once = mask(text)
    assert mask(once) == once


@given(st.text(max_size=60))
def test_masking_any_text_twice_changes_nothing(text: str) -> None:
    once = mask(text)
    assert mask(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "财政部 税务总局公告2023年第12号还有效吗",
        "财税〔2016〕36号附件3",
        "国家税务总局令第48号",
        "发票号码25502000000012345678怎么查验",
        "发票代码050001900111，号码12345678",
        "销售额1234567.89元，税额160493.83元",
        "2026-01-15到2026-03-31，2026年1月15日",
        "12366",
        "税收分类编码1010101010000000000",
        "法定代表人电话023-12345678",
        "应纳税额100000000000元",
        "表号A101010",
    ],
)
def test_numbers_that_are_no_person_stay(text: str) -> None:
    assert mask(text) == text


@given(
    year=st.integers(2000, 2029),
    number=st.integers(1, 199),
    invoice=st.builds("2{}50{}".format, _digits(1), _digits(16)),
    cents=st.integers(0, 10**9),
)
def test_document_invoice_and_amount_stay(year: int, number: int, invoice: str, cents: int) -> None:
    text = f"按财政部公告{year}年第{number}号，发票{invoice}金额{cents / 100:.2f}元，{year}-03-01开具"
    assert mask(text) == text


@given(id_cards(), bank_cards())
def test_a_wrong_check_digit_is_no_personal_number(card: str, bank: str) -> None:
    wrong_card = card[:-1] + ("1" if card[-1] == "0" else "0")
    wrong_bank = bank[:-1] + str((int(bank[-1]) + 1) % 10)

    assert "[身份证号]" not in mask(wrong_card)
    assert mask(f"卡{wrong_bank}") in (f"卡{wrong_bank}", "卡[纳税人识别号]")


def test_an_id_card_without_a_real_birthday_is_none() -> None:
    body = "11010119901332001"
    assert mask(body + ric.calc_check_digit(body + "0")) == body + ric.calc_check_digit(body + "0")


def test_a_number_inside_a_longer_one_stays() -> None:
    assert mask("流水号A13800138000B") == "流水号A13800138000B"
