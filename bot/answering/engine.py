"""From a question, the known facts and a day to one outcome: the only way to an answer, with or without Rasa."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answering.facts import is_short_reply, position_in
from bot.answering.following import asks, is_unsure, only_changes, query_with
from bot.answering.library import Library, Shelf
from bot.answering.outcome import Answer, Candidate, Choose, NotCovered, Outcome, SmallTalk
from bot.answering.period import read_as_of
from bot.answering.resolving import Resolver, depends_on
from bot.answering.several import ANSWERED_AT_ONCE, Found, Least, tell_apart, together
from bot.answering.splitting import split_questions
from bot.dialogue.ports import Decision, Pending, Topic, Turn
from bot.rendering.texts import FACTS_NOTED
from common.clock import Clock, legal_today
from knowledge_base.domain import Entry
from retrieval.ports import Ranked

_CANDIDATES = 3
# Questions on tax are asked in Chinese; a form's or a document's number alone is found by the exact lane.
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_SURE = 0.9
# The share of a text, by how much its terms tell, that the knowledge holds somewhere; questions on tax have 0.7.
_HEARD_BEFORE = 0.5
# Of questions on tax 99 % sound so familiar, of other texts 1 %: "个税怎么交" fits no entry well, and still is one.
_SOUNDS_LIKE_TAX = 5.0


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Least confidence for each kind of outcome; ``doubtful`` where the dialogue took the text for something else.

    Below ``sure`` an answer says what else may be meant. ``domain`` is the least probability that a text is of our
    field at all.
    """

    sure: float
    answer: float
    choose: float
    nearest: float
    doubtful: float
    domain: float


