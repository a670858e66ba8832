"""What our own model learns from, as token numbers, and how it learns."""

import math
import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from tokenizers import Tokenizer

from retrieval.noise import with_typing_errors
from retrieval.ports import Passage, Role

ByGroup = Mapping[str, Sequence[str]]
_SENTENCE_END = re.compile(r"[。；;！!？?\n]+")


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """``tokens`` times ``dimension`` times four bytes is the most the model can weigh.

    No question is learnt more than ``passes`` times, however many ``steps`` there might be: of few texts the model
    would learn by heart what they say, and forget what tells other texts apart.
    """

    dimension: int = 256
    tokens: int = 15_000
    steps: int = 120
    passes: int = 8
    batch: int = 512
    learning_rate: float = 0.02
    sharpness: float = 16.0
    forgetting: float = 0.3
    body_weight: float = 0.5
    seed: int = 20261122

    def for_questions(self, count: int) -> Self:
        """These settings with the steps that so many questions are good for, at least one."""
        enough = math.ceil(self.passes * count / min(self.batch, max(count, 1)))
        return replace(self, steps=max(1, min(self.steps, enough)))


@dataclass(frozen=True, slots=True)
class TrainingTexts:
    """Questions, the same with a typing error, and parts of answers; each with the number of its group."""

    groups: int
    questions: list[list[int]]
    misspelt: list[list[int]]
    group_of_question: list[int]
    bodies: list[list[int]]
    group_of_body: list[int]

    @classmethod
    def of(cls, questions: ByGroup, bodies: ByGroup, tokenizer: Tokenizer, seed: int) -> Self:
        numbers = {group: number for number, group in enumerate(questions)}
        asked, answers = _flat(questions), _flat({group: bodies.get(group, ()) for group in questions})
        chance = random.Random(seed)
        return cls(
            groups=len(numbers),
            questions=_ids([text for _, text in asked], tokenizer),
            misspelt=_ids([with_typing_errors(text, chance) for _, text in asked], tokenizer),
            group_of_question=[numbers[group] for group, _ in asked],
            bodies=_ids([text for _, text in answers], tokenizer),
            group_of_body=[numbers[group] for group, _ in answers],
        )


def training_texts(passages: Iterable[Passage], normalise: Callable[[str], str]) -> tuple[ByGroup, ByGroup]:
    """Questions and sentences of bodies by group, normalised; groups without any question are left out."""
    questions: dict[str, list[str]] = {}
    bodies: dict[str, list[str]] = {}
    for passage in passages:
        if passage.role is Role.body:
            sentences = (normalise(sentence) for sentence in _SENTENCE_END.split(passage.text))
            bodies.setdefault(passage.group, []).extend(filter(None, sentences))
        elif text := normalise(passage.text):
            questions.setdefault(passage.group, []).append(text)
    return questions, bodies


def _flat(by_group: ByGroup) -> list[tuple[str, str]]:
    return [(group, text) for group, texts in by_group.items() for text in texts]


def _ids(texts: list[str], tokenizer: Tokenizer) -> list[list[int]]:
    """A text without any token is the unknown one."""
    return [each.ids or [0] for each in tokenizer.encode_batch_fast(texts, add_special_tokens=False)]
