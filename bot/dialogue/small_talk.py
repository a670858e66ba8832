"""The courtesies of the Rasa domain: the one place where they stand, read by the app as well."""

from collections.abc import Mapping
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, Field

from bot.answering.outcome import SmallTalk


class _Response(BaseModel):
    text: str


class _Domain(BaseModel):
    responses: dict[str, list[_Response]] = Field(min_length=1)


class SmallTalkTexts:
    """Texts by the name of their response."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    @classmethod
    def from_domain(cls, path: Path) -> Self:
        """Read a Rasa domain file; each response has one text, so that both ways say the same."""
        domain = _Domain.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        return cls({name: response.text for name, (response,) in domain.responses.items()})

    def __getitem__(self, name: str) -> SmallTalk:
        return SmallTalk(name=name, text=self._texts[name])

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._texts)
