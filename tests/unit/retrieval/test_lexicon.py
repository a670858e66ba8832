from pathlib import Path

import pytest

from retrieval.errors import LexiconInvalid
from retrieval.lexicon import Lexicon, Term
from tests.unit.retrieval.fakes import LEXICON

SHIPPED = Path(__file__).parents[3] / "data" / "lexicon"


def test_an_absent_folder_is_an_empty_lexicon(tmp_path: Path) -> None:
    assert Lexicon.load(tmp_path / "nothing") == Lexicon()


def test_terms_may_have_a_frequency_and_comments_are_left_out(lexicon: Lexicon) -> None:
    assert Term("契税") in lexicon.terms
    assert Term("年终奖", 9000) in lexicon.terms
    assert len(lexicon.terms) == 4


def test_wrong_spellings_and_other_names_point_to_the_right_ones(lexicon: Lexicon) -> None:
    assert lexicon.typos["增殖税"] == "增值税"
    assert lexicon.synonyms["个税"] == "个人所得税"


def test_the_fingerprint_changes_with_any_word(lexicon: Lexicon) -> None:
    assert lexicon.fingerprint == Lexicon.load(LEXICON).fingerprint
    assert Lexicon(typos={"a": "b"}).fingerprint != Lexicon(synonyms={"a": "b"}).fingerprint
    assert Lexicon().fingerprint != Lexicon(terms=(Term("契税"),)).fingerprint


def test_the_shipped_lexicon_can_be_read() -> None:
    lexicon = Lexicon.load(SHIPPED)

    assert lexicon.identifiers
    assert lexicon.terms


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("typos.yaml", "typos: {right: 增值税}"),
        ("typos.yaml", "- 增值税"),
        ("typos.yaml", "typos: [{right: 增值税}]"),
        ("typos.yaml", "typos: [{right: 增值税, wrong: [税]}, {right: 契税, wrong: [税]}]"),
        ("synonyms.yaml", "synonyms: ["),
        ("identifiers.yaml", "identifiers: [{kind: form, pattern: '(', keys: []}]"),
        ("identifiers.yaml", "identifiers: [{kind: form}]"),
    ],
)
def test_a_file_of_another_form_is_refused_with_its_name(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")

    with pytest.raises(LexiconInvalid, match=name):
        Lexicon.load(tmp_path)
