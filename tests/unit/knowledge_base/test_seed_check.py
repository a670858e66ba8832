"""Each check is found by a seed that breaks just its rule."""

from datetime import date
from typing import Any

import pytest

from knowledge_base.seed.check import BRIEF_LENGTH, SMS_LENGTH, SMS_SIGNATURE, Finding, Level, check_seed, plain
from knowledge_base.seed.files import Seed
from tests.support.seeds import FACT, POLICY, TODAY, entry, seed, variant

SMALL = {"taxpayer_type": "small_scale"}
EVERY = {"taxpayer_type": ["small_scale", "general"]}
GENERAL = {"taxpayer_type": "general"}


def _found(one: Seed) -> list[Finding]:
    return check_seed(one, today=TODAY)


def _split(**of_general: Any) -> dict[str, Any]:
    """Small-scale for ever, general as given."""
    return entry("vat.rates", variant("small", when=SMALL), variant("general", **{"when": GENERAL, **of_general}))


SOUND = [
    pytest.param(seed(entry()), id="one variant for every case"),
    pytest.param(seed(_split()), id="a variant for each value"),
    pytest.param(
        seed(
            entry(
                "vat.rates",
                variant("then", valid_to=date(2023, 1, 1)),
                variant("now", valid_from=date(2023, 1, 1)),
            )
        ),
        id="one variant after the other",
    ),
    pytest.param(
        seed(entry("vat.rates", variant(when=SMALL), gaps=[{"when": GENERAL, "why": "另行规定。"}])),
        id="a case that a gap excuses",
    ),
    pytest.param(
        seed(
            entry(
                "vat.rates",
                variant("then", valid_to=date(2022, 1, 1)),
                variant("now", valid_from=date(2023, 1, 1)),
                gaps=[{"when": {}, "since": date(2022, 1, 1), "until": date(2023, 1, 1), "why": "当年停止执行。"}],
            )
        ),
        id="a year that a gap excuses",
    ),
    pytest.param(
        seed(entry("vat.rates", variant(sms="短" * (SMS_LENGTH - len(SMS_SIGNATURE)), brief="简" * BRIEF_LENGTH))),
        id="texts of just the longest length",
    ),
    pytest.param(
        seed(entry(), entry("cq.vat.rates", overrides="vat.rates", jurisdiction="CN-50", near=["vat.rates"])),
        id="a local entry that overrides another",
    ),
    pytest.param(
        seed(entry("vat.rates", variant(must_mention=["13 %", "９%"]))),
        id="a point written with other spaces and widths",
    ),
]


@pytest.mark.parametrize("one", SOUND)
def test_a_sound_seed_has_no_findings(one: Seed) -> None:
    assert _found(one) == []


