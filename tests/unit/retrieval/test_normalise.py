import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from retrieval.errors import LexiconInvalid
from retrieval.lexicon import Lexicon
from retrieval.normalise import Normaliser
from retrieval.replacing import Replacer
from tests.unit.retrieval.fakes import LEXICON

NORMALISE = Normaliser(Lexicon.load(LEXICON))
PIECES = [*"小规模 纳税人 专票 专 漂 发漂 增殖税 〔2016〕 (2016) ， 3.5% 🙂 Ａ 稅 .".split(), " "]  # noqa: SIM905


@pytest.mark.parametrize(
    ("written", "known_form"),
    [
        ("ＶＡＴ　３％", "vat 3%"),
        ("納稅申報", "纳税申报"),
        ("增 值 税", "增值税"),
        ("你好！！请问🙂契税？", "你好,请问,契税"),
        ("税率是1.5%.", "税率是1.5%"),
        ("财税（2016）36号", "财税〔2016〕36号"),
        ("财税[2016]36号", "财税〔2016〕36号"),
        ("财税【 2016 】36号", "财税〔2016〕36号"),
        ("增\u200b殖税", "增值税"),
        ("小规模开专漂", "小规模纳税人开增值税专用发票"),
        ("小规模纳税人", "小规模纳税人"),
        ("tax app 怎么用", "tax app怎么用"),
        ("🙂🙂", ""),
        ("", ""),
    ],
)
def test_one_form_for_every_way_of_writing(written: str, known_form: str) -> None:
    assert NORMALISE(written) == known_form


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
@example("İ〔2016〕ǅ ﷺ")
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert NORMALISE(NORMALISE(text)) == NORMALISE(text)


def test_the_longest_word_is_replaced() -> None:
    replace = Replacer({"小规模": "甲", "小规模企业": "乙"})

    assert replace("小规模企业和小规模") == "乙和甲"


def test_chains_are_followed_to_their_end() -> None:
    assert Replacer({"一": "二", "二": "三"})("一二") == "三三"


def test_rules_in_a_circle_are_refused() -> None:
    with pytest.raises(LexiconInvalid, match="circle"):
        Replacer({"一": "二", "二": "一"})


def test_a_word_can_be_removed() -> None:
    assert Replacer({"嘛": ""})("行嘛") == "行"


def test_rules_that_do_not_settle_soon_leave_the_text_as_it_is() -> None:
    normalise = Normaliser(Lexicon(synonyms={"甲乙": ""}))

    assert normalise("甲甲甲乙乙乙") == ""
    assert normalise("甲" * 9 + "乙" * 9) == "甲" * 9 + "乙" * 9


def test_the_fingerprint_follows_the_lexicon() -> None:
    assert NORMALISE.fingerprint != Normaliser(Lexicon()).fingerprint
