"""Messages that leave out what was asked before: another case, another time, the next step, no idea which case."""

from datetime import UTC, date, datetime

import pytest

from bot.answering.engine import AnsweringEngine, Thresholds
from bot.answering.following import is_unsure, only_changes, query_with
from bot.answering.library import Library, Shelf
from bot.answering.outcome import Answer, Ask, NotCovered, Outcome, Several, SmallTalk
from bot.dialogue.ports import Decision, Pending, Topic, Turn
from bot.rendering import texts
from bot.rendering.render import Renderer
from knowledge_base.domain import Entry
from retrieval.ports import Allowed, Ranked
from tests.support.entries import entry, knowledge, variant

TODAY = date(2026, 6, 15)
THRESHOLDS = Thresholds(sure=0.7, answer=0.5, choose=0.4, nearest=0.2, doubtful=0.8, domain=0.5)
RATES = entry(
    "vat.rates",
    variant("small", when={"taxpayer_type": "small_scale"}, valid_from=date(2023, 1, 1)),
    variant("general", when={"taxpayer_type": "general"}, valid_from=date(2023, 1, 1)),
    variant("then", valid_from=date(2020, 1, 1), valid_to=date(2023, 1, 1)),
)
PAPERS = entry("vat.papers", variant(valid_from=date(2020, 1, 1)))
ABOUT_RATES = Topic(question="增值税税率多少", entry="vat.rates", confidence=0.9)


class Index:
    """Knows papers by their name, and finds them unsurely alone and surely together with a tax."""

    def read(self, text: str) -> str:
        return text

    def search(self, text: str, *, allowed: Allowed, limit: int) -> list[Ranked]:
        found = {"vat.papers": 0.9 if "增值税" in text else 0.3} if "材料" in text else {"vat.rates": 0.3}
        return [Ranked(group, confidence, confidence, group) for group, confidence in found.items() if allowed(group)]


def decide(text: str, *, topic: Topic | None = ABOUT_RATES, pending: Pending | None = None, **facts: str) -> Decision:
    shelf = Shelf(knowledge(RATES, PAPERS), Index(), "CN-50")
    clock = lambda: datetime(2026, 6, 15, 4, 0, tzinfo=UTC)  # noqa: E731
    engine = AnsweringEngine(Library(shelf), THRESHOLDS, clock=clock)
    turn = Turn(conversation_id="c", turn_id="t", text=text, as_of=TODAY, facts=facts, pending=pending, topic=topic)
    return engine.decide_now(turn)


def answered(outcome: Outcome) -> tuple[str, str, date]:
    assert isinstance(outcome, Answer)
    return outcome.entry, outcome.variant, outcome.as_of


class TestAnotherCase:
    @pytest.mark.parametrize("text", ["那一般纳税人呢", "不对，我是一般纳税人", "如果是一般纳税人怎么算"])
    def test_another_fact_answers_the_same_question_again(self, text: str) -> None:
        decision = decide(text, taxpayer_type="small_scale")

        assert answered(decision.outcome) == ("vat.rates", "general", TODAY)
        assert decision.facts["taxpayer_type"] == "general"
        assert decision.topic == ABOUT_RATES

    def test_another_time_answers_it_by_the_rule_of_then(self) -> None:
        decision = decide("那2022年的呢", taxpayer_type="small_scale")

        assert answered(decision.outcome) == ("vat.rates", "then", date(2022, 12, 31))

    def test_a_time_without_a_rule_is_said_so(self) -> None:
        outcome = decide("2019年的呢", taxpayer_type="small_scale").outcome

        assert isinstance(outcome, NotCovered)
        assert (outcome.why, outcome.entry) == ("not_in_force", "vat.rates")

    def test_a_fact_that_changes_nothing_is_only_noted(self) -> None:
        decision = decide("我们是按月的", taxpayer_type="small_scale")

        assert isinstance(decision.outcome, SmallTalk)
        assert decision.facts == {"taxpayer_type": "small_scale", "filing_period": "monthly"}
        assert decision.topic == ABOUT_RATES

    def test_without_a_question_before_it_is_noted_too(self) -> None:
        assert isinstance(decide("我是一般纳税人", topic=None).outcome, SmallTalk)

    def test_what_says_more_than_a_fact_is_a_question_of_its_own(self) -> None:
        assert not isinstance(decide("一般纳税人注销要多久").outcome, Answer)

    def test_an_entry_that_is_gone_is_not_spoken_of_any_more(self) -> None:
        gone = ABOUT_RATES.model_copy(update={"entry": "vat.gone"})

        assert not isinstance(decide("那一般纳税人呢", topic=gone).outcome, Answer)


