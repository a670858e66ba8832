"""The day a question speaks of: years and months, but not those in a document's number or of a beginning."""

from datetime import date

import pytest

from bot.answering.period import asks_about_then, read_as_of

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # A past time means its last day, a future one its first.
        ("2022年的时候小规模减免吗", date(2022, 12, 31)),
        ("2023年度个税怎么算", date(2023, 12, 31)),
        ("2028年还有吗", date(2028, 1, 1)),
        ("2025年12月开的发票", date(2025, 12, 31)),
        ("2024年2月份的税率", date(2024, 2, 29)),
        ("2026年5月的申报", date(2026, 5, 31)),
        ("2026年8月起呢", date(2026, 8, 1)),
        ("2025 年 3 月", date(2025, 3, 31)),
        # In other words.
        ("去年12月的发票", date(2025, 12, 31)),
        ("去年能享受吗", date(2025, 12, 31)),
        ("前年的政策", date(2024, 12, 31)),
        ("大前年的政策", date(2023, 12, 31)),
        ("上年度汇算", date(2025, 12, 31)),
        ("明年3月还能减吗", date(2027, 3, 1)),
        ("后年呢", date(2028, 1, 1)),
        # Short years only where they cannot be a number of years.
        ("22年度汇算", date(2022, 12, 31)),
        ("23年3月的税", date(2023, 3, 31)),
        ("23年底的税", date(2023, 12, 31)),
        # Parts of a year.
        ("2023年1月15日开的票", date(2023, 1, 15)),
        ("2024年一季度的申报", date(2024, 3, 31)),
        ("2024年第3季度", date(2024, 9, 30)),
        ("去年上半年", date(2025, 6, 30)),
        ("2026年下半年", date(2026, 7, 1)),
        ("25年三季度的税", date(2025, 9, 30)),
        # Written out, short, by the sign of what follows.
        ("二〇二二年的政策", date(2022, 12, 31)),
        ("二零二三年12月", date(2023, 12, 31)),
        ("24年的时候能抵吗", date(2024, 12, 31)),
        ("24年公司亏了能抵几年", date(2024, 12, 31)),
        ("请问，25年汇算错了", date(2025, 12, 31)),
        ("24财年", date(2024, 12, 31)),
        ("22年度个税", date(2022, 12, 31)),
        ("去年十二月的票", date(2025, 12, 31)),
        # Counted from today.
        ("上个季度的申报", date(2026, 3, 31)),
        ("上季度忘了报", date(2026, 3, 31)),
        ("上上个季度", date(2025, 12, 31)),
        ("下个季度还免吗", date(2026, 7, 1)),
        ("上个月开的票", date(2026, 5, 31)),
        ("上月的工资", date(2026, 5, 31)),
        ("上上个月", date(2026, 4, 30)),
        ("下个月起还减吗", date(2026, 7, 1)),
        ("上一年度的亏损", date(2025, 12, 31)),
        ("今年3月的申报", date(2026, 3, 31)),
        ("今年一季度的税", date(2026, 3, 31)),
        ("下半年还有优惠吗", date(2026, 7, 1)),
        # Beginnings and ends of years.
        ("去年年底发的奖金", date(2025, 12, 31)),
        ("上年末留抵", date(2025, 12, 31)),
        ("今年年初交的税", date(2026, 1, 31)),
        ("2024年初的规定", date(2024, 1, 31)),
        # Ranges end with their last day.
        ("2020到2022年的社保", date(2022, 12, 31)),
        ("2020年至2022年减免", date(2022, 12, 31)),
        ("22-24年的账", date(2024, 12, 31)),
        ("2025年3月到5月的申报", date(2025, 5, 31)),
        ("去年1-6月", date(2025, 6, 30)),
        # Stamps.
        ("所属期202403的更正", date(2024, 3, 31)),
        ("税款所属期：2024-03", date(2024, 3, 31)),
        ("2024-03-05开的票", date(2024, 3, 5)),
        ("2024.3.5开的票", date(2024, 3, 5)),
        # The same time twice is one time.
        ("2023年的政策，就是2023年", date(2023, 12, 31)),
        ("去年也就是2025年", date(2025, 12, 31)),
        # A document's year beside a year that is asked about.
        ("财税〔2023〕12号2024年还能用吗", date(2024, 12, 31)),
        ("公告2023年第12号在2024年还有效吗", date(2024, 12, 31)),
    ],
)
def test_a_time_that_is_asked_about_is_read(text: str, day: date) -> None:
    assert read_as_of(text, today=TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "小规模纳税人税率多少",
        # The present year and month are now.
        "2026年的税率",
        "2026年6月的申报",
        # A document's number.
        "财政部 税务总局公告2023年第12号",
        "国家税务总局公告2023年1号",
        "财税〔2016〕36号",
        "2023年版申报表",
        # A beginning that lasts.
        "2010年买的房卖掉交什么税",
        "2019年3月购房",
        "2015年成立的公司",
        "2023年以前的发票",
        # What is not over, or has no year.
        "今年能享受吗",
        "这个月的申报",
        "本季度开票30万",
        "上半年的税",
        "一季度开票30万要交吗",
        "小规模季度不超过30万",
        "2024年到2027年的优惠",
        "房产税按上下半年交",
        # Last year's matter, this year's rule.
        "去年亏了，今年能抵吗",
        "上个月开的票这个月作废",
        # How new something is.
        "公司上个月才办下来，怎么开票",
        "今年6月刚成立的公司要年报吗",
        # Numbers and amounts.
        "税率2024.3",
        "20年产权的房子",
        "买了24年的房子",
        "25年工龄",
        # A number of years.
        "交满15年社保",
        "20年工龄",
        # Two times, or now, or none that we know.
        "2025年和2026年有什么区别",
        "去年和前年",
        "2025年的汇算清缴现在还能补吗",
        "2022年开的票目前能红冲吗",
        "1993年的税",
    ],
)
def test_what_is_no_time_asked_about_means_now(text: str) -> None:
    assert read_as_of(text, today=TODAY) is None


@pytest.mark.parametrize(
    ("today", "day"), [(date(2026, 1, 1), date(2025, 12, 31)), (date(2027, 1, 1), date(2026, 12, 31))]
)
def test_last_year_is_counted_from_today(today: date, day: date) -> None:
    assert read_as_of("去年的政策", today=today) == day


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("2018年的时候还能抵扣吗", True),
        ("那年的规定是几个点", True),
        ("去年5月卖的货当时没要票，这两天喊我补开", False),
        ("之前漏报了收入，现在怎么处理", False),
        ("去年的账", False),
    ],
)
def test_the_rule_of_then_is_told_from_what_can_be_done_now(text: str, then: bool) -> None:
    assert asks_about_then(text) is then