BROKEN = [
    pytest.param(seed(entry(), policies=[POLICY, POLICY]), "unique", "vat-law", id="a policy twice"),
    pytest.param(seed(entry(), facts=[FACT, FACT]), "unique", "taxpayer_type", id="a fact twice"),
    pytest.param(
        seed(entry("vat.a"), entry("vat.a", question="别的问法", similar=["一二三四五六七", *"abcdefg"])),
        "unique",
        "vat.a",
        id="an entry twice",
    ),
    pytest.param(
        seed(entry("vat.rates", variant("v", when=SMALL), variant("v", when=GENERAL))),
        "unique",
        "vat.rates",
        id="a variant twice",
    ),
    pytest.param(
        seed(entry(), policies=[{**POLICY, "replaced_by": ["nowhere"]}]), "policy", "vat-law", id="no such successor"
    ),
    pytest.param(
        seed(
            entry(),
            policies=[POLICY, {**POLICY, "id": "p2", "effective_to": date(2019, 1, 1)}],
        ),
        "policy",
        "p2",
        id="a policy that ends before it begins",
    ),
    pytest.param(seed(entry(near=["vat.nowhere"])), "near", "vat.rates", id="no such neighbour"),
    pytest.param(seed(entry(near=["vat.rates"])), "near", "vat.rates", id="its own neighbour"),
    pytest.param(seed(entry(overrides="vat.nowhere")), "overrides", "vat.rates", id="overrides nothing"),
    pytest.param(
        seed(entry("vat.rates", variant(when={"taxpayer_type": ["small_scale", "general", "huge"]}))),
        "facts",
        "vat.rates",
        id="no such value",
    ),
    pytest.param(seed(entry("vat.rates", variant(when={"mood": "good"}))), "facts", "vat.rates", id="no such fact"),
    pytest.param(
        seed(entry(gaps=[{"when": {"mood": "good"}, "why": "?"}])), "facts", "vat.rates", id="no such fact in a gap"
    ),
    pytest.param(
        seed(entry("vat.rates", variant(when=EVERY), competence="other_office")),
        "competence",
        "vat.rates",
        id="another office's matter that hangs on a fact",
    ),
    pytest.param(
        seed(entry("vat.rates", variant(cites=[{"policy": "nowhere"}]))),
        "citation",
        "vat.rates/now",
        id="no such policy",
    ),
    pytest.param(
        seed(entry("vat.rates", variant(valid_from=date(2019, 12, 31)))),
        "citation",
        "vat.rates/now",
        id="older than its policy",
    ),
    pytest.param(
        seed(entry(), policies=[{**POLICY, "effective_to": date(2030, 1, 1)}]),
        "citation",
        "vat.rates/now",
        id="for ever on a policy that ends",
    ),
    pytest.param(
        seed(
            entry("vat.rates", variant(valid_to=date(2030, 1, 2))),
            policies=[{**POLICY, "effective_to": date(2030, 1, 1)}],
        ),
        "citation",
        "vat.rates/now",
        id="a day longer than its policy",
    ),
    pytest.param(
        seed(entry("vat.rates", variant(must_mention=["13%", "免税"]))),
        "must_mention",
        "vat.rates/now",
        id="a point that is not made",
    ),
    pytest.param(
        seed(entry("vat.rates", variant(brief="长" * (BRIEF_LENGTH + 1)))), "brief", "vat.rates/now", id="a long brief"
    ),
    pytest.param(
        seed(entry("vat.rates", variant(sms="长" * (SMS_LENGTH - len(SMS_SIGNATURE) + 1)))),
        "sms",
        "vat.rates/now",
        id="a long SMS",
    ),
    pytest.param(
        seed(_split(valid_from=date(2023, 1, 1), when={})), "overlap", "vat.rates", id="two variants for one case"
    ),
    pytest.param(
        seed(
            entry(
                "vat.rates",
                variant("then", valid_to=date(2023, 1, 2)),
                variant("now", valid_from=date(2023, 1, 1)),
            )
        ),
        "overlap",
        "vat.rates",
        id="one day too long",
    ),
    pytest.param(seed(entry("vat.rates", variant(when=SMALL))), "gap", "vat.rates", id="a case without an answer"),
    pytest.param(seed(entry("vat.rates", variant(valid_to=TODAY))), "gap", "vat.rates", id="nothing from today on"),
    pytest.param(seed(entry("vat.rates", variant(valid_from=date(2026, 6, 16)))), "gap", "vat.rates", id="nothing yet"),
    pytest.param(
        seed(
            entry(
                "vat.rates",
                variant("then", valid_to=date(2022, 12, 31)),
                variant("now", valid_from=date(2023, 1, 1)),
            )
        ),
        "gap",
        "vat.rates",
        id="a day between",
    ),
    pytest.param(
        seed(
            entry(
                "vat.rates",
                variant(valid_to=date(2026, 1, 1)),
                gaps=[{"when": {}, "until": TODAY, "why": "去年停止执行。"}],
            )
        ),
        "gap",
        "vat.rates",
        id="a gap that is over",
    ),
    pytest.param(
        seed(
            entry(
                "vat.rates",
                variant(valid_to=date(2026, 1, 1)),
                gaps=[{"when": {}, "since": date(2026, 6, 16), "why": "明天起停止执行。"}],
            )
        ),
        "gap",
        "vat.rates",
        id="a gap that has not begun",
    ),
    pytest.param(
        seed(
            entry(
                "vat.rates",
                variant(valid_to=date(2026, 1, 1)),
                gaps=[{"when": SMALL, "why": "小规模纳税人另行规定。"}],
            )
        ),
        "gap",
        "vat.rates",
        id="a gap for some of those who are not told",
    ),
    pytest.param(
        seed(entry(), entry("vat.b", question="VAT.RATES 这一条的标准问法,是什么?")),
        "question",
        "vat.rates",
        id="one question for two entries",
    ),
    pytest.param(
        seed(entry(similar=["税率", "税率？", *"abcdef"])), "question", "vat.rates", id="one question twice in an entry"
    ),
]


