"""Turns an outcome into what the taxpayer is shown: approved texts, and fixed words around them."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import singledispatchmethod

from bot.answering.outcome import (
    Answer,
    Ask,
    Candidate,
    Choose,
    HandOff,
    NotCovered,
    Outcome,
    Refuse,
    Several,
    SmallTalk,
)
from bot.rendering import texts
from bot.rendering.reply import Reply, ShownCitation, ShownOption
from common.clock import Clock, legal_today
from knowledge_base.choice import Chosen, NotInForce, choose_variant
from knowledge_base.domain import Citation, Entry, Knowledge, Variant
from knowledge_base.validity import in_force

TO_HUMAN = ShownOption(label=texts.TO_HUMAN, text=texts.TO_HUMAN)
_CHANGES_SHOWN = 4


class Renderer:
    """Reads the knowledge through ``knowledge()``, so that what is published is shown at once."""

    def __init__(self, knowledge: Callable[[], Knowledge], *, clock: Clock) -> None:
        self._knowledge = knowledge
        self._clock = clock

    @property
    def knowledge_revision(self) -> int:
        return self._knowledge().revision

    def render(self, outcome: Outcome) -> Reply:
        return self._render(outcome)

    def waiting_notice(self) -> Reply:
        option = ShownOption(label=texts.RETURN_TO_BOT, text=texts.RETURN_TO_BOT)
        return Reply(outcome="hand_off", brief=texts.WAITING_NOTICE, options=[option])

    def returned(self) -> Reply:
        return Reply(outcome="small_talk", brief=texts.RETURNED)

    @singledispatchmethod
    def _render(self, outcome: object) -> Reply:
        raise TypeError(f"no rendering for {type(outcome).__name__}")

    @_render.register
    def _(self, outcome: Answer) -> Reply:
        entry = self._knowledge().entries[outcome.entry]
        variant = entry.variant(outcome.variant)
        if variant is None or entry.revision != outcome.revision:
            # It was changed while the turn was being taken: say nothing rather than an unapproved mix.
            return self._render(NotCovered(why="no_entry", nearest=[_candidate(entry)]))
        return Reply(
            outcome=outcome.kind,
            question=entry.question,
            brief=variant.brief,
            detail=variant.detail,
            steps=list(variant.steps),
            citations=[shown_citation(cite) for cite in variant.citations],
            options_title=texts.ALTERNATIVES if outcome.alternatives else None,
            options=self._offers(outcome.alternatives),
            basis=self._basis(variant, outcome.facts, outcome.as_of),
            changes=self._changes(entry, outcome),
            notice=texts.UNVERIFIED.format(missing=entry.missing) if entry.unverified else None,
            offer_human=entry.handoff != "never" or entry.unverified,
            entry=outcome.entry,
            revision=outcome.revision,
            variant=outcome.variant,
            as_of=outcome.as_of,
            confidence=outcome.confidence,
        )

    @_render.register
    def _(self, outcome: Ask) -> Reply:
        fact = self._knowledge().facts[outcome.fact]
        return Reply(
            outcome=outcome.kind,
            question=outcome.question,
            brief=fact.ask,
            options=[*(_said_by(option.label) for option in outcome.options), _said_by(texts.UNSURE)],
            entry=outcome.entry,
            as_of=outcome.as_of,
            confidence=outcome.confidence,
        )

    @_render.register
    def _(self, outcome: Choose) -> Reply:
        return Reply(
            outcome=outcome.kind,
            brief=texts.CHOOSE,
            options=[*self._offers(outcome.candidates), TO_HUMAN],
        )

    @_render.register
    def _(self, outcome: NotCovered) -> Reply:
        if outcome.why == "other_office":
            return self._other_office(outcome)
        first = self._not_in_force(outcome) if outcome.entry else texts.NOT_COVERED[outcome.why]
        second = texts.NOT_COVERED_NEAREST if outcome.nearest else texts.NOT_COVERED_ALONE
        return Reply(
            outcome=outcome.kind,
            brief=first if outcome.why == "unreadable" else first + second,
            options=[*_candidate_options(outcome.nearest), TO_HUMAN],
            offer_human=True,
            as_of=outcome.as_of,
        )

    @_render.register
    def _(self, outcome: HandOff) -> Reply:
        return Reply(outcome=outcome.kind, brief=texts.HAND_OFF[outcome.reason])

    @_render.register
    def _(self, outcome: Refuse) -> Reply:
        return Reply(outcome=outcome.kind, brief=texts.REFUSE[outcome.reason], offer_human=True)

    @_render.register
    def _(self, outcome: SmallTalk) -> Reply:
        return Reply(outcome=outcome.kind, brief=outcome.text)

    @_render.register
    def _(self, outcome: Several) -> Reply:
        parts = [(part.question, self._render(part.outcome)) for part in outcome.parts]
        leading = self._render(outcome.leading)
        # Only one part is open; whoever waits for the same reply shows no buttons of its own.
        asking = [number for number, (_, part) in enumerate(parts) if part.outcome == "ask"]
        waiting = asking or [
            number for number, (_, part) in enumerate(parts) if part.options and part.options != [TO_HUMAN]
        ]
        left = texts.SEVERAL_LEFT.format(questions="；".join(outcome.left)) if outcome.left else None
        return Reply(
            outcome=outcome.kind,
            brief=texts.CASES if outcome.why == "cases" else texts.SEVERAL.format(count=len(parts)),
            parts=[
                part.model_copy(update={"heading": question, "options": [], "options_title": None, "changes": []})
                for question, part in parts
            ],
            options_title=texts.SEVERAL_OPTIONS.format(number=waiting[0] + 1) if waiting else None,
            options=parts[waiting[0]][1].options if waiting else [],
            notice=left,
            offer_human=any(part.offer_human for _, part in parts),
            entry=leading.entry,
            revision=leading.revision,
            variant=leading.variant,
            as_of=leading.as_of,
            confidence=leading.confidence,
        )

    def _changes(self, entry: Entry, outcome: Answer) -> list[ShownOption]:
        """The other values of the facts that chose the variant, as far as the entry speaks of them."""
        known = self._knowledge().facts
        return [
            _said_by(option.label)
            for name, value in outcome.facts.items()
            if name in known
            for option in known[name].options
            if option.value != value and any(option.value in v.when.get(name, ()) for v in entry.variants)
        ][:_CHANGES_SHOWN]

    def _offers(self, candidates: list[Candidate]) -> list[ShownOption]:
        """Buttons with the answer in short, where one is known and needs no reserve."""
        options = _candidate_options(candidates)
        return [
            option.model_copy(update={"hint": self._short_answer(candidate)})
            for option, candidate in zip(options, candidates, strict=True)
        ]

    def _short_answer(self, candidate: Candidate) -> str | None:
        entry = self._knowledge().entries.get(candidate.entry)
        if entry is None or entry.unverified or entry.handoff == "always" or candidate.variant is None:
            return None
        variant = entry.variant(candidate.variant)
        return variant.brief if variant is not None else None

    def _basis(self, variant: Variant, facts: Mapping[str, str], as_of: date) -> str:
        known = self._knowledge().facts
        options = [known[name].option(value) for name, value in facts.items() if name in known]
        labels = "、".join(option.label for option in options if option is not None)
        today = legal_today(self._clock)
        past = texts.BASIS_STILL if in_force(variant, today) else texts.BASIS_PAST
        pattern = past if as_of < today else texts.BASIS
        return pattern.format(facts=f"{labels}、" if labels else "", day=chinese_day(as_of))

    def _other_office(self, outcome: NotCovered) -> Reply:
        """Whom to ask, in approved words."""
        entry = self._knowledge().entries.get(outcome.entry or "")
        day = outcome.as_of or legal_today(self._clock)
        choice = choose_variant(entry, facts={}, as_of=day) if entry is not None else None
        if entry is None or not isinstance(choice, Chosen):
            return self._render(NotCovered(why="no_entry"))
        variant = choice.variant
        return Reply(
            outcome=outcome.kind,
            question=entry.question,
            brief=variant.brief,
            detail=variant.detail,
            steps=list(variant.steps),
            offer_human=True,
            entry=entry.id,
            revision=entry.revision,
            variant=variant.id,
            as_of=day,
        )

    def _not_in_force(self, outcome: NotCovered) -> str:
        day = outcome.as_of or legal_today(self._clock)
        entry = self._knowledge().entries.get(outcome.entry or "")
        choice = choose_variant(entry, facts=outcome.facts, as_of=day) if entry is not None else None
        sentences = [texts.NOT_IN_FORCE.format(day=chinese_day(day))]
        if isinstance(choice, NotInForce):
            if choice.gap is not None:
                sentences = [choice.gap]
            if choice.last is not None and choice.last.valid_to is not None:
                last_day = choice.last.valid_to - timedelta(days=1)
                sentences.append(texts.ENDED.format(day=chinese_day(last_day)))
            if choice.first is not None:
                sentences.append(texts.BEGINS.format(day=chinese_day(choice.first.valid_from)))
        return "".join(sentences)


def _said_by(label: str) -> ShownOption:
    """A button that sends what is written on it."""
    return ShownOption(label=label, text=label)


def chinese_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _candidate(entry: Entry) -> Candidate:
    return Candidate(entry=entry.id, question=entry.question, confidence=0.0)


def _candidate_options(candidates: list[Candidate]) -> list[ShownOption]:
    return [ShownOption(label=one.question, text=one.question) for one in candidates]


def shown_citation(cite: Citation) -> ShownCitation:
    policy = cite.policy
    return ShownCitation(
        number=policy.number,
        title=policy.title,
        article=cite.article,
        effective_from=policy.effective_from,
        effective_to=policy.effective_to,
        status=policy.status,
        url=policy.url,
    )
