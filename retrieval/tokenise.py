"""Cutting normalised text into the terms that are searched."""

import itertools
import logging
import re
import threading
from collections.abc import Mapping

import jieba

from retrieval import fingerprint
from retrieval.exact import find_identifiers
from retrieval.lexicon import Lexicon

# Part of the fingerprint: raise it when the cutting below changes.
RULES = 1

# Words of grammar and courtesy: they tell nothing about what is asked. 不, 没, 能, 多少 and 怎么 do.
_COURTESY = "请 请问 问 问下 问一下 想问 想问下 咨询 咨询一下 您好 你好 谢谢 麻烦 老师 一下 下"
_PERSONS = "我 我们 你 你们 您 他 她 它 他们 这 那 这个 那个"
_GRAMMAR = (
    "的 了 吗 呢 啊 吧 呀 么 嘛 哦 噢 哈 啦 哎 唉 是 就 也 都 还 又 和 与 及 或 在 把 被 给 对 从 到 有 个 一个 "
    "想 然后 因为 所以 如果 但是 那么 之 其 该 此 以"
)
STOP_WORDS = frozenset(f"{_COURTESY} {_PERSONS} {_GRAMMAR}".split())
# A latin word, a number, or a character.
UNIT = r"[a-z]+|\d+(?:\.\d+)?[%‰]?|[^\W\d_a-z]"


class Tokeniser:
    """jieba with the field's own dictionary; an instance of its own, so nobody else's words get in.

    Light to make; ``warm_up`` (or the first use) loads the dictionary, about half a second. Safe to call from
    several threads.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._terms = lexicon.terms
        self._identifiers = lexicon.identifiers
        self._jieba = jieba.Tokenizer()
        self._lock = threading.Lock()
        self._ready = False
        self.fingerprint = fingerprint.of_data([RULES, lexicon.fingerprint, jieba.__version__])

    def warm_up(self) -> None:
        with self._lock:
            if not self._ready:
                self._load()
                self._ready = True

    def _load(self) -> None:
        # jieba's own start goes through a cache file of a fixed name in the shared temporary folder.
        jieba.setLogLevel(logging.WARNING)
        cutter = self._jieba
        cutter.FREQ, cutter.total = cutter.gen_pfdict(cutter.get_dict_file())
        cutter.initialized = True
        for term in self._terms:
            cutter.add_word(term.word.lower(), term.frequency)

    def words(self, text: str) -> list[str]:
        """Words, long ones also in parts, without words of grammar unless there is nothing else."""
        if not self._ready:
            self.warm_up()
        words = [word for word in self._jieba.cut_for_search(text, HMM=False) if word[0].isalnum()]
        return [word for word in words if word not in STOP_WORDS] or words

    def frequencies(self) -> Mapping[str, int]:
        """How often each word of the dictionary is written, the field's own terms among them; 0 for mere beginnings."""
        if not self._ready:
            self.warm_up()
        frequencies: Mapping[str, int] = self._jieba.FREQ
        return frequencies

    def grams(self, text: str) -> list[str]:
        """Characters (a number or a latin word counts as one) and neighbouring pairs within a clause."""
        grams: list[str] = []
        for clause in text.split(","):
            units = re.findall(UNIT, clause)
            grams += units
            grams += map("".join, itertools.pairwise(units))
        return grams

    def identifiers(self, text: str) -> list[tuple[str, ...]]:
        """The 文号, form numbers and item codes in a text; each under its keys, the most exact first."""
        return find_identifiers(text, self._identifiers)
