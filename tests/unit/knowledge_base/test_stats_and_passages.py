"""What the seed covers is counted; what an entry can be found by is listed."""

from datetime import date

from knowledge_base.domain import Citation
from knowledge_base.passages import passages_of
from knowledge_base.stats import stats_of
from retrieval.ports import Passage, Role
from tests.support import entries, seeds

UNVERIFIED = {"on": date(2026, 6, 1), "status": "unverified", "basis": "热线记录", "missing": "公布的标准"}

CHECKED_TWICE = {"on": date(2026, 6, 1), "status": "verified", "basis": "税法", "second_pass": date(2026, 6, 2)}


def test_the_seed_is_counted_as_a_whole_and_by_topic() -> None:
    seed = seeds.seed(
        topics=[
            seeds.topic(
                seeds.entry("vat.a", verified=UNVERIFIED),
                seeds.entry("vat.b", seeds.variant("v1"), seeds.variant("v2"), similar=[str(n) for n in range(11)]),
            ),
            seeds.topic(
                seeds.entry("iit.a", review_by=date(2026, 6, 14), verified=CHECKED_TWICE), id="iit", title="个人所得税"
            ),
            seeds.topic(id="empty", title="还没有内容"),
        ]
    )
    stats = stats_of(seed, today=seeds.TODAY)

    assert stats.model_dump() == {
        "entries": 3,
        "policies": 1,
        "variants": 4,
        "similar_min": 8,
        "unverified": 1,
        "once_checked": 2,
        "past_review": 1,
        "by_topic": {
            "vat": {
                "title": "增值税",
                "entries": 2,
                "similar": 19,
                "similar_min": 8,
                "variants": 3,
                "unverified": 1,
                "once_checked": 2,
                "past_review": 0,
            },
            "iit": {
                "title": "个人所得税",
                "entries": 1,
                "similar": 8,
                "similar_min": 8,
                "variants": 1,
                "unverified": 0,
                "once_checked": 0,
                "past_review": 1,
            },
        },
    }


def test_an_empty_seed_counts_nothing() -> None:
    stats = stats_of(seeds.seed(policies=[]), today=seeds.TODAY)
    assert (stats.entries, stats.policies, stats.variants, stats.similar_min, stats.by_topic) == (0, 0, 0, 0, {})


def test_an_entry_is_found_by_its_questions_its_answers_and_its_documents() -> None:
    twice_cited = (Citation(entries.VAT_LAW, "第十条"), Citation(entries.VAT_LAW, "第十一条"))
    one = entries.entry(
        "vat.rates",
        entries.variant("now", brief="13%。", detail="另有9%。", steps=("先确定种类。",), citations=twice_cited),
        question="税率有哪些",
        similar=("税点多少", "几个点"),
    )
    assert list(passages_of(entries.knowledge(one))) == [
        Passage("vat.rates#q", "vat.rates", "税率有哪些", Role.question),
        Passage("vat.rates#s0", "vat.rates", "税点多少", Role.similar),
        Passage("vat.rates#s1", "vat.rates", "几个点", Role.similar),
        Passage("vat.rates#b.now", "vat.rates", "13%。\n另有9%。\n先确定种类。", Role.body),
        Passage("vat.rates#d", "vat.rates", entries.VAT_LAW.number, Role.body),
    ]
