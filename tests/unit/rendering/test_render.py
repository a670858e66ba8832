"""What a taxpayer is shown: the approved text with its basis, its sources, its doubts and the way on."""

from datetime import UTC, date, datetime
from typing import Any, ClassVar

import pytest

from bot.answering.outcome import (
    Answer,
    Ask,
    Candidate,
    Choose,
    HandOff,
    NotCovered,
    Option,
    Outcome,
    Refuse,
    SmallTalk,
)
from bot.rendering import texts
from bot.rendering.render import TO_HUMAN, Renderer, chinese_day
from bot.rendering.reply import Reply, ShownCitation, ShownOption
from knowledge_base.domain import Citation, Entry
from tests.support.entries import VAT_LAW, entry, gap, knowledge, variant

TODAY = date(2026, 6, 15)
RICH = entry(
    "vat.rates",
    variant(
        "small",
        when={"taxpayer_type": "small_scale"},
        brief="征收率是3%。",
        detail="适用简易计税方法。",
        steps=("登录电子税务局。", "填写申报表。"),
        citations=(Citation(VAT_LAW, "第十条"), Citation(VAT_LAW, None)),
    ),
    question="税率有哪些",
)
ENDED = entry(
    "vat.exempt",
    variant("then", valid_from=date(2020, 1, 1), valid_to=date(2023, 1, 1)),
    variant("again", valid_from=date(2027, 3, 1)),
)
_NEAREST = [Candidate(entry="vat.a", question="税率有哪些", confidence=0.3)]


def _renderer(*entries: Entry) -> Renderer:
    return Renderer(lambda: knowledge(*entries), clock=lambda: datetime(2026, 6, 15, 4, 0, tzinfo=UTC))


def _answer(one: Entry = RICH, **changes: Any) -> Reply:
    values = {
        "entry": one.id,
        "revision": one.revision,
        "variant": one.variants[0].id,
        "as_of": TODAY,
        "confidence": 0.93,
        "facts": {"taxpayer_type": "small_scale"},
    }
    return _renderer(one).render(Answer(**{**values, **changes}))


class TestAnAnswer:
    def test_every_part_of_the_approved_text_is_shown(self) -> None:
        reply = _answer()

        assert (reply.outcome, reply.question) == ("answer", "税率有哪些")
        assert (reply.brief, reply.detail) == ("征收率是3%。", "适用简易计税方法。")
        assert reply.steps == ["登录电子税务局。", "填写申报表。"]
        assert (reply.entry, reply.revision, reply.variant) == ("vat.rates", 2, "small")
        assert (reply.as_of, reply.confidence) == (TODAY, 0.93)
        assert (reply.notice, reply.offer_human, reply.options) == (None, False, [])

    def test_each_source_is_shown_with_its_article_and_validity(self) -> None:
        first, second = _answer().citations

        assert first == ShownCitation(
            number=VAT_LAW.number,
            title=VAT_LAW.title,
            article="第十条",
            effective_from=date(2026, 1, 1),
            effective_to=None,
            status="in_force",
            url=VAT_LAW.url,
        )
        assert second.article is None

    def test_the_plain_text_is_all_of_it_in_reading_order(self) -> None:
        assert _answer().text.splitlines() == [
            "按小规模纳税人、2026年6月15日有效的规定回答",
            "征收率是3%。",
            "适用简易计税方法。",
            "办理步骤：",
            "1. 登录电子税务局。",
            "2. 填写申报表。",
            "依据：增值税法第十条；增值税法",
        ]

    def test_what_else_may_be_meant_follows_the_answer(self) -> None:
        reply = _answer(alternatives=[Candidate(entry="vat.b", question="发票怎么开", confidence=0.2)])

        assert [(option.text, option.hint) for option in reply.options] == [("发票怎么开", None)]
        assert reply.text.splitlines()[-2:] == [texts.ALTERNATIVES, "1. 发票怎么开"]

    def test_what_may_be_meant_shows_its_answer_in_short_where_it_is_known_and_sure(self) -> None:
        others = [entry(name, question=name, **changes) for name, changes in self.OTHERS.items()]
        candidates = [Candidate(entry=one.id, question=one.id, confidence=0.2, variant="now") for one in others]
        reply = _renderer(*others).render(Choose(candidates=candidates))

        assert [option.hint for option in reply.options] == ["now的简要答复。", None, None, None]
        assert reply.text.splitlines()[1:4] == ["1. vat.sure", "   now的简要答复。", "2. vat.unverified"]

    OTHERS: ClassVar[dict[str, dict[str, Any]]] = {
        "vat.sure": {},
        "vat.unverified": {"unverified": True, "missing": "税率"},
        "vat.person": {"handoff": "always"},
    }

    def test_a_past_day_is_said_with_whether_its_rule_still_holds(self) -> None:
        reply = _answer(as_of=date(2026, 6, 14))
        assert reply.basis == "按小规模纳税人、2026年6月14日有效的规定回答，现在仍然有效"

    def test_a_past_rule_is_said_to_be_one(self) -> None:
        reply = _answer(entry("vat.a", variant(valid_to=date(2026, 6, 15))), as_of=date(2026, 6, 14), facts={})
        assert reply.basis == "按2026年6月14日当时有效的规定回答，不是现行规定"

    def test_a_coming_day_is_not_said_to_be_past(self) -> None:
        assert _answer(as_of=date(2027, 1, 1)).basis == "按小规模纳税人、2027年1月1日有效的规定回答"

    def test_without_facts_the_basis_is_the_day_alone(self) -> None:
        assert _answer(facts={}).basis == "按2026年6月15日有效的规定回答"

    def test_a_fact_that_is_not_known_any_more_is_left_out(self) -> None:
        facts = {"gone": "x", "taxpayer_type": "gone", "filing_period": "monthly"}
        assert _answer(facts=facts).basis == "按按月、2026年6月15日有效的规定回答"

    def test_what_could_not_be_verified_is_said_and_a_person_offered(self) -> None:
        reply = _answer(entry("cq.fee", unverified=True, missing="重庆的收费标准"))

        assert reply.notice == texts.UNVERIFIED.format(missing="重庆的收费标准")
        assert reply.notice in reply.text
        assert reply.offer_human

    @pytest.mark.parametrize(("handoff", "offered"), [("never", False), ("offer", True)])
    def test_a_person_is_offered_where_the_entry_says_so(self, handoff: str, offered: bool) -> None:
        assert _answer(entry("refund", handoff=handoff)).offer_human is offered

    @pytest.mark.parametrize("changes", [{"revision": 1}, {"variant": "gone"}])
    def test_a_text_that_changed_meanwhile_is_not_shown(self, changes: dict[str, Any]) -> None:
        reply = _answer(**changes)

        assert reply.outcome == "not_covered"
        assert RICH.variants[0].brief not in reply.text
        assert reply.options == [ShownOption(label="税率有哪些", text="税率有哪些"), TO_HUMAN]


