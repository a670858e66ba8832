"""Doubles and a little knowledge that need no trained model."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from retrieval.confidence import LinearScorer
from retrieval.index import SearchIndex
from retrieval.lanes import Parts
from retrieval.lexicon import Lexicon
from retrieval.normalise import Normaliser
from retrieval.ports import FloatArray, Passage, Role
from retrieval.tokenise import Tokeniser

LEXICON = Path(__file__).parent / "lexicon"

KNOWLEDGE = {
    "vat.exemption": [
        "小规模纳税人免税标准是多少？",
        "一个季度开票不超过多少不交增值税",
        "小店月销售十万内要交税吗",
    ],
    "vat.special-invoice": ["小规模能开专票吗？", "客户要专用发票我能给他开吗", "小店怎么给公司开专票"],
    "deed.rate": ["个人买住房契税怎么交？", "买新房契税是几个点", "首套房要交多少契税"],
    "iit.bonus": ["年终奖怎么交个税？", "年底奖金单独计税还是合并", "发三万年终奖扣多少个税"],
    "export.refund": ["出口退税怎么申报？", "外贸公司退税要哪些单证", "货出口后多久能退税"],
}
BODIES = {
    "vat.exemption": "月销售额10万元以下免征增值税，按季不超过30万元，依据财政部 税务总局公告2026年第10号。",
    "deed.rate": "首套住房140平方米及以下按1%，超过的按1.5%，依据财政部 税务总局公告2024年第16号。",
    "iit.bonus": "全年一次性奖金可以单独计税，依据财税〔2018〕164号。",
}


class CharacterEmbedder:
    """Each character has a direction of its own: alike is what shares characters."""

    dimension = 64

    def __init__(self, fingerprint: str = "characters") -> None:
        self.fingerprint = fingerprint
        self.encoded: list[str] = []

    def warm_up(self) -> None:
        """Nothing to load."""

    def encode(self, texts: Sequence[str]) -> FloatArray:
        self.encoded += texts
        sums = np.array([sum(map(_direction, text), np.zeros(self.dimension)) for text in texts])
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        return (sums / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def _direction(character: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(character.encode()).digest()[:4])
    return np.random.default_rng(seed).normal(size=CharacterEmbedder.dimension)


def passages(knowledge: dict[str, list[str]] | None = None) -> list[Passage]:
    found = []
    for group, texts in (KNOWLEDGE if knowledge is None else knowledge).items():
        for number, text in enumerate(texts):
            found.append(Passage(f"{group}#{number}", group, text, Role.similar if number else Role.question))
        if group in BODIES:
            found.append(Passage(f"{group}#body", group, BODIES[group], Role.body))
    return found


def make_parts(embedder: CharacterEmbedder | None = None) -> Parts:
    lexicon = Lexicon.load(LEXICON)
    return Parts(embedder or CharacterEmbedder(), Normaliser(lexicon), Tokeniser(lexicon), LinearScorer.untrained())


def named(parts: Parts) -> dict[str, object]:
    return {
        "embedder": parts.embedder,
        "normaliser": parts.normaliser,
        "tokeniser": parts.tokeniser,
        "scorer": parts.scorer,
    }


def make_index(parts: Parts, texts: list[Passage] | None = None, *, revision: str = "1") -> SearchIndex:
    return SearchIndex.build(passages() if texts is None else texts, **named(parts), revision=revision)
