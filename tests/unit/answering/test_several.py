"""Several questions in one message: each answered once, one of them open at most, none of them lost."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from bot.answering.engine import AnsweringEngine, Thresholds
from bot.answering.library import Library, Shelf
from bot.answering.outcome import (
    OUTCOME,
    Answer,
    Ask,
    Choose,
    HandOff,
    NotCovered,
    Outcome,
    Several,
    hand_off_in,
)
from bot.dialogue.ports import Decision, Pending, Turn
from bot.rendering import texts
from bot.rendering.render import Renderer
from retrieval.ports import Allowed, Ranked
from tests.support.entries import entry, knowledge, variant

TODAY = date(2026, 6, 15)
THRESHOLDS = Thresholds(sure=0.8, answer=0.4, choose=0.3, nearest=0.2, doubtful=0.9, domain=0.5)
STAMP, REFUND, LOST, PERSON = entry("stamp"), entry("refund"), entry("lost"), entry("person", handoff="always")
RATES, PERIODS = (
    entry(
        name,
        variant("small", when={"taxpayer_type": "small_scale"}),
        variant("general", when={"taxpayer_type": "general"}),
    )
    for name in ("rates", "periods")
)
ENTRIES = (STAMP, REFUND, LOST, PERSON, RATES, PERIODS)
WORDS = {"印花税": STAMP, "个税": REFUND, "发票": LOST, "注销": PERSON, "税率": RATES, "增值税": PERIODS}


class WordIndex:
    """Finds the entry of each word that a text has; ``sure`` says how well, by entry."""

    def __init__(self, sure: Mapping[str, float]) -> None:
        self._sure = sure

    def read(self, text: str) -> str:
        return text

    def search(self, text: str, *, allowed: Allowed, limit: int) -> list[Ranked]:
        groups = [one.id for word, one in WORDS.items() if word in text]
        ranked = [Ranked(group, self._sure.get(group, 0.95), 1.0, f"{group}#q") for group in groups]
        return sorted(ranked, key=lambda one: -one.confidence)[:limit] or [Ranked("stamp", 0.05, 0.0, "q", domain=0.1)]


class Asked:
    def __init__(self, **sure: float) -> None:
        self.knowledge = knowledge(*ENTRIES)
        clock = lambda: datetime(2026, 6, 15, 4, 0, tzinfo=UTC)  # noqa: E731
        library = Library(Shelf(self.knowledge, WordIndex(sure), "CN-50"))
        self.engine = AnsweringEngine(library, THRESHOLDS, clock=clock)
        self.renderer = Renderer(lambda: self.knowledge, clock=clock)

    def decide(self, text: str, *, pending: Pending | None = None, facts: Mapping[str, str] | None = None) -> Decision:
        turn = Turn(conversation_id="c", turn_id="t", text=text, as_of=TODAY, pending=pending, facts=facts or {})
        return self.engine.decide_now(turn)


def _entries(outcome: Outcome) -> list[tuple[str, str | None]]:
    assert isinstance(outcome, Several)
    return [(part.outcome.kind, getattr(part.outcome, "entry", None)) for part in outcome.parts]


def test_each_question_is_answered_in_its_own_words() -> None:
    decision = Asked().decide("印花税怎么交？发票丢了怎么办？")

    assert isinstance(decision.outcome, Several)
    assert [part.question for part in decision.outcome.parts] == ["印花税怎么交？", "发票丢了怎么办？"]
    assert _entries(decision.outcome) == [("answer", "stamp"), ("answer", "lost")]
    assert decision.pending is None


@pytest.mark.parametrize(
    "text",
    [
        "印花税怎么交？印花税多少？",  # one entry
        "印花税怎么交？今天天气怎么样？",  # nothing answers the other, and nothing says that it is another
        "印花税怎么交",
    ],
)
def test_what_one_entry_answers_is_one_question(text: str) -> None:
    outcome = Asked().decide(text).outcome
    assert isinstance(outcome, Answer)
    assert outcome.entry == "stamp"


def test_a_part_that_matches_badly_leaves_the_message_whole() -> None:
    assert not isinstance(Asked(lost=0.3).decide("印花税怎么交？发票丢了怎么办？").outcome, Several)


def test_a_carried_subject_must_match_surely() -> None:
    text = "印花税怎么交？公司刚成立，去哪里办注销？"
    assert isinstance(Asked().decide(text).outcome, Several)
    carried = "个税怎么交？增值税呢？"
    assert isinstance(Asked(periods=0.9).decide(carried).outcome, Several)
    assert not isinstance(Asked(periods=0.7).decide(carried).outcome, Several)


def test_what_is_numbered_is_several_even_where_one_part_is_not_covered() -> None:
    outcome = Asked().decide("1. 今天天气怎么样 2. 发票丢了怎么办").outcome
    assert _entries(outcome) == [("not_covered", None), ("answer", "lost")]
    assert isinstance(outcome, Several)
    assert outcome.leading == outcome.parts[1].outcome


def test_the_same_entry_twice_among_three_is_answered_once() -> None:
    outcome = Asked().decide("印花税怎么交？印花税多少？发票丢了怎么办？").outcome
    assert isinstance(outcome, Several)
    assert [part.question for part in outcome.parts] == ["印花税怎么交；印花税多少？", "发票丢了怎么办？"]


def test_more_than_three_are_not_answered_at_once_and_are_named() -> None:
    asked = Asked()
    outcome = asked.decide(
        "印花税怎么交？发票丢了怎么办？个税怎么退？增值税多久报一次？", facts={"taxpayer_type": "general"}
    ).outcome
    assert isinstance(outcome, Several)
    assert (len(outcome.parts), outcome.left) == (3, ["增值税多久报一次？"])
    assert "增值税多久报一次？" in asked.renderer.render(outcome).text


def test_facts_said_anywhere_in_the_message_hold_for_every_part() -> None:
    outcome = Asked().decide("我们是小规模。税率是多少？增值税多久报一次？").outcome
    assert isinstance(outcome, Several)
    assert [part.outcome.variant for part in outcome.parts if isinstance(part.outcome, Answer)] == ["small", "small"]


class TestOpenParts:
    def test_a_missing_fact_is_asked_for_once_and_then_answers_all_that_waited(self) -> None:
        asked = Asked()
        first = asked.decide("税率是多少？增值税多久报一次？印花税怎么交？")
        assert _entries(first.outcome) == [("ask", "rates"), ("ask", "periods"), ("answer", "stamp")]
        assert first.pending is not None
        assert (first.pending.entry, first.pending.rest) == ("rates", ["增值税多久报一次？"])

        second = asked.decide("2", pending=first.pending)
        assert isinstance(second.outcome, Several)
        assert _entries(second.outcome) == [("answer", "rates"), ("answer", "periods")]
        assert [part.outcome.variant for part in second.outcome.parts if isinstance(part.outcome, Answer)] == [
            "general",
            "general",
        ]
        assert second.pending is None

    def test_only_what_is_open_can_be_taken_by_its_number(self) -> None:
        asked = Asked(refund=0.35)
        decision = asked.decide("1. 个税怎么退 2. 税率是多少")
        assert isinstance(decision.outcome, Several)
        assert isinstance(decision.outcome.parts[0].outcome, NotCovered)
        assert isinstance(decision.outcome.parts[1].outcome, Ask)

        reply = asked.renderer.render(decision.outcome)
        assert [option.label for option in reply.options] == ["小规模纳税人", "一般纳税人", texts.UNSURE]
        assert reply.options_title is not None
        assert "第2个" in reply.options_title
        assert reply.text.count("1. ") == 1
        taken = asked.decide("1", pending=decision.pending).outcome
        assert isinstance(taken, Answer)
        assert (taken.entry, taken.variant) == ("rates", "small")

    def test_a_choice_stays_open_where_no_fact_is_missing(self) -> None:
        asked = Asked(refund=0.35)
        decision = asked.decide("1. 个税怎么退 2. 发票丢了怎么办")
        assert isinstance(decision.outcome, Several)
        assert isinstance(decision.outcome.parts[0].outcome, Choose)
        taken = asked.decide("1", pending=decision.pending).outcome
        assert isinstance(taken, Answer)
        assert taken.entry == "refund"


def test_a_part_that_needs_a_person_hands_over_and_the_rest_is_answered() -> None:
    outcome = Asked().decide("印花税怎么交？怎么注销？").outcome
    assert _entries(outcome) == [("answer", "stamp"), ("hand_off", None)]
    assert hand_off_in(outcome) == HandOff(reason="entry_requires")


def test_everything_is_shown_under_the_question_it_answers() -> None:
    asked = Asked()
    outcome = asked.decide("印花税怎么交？发票丢了怎么办？").outcome
    reply = asked.renderer.render(outcome)

    first, second = reply.parts
    assert (first.heading, first.entry, second.entry) == ("印花税怎么交？", "stamp", "lost")
    assert (reply.outcome, reply.entry, reply.variant) == ("several", "stamp", "now")
    lines = reply.text.splitlines()
    assert lines.index("【1】印花税怎么交？") < lines.index("【2】发票丢了怎么办？")
    assert first.brief in reply.text
    assert second.brief in reply.text


def test_several_survive_being_stored() -> None:
    decision = Asked().decide("税率是多少？增值税多久报一次？印花税怎么交？")
    assert OUTCOME.validate_json(OUTCOME.dump_json(decision.outcome)) == decision.outcome
    assert Decision.model_validate_json(decision.model_dump_json()) == decision
