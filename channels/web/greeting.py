"""The first words of the chat: what it can do, and the questions most asked at this time of the year."""

from collections.abc import Callable
from pathlib import Path

import yaml
from pydantic import BaseModel, Field

from bot.answering.library import Library
from bot.rendering.reply import ShownOption
from bot.rendering.texts import GREETING
from channels.web.schemas import Greeting
from common.clock import Clock, legal_today

_SHOWN = 6


class HotQuestions(BaseModel):
    """Entry ids: those of the month first, then those of all year."""

    months: dict[int, list[str]] = Field(default_factory=dict)
    always: list[str]


def read_greeting(path: Path, library: Library, *, clock: Clock) -> Callable[[], Greeting]:
    """A greeting that follows the month and what is published at the moment it is asked for."""
    hot = HotQuestions.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))

    def greet() -> Greeting:
        wanted = [*hot.months.get(legal_today(clock).month, []), *hot.always]
        entries = [library.shelf.entry(entry_id) for entry_id in dict.fromkeys(wanted)]
        questions = [entry.question for entry in entries if entry is not None]
        options = [ShownOption(label=question, text=question) for question in questions[:_SHOWN]]
        return Greeting(text=GREETING, options=options)

    return greet
