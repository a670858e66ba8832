"""Makes knowledge for tests, in which only what a test is about has to be said."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from knowledge_base.domain import Citation, Entry, Fact, FactOption, Gap, Knowledge, Measure, Policy, Variant

VAT_LAW = Policy(
    id="vat-law",
    number="中华人民共和国主席令第四十一号",
    title="中华人民共和国增值税法",
    issuer="全国人民代表大会常务委员会",
    issued_on=date(2024, 12, 25),
    effective_from=date(2026, 1, 1),
    effective_to=None,
    status="in_force",
    replaced_by=(),
    url="https://example.invalid/vat-law",
    sure=True,
)

TAXPAYER_TYPE = Fact(
    id="taxpayer_type",
    label="纳税人类型",
    ask="请问您是小规模纳税人还是一般纳税人？",
    options=(
        FactOption("small_scale", "小规模纳税人", ("小规模", "小规模企业"), None),
        FactOption("general", "一般纳税人", ("一般人企业",), None),
    ),
)
FILING_PERIOD = Fact(
    id="filing_period",
    label="申报周期",
    ask="请问您是按月申报还是按季申报？",
    options=(FactOption("monthly", "按月", ("月报",), None), FactOption("quarterly", "按季", ("季报",), None)),
)
_SQUARE_METRES = ("平方米", "平米", "平")
HOME_AREA = Fact(
    id="home_area",
    label="住房面积",
    ask="请问住房的建筑面积是否超过140平方米？",
    options=(
        FactOption("up_to_140", "140平方米及以下", (), Measure(_SQUARE_METRES, 140, None)),
        FactOption("over_140", "超过140平方米", (), Measure(_SQUARE_METRES, None, 140)),
    ),
)
HOME_HELD = Fact(
    id="home_held",
    label="持有年限",
    ask="请问这套住房购买满2年了吗？",
    options=(
        FactOption("under_2_years", "不满2年", ("不满两年",), None),
        FactOption("from_2_years", "满2年", ("满两年", "满五唯一", "满五年"), None),
    ),
)
ONLY_HOME = Fact(
    id="only_home",
    label="是否满五唯一",
    ask="请问这套住房是否满五唯一？",
    options=(
        FactOption("yes", "满五唯一", (), None),
        FactOption("no", "不是满五唯一", ("不唯一",), None),
    ),
)
ENTITY = Fact(
    id="entity",
    label="经营主体",
    ask="请问是公司还是个体工商户？",
    options=(
        FactOption("company", "公司(企业)", ("有限公司", "公司"), None),
        FactOption("sole_trader", "个体工商户", ("个体户",), None),
    ),
)
FACTS = {fact.id: fact for fact in (TAXPAYER_TYPE, FILING_PERIOD, HOME_AREA, HOME_HELD, ONLY_HOME, ENTITY)}


def when_of(when: Mapping[str, str | Iterable[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset([values] if isinstance(values, str) else values) for name, values in when.items()}


def variant(id: str = "now", *, when: Mapping[str, str | Iterable[str]] | None = None, **changes: Any) -> Variant:
    values: dict[str, Any] = {
        "id": id,
        "when": when_of(when or {}),
        "valid_from": date(2026, 1, 1),
        "valid_to": None,
        "brief": f"{id}的简要答复。",
        "detail": f"{id}的详细说明。",
        "steps": (),
        "sms": "短信答复。",
        "must_mention": (),
        "citations": (Citation(VAT_LAW, "第十条"),),
    }
    return Variant(**{**values, **changes})


def gap(why: str, *, since: date | None = None, until: date | None = None, **when: str) -> Gap:
    return Gap(when_of(when), since, until, why)


def entry(id: str = "vat.rates", *variants: Variant, **changes: Any) -> Entry:
    values: dict[str, Any] = {
        "id": id,
        "topic": "vat",
        "jurisdiction": "CN",
        "overrides": None,
        "revision": 2,
        "question": f"{id}怎么办",
        "similar": (),
        "near": (),
        "handoff": "never",
        "competence": "ours",
        "review_by": date(2027, 1, 1),
        "unverified": False,
        "missing": None,
        "gaps": (),
        "variants": variants or (variant(),),
    }
    return Entry(**{**values, **changes})


def knowledge(*entries: Entry, revision: int = 7) -> Knowledge:
    return Knowledge(
        revision=revision,
        entries={one.id: one for one in entries},
        facts=FACTS,
        topics={"vat": "增值税"},
        policies={VAT_LAW.id: VAT_LAW},
    )
