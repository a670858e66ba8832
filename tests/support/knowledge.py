"""A small published knowledge: one entry with a citation, one fact."""

from datetime import date

from knowledge_base.domain import Citation, Entry, Fact, FactOption, Knowledge, Policy, Variant

_POLICY = Policy(
    id="vat-law",
    number="中华人民共和国主席令第四十一号",
    title="中华人民共和国增值税法",
    issuer="全国人民代表大会常务委员会",
    issued_on=date(2024, 12, 25),
    effective_from=date(2026, 1, 1),
    effective_to=None,
    status="in_force",
    replaced_by=(),
    url=None,
    sure=True,
)
_VARIANT = Variant(
    id="now",
    when={},
    valid_from=date(2026, 1, 1),
    valid_to=None,
    brief="增值税税率有13%、9%、6%和零税率。",
    detail="销售货物一般适用13%的税率。",
    steps=("确定应税交易的种类。", "按种类选择税率。"),
    sms="",
    must_mention=(),
    citations=(Citation(_POLICY, "第十条"),),
)
_ENTRY = Entry(
    id="vat.rates",
    topic="vat",
    jurisdiction="CN",
    overrides=None,
    revision=2,
    question="增值税税率有哪些",
    similar=(),
    near=(),
    handoff="offer",
    competence="ours",
    review_by=date(2027, 1, 1),
    unverified=False,
    missing=None,
    gaps=(),
    variants=(_VARIANT,),
)
_FACT = Fact(
    id="taxpayer_type",
    label="纳税人类型",
    ask="您是小规模纳税人还是一般纳税人？",
    options=(
        FactOption("small_scale", "小规模纳税人", ("小规模",), None),
        FactOption("general", "一般纳税人", (), None),
    ),
)

KNOWLEDGE = Knowledge(revision=7, entries={_ENTRY.id: _ENTRY}, facts={_FACT.id: _FACT}, topics={"vat": "增值税"})
