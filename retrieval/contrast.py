"""Contrastive learning of token vectors: a question is nearer to its own group than to any other."""

import torch
from torch import Tensor
from torch.nn import functional

from retrieval.ports import FloatArray
from retrieval.training_texts import TrainingSettings, TrainingTexts


def improve(vectors: FloatArray, texts: TrainingTexts, settings: TrainingSettings) -> tuple[FloatArray, list[float]]:
    """The vectors after training, and the loss of each step."""
    generator = torch.Generator().manual_seed(settings.seed)
    weights = torch.nn.Parameter(torch.from_numpy(vectors.copy()))
    contrast = _Contrast(texts, weights, settings, generator)
    optimiser = torch.optim.Adam([weights], lr=settings.learning_rate)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.0, total_iters=settings.steps)
    losses = []
    for _ in range(settings.steps):
        loss = contrast.loss()
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
        losses.append(loss.item())
    improved = weights.detach().numpy()
    improved[0] = 0
    return improved, losses


class _Contrast:
    """Draws questions, forgets some of their tokens, and compares them with everything that is known.

    Each must be nearest to its own group twice: to the mean direction of the group's other texts, and to the
    nearest single one of the group's other questions (multiple negatives ranking; Henderson et al., 2017). All other
    groups are negatives, so the hard ones always are among them.
    """

    def __init__(
        self, texts: TrainingTexts, weights: Tensor, settings: TrainingSettings, generator: torch.Generator
    ) -> None:
        self._weights = weights
        self._settings = settings
        self._generator = generator
        self._questions = _Bag(texts.questions)
        self._misspelt = _Bag(texts.misspelt)
        self._bodies = _Bag(texts.bodies)
        self._groups = texts.groups
        self._of_question = torch.tensor(texts.group_of_question)
        self._of_body = torch.tensor(texts.group_of_body, dtype=torch.long)

    def loss(self) -> Tensor:
        known = self._questions.directions(self._weights)
        drawn = torch.randperm(len(known), generator=self._generator)[: self._settings.batch]
        half = len(drawn) // 2
        asked = torch.cat(
            [
                source.directions(self._weights, rows, self._settings.forgetting, self._generator)
                for source, rows in ((self._questions, drawn[:half]), (self._misspelt, drawn[half:]))
            ]
        )
        own = self._of_question[drawn]
        return (self._to_groups(asked, known, drawn, own) + self._to_questions(asked, known, drawn, own)) / 2

    def _to_groups(self, asked: Tensor, known: Tensor, drawn: Tensor, own: Tensor) -> Tensor:
        sums = torch.zeros(self._groups, known.shape[1]).index_add(0, self._of_question, known)
        if len(self._of_body):
            bodies = self._bodies.directions(self._weights)
            sums = sums.index_add(0, self._of_body, bodies * self._settings.body_weight)
        likeness = asked @ functional.normalize(sums).T
        others = functional.normalize(sums[own] - known[drawn])
        likeness = likeness.scatter(1, own[:, None], (asked * others).sum(1, keepdim=True))
        return functional.cross_entropy(likeness * self._settings.sharpness, own)

    def _to_questions(self, asked: Tensor, known: Tensor, drawn: Tensor, own: Tensor) -> Tensor:
        likeness = (asked @ known.T * self._settings.sharpness).scatter(1, drawn[:, None], -torch.inf)
        same = own[:, None] == self._of_question
        has_others = same.sum(1) > 1
        nearest = likeness.masked_fill(~same, -torch.inf)[has_others].logsumexp(1)
        return (likeness[has_others].logsumexp(1) - nearest).mean()


class _Bag:
    """Texts as token numbers, ready to be summed."""

    def __init__(self, texts: list[list[int]]) -> None:
        self._tokens = [torch.tensor(text) for text in texts]
        self._all = self._flat(self._tokens)

    def directions(
        self,
        weights: Tensor,
        rows: Tensor | None = None,
        forgetting: float = 0.0,
        generator: torch.Generator | None = None,
    ) -> Tensor:
        """(texts, dimension) of length one; each token is forgotten with the given probability."""
        tokens, offsets = self._all if rows is None else self._flat([self._tokens[row] for row in rows.tolist()])
        kept = (torch.rand(len(tokens), generator=generator) >= forgetting).float() if forgetting else None
        sums = functional.embedding_bag(tokens, weights, offsets, mode="sum", per_sample_weights=kept)
        return functional.normalize(sums)

    @staticmethod
    def _flat(texts: list[Tensor]) -> tuple[Tensor, Tensor]:
        if not texts:
            return torch.zeros(0, dtype=torch.long), torch.zeros(0, dtype=torch.long)
        lengths = torch.tensor([len(text) for text in texts])
        return torch.cat(texts), torch.cumsum(lengths, 0) - lengths
