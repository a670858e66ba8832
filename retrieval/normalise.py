"""One spelling for every way of writing the same thing."""

import re
import unicodedata

from opencc import OpenCC

from retrieval import fingerprint
from retrieval.lexicon import Lexicon
from retrieval.replacing import Replacer

# Part of the fingerprint: raise it when the rules below change.
RULES = 2
# Longest chains seen need three rounds; what has not settled by then never will.
ROUNDS = 6

_YEAR_BRACKETS = re.compile(r"[\[(〔【{〈<]\s*(\d{4})\s*[\])〕】}〉>]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_SPACE_AT_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=\w)|(?<=\w)\s+(?=[{_HAN}])")
_MARKS = re.compile(r"[^\w%‰.〔〕 ]|_")
_LOOSE_POINT = re.compile(r"(?<!\d)\.|\.(?!\d)")
_BORDERS = re.compile(r"\s*,[\s,]*")


class Normaliser:
    """Brings texts into the one form that is indexed and searched; applying it twice changes nothing more.

    Half width, simplified, lower case; punctuation and emoji become single commas; 〔2016〕 whatever its brackets;
    typing errors and synonyms replaced as the lexicon says.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._simplify = OpenCC("t2s").convert
        spelt = [
            (self.clean(wrong), self.clean(right))
            for rules in (lexicon.synonyms, lexicon.typos)
            for wrong, right in rules.items()
        ]
        # What cleaning alone puts right is no rule: it must not stand in the way of a synonym of the same spelling.
        cleaned = {wrong: right for wrong, right in spelt if wrong != right}
        self._replacer = Replacer(cleaned)
        self.fingerprint = fingerprint.of_data([RULES, lexicon.fingerprint])

    def __call__(self, text: str) -> str:
        cleaned = settled = self.clean(text)
        for _ in range(ROUNDS):
            replaced = self.clean(self._replacer(settled))
            if replaced == settled:
                return settled
            settled = replaced
        return cleaned

    def clean(self, text: str) -> str:
        """Everything but the lexicon's replacements."""
        settled = self._clean_once(text)
        while (again := self._clean_once(settled)) != settled:
            settled = again
        return settled

    def _clean_once(self, text: str) -> str:
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
        text = self._simplify(text.lower())
        text = _YEAR_BRACKETS.sub(r"〔\1〕", text)
        text = _SPACE_AT_HAN.sub("", " ".join(text.split()))
        text = _LOOSE_POINT.sub(",", _MARKS.sub(",", text))
        return _BORDERS.sub(",", text).strip(", ")
