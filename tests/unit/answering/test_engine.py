"""From a turn to one outcome: answered, asked, offered, not covered, handed over; nothing of it by chance."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.answering.library import Shelf
from bot.answering.outcome import OUTCOME, Answer, HandOff, SmallTalk
from bot.dialogue.ports import Decision, Pending, Turn
from bot.rendering.texts import FACTS_NOTED
from tests.support.engines import CHANGED, TODAY, TWO_TYPES, Asked, sure_of
from tests.support.entries import entry, knowledge


class TestAnswering:
    def test_a_sure_match_is_answered(self) -> None:
        decision = sure_of(entry("vat.rates")).decide("税率有哪些")

        assert decision.outcome == Answer(
            entry="vat.rates", revision=2, variant="now", as_of=TODAY, confidence=0.95, facts={}
        )
        assert decision.pending is None

    def test_facts_in_the_question_choose_the_variant_and_are_remembered(self) -> None:
        decision = sure_of(TWO_TYPES).decide("小规模税率多少", facts={"filing_period": "monthly"})

        assert isinstance(decision.outcome, Answer)
        assert (decision.outcome.variant, decision.outcome.facts) == ("small", {"taxpayer_type": "small_scale"})
        assert decision.facts == {"filing_period": "monthly", "taxpayer_type": "small_scale"}

    def test_what_was_said_earlier_chooses_too(self) -> None:
        decision = sure_of(TWO_TYPES).decide("税率多少", facts={"taxpayer_type": "general"})
        assert isinstance(decision.outcome, Answer)
        assert decision.outcome.variant == "general"

    def test_what_the_question_says_comes_before_what_was_said_earlier(self) -> None:
        decision = sure_of(TWO_TYPES).decide("小规模税率多少", facts={"taxpayer_type": "general"})

        assert isinstance(decision.outcome, Answer)
        assert decision.outcome.variant == "small"
        assert decision.facts == {"taxpayer_type": "small_scale"}

    async def test_deciding_beside_the_event_loop_is_the_same(self) -> None:
        asked = sure_of(TWO_TYPES)
        turn = Turn(conversation_id="c", turn_id="t", text="小规模税率多少", as_of=TODAY)

        assert await asked.engine.decide(turn) == asked.engine.decide_now(turn)

    def test_a_replaced_shelf_answers_from_then_on(self) -> None:
        asked = sure_of(entry("vat.rates"))
        asked.library.replace(Shelf(knowledge(entry("vat.rates", revision=3), revision=8), asked.index, "CN-50"))
        outcome = asked.decide("税率有哪些").outcome

        assert isinstance(outcome, Answer)
        assert outcome.revision == 3
        assert asked.library.knowledge.revision == 8


class TestTheDay:
    def test_a_past_year_in_the_question_is_answered_as_of_then(self) -> None:
        outcome = sure_of(CHANGED).decide("2022年的时候怎么免").outcome
        assert isinstance(outcome, Answer)
        assert (outcome.variant, outcome.as_of) == ("then", date(2022, 12, 31))

    def test_without_a_time_it_is_today(self) -> None:
        outcome = sure_of(CHANGED).decide("怎么免").outcome
        assert isinstance(outcome, Answer)
        assert (outcome.variant, outcome.as_of) == ("now", TODAY)

    def test_what_happened_before_any_rule_we_know_is_answered_by_the_rule_of_today(self) -> None:
        outcome = sure_of(CHANGED).decide("2019年没有申报，补报怎么免").outcome
        assert isinstance(outcome, Answer)
        assert (outcome.variant, outcome.as_of) == ("now", TODAY)

    def test_a_day_given_with_the_turn_comes_before_the_text(self) -> None:
        outcome = sure_of(CHANGED).decide("2024年怎么免", as_of=date(2021, 5, 1)).outcome
        assert isinstance(outcome, Answer)
        assert (outcome.variant, outcome.as_of) == ("then", date(2021, 5, 1))

    def test_the_day_of_the_question_holds_for_the_reply_to_ours(self) -> None:
        asked = sure_of(TWO_TYPES)
        first = asked.decide("2026年3月税率多少")
        second = asked.decide("小规模", pending=first.pending)

        assert isinstance(second.outcome, Answer)
        assert second.outcome.as_of == date(2026, 3, 31)


class TestHandingOver:
    ALWAYS = entry("refund", *TWO_TYPES.variants, handoff="always")

    def test_an_entry_that_needs_a_person_is_handed_over_without_asking(self) -> None:
        decision = sure_of(self.ALWAYS).decide("我要退税")
        assert decision == Decision(outcome=HandOff(reason="entry_requires"), facts={})

    def test_even_when_it_is_chosen_from_an_offer(self) -> None:
        decision = sure_of(self.ALWAYS).decide("1", pending=Pending(question="退税", candidates=["refund"]))
        assert decision.outcome == HandOff(reason="entry_requires")

    def test_an_entry_that_only_offers_a_person_is_answered(self) -> None:
        assert isinstance(sure_of(entry("refund", handoff="offer")).decide("我要退税").outcome, Answer)


class TestStatedFacts:
    def test_facts_alone_are_noted_and_said_back(self) -> None:
        asked = sure_of(TWO_TYPES)
        decision = asked.decide("我们是小规模，季报", facts={"entity": "company"})

        assert isinstance(decision.outcome, SmallTalk)
        assert decision.outcome.name == "facts_noted"
        assert decision.outcome.text == FACTS_NOTED.format(facts="小规模纳税人、按季")
        assert decision.facts == {
            "entity": "company",
            "taxpayer_type": "small_scale",
            "filing_period": "quarterly",
        }
        assert asked.index.asked == []

    def test_an_open_offer_stays_open(self) -> None:
        offer = Pending(question="q", candidates=["vat.rates"])
        assert sure_of(TWO_TYPES).decide("我是小规模", pending=offer).pending == offer


class TestLocalRules:
    NATIONAL = entry("vat.rates")
    LOCAL = entry("cq.vat.rates", jurisdiction="CN-50", overrides="vat.rates")

    @pytest.mark.parametrize(
        ("jurisdiction", "answers"), [("CN-50", "cq.vat.rates"), ("CN-11", "vat.rates")], ids=["here", "elsewhere"]
    )
    def test_a_local_entry_replaces_the_national_one_at_home_only(self, jurisdiction: str, answers: str) -> None:
        asked = Asked(
            self.NATIONAL, self.LOCAL, found={"vat.rates": 0.95, "cq.vat.rates": 0.9}, jurisdiction=jurisdiction
        )
        outcome = asked.decide("税率有哪些").outcome

        assert isinstance(outcome, Answer)
        assert outcome.entry == answers

    def test_a_replaced_entry_is_not_answered_even_by_name(self) -> None:
        asked = Asked(self.NATIONAL, self.LOCAL, found={"cq.vat.rates": 0.95})
        decision = asked.decide("1", pending=Pending(question="q", candidates=["vat.rates"]))

        assert asked.index.asked == ["1"]
        assert isinstance(decision.outcome, Answer)
        assert decision.outcome.entry == "cq.vat.rates"

    def test_an_override_from_elsewhere_takes_nothing_away(self) -> None:
        away = entry("bj.vat.rates", jurisdiction="CN-11", overrides="vat.rates")
        shelf = Asked(self.NATIONAL, away, found={}).shelf

        assert shelf.entry("vat.rates") == self.NATIONAL
        assert shelf.entry("bj.vat.rates") is None
        assert shelf.entry("nowhere") is None


@pytest.mark.parametrize(
    "decide",
    [
        lambda: sure_of(entry("vat.rates")).decide("税率"),
        lambda: sure_of(TWO_TYPES).decide("税率"),
        lambda: Asked(entry("vat.a"), found={"vat.a": 0.5}).decide("税"),
        lambda: Asked(entry("vat.a"), found={"vat.a": 0.3}).decide("税"),
        lambda: sure_of(CHANGED).decide("2019年怎么免"),
        lambda: sure_of(entry("r", handoff="always")).decide("退税"),
        lambda: sure_of(TWO_TYPES).decide("我是小规模"),
    ],
    ids=["answer", "ask", "choose", "nearest", "not_in_force", "hand_off", "facts"],
)
def test_an_outcome_survives_being_stored(decide: Callable[[], Decision]) -> None:
    decision = decide()
    outcome = OUTCOME.validate_json(OUTCOME.dump_json(decision.outcome))

    assert outcome == decision.outcome
    assert type(outcome) is type(decision.outcome)
    assert Decision.model_validate_json(decision.model_dump_json()) == decision
