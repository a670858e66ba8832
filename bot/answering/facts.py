"""Reads facts about the taxpayer out of what they write: "我们是小规模", "95平的二套房"."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge_base.domain import Fact, Measure

_NEGATED = re.compile(r"(不是|并非|非|不算|不属于|没有|不想|不做)$")
_NUMBER = r"(?<![\d.])(\d{1,6}(?:\.\d+)?)\s*(?:多|来|几)?\s*(?:个)?\s*"
_MORE = r"超过|大于|高于|多于"
_LESS = r"(?:不|没有?|未)(?:超过|到|满|足|大于)|少于|低于|小于"
_YES = re.compile(r"(是|对|嗯|有|满足|符合|可以)(的|呀|啊|了)?|是是|对对")
_NO = re.compile(r"(不是|不对|没有?|否|不满足|不符合|未)(的|呀|啊|呢)?")
_ORDINAL = re.compile(r"^(?:选|我选|就|要)?第?\s*([0-9一二三四五六七八九])\s*[个项种、.]?$")
_CHINESE_DIGITS = {digit: number for number, digit in enumerate("一二三四五六七八九", start=1)}
# What may stand around a fact in a message that says nothing else.
_FILLER = re.compile(
    r"(我们|我家|我|咱们?|本)?(这边|公司|单位|企业|家里|店里?)?(现在|目前)?(是|属于|为|算|买的|办的)?(一?[个家套]的?)?"
)
_TAIL = re.compile(r"(的|了|呢|啊|哦|吧|嘛|哈|来着)*$")


@dataclass(frozen=True, slots=True)
class _Mention:
    fact: str
    value: str
    start: int
    end: int


class FactReader:
    """Finds the facts of one vocabulary; what is said both ways, or denied, is not taken as known."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = facts
        words = [
            (word, fact.id, option.value)
            for fact in facts.values()
            for option in fact.options
            for word in {option.label, *option.words}
        ]
        # Longest first: "不是小规模" before "小规模", "满五唯一" before "满五".
        self._words = sorted(words, key=lambda item: (-len(item[0]), item))
        self._measures = [
            (fact.id, option.value, option.measure)
            for fact in facts.values()
            for option in fact.options
            if option.measure is not None
        ]

    def read(self, text: str) -> dict[str, str]:
        """Fact → value for every fact of which the text says exactly one value."""
        said: dict[str, set[str]] = {}
        for mention in self._mentions(text):
            said.setdefault(mention.fact, set()).add(mention.value)
        return {fact: next(iter(values)) for fact, values in said.items() if len(values) == 1}

    def says_only_facts(self, text: str) -> bool:
        """True when nothing is left of the text but facts and small words: there is no question in it."""
        rest = self.without_mentions(text)
        bare = re.sub(r"[\W_]+", "", rest)
        return rest != text and not _TAIL.sub("", _FILLER.sub("", bare, count=1))

    def without_mentions(self, text: str) -> str:
        """The text without the words that say facts."""
        said = {place for mention in self._mentions(text) for place in range(mention.start, mention.end)}
        return "".join(letter for place, letter in enumerate(text) if place not in said)

    def choose(self, fact_id: str, text: str) -> str | None:
        """The value that a reply to the question for ``fact_id`` means: by number, by label or in other words."""
        fact = self._facts[fact_id]
        position = position_in(text)
        if position is not None:
            return fact.options[position].value if position < len(fact.options) else None
        return self.read(text).get(fact_id) or _yes_or_no(fact, text)

    def _mentions(self, text: str) -> Iterator[_Mention]:
        taken: list[tuple[int, int]] = []
        for fact, value, measure in self._measures:
            for span in _measured_in(text, measure):
                taken.append(span)
                yield _Mention(fact, value, *span)
        for word, fact, value in self._words:
            if word not in text:
                continue
            for match in re.finditer(re.escape(word), text):
                # The same words may speak for two facts ("满五唯一"); words within longer ones say nothing more.
                if all(match.span() == other or _apart(match.span(), other) for other in taken):
                    taken.append(match.span())
                    if not _NEGATED.search(text[: match.start()]):
                        yield _Mention(fact, value, *match.span())


def _yes_or_no(fact: Fact, text: str) -> str | None:
    """ "是的" and "没有" answer a fact whose values are yes and no."""
    word = re.sub(r"[\W_]+", "", text)
    value = "yes" if _YES.fullmatch(word) else "no" if _NO.fullmatch(word) else None
    return value if value is not None and fact.option(value) is not None else None


def is_short_reply(text: str) -> bool:
    """A position, a yes or a no: nothing that could be a question of its own."""
    word = re.sub(r"[\W_]+", "", text)
    return position_in(text) is not None or bool(_YES.fullmatch(word) or _NO.fullmatch(word))


def position_in(text: str) -> int | None:
    """0 for "1", "第一个", "选1"; None when the text is not just a position."""
    match = _ORDINAL.match(text.strip().rstrip("。.!！"))
    if match is None:
        return None
    digit = match.group(1)
    number = int(digit) if digit.isdigit() else _CHINESE_DIGITS[digit]
    return number - 1 if number > 0 else None


def _apart(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[1] <= other[0] or other[1] <= one[0]


def _measured_in(text: str, measure: Measure) -> Iterator[tuple[int, int]]:
    """Where the text names a measure that lies wholly in the option's range: "120平以上" may lie in either."""
    units = "|".join(re.escape(unit) for unit in sorted(measure.units, key=len, reverse=True))
    # The unit is taken whole: "140平米以上" is not "140平" and more.
    pattern = rf"({_LESS})?({_MORE})?{_NUMBER}(?>{units})(以上)?+(以下|以内)?+(?!及|方?(?:公里|千米))"
    for match in re.finditer(pattern, text):
        less, more, said, upwards, downwards = match.groups()
        if not _NEGATED.search(text[: match.start()]) and _lies_in(
            measure, float(said), upwards=bool(more or upwards), downwards=bool(less or downwards)
        ):
            yield match.span()


def _lies_in(measure: Measure, number: float, *, upwards: bool, downwards: bool) -> bool:
    if upwards:
        return measure.max is None and measure.above is not None and number >= measure.above
    if downwards:
        return measure.above is None and measure.max is not None and number <= measure.max
    return (measure.max is None or number <= measure.max) and (measure.above is None or number > measure.above)
