"""Trains our own default embedding model from questions and answers, in a minute and without any hub."""

import json
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tokenizers import Tokenizer

from retrieval import fingerprint
from retrieval.embedding import CARD
from retrieval.initialisation import initial_vectors
from retrieval.ports import FloatArray
from retrieval.training_texts import ByGroup, TrainingSettings, TrainingTexts
from retrieval.vocabulary import make_tokenizer


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What a model was trained on; written beside it."""

    groups: int
    questions: int
    bodies: int
    inputs: str
    settings: dict[str, int | float]
    tokens: int
    loss_before: float
    loss_after: float
    seconds: float


def train_embedder(
    groups: ByGroup,
    out: Path,
    *,
    bodies: ByGroup,
    settings: TrainingSettings | None = None,
) -> ModelCard:
    """Train a ``StaticEmbedding`` and save it as a sentence-transformers folder with a card.

    ``groups`` are the questions and ``bodies`` (short parts of) the answers by group, normalised as they are when
    they are searched. The same inputs and settings give the same vectors. What stood at ``out`` is replaced.
    """
    started, settings = time.monotonic(), settings or TrainingSettings()
    everything = [text for part in (groups, bodies) for texts in part.values() for text in texts]
    tokenizer = make_tokenizer(everything, limit=settings.tokens)
    texts = TrainingTexts.of(groups, bodies, tokenizer, settings.seed)
    start = initial_vectors(
        [*texts.questions, *texts.bodies],
        tokens=tokenizer.get_vocab_size(),
        dimension=settings.dimension,
        seed=settings.seed,
    )
    settings = settings.for_questions(len(texts.questions))
    vectors, losses = _improve(start, texts, settings)
    card = ModelCard(
        groups=texts.groups,
        questions=len(texts.questions),
        bodies=len(texts.bodies),
        inputs=fingerprint.of_data([{name: list(part[name]) for name in part} for part in (groups, bodies)]),
        settings=asdict(settings),
        tokens=len(vectors),
        loss_before=round(losses[0], 4),
        loss_after=round(losses[-1], 4),
        seconds=round(time.monotonic() - started, 1),
    )
    _save(tokenizer, vectors, card, out)
    return card


def _improve(vectors: FloatArray, texts: TrainingTexts, settings: TrainingSettings) -> tuple[FloatArray, list[float]]:
    # torch takes seconds to load: only for those who train.
    from retrieval.contrast import improve  # noqa: PLC0415

    return improve(vectors, texts, settings)


def _save(tokenizer: Tokenizer, vectors: FloatArray, card: ModelCard, out: Path) -> None:
    """Through sentence-transformers itself, so that whatever reads its folders can read this one."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding  # noqa: PLC0415

    module = StaticEmbedding(tokenizer, embedding_weights=vectors)
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as beside:
        made = Path(beside) / out.name
        SentenceTransformer(modules=[module], device="cpu").save(str(made), create_model_card=False)
        (made / CARD).write_text(json.dumps(asdict(card), indent=2) + "\n", encoding="utf-8")
        shutil.rmtree(out, ignore_errors=True)
        made.rename(out)
