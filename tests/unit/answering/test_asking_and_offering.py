"""When one fact is missing, and when several entries may be meant."""

from datetime import date
from typing import ClassVar

import pytest

from bot.answering.outcome import Answer, Ask, Candidate, Choose, NotCovered, Option
from bot.dialogue.ports import Pending
from tests.support.engines import CHANGED, TODAY, TWO_TYPES, Asked, sure_of
from tests.support.entries import entry, variant


class TestAskingForAFact:
    ASK = Pending(question="税率多少", entry="vat.rates", fact="taxpayer_type")

    def test_the_missing_fact_is_asked_for_with_its_options(self) -> None:
        decision = sure_of(TWO_TYPES).decide("税率多少")

        assert decision.outcome == Ask(
            entry="vat.rates",
            question="vat.rates怎么办",
            fact="taxpayer_type",
            options=[
                Option(value="small_scale", label="小规模纳税人"),
                Option(value="general", label="一般纳税人"),
            ],
            as_of=TODAY,
            confidence=0.95,
        )
        assert decision.pending == self.ASK

    @pytest.mark.parametrize("text", ["2", "第二个", "选2。", "一般纳税人", "我们是一般纳税人", "一般人企业"])
    def test_a_reply_by_number_label_or_words_is_answered(self, text: str) -> None:
        asked = sure_of(TWO_TYPES)
        decision = asked.decide(text, pending=self.ASK)

        assert isinstance(decision.outcome, Answer)
        assert (decision.outcome.variant, decision.outcome.confidence) == ("general", 1.0)
        assert decision.facts == {"taxpayer_type": "general"}
        assert decision.pending is None
        assert asked.index.asked == []

    def test_a_second_fact_is_asked_for_after_the_first(self) -> None:
        both = entry(
            "vat.rates",
            variant("a", when={"taxpayer_type": "small_scale", "filing_period": "monthly"}),
            variant("b", when={"taxpayer_type": "small_scale", "filing_period": "quarterly"}),
            variant("c", when={"taxpayer_type": "general"}),
        )
        asked = sure_of(both)
        decision = asked.decide("税率多少")
        seen = []
        while isinstance(decision.outcome, Ask):
            seen.append(decision.outcome.fact)
            decision = asked.decide("1", facts=decision.facts, pending=decision.pending)

        assert sorted(seen) == ["filing_period", "taxpayer_type"]
        assert isinstance(decision.outcome, Answer)
        assert decision.outcome.variant == "a"

    def test_two_facts_in_one_reply_are_both_taken(self) -> None:
        decision = sure_of(TWO_TYPES).decide("小规模，季报", pending=self.ASK)
        assert isinstance(decision.outcome, Answer)
        assert decision.outcome.variant == "small"

    @pytest.mark.parametrize("text", ["4", "怎么开发票", "小规模怎么开发票", "季报怎么填"])
    def test_what_is_no_reply_is_a_new_question(self, text: str) -> None:
        asked = Asked(TWO_TYPES, entry("invoice"), found={"invoice": 0.95})
        decision = asked.decide(text, pending=self.ASK)

        assert asked.index.asked == [text]
        assert isinstance(decision.outcome, Answer)
        assert decision.outcome.entry == "invoice"

    def test_an_entry_that_is_gone_meanwhile_is_a_new_question(self) -> None:
        asked = Asked(entry("invoice"), found={})
        decision = asked.decide("1", pending=self.ASK)

        assert asked.index.asked == ["1"]
        assert decision.outcome == NotCovered(why="unreadable")


class TestAnsweringWhatMayBeMeant:
    def test_a_match_that_is_not_sure_is_answered_with_what_else_may_be_meant(self) -> None:
        asked = Asked(entry("vat.a"), entry("vat.b"), found={"vat.a": 0.75, "vat.b": 0.2})
        first = asked.decide("怎么办")

        assert isinstance(first.outcome, Answer)
        assert first.outcome.alternatives == [
            Candidate(entry="vat.b", question="vat.b怎么办", confidence=0.2, variant="now")
        ]
        second = asked.decide("1", pending=first.pending)
        assert isinstance(second.outcome, Answer)
        assert second.outcome.entry == "vat.b"

    @pytest.mark.parametrize("found", [{"vat.a": 0.8, "vat.b": 0.2}, {"vat.a": 0.75, "vat.b": 0.19}])
    def test_a_sure_match_and_one_without_rivals_are_answered_alone(self, found: dict[str, float]) -> None:
        decision = Asked(entry("vat.a"), entry("vat.b"), found=found).decide("怎么办")

        assert isinstance(decision.outcome, Answer)
        assert (decision.outcome.alternatives, decision.pending) == ([], None)

    def test_a_fact_is_asked_for_before_anything_else_is_offered(self) -> None:
        decision = Asked(TWO_TYPES, entry("vat.b"), found={"vat.rates": 0.75, "vat.b": 0.2}).decide("税率")
        assert isinstance(decision.outcome, Ask)


class TestOfferingAChoice:
    FOUND: ClassVar = {"vat.a": 0.5, "vat.b": 0.3, "vat.c": 0.1}
    OFFER = Pending(question="去年的税怎么交", candidates=["vat.a", "vat.b"])

    def _asked(self) -> Asked:
        return Asked(entry("vat.a"), entry("vat.b", *CHANGED.variants), entry("vat.c"), found=self.FOUND)

    def test_between_the_thresholds_what_may_be_meant_is_offered(self) -> None:
        decision = self._asked().decide("去年的税怎么交")

        assert decision.outcome == Choose(
            candidates=[
                Candidate(entry="vat.a", question="vat.a怎么办", confidence=0.5),
                Candidate(entry="vat.b", question="vat.b怎么办", confidence=0.3, variant="now"),
            ]
        )
        assert decision.pending == self.OFFER

    def test_a_number_takes_one_of_them_for_the_day_first_asked_about(self) -> None:
        decision = self._asked().decide("2", pending=self.OFFER)

        assert isinstance(decision.outcome, Answer)
        assert (decision.outcome.entry, decision.outcome.as_of) == ("vat.b", date(2025, 12, 31))
        assert decision.outcome.confidence == 1.0

    def test_a_number_that_was_not_offered_is_a_new_question(self) -> None:
        asked = self._asked()
        asked.decide("3", pending=self.OFFER)
        assert asked.index.asked == ["3"]

    def test_one_that_is_gone_meanwhile_is_a_new_question(self) -> None:
        asked = self._asked()
        asked.decide("1", pending=Pending(question="q", candidates=["vat.gone"]))
        assert asked.index.asked == ["1"]
