"""A message cut into its questions, each complete in itself; a story and its question stay one."""

import pytest

from bot.answering.splitting import carried_over, split_questions


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        # Marks and lists.
        ("个税怎么退？发票丢了怎么办？", ["个税怎么退？", "发票丢了怎么办？"]),
        ("印花税怎么交；房产税多少", ["印花税怎么交", "房产税多少"]),
        ("怎么登记税种\n发票怎么领", ["怎么登记税种", "发票怎么领"]),
        ("老师好，想问两个问题：1. 个税汇算到几号 2. 发票开错了怎么红冲", ["个税汇算到几号", "发票开错了怎么红冲"]),
        ("1、社保怎么停\n2、公积金怎么提", ["社保怎么停", "公积金怎么提"]),
        ("①怎么注销②发票怎么缴销", ["怎么注销", "发票怎么缴销"]),
        ("（1）怎么注销（2）发票怎么缴销", ["怎么注销", "发票怎么缴销"]),
        ("第一，怎么登记。第二，怎么注销", ["怎么登记", "怎么注销"]),
        # Words that begin another one.
        ("个税怎么退，另外发票丢了怎么办", ["个税怎么退", "发票丢了怎么办"]),
        ("个税怎么退？对了，发票丢了怎么办", ["个税怎么退？", "发票丢了怎么办"]),
        ("个税怎么退，顺便问一下发票丢了怎么办", ["个税怎么退", "发票丢了怎么办"]),
        ("个税怎么退，还有发票丢了怎么办", ["个税怎么退", "发票丢了怎么办"]),
        # The dialect asks with its last word.
        ("个税退得到不？发票开错了作废得了不", ["个税退得到不？", "发票开错了作废得了不"]),
    ],
)
def test_several_questions_are_told_apart(text: str, questions: list[str]) -> None:
    split = split_questions(text)
    assert split is not None
    assert [part.text for part in split.parts] == questions


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        (
            "买车要交多少车辆购置税？什么时候交？去哪里交？",
            ["买车要交多少车辆购置税？", "买车车辆购置税，什么时候交？", "买车车辆购置税，去哪里交？"],
        ),
        ("我们是小规模。个税怎么报？多久报一次？", ["个税怎么报？", "我们是小规模，个税，多久报一次？"]),
        ("滞纳金能在所得税前扣吗，还有罚款呢", ["滞纳金能在所得税前扣吗", "罚款能在所得税前扣吗"]),
        (
            "小规模季度30万以内要交增值税吗？另外印花税呢？",
            ["小规模季度30万以内要交增值税吗？", "小规模季度30万以内要交印花税吗"],
        ),
        ("租门面印花税多少？自己的住房租出去呢", ["租门面印花税多少？", "自己的住房租出去，租门面印花税多少"]),
        ("契税怎么算？印花税怎么算？", ["契税怎么算？", "印花税怎么算？"]),
    ],
)
def test_what_a_part_leaves_out_is_carried_over(text: str, queries: list[str]) -> None:
    split = split_questions(text)
    assert split is not None
    assert [part.query for part in split.parts] == queries


@pytest.mark.parametrize(
    "text",
    [
        "个税怎么退",
        "我是小规模\n季度开了30万\n要交税吗",
        "公司从银行贷款，银行另外收了2万融资顾问费，开的专票能抵不",
        "除了增值税还有没得消费税，按斤还是按价",
        "这个月15号是星期天，报税是不是只能拖到13号？还是可以后面",
        "找银行贷款付的利息，还有给银行的手续费，能抵进项税么",
        "我们公司是小微企业，除了增值税还有什么税减半",
        # A story of more than a hundred characters.
        "我开了个小面馆，个体户，税务给我核的定额一个月3万，这几年都是到点自己扣，从来没操过心。上个月隔壁公司在我这里"
        "订盒饭，一下子就开了12万的发票，人家是要报销的，这个月是照旧不管还是要自己去报？定额那个钱是不是白核了？",
        "1. 我是小规模 2. 季度30万",
        "select * from users where 1=1; drop table users;",
        "",
        "？？？",
    ],
)
def test_one_question_stays_one(text: str) -> None:
    assert split_questions(text) is None


def test_numbered_questions_say_that_they_are() -> None:
    listed, plain = split_questions("1. 怎么登记 2. 怎么注销"), split_questions("怎么登记？怎么注销？")
    assert listed is not None
    assert plain is not None
    assert (listed.listed, plain.listed) == (True, False)


def test_what_is_made_of_several_words_is_replaced_as_one() -> None:
    assert carried_over("房贷利息个税能扣多少", "房租呢") == "房租个税能扣多少"