class TestOtherOutcomes:
    def test_a_question_of_ours_is_shown_with_its_options(self) -> None:
        outcome = Ask(
            entry="vat.rates",
            question="税率有哪些",
            fact="taxpayer_type",
            options=[Option(value="small_scale", label="小规模纳税人"), Option(value="general", label="一般纳税人")],
            as_of=TODAY,
            confidence=0.8,
        )
        reply = _renderer(RICH).render(outcome)

        labels = ["小规模纳税人", "一般纳税人", texts.UNSURE]
        assert reply.text.splitlines() == [
            "请问您是小规模纳税人还是一般纳税人？",
            *(f"{number}. {label}" for number, label in enumerate(labels, start=1)),
        ]
        assert [option.text for option in reply.options] == labels
        assert (reply.question, reply.entry, reply.as_of, reply.confidence) == ("税率有哪些", "vat.rates", TODAY, 0.8)

    def test_a_choice_is_shown_by_number_with_the_way_to_a_person(self) -> None:
        reply = _renderer().render(Choose(candidates=_NEAREST))
        assert reply.text.splitlines() == [texts.CHOOSE, "1. 税率有哪些", "2. 转人工"]

    @pytest.mark.parametrize(
        ("outcome", "brief"),
        [
            (NotCovered(why="no_entry"), texts.NOT_COVERED["no_entry"] + texts.NOT_COVERED_ALONE),
            (NotCovered(why="off_subject"), texts.NOT_COVERED["off_subject"] + texts.NOT_COVERED_ALONE),
            (
                NotCovered(why="no_entry", nearest=_NEAREST),
                texts.NOT_COVERED["no_entry"] + texts.NOT_COVERED_NEAREST,
            ),
            (NotCovered(why="unreadable"), texts.NOT_COVERED["unreadable"]),
        ],
    )
    def test_what_is_not_covered_says_the_way_on(self, outcome: NotCovered, brief: str) -> None:
        reply = _renderer().render(outcome)

        assert reply.brief == brief
        assert [option.label for option in reply.options] == [one.question for one in outcome.nearest] + ["转人工"]
        assert reply.offer_human

    @pytest.mark.parametrize("reason", texts.HAND_OFF)
    def test_every_hand_off_says_its_reason(self, reason: str) -> None:
        assert _renderer().render(HandOff(reason=reason)).text == texts.HAND_OFF[reason]

    @pytest.mark.parametrize("reason", texts.REFUSE)
    def test_every_refusal_says_its_reason_and_offers_a_person(self, reason: str) -> None:
        reply = _renderer().render(Refuse(reason=reason))
        assert (reply.text, reply.offer_human) == (texts.REFUSE[reason], True)

    def test_small_talk_is_its_own_text(self) -> None:
        reply = _renderer().render(SmallTalk(name="greet", text="您好！"))
        assert (reply.outcome, reply.text) == ("small_talk", "您好！")

    def test_waiting_offers_the_way_back_and_coming_back_is_said(self) -> None:
        renderer = _renderer()

        assert renderer.waiting_notice().text.splitlines() == [texts.WAITING_NOTICE, f"1. {texts.RETURN_TO_BOT}"]
        assert renderer.returned().text == texts.RETURNED

    def test_the_revision_that_answers_is_told(self) -> None:
        assert _renderer().knowledge_revision == 7

    def test_what_is_no_outcome_is_refused(self) -> None:
        with pytest.raises(TypeError, match="Reply"):
            _renderer()._render(Reply(outcome="answer", brief="？"))


