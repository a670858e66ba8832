"""Our search over somebody else's FAQ, made as the service makes its own, beside other ways to search it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from common.settings import Settings
from retrieval.confidence import LinearScorer
from retrieval.examination import EmbedderFor, Sample
from retrieval.index import SearchIndex
from retrieval.lexicon import Lexicon
from retrieval.normalise import Normaliser
from retrieval.pairs import learn_from_pairs
from retrieval.ports import Embedder, Passage, Role
from retrieval.tokenise import Tokeniser
from server.evaluation import baselines
from server.evaluation.faq import Document, Faq
from server.evaluation.ranks import Figures, Search, measure
from server.models import open_embedder
from server.places import Places
from server.setup.search import Trainer

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Ours:
    """Our search over the documents, and the embedding model in it."""

    search: Search
    embedder: Embedder
    normaliser: Normaliser


def evaluate(
    faq: Faq, settings: Settings, places: Places, *, with_baselines: bool, say: Progress
) -> Mapping[str, Figures]:
    """The figures of ours, and of each baseline that can run here; ``say`` is told what is done and what is left out.

    Raises:
        NotSetUp: there is nothing to learn from, and our own model has not been trained yet.
    """
    queries = [(query.text, frozenset(query.relevant)) for query in faq.queries]
    say("准备本项目的检索")
    ours = make_ours(faq, settings, places)
    figures = {"ours": measure(ours.search, queries)}
    for name, make in _contenders(faq.documents, ours) if with_baselines else ():
        say(f"对照：{name}")
        try:
            figures[name] = measure(make(), queries)
        except baselines.TxtaiMissing as exc:
            say(str(exc))
    return figures


def _contenders(documents: Sequence[Document], ours: Ours) -> Iterator[tuple[str, Callable[[], Search]]]:
    yield "bm25_words", lambda: baselines.bm25(documents, baselines.words)
    yield "bm25_bigrams", lambda: baselines.bm25(documents, baselines.bigrams)
    yield "tfidf", lambda: baselines.tfidf(documents)
    yield "vectors", lambda: baselines.vectors(documents, ours.embedder, ours.normaliser)
    yield "txtai", lambda: baselines.txtai_hybrid(documents, ours.embedder, ours.normaliser)


def make_ours(faq: Faq, settings: Settings, places: Places) -> Ours:
    """Each document is a group of one question. Without pairs with the shipped scorer and the service's own model."""
    lexicon = Lexicon.load(places.lexicon)
    normaliser, tokeniser = Normaliser(lexicon), Tokeniser(lexicon)
    tokeniser.warm_up()
    passages = [_passage(document) for document in faq.documents]
    embedder_for, scorer = _embedder_for(faq, settings, places, normaliser), LinearScorer.load(places.scorer)
    if faq.pairs:
        embedder, scorer = learn_from_pairs(
            passages,
            _samples(faq),
            embedder_for=embedder_for,
            normaliser=normaliser,
            tokeniser=tokeniser,
            prior=scorer,
        )
    else:
        embedder = open_embedder(settings, places)
    index = SearchIndex.build(
        passages, embedder=embedder, normaliser=normaliser, tokeniser=tokeniser, scorer=scorer, revision="faq"
    )
    return Ours(lambda text, limit: [found.group for found in index.search(text, limit=limit)], embedder, normaliser)


def _passage(document: Document) -> Passage:
    return Passage(document.id, document.id, document.text, Role.question)


def _samples(faq: Faq) -> list[Sample]:
    """Each text asked once, with all documents that some pair gives it."""
    answered: dict[str, set[str]] = {}
    for text, document in _resolved(faq):
        answered.setdefault(text, set()).add(document)
    return [Sample(text, frozenset(groups)) for text, groups in answered.items()]


def _resolved(faq: Faq) -> Iterator[tuple[str, str]]:
    """The pairs whose document is one of those that are searched, by its id or by its very text."""
    ids = {document.id for document in faq.documents}
    by_text = {document.text: document.id for document in faq.documents}
    for pair in faq.pairs:
        document = pair.document if pair.document in ids else by_text.get(pair.document)
        if document is not None:
            yield pair.query, document


def _embedder_for(faq: Faq, settings: Settings, places: Places, normaliser: Normaliser) -> EmbedderFor:
    """A configured model is never trained; our own learns also from pairs whose document is not searched."""
    if settings.search.model:
        configured = open_embedder(settings, places)
        return lambda _known: configured
    ids = {document.id for document in faq.documents}
    texts = {document.text for document in faq.documents}
    elsewhere = [
        Passage(f"pair{at}.{role}", f"pair{at}", text, role)
        for at, pair in enumerate(faq.pairs)
        if pair.document not in ids and pair.document not in texts
        for role, text in ((Role.question, pair.document), (Role.similar, pair.query))
    ]

    def embedder_for(known: Sequence[Passage]) -> Embedder:
        with TemporaryDirectory(prefix="shuida-faq-") as folder:
            return Trainer(normaliser, Path(folder) / "model").embedder_for([*known, *elsewhere])

    return embedder_for
