"""Other ways to search the same documents, each as its makers mean it to be used: what ours is measured against."""

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import bm25s
import jieba
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from common.errors import UnavailableError
from retrieval.normalise import Normaliser
from retrieval.ports import Embedder, FloatArray
from retrieval.vector import build_vector_index
from server.evaluation.faq import Document
from server.evaluation.ranks import Search

Cut = Callable[[str], list[str]]


class TxtaiMissing(UnavailableError):
    """txtai is installed for comparisons only."""

    code = "txtai_missing"


def words(text: str) -> list[str]:
    """jieba's words, long ones also in parts, as for a search engine."""
    jieba.setLogLevel(logging.WARNING)
    return [word for word in jieba.cut_for_search(text.lower()) if word.strip()]


def bigrams(text: str) -> list[str]:
    joined = "".join(text.lower().split())
    return [joined[at : at + 2] for at in range(max(len(joined) - 1, 1))]


def bm25(documents: Sequence[Document], cut: Cut) -> Search:
    """bm25s with its own defaults (Lucene's form, k1 1.5, b 0.75)."""
    index = bm25s.BM25()
    index.index([cut(document.text) or [""] for document in documents], show_progress=False)
    ids = [document.id for document in documents]

    def search(text: str, limit: int) -> list[str]:
        terms = [term for term in cut(text) if term in index.vocab_dict]
        return _best(ids, index.get_scores(terms), limit) if terms else []

    return search


def tfidf(documents: Sequence[Document]) -> Search:
    """Cosine of TF-IDF over runs of one to three characters, as scikit-learn does it."""
    vectoriser = TfidfVectorizer(analyzer="char", ngram_range=(1, 3))
    rows = vectoriser.fit_transform(document.text for document in documents)
    ids = [document.id for document in documents]
    return lambda text, limit: _best(ids, (rows @ vectoriser.transform([text]).T).toarray().ravel(), limit)


def vectors(documents: Sequence[Document], embedder: Embedder, normaliser: Normaliser) -> Search:
    """Our embedding model and nothing else."""
    ids = [document.id for document in documents]
    index = build_vector_index(embedder.encode([normaliser(document.text) for document in documents]))

    def search(text: str, limit: int) -> list[str]:
        rows, _ = index.search(embedder.encode([normaliser(text)])[0], limit)
        return [ids[row] for row in rows.tolist()]

    return search


def txtai_hybrid(documents: Sequence[Document], embedder: Embedder, normaliser: Normaliser) -> Search:
    """txtai's sparse and dense index in one (hybrid), over jieba's words and our embedding model.

    Its own rule of cutting knows no Chinese words, and its own models come from a hub.

    Raises:
        TxtaiMissing: it is not installed here.
    """
    try:
        from txtai import Embeddings  # noqa: PLC0415
    except ImportError as exc:
        raise TxtaiMissing(
            "没有安装txtai，略过与它的比较；需要时：pip install --no-deps --require-hashes -r requirements/bench.lock"
        ) from exc

    def transform(texts: Iterable[str]) -> FloatArray:
        return embedder.encode([normaliser(text.replace(" ", "")) for text in texts])

    index: Any = Embeddings(
        method="external",
        transform=transform,
        hybrid=True,
        scoring={"method": "bm25", "terms": True, "normalize": True, "tokenizer": {"whitespace": True}},
        content=False,
    )
    index.index([(document.id, _spaced(document.text), None) for document in documents])
    return lambda text, limit: [id_ for id_, _ in index.search(_spaced(text), limit)]


def _spaced(text: str) -> str:
    """jieba's words with blanks between: what joins them again is the text."""
    return " ".join(jieba.cut(text))


def _best(ids: Sequence[str], scores: FloatArray, limit: int) -> list[str]:
    """The ids of the highest scores above 0; ties in the order of the documents."""
    order = np.argsort(-scores, kind="stable")[:limit]
    return [ids[at] for at in order.tolist() if scores[at] > 0]
