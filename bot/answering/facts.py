"""Reads facts about the taxpayer out of what they write: "我们是小规模", "95平的二套房"."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge_base.domain import Fact, Measure

_NEGATED = re.compile(r"(不是|并非|非|不算|不属于|没有|不想|不做)$")
_NUMBER = r"(\d{1,6}(?:\.\d+)?)\s*(?:多|来|几)?\s*(?:个)?\s*"
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
        rest = text
        for mention in sorted(self._mentions(text), key=lambda one: -one.start):
            rest = rest[: mention.start] + rest[mention.end :]
        rest = re.sub(r"[\W_]+", "", rest)
        return rest != text and not _TAIL.sub("", _FILLER.sub("", rest, count=1))

    def choose(self, fact_id: str, text: str) -> str | None:
        """The value that a reply to the question for ``fact_id`` means: by number, by label or in other words."""
        fact = self._facts[fact_id]
        position = position_in(text)
        if position is not None:
            return fact.options[position].value if position < len(fact.options) else None
        return self.read(text).get(fact_id)

    def _mentions(self, text: str) -> Iterator[_Mention]:
        taken = [False] * len(text)
        for word, fact, value in self._words:
            for match in re.finditer(re.escape(word), text):
                if any(taken[match.start() : match.end()]):
                    # The same words may speak for two facts ("满五唯一"), never for two values of one.
                    if not self._same_words_other_fact(fact, word):
                        continue
                elif _NEGATED.search(text[: match.start()]):
                    continue
                taken[match.start() : match.end()] = [True] * len(word)
                yield _Mention(fact, value, match.start(), match.end())
        for fact_id, value, measure in self._measures:
            for start, end in _measured_in(text, measure):
                yield _Mention(fact_id, value, start, end)

    def _same_words_other_fact(self, fact: str, word: str) -> bool:
        return any(other != fact and same == word for same, other, _ in self._words)


def position_in(text: str) -> int | None:
    """0 for "1", "第一个", "选1"; None when the text is not just a position."""
    match = _ORDINAL.match(text.strip().rstrip("。.!！"))
    if match is None:
        return None
    digit = match.group(1)
    number = int(digit) if digit.isdigit() else _CHINESE_DIGITS[digit]
    return number - 1 if number > 0 else None


def _measured_in(text: str, measure: Measure) -> Iterator[tuple[int, int]]:
    units = "|".join(re.escape(unit) for unit in sorted(measure.units, key=len, reverse=True))
    for match in re.finditer(_NUMBER + f"(?:{units})(?!以上|以下|及)", text):
        number = float(match.group(1))
        if (measure.max is None or number <= measure.max) and (measure.above is None or number > measure.above):
            yield match.start(), match.end()
