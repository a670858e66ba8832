"""The entry is known: which of its texts answers, or which fact decides between them."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice

from bot.answering.library import Shelf
from bot.answering.outcome import (
    CASES_AT_ONCE,
    Answer,
    Ask,
    Candidate,
    HandOff,
    NotCovered,
    Option,
    Part,
    Several,
)
from bot.answering.period import asks_about_then, read_as_of
from bot.dialogue.ports import Decision, Pending, Topic, Turn
from common.clock import Clock, legal_today
from knowledge_base.choice import Chosen, FactMissing, NotInForce, choose_variant
from knowledge_base.domain import Entry
from retrieval.ports import Ranked

Facts = Mapping[str, str]


class Resolver:
    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock

    def resolve(self, shelf: Shelf, entry: Entry, topic: Topic, turn: Turn, facts: Facts) -> Decision:
        """The answer of ``entry`` to the topic's question, or the one fact that is missing."""
        today, as_of = legal_today(self._clock), self.as_of(turn, topic.question)
        choice = choose_variant(entry, facts=facts, as_of=as_of)
        past = turn.as_of == today and as_of < today
        if isinstance(choice, NotInForce) and past and not asks_about_then(topic.question):
            # "去年的账现在怎么补": the time is when it happened, not whose rule is wanted.
            as_of = today
            choice = choose_variant(entry, facts=facts, as_of=as_of)
        if entry.handoff == "always":
            return Decision.closing(turn, HandOff(reason="entry_requires"))
        if isinstance(choice, Chosen) and entry.competence == "other_office":
            return Decision.closing(turn, NotCovered(why="other_office", entry=entry.id, as_of=as_of))
        if isinstance(choice, Chosen):
            answer = _answer(entry, choice, as_of=as_of, confidence=topic.confidence)
            return Decision(outcome=answer, facts={**turn.facts, **choice.facts}, topic=topic)
        if isinstance(choice, FactMissing):
            pending = Pending(question=topic.question, entry=entry.id, fact=choice.fact)
            ask = _ask(shelf, entry, choice.fact, as_of=as_of, confidence=topic.confidence)
            return Decision(outcome=ask, facts=facts, pending=pending)
        known = {name: value for name, value in facts.items() if _decides(entry, name)}
        outcome = NotCovered(why="not_in_force", entry=entry.id, as_of=as_of, facts=known)
        return Decision.closing(turn, outcome)

    def each_case(self, shelf: Shelf, entry: Entry, topic: Topic, turn: Turn) -> Decision | None:
        """Every answer that the missing facts can lead to; None where there is no such answer."""
        as_of = self.as_of(turn, topic.question)
        labels: dict[str, list[str]] = {}
        chosen: dict[str, Chosen] = {}
        for label, choice in _cases(shelf, entry, turn.facts, as_of):
            labels.setdefault(choice.variant.id, []).append(label)
            chosen.setdefault(choice.variant.id, choice)
        answers = {
            variant: _answer(entry, choice, as_of=as_of, confidence=topic.confidence)
            for variant, choice in islice(chosen.items(), CASES_AT_ONCE)
        }
        if not answers:
            return None
        parts = [Part(question="、".join(labels[variant]), outcome=answer) for variant, answer in answers.items()]
        outcome = Several(why="cases", parts=parts) if len(parts) > 1 else parts[0].outcome
        return Decision(outcome=outcome, facts=turn.facts, topic=topic)

    def as_of(self, turn: Turn, question: str) -> date:
        """The day that the turn names, or that its question speaks of; else today."""
        today = legal_today(self._clock)
        if turn.as_of != today:
            return turn.as_of
        return read_as_of(question, today=today) or today

    def candidate(self, shelf: Shelf, ranked: Ranked, turn: Turn, facts: Facts) -> Candidate:
        """An entry that may be meant, with the answer that it would get."""
        entry = shelf.knowledge.entries[ranked.group]
        choice = choose_variant(entry, facts=facts, as_of=self.as_of(turn, turn.text))
        return Candidate(
            entry=entry.id,
            question=entry.question,
            confidence=round(ranked.confidence, 4),
            variant=choice.variant.id if isinstance(choice, Chosen) else None,
        )


def depends_on(entry: Entry, facts: Facts) -> bool:
    """Whether any of these facts can change the entry's answer."""
    return any(_decides(entry, name) for name in facts)


def _decides(entry: Entry, fact: str) -> bool:
    return any(fact in variant.when for variant in entry.variants)


def _answer(entry: Entry, choice: Chosen, *, as_of: date, confidence: float) -> Answer:
    return Answer(
        entry=entry.id,
        revision=entry.revision,
        variant=choice.variant.id,
        as_of=as_of,
        confidence=round(confidence, 4),
        facts=dict(choice.facts),
    )


def _ask(shelf: Shelf, entry: Entry, fact_id: str, *, as_of: date, confidence: float) -> Ask:
    fact = shelf.knowledge.facts[fact_id]
    return Ask(
        entry=entry.id,
        question=entry.question,
        fact=fact_id,
        options=[Option(value=option.value, label=option.label) for option in fact.options],
        as_of=as_of,
        confidence=round(confidence, 4),
    )


def _cases(shelf: Shelf, entry: Entry, facts: Facts, as_of: date, said: str = "") -> Iterator[tuple[str, Chosen]]:
    """What every value of the missing facts leads to, named by its values."""
    choice = choose_variant(entry, facts=facts, as_of=as_of)
    if isinstance(choice, Chosen):
        yield said, choice
    if isinstance(choice, FactMissing):
        for option in shelf.knowledge.facts[choice.fact].options:
            label = f"{said}，{option.label}" if said else option.label
            yield from _cases(shelf, entry, {**facts, choice.fact: option.value}, as_of, label)
