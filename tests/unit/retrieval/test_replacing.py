"""Replacing words, compared with regular expressions that try the longest word first."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.lexicon import Lexicon
from retrieval.normalise import Normaliser
from retrieval.replacing import Replacer

WRONG = st.text("甲乙丙", min_size=1, max_size=3)
RIGHT = st.text("子丑寅", min_size=1, max_size=3)


@given(rules=st.dictionaries(WRONG, RIGHT, min_size=1), text=st.text("甲乙丙子丑寅"))
def test_one_pass_replaces_the_longest_word_at_each_place(rules: dict[str, str], text: str) -> None:
    targets = {right: right for right in rules.values()} | rules
    longest_first = re.compile("|".join(sorted(targets, key=len, reverse=True)))

    assert Replacer(rules)(text) == longest_first.sub(lambda match: targets[match[0]], text)


@pytest.mark.parametrize(
    ("typos", "synonyms", "text", "known_form"),
    [
        ({}, {"规模": "大小", "小规模": "小规模纳税人"}, "小规模纳税人", "小规模纳税人"),
        ({"专漂": "专票"}, {"专票": "增值税专用发票"}, "开专漂", "开增值税专用发票"),
        ({"增殖税": "增值税"}, {"增值税专票": "增值税专用发票"}, "增殖税专票", "增值税专用发票"),
        ({"個稅": "个税"}, {"个税": "个人所得税"}, "個稅怎么交", "个人所得税怎么交"),
        ({"ＡＰＰ": "应用"}, {}, "用App报税", "用应用报税"),
    ],
)
def test_typing_errors_and_other_names_are_replaced_however_they_are_written(
    typos: dict[str, str], synonyms: dict[str, str], text: str, known_form: str
) -> None:
    assert Normaliser(Lexicon(typos=typos, synonyms=synonyms))(text) == known_form
