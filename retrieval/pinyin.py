"""Reads what was typed in pinyin, "fapiao zenme kai", where it names a term of the field."""

import math
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from pypinyin import lazy_pinyin

_RUN = re.compile(r"(?<![a-z0-9])[a-z]+(?:[ ']+[a-z]+)*(?![a-z0-9])")
_LEAST_LETTERS = 5
# Rarer words are not what somebody types without characters.
_COMMON = 300
_LONGEST_WORD = 9
# Syllables that stand alone mean these in this field, whatever is more frequent elsewhere.
_FIELD = {"shui": "税", "jiao": "交", "piao": "票", "tui": "退", "kou": "扣", "bao": "报", "fang": "房"}


@dataclass(frozen=True, slots=True)
class _Reading:
    """Words and how unlikely they are together."""

    words: tuple[str, ...]
    cost: float


class PinyinReader:
    """Made when letters come up for the first time; takes about half a second then."""

    def __init__(self, frequencies: Mapping[str, int], terms: Set[str]) -> None:
        self._frequencies = frequencies
        self._terms = terms

    def __call__(self, text: str) -> str:
        """The text with every run of letters that reads wholly as Chinese, a term among it, in characters."""
        return _RUN.sub(lambda run: self._read(run.group()) or run.group(), text)

    @cached_property
    def _words(self) -> Mapping[str, tuple[str, float]]:
        """The likeliest word for each way of typing, and its cost."""
        likely: dict[str, tuple[str, int]] = {}
        for word, frequency in self._frequencies.items():
            if frequency >= _COMMON and len(word) <= _LONGEST_WORD and "\u4e00" <= word[0] <= "\u9fff":
                typed = "".join(lazy_pinyin(word)).replace("ü", "v")
                if frequency > likely.get(typed, ("", 0))[1]:
                    likely[typed] = (word, frequency)
        likely |= {typed: (word, self._frequencies.get("怎么", 1)) for typed, word in _FIELD.items()}
        total = math.log(sum(frequency for _, frequency in likely.values()) or 1)
        return {typed: (word, total - math.log(frequency)) for typed, (word, frequency) in likely.items()}

    def _read(self, run: str) -> str | None:
        letters = re.sub(r"[ ']", "", run)
        if len(letters) < _LEAST_LETTERS:
            return None
        best: list[_Reading | None] = [_Reading((), 0.0), *[None] * len(letters)]
        longest = 6 * _LONGEST_WORD
        for end in range(1, len(letters) + 1):
            for start in range(max(0, end - longest), end):
                before, present = best[start], best[end]
                word, cost = self._words.get(letters[start:end], ("", 0.0))
                if before is None or not word:
                    continue
                if present is None or before.cost + cost < present.cost:
                    best[end] = _Reading((*before.words, word), before.cost + cost)
        whole = best[-1]
        if whole is None or not any(word in self._terms for word in whole.words):
            return None
        return "".join(whole.words)
