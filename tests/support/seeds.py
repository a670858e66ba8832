"""Makes seed content for tests: a sound seed, from which each test departs in one point."""

from datetime import date
from typing import Any

from knowledge_base.seed.files import Seed
from knowledge_base.seed.schemas import SeedFact, SeedPolicy, TopicFile

TODAY = date(2026, 6, 15)

POLICY: dict[str, Any] = {
    "id": "vat-law",
    "number": "中华人民共和国主席令第四十一号",
    "title": "中华人民共和国增值税法",
    "issuer": "全国人民代表大会常务委员会",
    "issued_on": date(2024, 12, 25),
    "effective_from": date(2020, 1, 1),
    "status": "in_force",
}
FACT: dict[str, Any] = {
    "id": "taxpayer_type",
    "label": "纳税人类型",
    "ask": "请问您是小规模纳税人还是一般纳税人？",
    "options": [
        {"value": "small_scale", "label": "小规模纳税人", "words": ["小规模"]},
        {"value": "general", "label": "一般纳税人"},
    ],
}
AREA: dict[str, Any] = {
    "id": "home_area",
    "label": "住房面积",
    "ask": "请问住房的建筑面积是否超过140平方米？",
    "options": [
        {"value": "up_to_140", "label": "140平方米及以下", "measure": {"units": ["平"], "max": 140}},
        {"value": "over_140", "label": "超过140平方米", "measure": {"units": ["平"], "above": 140}},
    ],
}


def variant(id: str = "now", **changes: Any) -> dict[str, Any]:
    return {
        "id": id,
        "when": {},
        "valid_from": date(2020, 1, 1),
        "brief": "一般适用13%的税率。",
        "detail": "销售货物适用13%的税率，另有9%和6%。",
        "steps": ["确定应税交易的种类。"],
        "sms": "一般适用13%的税率。",
        "must_mention": ["13%"],
        "cites": [{"policy": "vat-law", "article": "第十条"}],
        **changes,
    }


def entry(id: str = "vat.rates", *variants: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "id": id,
        "question": f"{id}这一条的标准问法是什么",
        "similar": [f"{id}的相似问法{letter * 3}" for letter in "甲乙丙丁戊己庚辛"],
        "review_by": date(2027, 1, 1),
        "verified": {"on": date(2026, 6, 1), "status": "verified", "basis": "国家税务总局政策法规库"},
        "variants": list(variants) or [variant()],
        **changes,
    }


def topic(*entries: dict[str, Any], id: str = "vat", title: str = "增值税") -> dict[str, Any]:
    return {"topic": id, "title": title, "entries": list(entries)}


def seed(
    *entries: dict[str, Any],
    policies: list[dict[str, Any]] | None = None,
    facts: list[dict[str, Any]] | None = None,
    topics: list[dict[str, Any]] | None = None,
) -> Seed:
    """The entries, in one topic, with one policy and one fact unless others are given."""
    return Seed(
        policies=[SeedPolicy(**one) for one in ([POLICY] if policies is None else policies)],
        facts=[SeedFact(**one) for one in ([FACT] if facts is None else facts)],
        topics=[TopicFile(**one) for one in (topics or [topic(*entries)])],
    )
