import pytest

from retrieval.index import SearchIndex
from retrieval.normalise import Normaliser
from retrieval.tokenise import Tokeniser


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("财税（2016）36号还有效吗", ("财税〔2016〕36号", "财税36号", "36号文")),
        ("财税2016年36号", ("财税〔2016〕36号", "财税36号", "36号文")),
        ("国税函[2009]第003号", ("国税函〔2009〕3号", "国税函3号", "3号文")),
        ("财政部 税务总局公告2026年第10号", ("2026年第10号", "10号文")),
        ("国家税务总局令第57号", ("税务总局令57号",)),
        ("10号公告怎么说", ("10号文",)),
        ("36号文", ("36号文",)),
        ("A105080怎么填", ("a105080",)),
        ("编码1010101050000000000", ("1010101050000000000",)),
        ("品目101016105", ("101016105",)),
    ],
)
def test_identifiers_are_found_however_they_are_written(
    text: str, keys: tuple[str, ...], normaliser: Normaliser, tokeniser: Tokeniser
) -> None:
    assert tokeniser.identifiers(normaliser(text)) == [keys]


@pytest.mark.parametrize("text", ["2026年10月15号前申报", "3号楼", "我有36张发票", "13812345678"])
def test_other_numbers_are_no_identifiers(text: str, normaliser: Normaliser, tokeniser: Tokeniser) -> None:
    assert tokeniser.identifiers(normaliser(text)) == []


def test_a_known_question_finds_its_group_whatever_the_punctuation(index: SearchIndex) -> None:
    best = index.search("买新房，契税是几个点？？")[0]

    assert (best.group, best.passage_id) == ("deed.rate", "deed.rate#1")
    assert best.confidence > 0.99
    assert best.domain > 0.99
    assert best.features["exact"] == 1


def test_a_document_finds_the_group_that_rests_on_it(index: SearchIndex) -> None:
    best = index.search("财税(2018)164号是什么")[0]

    assert best.group == "iit.bonus"
    assert best.features["identifier"] == 1


def test_a_document_of_another_year_is_not_the_same(index: SearchIndex) -> None:
    best = index.search("财税(2019)164号是什么")[0]

    assert best.features["identifier"] == 0
    assert best.features["identifier_unknown"] == 1
    assert best.confidence < 0.1


def test_a_short_name_finds_every_document_of_that_number(index: SearchIndex) -> None:
    assert index.search("16号公告")[0].group == "deed.rate"