class AnsweringEngine:
    def __init__(self, library: Library, thresholds: Thresholds, *, clock: Clock) -> None:
        self._library = library
        self._thresholds = thresholds
        self._clock = clock
        self._resolver = Resolver(clock=clock)

    async def decide(self, turn: Turn, *, doubtful: bool = False) -> Decision:
        """Answer, ask for the one missing fact, offer a choice, or say that it is not covered.

        ``doubtful`` means that the dialogue took it for no question on tax: more is asked of a match.
        """
        return await asyncio.to_thread(self.decide_now, turn, doubtful=doubtful)

    def decide_now(self, turn: Turn, *, doubtful: bool = False) -> Decision:
        """``decide`` in the calling thread."""
        shelf = self._library.shelf
        return (
            self._reply_to_offer(shelf, turn)
            or self._other_case(shelf, turn)
            or self._statement_of_facts(shelf, turn)
            or self._next_question(shelf, turn)
            or self._several(shelf, turn, doubtful=doubtful)
            or self._question(shelf, turn, doubtful=doubtful)
        )

    def _reply_to_offer(self, shelf: Shelf, turn: Turn) -> Decision | None:
        """The turn as a reply to what we asked or offered last, or None when it is something new."""
        pending = turn.pending
        if pending is None:
            return None
        if pending.fact is not None and pending.entry is not None:
            entry = shelf.entry(pending.entry)
            return self._missing_fact(shelf, turn, pending, entry) if entry is not None else None
        position = position_in(turn.text)
        if position is None or position >= len(pending.candidates):
            return None
        entry = shelf.entry(pending.candidates[position])
        if entry is None:
            return None
        topic = Topic(question=pending.question, entry=entry.id, confidence=1.0)
        return self._resolver.resolve(shelf, entry, topic, turn, turn.facts)

    def _missing_fact(self, shelf: Shelf, turn: Turn, pending: Pending, entry: Entry) -> Decision | None:
        """The reply to the question for a fact; who does not know hears all cases."""
        topic = Topic(question=pending.question, entry=entry.id, confidence=1.0)
        options = shelf.knowledge.facts[pending.fact or ""].options
        if is_unsure(turn.text) or position_in(turn.text) == len(options):
            return self._resolver.each_case(shelf, entry, topic, turn)
        value = shelf.facts.choose(pending.fact or "", turn.text)
        today = legal_today(self._clock)
        short = is_short_reply(turn.text) or shelf.facts.says_only_facts(turn.text)
        short = short or only_changes(turn.text, shelf.facts, today=today)
        if value is None or not short:
            return None
        facts = {**turn.facts, **shelf.facts.read(turn.text), pending.fact or "": value}
        decision = self._resolver.resolve(shelf, entry, topic, turn, facts)
        return self._with_rest(shelf, turn, pending, decision)

    def _other_case(self, shelf: Shelf, turn: Turn) -> Decision | None:
        """ "那2025年的呢", "不对，我是一般纳税人": the same question for another time, or for somebody else."""
        topic, today = turn.topic, legal_today(self._clock)
        entry = shelf.entry(topic.entry) if topic is not None else None
        if topic is None or entry is None or not only_changes(turn.text, shelf.facts, today=today):
            return None
        said, then = shelf.facts.read(turn.text), read_as_of(turn.text, today=today)
        if then is None and not depends_on(entry, said):
            return None
        asked = turn if then is None else turn.model_copy(update={"as_of": then})
        return self._resolver.resolve(shelf, entry, topic, asked, {**turn.facts, **said})

    def _statement_of_facts(self, shelf: Shelf, turn: Turn) -> Decision | None:
        """ "我是小规模" without a question: remembered, and said so."""
        said = shelf.facts.read(turn.text)
        only = shelf.facts.says_only_facts(turn.text) or only_changes(turn.text, shelf.facts, today=turn.as_of)
        if not said or asks(turn.text) or not only:
            return None
        labels = [shelf.knowledge.facts[name].option(value) for name, value in said.items()]
        text = FACTS_NOTED.format(facts="、".join(option.label for option in labels if option is not None))
        noted = Decision.aside(turn, SmallTalk(name="facts_noted", text=text))
        return noted.model_copy(update={"facts": {**turn.facts, **said}})

    def _next_question(self, shelf: Shelf, turn: Turn) -> Decision | None:
        """ "要带什么材料" after an answer: about what was answered, if that fits better than the words alone."""
        query = query_with(turn.topic.question, turn.text) if turn.topic is not None else None
        if query is None:
            return None
        alone, carried = (shelf.search(text, limit=_CANDIDATES) for text in (turn.text, query))
        least = self._thresholds
        if not carried or carried[0].confidence < least.answer or carried[0].domain < least.domain:
            return None
        if alone and alone[0].confidence >= max(least.sure, carried[0].confidence):
            return None
        return self._judged(shelf, turn.model_copy(update={"text": query}), carried, doubtful=False)

    def _with_rest(self, shelf: Shelf, turn: Turn, pending: Pending, decision: Decision) -> Decision:
        """The reply to one of several questions lets those be answered that waited for it too."""
        if not pending.rest:
            return decision
        if decision.pending is not None:
            still = decision.pending.model_copy(update={"rest": pending.rest})
            return decision.model_copy(update={"pending": still})
        others = [
            self._question(shelf, turn.model_copy(update=_asking(question, decision.facts)), doubtful=False)
            for question in pending.rest
        ]
        return together([pending.question, *pending.rest], [decision, *others], facts=turn.facts)

    def _several(self, shelf: Shelf, turn: Turn, *, doubtful: bool) -> Decision | None:
        """Each of several questions in one message answered; None where it is one question."""
        split, least = split_questions(turn.text), self._thresholds
        if split is None:
            return None
        found = [Found(part, shelf.search(part.query, limit=_CANDIDATES)) for part in split.parts]
        needed = Least(
            short=least.answer, long=(least.answer + least.sure) / 2, carried=least.sure, domain=least.domain
        )
        apart = tell_apart(split, found, needed)
        if apart is None:
            return None
        facts = {**turn.facts, **shelf.facts.read(turn.text)}
        now, left = apart[:ANSWERED_AT_ONCE], apart[ANSWERED_AT_ONCE:]
        decisions = [
            self._judged(shelf, turn.model_copy(update=_asking(one.part.query, facts)), one.ranked, doubtful=doubtful)
            for one in now
        ]
        asked = [one.part.text for one in now]
        return together(asked, decisions, facts=turn.facts, left=[one.part.text for one in left])

    def _question(self, shelf: Shelf, turn: Turn, *, doubtful: bool) -> Decision:
        return self._judged(shelf, turn, shelf.search(turn.text, limit=_CANDIDATES), doubtful=doubtful)

    def _judged(self, shelf: Shelf, turn: Turn, ranked: Sequence[Ranked], *, doubtful: bool) -> Decision:
        if not ranked or not _is_readable(shelf.index.read(turn.text), ranked[0]):
            return Decision.closing(turn, NotCovered(why="unreadable"))
        best, least = ranked[0], self._thresholds
        if best.domain < least.domain and best.features.get("familiar", 0.0) < _SOUNDS_LIKE_TAX:
            return Decision.closing(turn, NotCovered(why="off_subject"))
        if best.confidence >= (least.doubtful if doubtful else least.answer):
            entry = shelf.knowledge.entries[best.group]
            # What the question itself says comes before what was said earlier.
            facts = {**turn.facts, **shelf.facts.read(turn.text)}
            topic = Topic(question=turn.text, entry=entry.id, confidence=best.confidence)
            decision = self._resolver.resolve(shelf, entry, topic, turn, facts)
            return decision if best.confidence >= least.sure else self._with_alternatives(shelf, decision, turn, ranked)
        # It is a question of our field: what is nearest is shown, however far it is.
        candidates = self._candidates(shelf, turn, ranked, least=0.0)
        if doubtful and best.confidence < least.answer:
            candidates = []
        outcome: Outcome = NotCovered(why="no_entry", nearest=candidates)
        if candidates and best.confidence >= least.choose:
            candidates = [one for one in candidates if one.confidence >= least.nearest]
            outcome = Choose(candidates=candidates)
        offered = [candidate.entry for candidate in candidates]
        pending = Pending(question=turn.text, candidates=offered) if offered else None
        return Decision(outcome=outcome, facts=turn.facts, pending=pending)

    def _with_alternatives(self, shelf: Shelf, decision: Decision, turn: Turn, ranked: Sequence[Ranked]) -> Decision:
        """An answer from a match that is not sure, with what else may have been meant."""
        others = self._candidates(shelf, turn, ranked[1:], least=self._thresholds.nearest)
        if not others or not isinstance(decision.outcome, Answer):
            return decision
        outcome = decision.outcome.model_copy(update={"alternatives": others})
        pending = Pending(question=turn.text, candidates=[candidate.entry for candidate in others])
        return decision.model_copy(update={"outcome": outcome, "pending": pending})

    def _candidates(self, shelf: Shelf, turn: Turn, ranked: Sequence[Ranked], *, least: float) -> list[Candidate]:
        """What may be meant at ``least`` so surely, each with the answer that it would get."""
        near = [one for one in ranked if one.confidence >= least]
        facts = {**turn.facts, **shelf.facts.read(turn.text)}
        return [self._resolver.candidate(shelf, one, turn, facts) for one in near]


def _asking(question: str, facts: Mapping[str, str]) -> dict[str, object]:
    """What of a turn is different when it asks ``question`` alone."""
    return {"text": question, "facts": facts, "pending": None}


def _is_readable(text: str, best: Ranked) -> bool:
    """Chinese, and made of what some entry has heard before: a heap of characters is no question."""
    if best.confidence >= _SURE:
        return True
    return len(_CHINESE.findall(text)) >= 2 and best.features.get("known", 1.0) >= _HEARD_BEFORE
