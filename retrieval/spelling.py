"""Puts typing errors of a question right where it is nearly certain which term of the field was meant."""

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pypinyin import Style, lazy_pinyin, pinyin

from common.amounts import find_amounts, short_form
from retrieval.lexicon import Lexicon
from retrieval.pinyin import PinyinReader

Knows = Callable[[str], bool]
"""Whether the knowledge has these two neighbouring characters anywhere."""

_HAN = re.compile(r"[\u4e00-\u9fff]+")
# Shorter words are too easily something else; longer ones are made of these.
_SHORTEST, _LONGEST = 3, 9
# Where sounds alone decide; other slips need one character more to be told.
_SHORTEST_OF_OTHERS = 4
# People leave characters out of short terms on purpose.
_SHORTEST_WITH_GAP = 6
_READINGS = 6
# Amounts that are written as the knowledge writes them.
_PLAIN = re.compile(r"\d+(?:\.\d+)?[万亿]元?")
# What is not told apart in Chongqing, and by many who type pinyin.
_ALIKE = ((re.compile(r"^([zcs])h"), r"\1"), (re.compile(r"(?<=[aei])ng$"), "n"), (re.compile(r"^n(?=[aeiou])"), "l"))


@dataclass(frozen=True, slots=True)
class _Slip:
    start: int
    wrong: str
    right: str


class Speller:
    """Corrects towards terms only, and only what the knowledge has nowhere: a right question stays as it is."""

    def __init__(self, lexicon: Lexicon, *, normalise: Callable[[str], str], frequencies: Mapping[str, int]) -> None:
        """``frequencies`` are those of all words of the language: a right word is left alone wherever it stands."""
        self._frequencies = frequencies
        words = {normalise(word) for word in [*(term.word for term in lexicon.terms), *lexicon.synonyms.values()]}
        terms = sorted(word for word in words if _HAN.fullmatch(word))
        self._pinyin = PinyinReader(frequencies, {term for term in terms if len(term) > 1})
        self._terms = frozenset(term for term in terms if _SHORTEST <= len(term) <= _LONGEST)
        self._by_sound: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        self._by_rest: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self._by_gap: defaultdict[str, list[str]] = defaultdict(list)
        for term in sorted(self._terms):
            self._by_sound[tuple(map(_alike, lazy_pinyin(term)))].append(term)
            if len(term) >= _SHORTEST_OF_OTHERS:
                for place in range(len(term)):
                    self._by_rest[(term[:place], term[place + 1 :])].append(term)
            if len(term) >= _SHORTEST_WITH_GAP:
                for place in range(1, len(term) - 1):
                    self._by_gap[term[:place] + term[place + 1 :]].append(term)

    def __call__(self, text: str, knows: Knows) -> str:
        """``text`` in its normal form, with typed pinyin, slips and spellings of amounts put right."""
        text = self._pinyin(text)
        text = _HAN.sub(lambda run: self._correct(run.group(), knows), text)
        return _with_known_amounts(text, knows)

    def _correct(self, run: str, knows: Knows) -> str:
        while (slip := self._slip_in(run, knows)) is not None:
            run = run[: slip.start] + slip.right + run[slip.start + len(slip.wrong) :]
        return run

    def _slip_in(self, run: str, knows: Knows) -> _Slip | None:
        """The longest term that somebody missed by little, the leftmost of equals."""
        pairs = map("".join, itertools.pairwise(run))
        strange = {place for place, pair in enumerate(pairs) if not (knows(pair) or self._frequencies.get(pair))}
        if not strange:
            return None
        for size in range(_LONGEST, _SHORTEST - 1, -1):
            for start in range(len(run) - size + 1):
                inside = any(place in strange for place in range(start, start + size - 1))
                if inside and (slip := self._slip_at(run, start, size, strange, knows)) is not None:
                    return slip
        return None

    def _slip_at(self, run: str, start: int, size: int, strange: set[int], knows: Knows) -> _Slip | None:
        wrong = run[start : start + size]
        if wrong in self._terms:
            return None
        # As they count inside the window; −1 and the last place are the pairs with what stands around it.
        around = range(-1, size)
        places = {place for place in around if start + place in strange or not 0 <= start + place < len(run) - 1}
        meant = itertools.chain(self._sounding(wrong), self._nearly(wrong, places), self._with_gap(wrong, places))
        right = {
            term
            for term in meant
            if all(knows("".join(pair)) for pair in itertools.pairwise(term)) and not _stands_there(run, start, term)
        }
        return _Slip(start, wrong, right.pop()) if len(right) == 1 else None

    def _sounding(self, wrong: str) -> Iterator[str]:
        """Terms that sound the same, half of whose characters are right."""
        readings = itertools.islice(itertools.product(*map(_readings, wrong)), _READINGS)
        for sound in set(readings):
            for term in self._by_sound.get(sound, ()):
                if _equal(wrong, term) * 2 >= len(term):
                    yield term

    def _nearly(self, wrong: str, strange: set[int]) -> Iterator[str]:
        """Terms with one other character, or with two that changed places, where nothing around them is known."""
        for place in range(len(wrong)):
            if {place - 1, place} <= strange and not self._goes_on(wrong, place):
                yield from self._by_rest.get((wrong[:place], wrong[place + 1 :]), ())
        for place in range(len(wrong) - 1):
            swapped = wrong[:place] + wrong[place + 1] + wrong[place] + wrong[place + 2 :]
            if {place - 1, place, place + 1} <= strange and swapped in self._terms:
                yield swapped

    def _goes_on(self, wrong: str, place: int) -> bool:
        """ "增值税啊" is a term and what is said next, no slip in "增值税法"."""
        return (place == 0 and wrong[1:] in self._terms) or (place == len(wrong) - 1 and wrong[:-1] in self._terms)

    def _with_gap(self, wrong: str, strange: set[int]) -> Iterator[str]:
        """Terms of which one character inside is missing."""
        for term in self._by_gap.get(wrong, ()):
            gap = next(place for place in range(len(term)) if wrong[:place] + term[place] + wrong[place:] == term)
            if gap - 1 in strange and not {wrong[:gap], wrong[gap:]} & self._terms:
                yield term


def _stands_there(run: str, start: int, term: str) -> bool:
    """The term is already in the text at this place, a little to the side."""
    return term in run[max(0, start - len(term) + 1) : start + 2 * len(term) - 1]


def _equal(one: str, other: str) -> int:
    return sum(a == b for a, b in zip(one, other, strict=True))


@cache
def _readings(character: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_alike, pinyin(character, style=Style.NORMAL, heteronym=True)[0])))


def _alike(syllable: str) -> str:
    for pattern, plain in _ALIKE:
        syllable = pattern.sub(plain, syllable)
    return syllable


def _with_known_amounts(text: str, knows: Knows) -> str:
    """ "30w", "三十万" and "300000元" as "30万" where the knowledge speaks of that amount."""
    parts, place = [], 0
    for amount in find_amounts(text):
        said, form = text[amount.start : amount.end], short_form(amount.yuan)
        if not amount.about and not _PLAIN.fullmatch(said) and form[-1] != "元" and knows(form):
            parts += [text[place : amount.start], form]
            place = amount.end
    return "".join([*parts, text[place:]])
