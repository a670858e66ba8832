"""From a turn to one outcome: answered, asked, offered, not covered, handed over; nothing of it by chance."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import ClassVar

import pytest

from bot.answering.engine import AnsweringEngine, Thresholds
from bot.answering.library import Library, Shelf
from bot.answering.outcome import OUTCOME, Answer, Ask, Candidate, Choose, HandOff, NotCovered, Option, SmallTalk
from bot.dialogue.ports import Decision, Pending, Turn
from bot.rendering.texts import FACTS_NOTED
from knowledge_base.domain import Entry
from retrieval.ports import Allowed, Ranked
from tests.support.entries import entry, gap, knowledge, variant

TODAY = date(2026, 6, 15)
THRESHOLDS = Thresholds(sure=0.8, answer=0.7, choose=0.4, nearest=0.2, doubtful=0.9, domain=0.5)

TWO_TYPES = entry(
    "vat.rates",
    variant("small", when={"taxpayer_type": "small_scale"}),
    variant("general", when={"taxpayer_type": "general"}),
)
CHANGED = entry(
    "vat.exempt",
    variant("then", valid_from=date(2021, 4, 1), valid_to=date(2023, 1, 1)),
    variant("now", valid_from=date(2023, 1, 1), valid_to=date(2028, 1, 1)),
)


class FakeIndex:
    """Finds what it is told to, in that order, as far as it is allowed."""

    def __init__(self, found: Mapping[str, float], domain: float, familiar: float) -> None:
        self._found = found
        self._domain = domain
        self._features = {"familiar": familiar}
        self.asked: list[str] = []

    def read(self, text: str) -> str:
        return text

    def search(self, text: str, *, allowed: Allowed, limit: int) -> list[Ranked]:
        self.asked.append(text)
        hits = [(group, confidence) for group, confidence in self._found.items() if allowed(group)]
        return [
            Ranked(group, confidence, confidence, f"{group}#q", self._features, self._domain)
            for group, confidence in hits[:limit]
        ]


class Asked:
    """An engine over some entries, and what it decides."""

    def __init__(
        self,
        *entries: Entry,
        found: Mapping[str, float],
        domain: float = 1.0,
        familiar: float = 0.0,
        jurisdiction: str = "CN-50",
    ) -> None:
        self.index = FakeIndex(found, domain, familiar)
        self.shelf = Shelf(knowledge(*entries), self.index, jurisdiction)
        self.library = Library(self.shelf)
        clock = lambda: datetime(2026, 6, 15, 4, 0, tzinfo=UTC)  # noqa: E731
        self.engine = AnsweringEngine(self.library, THRESHOLDS, clock=clock)

    def decide(
        self,
        text: str,
        *,
        as_of: date = TODAY,
        facts: Mapping[str, str] | None = None,
        pending: Pending | None = None,
        doubtful: bool = False,
    ) -> Decision:
        turn = Turn(conversation_id="c", turn_id="t", text=text, as_of=as_of, facts=facts or {}, pending=pending)
        return self.engine.decide_now(turn, doubtful=doubtful)


def _sure(*entries: Entry) -> Asked:
    return Asked(*entries, found={one.id: 0.95 for one in entries})


class TestAnswering:
    def test_a_sure_match_is_answered(self) -> None:
        decision = _sure(entry("vat.rates")).decide("税率有哪些")

        assert decision.outcome == Answer(
            entry="vat.rates", revision=2, variant="now", as_of=TODAY, confidence=0.95, facts={}
        )
        assert decision.pending is None

    def test_facts_in_the_question_choose_the_variant_and_are_remembered(self) -> None:
        decision = _sure(TWO_TYPES).decide("小规模税率多少", facts={"filing_period": "monthly"})

        assert isinstance(decision.outcome, Answer)
        assert (decision.outcome.variant, decision.outcome.facts) == ("small", {"taxpayer_type": "small_scale"})
        assert decision.facts == {"filing_period": "monthly", "taxpayer_type": "small_scale"}

    def test_what_was_said_earlier_chooses_too(self) -> None:
        decision = _sure(TWO_TYPES).decide("税率多少", facts={"taxpayer_type": "general"})
        assert isinstance(decision.outcome, Answer)
        assert decision.outcome.variant == "general"

    def test_what_the_question_says_comes_before_what_was_said_earlier(self) -> None:
        decision = _sure(TWO_TYPES).decide("小规模税率多少", facts={"taxpayer_type": "general"})

        assert isinstance(decision.outcome, Answer)
        assert decision.outcome.variant == "small"
        assert decision.facts == {"taxpayer_type": "small_scale"}

    async def test_deciding_beside_the_event_loop_is_the_same(self) -> None:
        asked = _sure(TWO_TYPES)
        turn = Turn(conversation_id="c", turn_id="t", text="小规模税率多少", as_of=TODAY)

        assert await asked.engine.decide(turn) == asked.engine.decide_now(turn)

    def test_a_replaced_shelf_answers_from_then_on(self) -> None:
        asked = _sure(entry("vat.rates"))
        asked.library.replace(Shelf(knowledge(entry("vat.rates", revision=3), revision=8), asked.index, "CN-50"))
        outcome = asked.decide("税率有哪些").outcome

        assert isinstance(outcome, Answer)
        assert outcome.revision == 3
        assert asked.library.knowledge.revision == 8


class TestTheDay:
    def test_a_past_year_in_the_question_is_answered_as_of_then(self) -> None:
        outcome = _sure(CHANGED).decide("2022年的时候怎么免").outcome
        assert isinstance(outcome, Answer)
        assert (outcome.variant, outcome.as_of) == ("then", date(2022, 12, 31))

    def test_without_a_time_it_is_today(self) -> None:
        outcome = _sure(CHANGED).decide("怎么免").outcome
        assert isinstance(outcome, Answer)
        assert (outcome.variant, outcome.as_of) == ("now", TODAY)

    def test_what_happened_before_any_rule_we_know_is_answered_by_the_rule_of_today(self) -> None:
        outcome = _sure(CHANGED).decide("2019年没有申报，补报怎么免").outcome
        assert isinstance(outcome, Answer)
        assert (outcome.variant, outcome.as_of) == ("now", TODAY)

    def test_a_day_given_with_the_turn_comes_before_the_text(self) -> None:
        outcome = _sure(CHANGED).decide("2024年怎么免", as_of=date(2021, 5, 1)).outcome
        assert isinstance(outcome, Answer)
        assert (outcome.variant, outcome.as_of) == ("then", date(2021, 5, 1))

    def test_the_day_of_the_question_holds_for_the_reply_to_ours(self) -> None:
        asked = _sure(TWO_TYPES)
        first = asked.decide("2026年3月税率多少")
        second = asked.decide("小规模", pending=first.pending)

        assert isinstance(second.outcome, Answer)
        assert second.outcome.as_of == date(2026, 3, 31)


class TestAskingForAFact:
    ASK = Pending(question="税率多少", entry="vat.rates", fact="taxpayer_type")

    def test_the_missing_fact_is_asked_for_with_its_options(self) -> None:
        decision = _sure(TWO_TYPES).decide("税率多少")

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
        asked = _sure(TWO_TYPES)
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
        asked = _sure(both)
        decision = asked.decide("税率多少")
        seen = []
        while isinstance(decision.outcome, Ask):
            seen.append(decision.outcome.fact)
            decision = asked.decide("1", facts=decision.facts, pending=decision.pending)

        assert sorted(seen) == ["filing_period", "taxpayer_type"]
        assert isinstance(decision.outcome, Answer)
        assert decision.outcome.variant == "a"

    def test_two_facts_in_one_reply_are_both_taken(self) -> None:
        decision = _sure(TWO_TYPES).decide("小规模，季报", pending=self.ASK)
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


class TestWhatWillNoLongerApply:
    def test_a_rule_that_ends_before_the_day_asked_about_is_not_given_as_if_it_went_on(self) -> None:
        decision = _sure(CHANGED).decide("2028年还免税吗")

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
        decision = _sure(card).decide("社保卡怎么补办")

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
        outcome = _sure(CHANGED).decide("2019年的时候怎么免").outcome
        assert outcome == NotCovered(why="not_in_force", entry="vat.exempt", as_of=date(2019, 12, 31))

    def test_a_case_that_is_left_out_carries_the_facts_it_rests_on(self) -> None:
        one = entry(
            "vat.rates",
            variant("small", when={"taxpayer_type": "small_scale"}),
            gaps=(gap("另行规定。", taxpayer_type="general"),),
        )
        known = {"taxpayer_type": "general", "filing_period": "monthly"}
        decision = _sure(one).decide("税率多少", facts=known)

        assert decision.outcome == NotCovered(
            why="not_in_force", entry="vat.rates", as_of=TODAY, facts={"taxpayer_type": "general"}
        )
        assert decision.facts == known


class TestHandingOver:
    ALWAYS = entry("refund", *TWO_TYPES.variants, handoff="always")

    def test_an_entry_that_needs_a_person_is_handed_over_without_asking(self) -> None:
        decision = _sure(self.ALWAYS).decide("我要退税")
        assert decision == Decision(outcome=HandOff(reason="entry_requires"), facts={})

    def test_even_when_it_is_chosen_from_an_offer(self) -> None:
        decision = _sure(self.ALWAYS).decide("1", pending=Pending(question="退税", candidates=["refund"]))
        assert decision.outcome == HandOff(reason="entry_requires")

    def test_an_entry_that_only_offers_a_person_is_answered(self) -> None:
        assert isinstance(_sure(entry("refund", handoff="offer")).decide("我要退税").outcome, Answer)


class TestStatedFacts:
    def test_facts_alone_are_noted_and_said_back(self) -> None:
        asked = _sure(TWO_TYPES)
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
        assert _sure(TWO_TYPES).decide("我是小规模", pending=offer).pending == offer


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
        lambda: _sure(entry("vat.rates")).decide("税率"),
        lambda: _sure(TWO_TYPES).decide("税率"),
        lambda: Asked(entry("vat.a"), found={"vat.a": 0.5}).decide("税"),
        lambda: Asked(entry("vat.a"), found={"vat.a": 0.3}).decide("税"),
        lambda: _sure(CHANGED).decide("2019年怎么免"),
        lambda: _sure(entry("r", handoff="always")).decide("退税"),
        lambda: _sure(TWO_TYPES).decide("我是小规模"),
    ],
    ids=["answer", "ask", "choose", "nearest", "not_in_force", "hand_off", "facts"],
)
def test_an_outcome_survives_being_stored(decide: Callable[[], Decision]) -> None:
    decision = decide()
    outcome = OUTCOME.validate_json(OUTCOME.dump_json(decision.outcome))

    assert outcome == decision.outcome
    assert type(outcome) is type(decision.outcome)
    assert Decision.model_validate_json(decision.model_dump_json()) == decision
