"""The search's part of the set-up: our embedding model, the index, and learning when to be sure."""

import asyncio
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Self

import yaml

from common.database import Database
from common.settings import Settings
from knowledge_base.domain import Knowledge
from knowledge_base.loading import load_knowledge
from knowledge_base.passages import passages_of
from retrieval import fingerprint
from retrieval.embedding import load_embedder
from retrieval.examination import EmbedderFor, Sample
from retrieval.fit_report import FitReport
from retrieval.fitting import fit_confidence
from retrieval.lexicon import Lexicon
from retrieval.normalise import Normaliser
from retrieval.ports import Embedder, Passage
from retrieval.tokenise import Tokeniser
from retrieval.training import train_embedder
from retrieval.training_texts import TrainingSettings, training_texts
from server.evaluation.questions import read_questions
from server.models import load_parts, open_embedder
from server.places import Places
from server.search import load_or_build_index
from server.setup.stamps import Stamps, fingerprint_of

FOLDS = 2
_STAMP = "embedding"
_CURVE_POINTS = 100

Progress = Callable[[str], None]


def prepare_search(settings: Settings, places: Places, stamps: Stamps, *, say: Progress = lambda _: None) -> str:
    """Train, fit and index what is published, as far as it has changed; returns what was done, in words."""
    knowledge = asyncio.run(load_published(settings))
    trained = train_model(settings, places, stamps, knowledge, say=say)
    say("建立索引")
    index = load_or_build_index(knowledge, load_parts(settings, places), places.index)
    size = f"{index.counts['groups']}个条目、{index.counts['passages']}段文字"
    return f"已训练，{size}" if trained else f"模型没有变化，{size}"


def train_model(
    settings: Settings, places: Places, stamps: Stamps, knowledge: Knowledge, *, say: Progress = lambda _: None
) -> bool:
    """Train our own embedding model, if no other is configured; False when nothing it is made from changed."""
    if settings.search.model:
        return False
    lexicon = Lexicon.load(places.lexicon)
    passages = list(passages_of(knowledge))
    made_from = _made_from(lexicon, passages)
    if places.model.exists() and stamps.holds(_STAMP, made_from):
        return False
    say("训练向量模型")
    Trainer.of(lexicon, places).train(passages, places.model)
    stamps.put(_STAMP, made_from)
    return True


def fit_scorer(
    settings: Settings, places: Places, knowledge: Knowledge, *, say: Progress = lambda _: None
) -> FitReport:
    """Learn how to rank and when to be sure, from questions that the index is not told; stored in the project."""
    lexicon = Lexicon.load(places.lexicon)
    passages = list(passages_of(knowledge))
    scorer, report = fit_confidence(
        passages,
        foreign=_off_domain(places.off_domain),
        embedder_for=embedders_for(settings, places, lexicon, passages),
        normaliser=Normaliser(lexicon),
        tokeniser=Tokeniser(lexicon),
        folds=FOLDS,
        samples=_samples(places.evaluation_dev, knowledge),
        progress=lambda done: say(f"学习排序与把握 {done}/{FOLDS}"),
    )
    places.scorer.parent.mkdir(parents=True, exist_ok=True)
    scorer.save(places.scorer)
    figures = report.as_data()
    # Enough points to draw the curve by.
    figures["curve"] = figures["curve"][:: max(1, len(figures["curve"]) // _CURVE_POINTS)]
    places.fit_report.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return report


def embedders_for(settings: Settings, places: Places, lexicon: Lexicon, passages: Sequence[Passage]) -> EmbedderFor:
    """A configured model is never trained; our own is made anew for every part of the passages."""
    current = open_embedder(settings, places)
    if settings.search.model:
        return lambda _known: current
    trainer = Trainer.of(lexicon, places)
    return lambda known: current if len(known) == len(passages) else trainer.embedder_for(known)


class Trainer:
    """Trains the model on any part of the passages: the whole for use, folds of it to be examined."""

    def __init__(self, normaliser: Normaliser, scratch: Path) -> None:
        self._normaliser = normaliser
        self._scratch = scratch

    @classmethod
    def of(cls, lexicon: Lexicon, places: Places) -> Self:
        return cls(Normaliser(lexicon), places.data / "model" / ".fold")

    def train(self, passages: Sequence[Passage], out: Path) -> None:
        questions, bodies = training_texts(passages, self._normaliser)
        train_embedder(questions, out, bodies=bodies)

    def embedder_for(self, known: Sequence[Passage]) -> Embedder:
        self.train(known, self._scratch)
        embedder = load_embedder(self._scratch)
        embedder.warm_up()
        shutil.rmtree(self._scratch)
        return embedder


async def load_published(settings: Settings) -> Knowledge:
    database = Database(settings.database)
    try:
        async with database.read() as session:
            return await load_knowledge(session)
    finally:
        await database.close()


def _made_from(lexicon: Lexicon, passages: Sequence[Passage]) -> str:
    texts = json.dumps([[passage.id, passage.text] for passage in passages], ensure_ascii=False)
    how = json.dumps(asdict(TrainingSettings()))
    code = Path(fingerprint.__file__).parent.glob("*.py")
    return fingerprint_of(code, lexicon.fingerprint, texts, how)


def _samples(path: Path, knowledge: Knowledge) -> list[Sample]:
    """The half of the evaluation questions that may be learnt from, as far as its entries are there."""
    questions = [(one, frozenset(one.entries) & knowledge.entries.keys()) for one in read_questions(path)]
    return [Sample(one.text, entries) for one, entries in questions if entries or not one.entries]


def _off_domain(path: Path) -> list[str]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [item["text"] for item in content["off_domain"]]
