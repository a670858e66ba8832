"""When there is no approved answer: for that day, in this office, or at all."""

from datetime import date

import pytest

from bot.answering.outcome import Answer, Choose, NotCovered
from bot.dialogue.ports import Decision
from tests.support.engines import CHANGED, TODAY, Asked, sure_of
from tests.support.entries import entry, gap, variant


class TestWhatWillNoLongerApply:
    def test_a_rule_that_ends_before_the_day_asked_about_is_not_given_as_if_it_went_on(self) -> None:
        decision = sure_of(CHANGED).decide("2028年还免税吗")

        assert decision.outcome == NotCovered(why="not_in_force", entry="vat.exempt", as_of=date(2028, 1, 1))


class TestNotCovering:
    def test_nothing_found_is_unreadable(self) -> None:
        decision = Asked(entry("vat.a"), found={}).decide("@@@@")
        assert decision == Decision(outcome=NotCovered(why="unreadable"), facts={})

    @pytest.mark.parametrize("confidence", [0.3, 0.01])
    def test_of_our_field_the_nearest_is_shown_however_far_and_can_be_taken_by_number(self, confidence: float) -> None:
        asked = Asked(entry("vat.a"), entry("vat.b"), found={"vat.a": confidence, "vat.b": 0.0})
        first = asked.decide("怎么办")

        assert isinstance(first.outcome, NotCovered)
        assert [(near.entry, near.confidence) for near in first.outcome.nearest] == [
            ("vat.a", confidence),
            ("vat.b", 0.0),
        ]
        second = asked.decide("1", pending=first.pending)
        assert isinstance(second.outcome, Answer)
        assert second.outcome.entry == "vat.a"

    def test_a_text_from_elsewhere_is_not_covered_however_near_it_comes(self) -> None:
        decision = Asked(entry("vat.a"), found={"vat.a": 0.9}, domain=0.49).decide("怎么开网店")
        assert (decision.outcome, decision.pending) == (NotCovered(why="off_subject"), None)

    def test_what_sounds_like_tax_is_of_our_field_however_badly_it_fits(self) -> None:
        decision = Asked(entry("vat.a"), found={"vat.a": 0.3}, domain=0.3, familiar=6.0).decide("个税怎么交")

        assert isinstance(decision.outcome, NotCovered)
        assert decision.outcome.why == "no_entry"
        assert decision.outcome.nearest

    def test_a_matter_of_another_office_is_not_covered_and_says_whose_it_is(self) -> None:
        card = entry("elsewhere.card", competence="other_office")
        decision = sure_of(card).decide("社保卡怎么补办")

        assert decision.outcome == NotCovered(why="other_office", entry="elsewhere.card", as_of=TODAY)
        assert decision.pending is None

    @pytest.mark.parametrize("confidence", [0.69, 0.5, 0.3])
    def test_what_the_dialogue_takes_for_something_else_must_match_better(self, confidence: float) -> None:
        decision = Asked(entry("vat.a"), found={"vat.a": confidence}).decide("讲个笑话", doubtful=True)
        assert (decision.outcome, decision.pending) == (NotCovered(why="no_entry"), None)

    def test_what_would_do_for_an_answer_is_only_offered_to_a_doubtful_text(self) -> None:
        decision = Asked(entry("vat.a"), found={"vat.a": 0.89}).decide("讲个笑话", doubtful=True)
        assert isinstance(decision.outcome, Choose)

    @pytest.mark.parametrize("text", ["1", "what is VAT", "😀😀", "12 34 56", "税?!"])
    def test_a_text_with_hardly_any_chinese_is_not_read(self, text: str) -> None:
        decision = Asked(entry("vat.a"), found={"vat.a": 0.8}).decide(text)
        assert decision.outcome == NotCovered(why="unreadable")

    def test_the_number_of_a_form_alone_is_read(self) -> None:
        decision = Asked(entry("vat.a"), found={"vat.a": 0.99}).decide("A105080")
        assert isinstance(decision.outcome, Answer)

    def test_a_doubtful_text_that_matches_well_is_answered(self) -> None:
        decision = Asked(entry("vat.a"), found={"vat.a": 0.9}).decide("税率", doubtful=True)
        assert isinstance(decision.outcome, Answer)

    def test_no_answer_is_given_for_a_day_on_which_nothing_holds(self) -> None:
        outcome = sure_of(CHANGED).decide("2019年的时候怎么免").outcome
        assert outcome == NotCovered(why="not_in_force", entry="vat.exempt", as_of=date(2019, 12, 31))

    def test_a_case_that_is_left_out_carries_the_facts_it_rests_on(self) -> None:
        one = entry(
            "vat.rates",
            variant("small", when={"taxpayer_type": "small_scale"}),
            gaps=(gap("另行规定。", taxpayer_type="general"),),
        )
        known = {"taxpayer_type": "general", "filing_period": "monthly"}
        decision = sure_of(one).decide("税率多少", facts=known)

        assert decision.outcome == NotCovered(
            why="not_in_force", entry="vat.rates", as_of=TODAY, facts={"taxpayer_type": "general"}
        )
        assert decision.facts == known
