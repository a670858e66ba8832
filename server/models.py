"""Opens what the search is made of: embedding model, lexicon, scorer and the thresholds learnt with them."""

import json

from bot.answering.engine import Thresholds
from common.errors import UnavailableError
from common.settings import Settings
from retrieval.confidence import LinearScorer
from retrieval.embedding import load_embedder
from retrieval.lanes import Parts
from retrieval.lexicon import Lexicon
from retrieval.normalise import Normaliser
from retrieval.ports import Embedder, Scorer
from retrieval.spelling import Speller
from retrieval.tokenise import Tokeniser
from server.places import Places


class NotSetUp(UnavailableError):
    """A part that the set-up makes is not there."""

    code = "not_set_up"


def open_embedder(settings: Settings, places: Places) -> Embedder:
    """The configured model, else our own.

    Raises:
        NotSetUp: our own has not been trained yet.
        ModelUnusable: the configured one cannot be read.
    """
    if not settings.search.model and not places.model.exists():
        raise NotSetUp("The embedding model has not been trained: run `shuida model train` or `shuida up`.")
    embedder = load_embedder(settings.search.model or places.model)
    embedder.warm_up()
    return embedder


def assemble(embedder: Embedder, lexicon: Lexicon, scorer: Scorer) -> Parts:
    tokeniser = Tokeniser(lexicon)
    tokeniser.warm_up()
    normaliser = Normaliser(lexicon)
    speller = Speller(lexicon, normalise=normaliser, frequencies=tokeniser.frequencies())
    return Parts(embedder, normaliser, tokeniser, scorer, speller)


def load_parts(settings: Settings, places: Places) -> Parts:
    """Everything a search needs, warmed up.

    Raises:
        NotSetUp: a part has not been made yet.
    """
    embedder = open_embedder(settings, places)
    return assemble(embedder, Lexicon.load(places.lexicon), LinearScorer.load(places.scorer))


def load_thresholds(settings: Settings, places: Places) -> Thresholds:
    """From the risk that was measured at each threshold, unless one is set."""
    report = json.loads(places.fit_report.read_text(encoding="utf-8"))
    answer = settings.search.answer_threshold
    if answer is None:
        answer = float(report["threshold"])
    return Thresholds(
        sure=max(answer, float(report["sure_threshold"])),
        answer=answer,
        choose=0.6 * answer,
        nearest=0.3 * answer,
        doubtful=(1 + answer) / 2,
        domain=float(report["domain_threshold"]),
    )
