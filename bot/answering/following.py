"""What a message means that leaves out what was asked before: another case, another time, the next step."""

import re
from datetime import date

from bot.answering.facts import FactReader
from bot.answering.period import without_periods
from bot.answering.splitting import carried_over

# A longer message says itself what it is about.
_LONGEST = 30
# What may stand around the new case in a message that asks nothing else: "不对，我们是…", "那…呢", "换成…要交多少".
_AROUND = re.compile(
    r"(?:不对|不是|错了|说错了?|搞错了?|更正|应该|其实|换成|改成|改为|如果|要是|假如|假设|那么?|按照?|属于|我们?|咱们?|公司|单位|企业|店|这边"
    r"|买的?|卖的?|办的?|是|的话|的|呢|吧|啊|呀|哦|了|又|也|情况下?|时候|期间|怎么样|怎样|如何|怎么[算交缴办]|咋[算交办样]|要?[交缴]?多少(?:钱|税)?"
    r"|几个点|要[交缴]吗|[交缴]不[交缴]|可以吗|一样吗|有吗|呢)*"
)
_ASKS = re.compile(r"[呢吗么？?]|怎|如何|咋|多少|几个点|[交缴]不[交缴]")
_UNSURE = re.compile(
    r"(?:我?也?(?:不知道|不清楚|不太清楚|不晓得|不确定|搞不清楚?|说不清楚?|分不清楚?|不懂|没搞懂|都有可能)|都(?:说说|讲讲|告诉我|列出来))"
    r"(?:都(?:说说|讲讲|告诉我|列出来)|[的了啊呢哦呀吧]|怎么办|是哪个|是哪种)*"
)
_PUNCTUATION = re.compile(r"[\W_]+")


def only_changes(text: str, facts: FactReader, *, today: date) -> bool:
    """Whether nothing is said but facts and times: "那2025年的呢", "不对，我是一般纳税人"."""
    rest = facts.without_mentions(without_periods(text, today=today))
    return rest != text and bool(_AROUND.fullmatch(_PUNCTUATION.sub("", rest)))


def asks(text: str) -> bool:
    return bool(_ASKS.search(text))


def query_with(previous: str, text: str) -> str | None:
    """``text`` with the subject of the question before, where it has none of its own: "要带什么材料"."""
    return carried_over(previous, text) if len(text) <= _LONGEST else None


def is_unsure(text: str) -> bool:
    """Does not know which case is theirs, and wants to hear them all."""
    return bool(_UNSURE.fullmatch(_PUNCTUATION.sub("", text)))