class TestNotInForce:
    def _brief(self, one: Entry, day: date, facts: dict[str, str] | None = None) -> str:
        outcome = NotCovered(why="not_in_force", entry=one.id, as_of=day, facts=facts or {})
        return _renderer(one).render(outcome).brief

    def test_between_two_texts_the_last_and_the_next_day_are_said(self) -> None:
        assert self._brief(ENDED, TODAY).removesuffix(texts.NOT_COVERED_ALONE) == (
            "您问的情形在2026年6月15日没有适用的答复。此前的规定执行到2022年12月31日为止。新的规定自2027年3月1日起执行。"
        )

    def test_before_the_first_text_only_its_beginning_is_said(self) -> None:
        brief = self._brief(ENDED, date(2019, 5, 1))
        assert "自2020年1月1日起执行" in brief
        assert "为止" not in brief

    def test_a_gap_says_why(self) -> None:
        one = entry(
            "vat.rates",
            variant("small", when={"taxpayer_type": "small_scale"}),
            gaps=(gap("一般纳税人另行规定。", taxpayer_type="general"),),
        )
        brief = self._brief(one, TODAY, {"taxpayer_type": "general"})
        assert brief == "一般纳税人另行规定。" + texts.NOT_COVERED_ALONE

    def test_an_entry_that_is_gone_meanwhile_says_only_that_nothing_holds(self) -> None:
        outcome = NotCovered(why="not_in_force", entry="gone", as_of=TODAY)
        assert _renderer().render(outcome).brief == (
            texts.NOT_IN_FORCE.format(day="2026年6月15日") + texts.NOT_COVERED_ALONE
        )


class TestAnotherOffice:
    def test_whom_to_ask_is_said_in_approved_words(self) -> None:
        one = entry("elsewhere.card", variant(brief="社保卡由人社部门办理。"), competence="other_office")
        reply = _renderer(one).render(NotCovered(why="other_office", entry=one.id, as_of=TODAY))

        assert (reply.outcome, reply.brief) == ("not_covered", "社保卡由人社部门办理。")
        assert (reply.entry, reply.revision, reply.variant) == (one.id, one.revision, "now")

    def test_an_entry_that_is_gone_meanwhile_says_that_nothing_is_known(self) -> None:
        reply = _renderer().render(NotCovered(why="other_office", entry="gone", as_of=TODAY))
        assert reply.brief == texts.NOT_COVERED["no_entry"] + texts.NOT_COVERED_ALONE


_EVERY: list[Outcome] = [
    Choose(candidates=_NEAREST),
    NotCovered(why="no_entry", nearest=_NEAREST),
    HandOff(reason="requested"),
    Refuse(reason="fraud"),
    SmallTalk(name="greet", text="您好！"),
]


@pytest.mark.parametrize(
    "reply", [_answer(), *(_renderer().render(one) for one in _EVERY)], ids=lambda one: one.outcome
)
def test_nothing_that_is_shown_is_missing_from_the_plain_text(reply: Reply) -> None:
    shown = [reply.brief, reply.detail, reply.basis, reply.notice, *reply.steps]
    shown += [option.label for option in reply.options]
    shown += [cite.name + (cite.article or "") for cite in reply.citations]

    assert [part for part in shown if part and part not in reply.text] == []


def test_a_day_is_written_as_it_is_in_chinese() -> None:
    assert chinese_day(date(2026, 1, 5)) == "2026年1月5日"
