"""What the tests of the search share: the tokeniser's dictionary is read only once."""

import pytest

from retrieval.index import SearchIndex
from retrieval.lanes import Parts
from retrieval.lexicon import Lexicon
from retrieval.normalise import Normaliser
from retrieval.tokenise import Tokeniser
from tests.unit.retrieval.fakes import LEXICON, make_index, make_parts


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.load(LEXICON)


@pytest.fixture(scope="session")
def parts() -> Parts:
    return make_parts()


@pytest.fixture(scope="session")
def normaliser(parts: Parts) -> Normaliser:
    assert isinstance(parts.normaliser, Normaliser)
    return parts.normaliser


@pytest.fixture(scope="session")
def tokeniser(parts: Parts) -> Tokeniser:
    assert isinstance(parts.tokeniser, Tokeniser)
    return parts.tokeniser


@pytest.fixture(scope="session")
def index(parts: Parts) -> SearchIndex:
    return make_index(parts)