@pytest.mark.parametrize(("one", "check", "where"), BROKEN)
def test_a_broken_rule_is_found_as_an_error_and_nothing_else_is(one: Seed, check: str, where: str) -> None:
    findings = _found(one)

    assert {(finding.level, finding.check, finding.where) for finding in findings} == {(Level.error, check, where)}
    assert all(finding.what for finding in findings)


WARNED = [
    pytest.param(seed(entry(review_by=date(2026, 6, 14))), "review", "vat.rates", id="a review that is due"),
    pytest.param(
        seed(
            entry("vat.a", similar=["小规模纳税人季度销售额不超过三十万元还要不要交增值税", *"abcdefg"]),
            entry("vat.b", similar=["小规模纳税人季度销售额不超过三十万元还要不要交增值税呢", *"hijklmn"]),
        ),
        "near_duplicate",
        "vat.b",
        id="nearly the same question of another entry",
    ),
]


@pytest.mark.parametrize(("one", "check", "where"), WARNED)
def test_what_may_be_meant_so_is_only_a_warning(one: Seed, check: str, where: str) -> None:
    assert [(finding.level, finding.check, finding.where) for finding in _found(one)] == [(Level.warning, check, where)]


def test_alike_questions_of_one_entry_are_welcome() -> None:
    alike = [f"小规模纳税人季度销售额不超过三十万元还要不要交增值税{tail}" for tail in ("", "呢", "吗")]
    assert _found(seed(entry(similar=[*alike, *"abcde"]))) == []


def test_a_review_that_is_due_today_is_not_late() -> None:
    assert _found(seed(entry(review_by=TODAY))) == []


def test_errors_stand_before_warnings_and_name_their_place() -> None:
    late_and_wrong = entry("vat.a", variant(must_mention=["免税"]), review_by=date(2020, 1, 1))
    findings = [str(finding) for finding in _found(seed(late_and_wrong))]

    assert findings == [
        "error must_mention vat.a/now: “免税” does not stand in the answer",
        "warning review vat.a: was due for review on 2020-01-01",
    ]


def test_every_combination_of_two_facts_is_looked_at() -> None:
    period = {
        "id": "filing_period",
        "label": "申报周期",
        "ask": "按月还是按季？",
        "options": [{"value": "monthly", "label": "按月"}, {"value": "quarterly", "label": "按季"}],
    }
    variants = [
        variant("a", when={**SMALL, "filing_period": "monthly"}),
        variant("b", when={**SMALL, "filing_period": "quarterly"}),
        variant("c", when={**GENERAL, "filing_period": "monthly"}),
    ]
    [finding] = _found(seed(entry("vat.a", *variants), facts=[FACT, period]))

    assert finding.check == "gap"
    assert "filing_period=quarterly, taxpayer_type=general" in finding.what


@pytest.mark.parametrize(
    ("text", "same"),
    [("增值税 税率？", "增值税税率"), ("ＶＡＴ", "vat"), ("13％", "13%"), ("3‰", "3‰"), ("1,000.50", "1000.50")],
)
def test_texts_are_compared_without_width_case_and_punctuation(text: str, same: str) -> None:
    assert plain(text) == same
