import threading

import jieba

from retrieval.lexicon import Lexicon, Term
from retrieval.tokenise import Tokeniser


def test_words_of_the_field_stay_whole_and_are_found_by_their_parts(tokeniser: Tokeniser) -> None:
    words = tokeniser.words("小规模纳税人开增值税专用发票")

    assert "小规模纳税人" in words
    assert "增值税专用发票" in words
    assert "发票" in words


def test_words_of_grammar_are_left_out(tokeniser: Tokeniser) -> None:
    assert tokeniser.words("请问契税的税率是多少呢") == ["契税", "税率", "多少"]


def test_a_text_of_nothing_but_grammar_keeps_its_words(tokeniser: Tokeniser) -> None:
    assert tokeniser.words("你好吗") == ["你好", "吗"]


def test_punctuation_is_no_word(tokeniser: Tokeniser) -> None:
    assert tokeniser.words(",") == []
    assert tokeniser.grams(",") == []


def test_grams_are_characters_and_pairs_within_a_clause(tokeniser: Tokeniser) -> None:
    assert tokeniser.grams("契税,3%") == ["契", "税", "契税", "3%"]


def test_numbers_and_latin_words_are_one_unit(tokeniser: Tokeniser) -> None:
    assert tokeniser.grams("a105080表") == ["a", "105080", "表", "a105080", "105080表"]
    assert tokeniser.grams("1.5%税") == ["1.5%", "税", "1.5%税"]


def test_our_words_do_not_get_into_the_shared_jieba() -> None:
    own = Tokeniser(Lexicon(terms=(Term("税答专有词"),)))

    assert "税答专有词" in own.words("税答专有词")
    assert "税答专有词" not in jieba.dt.FREQ


def test_two_threads_may_be_the_first_to_use_it() -> None:
    tokeniser = Tokeniser(Lexicon(terms=(Term("税答专有词"),)))
    found: list[list[str]] = []
    threads = [threading.Thread(target=lambda: found.append(tokeniser.words("税答专有词"))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [["专有", "税答专有词"]] * 2


def test_the_fingerprint_follows_the_lexicon(tokeniser: Tokeniser) -> None:
    assert tokeniser.fingerprint != Tokeniser(Lexicon()).fingerprint
