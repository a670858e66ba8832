"""Long stories: the question in them is searched beside the whole, and the scores of both decide."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answering.splitting import asks
from retrieval.ports import Ranked

# Shorter texts are questions already.
_STORY = 60
_SENTENCES = re.compile(r"(?<=[。？?！!；;\n])")
# What introduces the question after all that was told.
_LEAD = re.compile(r"请问|请教|想问|就问|想咨询|想知道|想确认|我想了解|麻烦|帮我")


def question_in(text: str) -> str | None:
    """The question that a story ends in: from its "请问" on, else the last sentence that asks; None for no story."""
    if len(text) <= _STORY:
        return None
    leads = list(_LEAD.finditer(text))
    if leads and asks(text[leads[-1].start() :]):
        return _shorter(text[leads[-1].start() :], text)
    asking = [sentence for sentence in _SENTENCES.split(text) if sentence.strip() and asks(sentence)]
    return _shorter(asking[-1], text) if asking else None


def merge(whole: Sequence[Ranked], question: Sequence[Ranked], *, limit: int) -> list[Ranked]:
    """One list, best first, by the sum of both scores; what one search has not found gets its lowest score.

    A group is as sure as the surer search has it, the others share what the first leaves; the field is judged by the
    whole.
    """
    if not whole or not question:
        return list(whole or question)[:limit]
    of_whole, of_question = ({one.group: one for one in ranked} for ranked in (whole, question))
    lowest_whole, lowest_question = (min(one.score for one in ranked) for ranked in (whole, question))

    def total(group: str) -> float:
        first = of_whole[group].score if group in of_whole else lowest_whole
        second = of_question[group].score if group in of_question else lowest_question
        return first + second

    merged: list[Ranked] = []
    for group in sorted({**of_whole, **of_question}, key=lambda group: (-total(group), group))[:limit]:
        found = [ranked[group] for ranked in (of_whole, of_question) if group in ranked]
        confidence = max(one.confidence for one in found)
        if merged:
            confidence = min(confidence, merged[-1].confidence, 1 - merged[0].confidence)
        merged.append(replace(found[0], score=total(group), confidence=confidence, domain=whole[0].domain))
    return merged


def _shorter(question: str, text: str) -> str | None:
    return question.strip() if len(question.strip()) < len(text.strip()) else None