class TestTheNextQuestion:
    def test_it_takes_over_the_subject_of_the_one_before(self) -> None:
        decision = decide("要带什么材料")

        assert answered(decision.outcome)[0] == "vat.papers"
        assert decision.topic is not None
        assert decision.topic.question.startswith("增值税")

    def test_without_one_before_it_stands_alone(self) -> None:
        assert not isinstance(decide("要带什么材料", topic=None).outcome, Answer)


class TestNotKnowing:
    ASKED = Pending(question="税率多少", entry="vat.rates", fact="taxpayer_type")

    @pytest.mark.parametrize("text", ["不清楚", "我不知道", "不清楚，都说说", "都说说", "3"])
    def test_every_case_is_answered(self, text: str) -> None:
        decision = decide(text, topic=None, pending=self.ASKED)

        assert isinstance(decision.outcome, Several)
        assert decision.outcome.why == "cases"
        assert [part.question for part in decision.outcome.parts] == ["小规模纳税人", "一般纳税人"]
        assert [answered(part.outcome)[1] for part in decision.outcome.parts] == ["small", "general"]
        assert decision.topic == Topic(question="税率多少", entry="vat.rates", confidence=1.0)

    def test_who_says_their_case_after_all_is_answered(self) -> None:
        decision = decide("那小规模的话呢", topic=None, pending=self.ASKED)

        assert answered(decision.outcome)[1] == "small"

    def test_they_are_shown_as_cases(self) -> None:
        reply = self._renderer(RATES).render(decide("不知道", topic=None, pending=self.ASKED).outcome)

        assert reply.brief == texts.CASES
        assert [part.heading for part in reply.parts] == ["小规模纳税人", "一般纳税人"]

    def test_a_time_without_cases_gets_its_one_answer(self) -> None:
        pending = self.ASKED.model_copy(update={"question": "2022年的时候税率多少"})

        assert answered(decide("不清楚", topic=None, pending=pending).outcome)[1] == "then"

    def test_the_other_cases_can_be_asked_for(self) -> None:
        outcome = decide("那一般纳税人呢").outcome
        reply = self._renderer(RATES).render(outcome)

        assert [change.text for change in reply.changes] == ["小规模纳税人"]
        assert texts.CHANGES.format(labels="小规模纳税人") in reply.text.splitlines()

    @staticmethod
    def _renderer(*entries: Entry) -> Renderer:
        return Renderer(lambda: knowledge(*entries), clock=lambda: datetime(2026, 6, 15, 4, 0, tzinfo=UTC))


def test_a_missing_fact_is_still_asked_for() -> None:
    assert isinstance(decide("2026年的呢").outcome, Ask | Answer | NotCovered)


@pytest.mark.parametrize("text", ["知道了", "不想要了", "不清楚怎么开票", "都要什么材料"])
def test_what_is_no_ignorance_is_not_taken_for_it(text: str) -> None:
    assert not is_unsure(text)


@pytest.mark.parametrize("text", ["注销呢", "怎么开发票", "那怎么办"])
def test_what_says_no_fact_and_no_time_changes_nothing(text: str) -> None:
    assert not only_changes(text, Shelf(knowledge(RATES), Index(), "CN-50").facts, today=TODAY)


def test_a_long_message_says_itself_what_it_is_about() -> None:
    assert query_with("增值税税率多少", "我在渝北开了个小店" * 5 + "要带什么材料") is None
