"""Validity and the choice of a variant, against a second implementation that enumerates days and cases."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from knowledge_base.choice import Choice, Chosen, FactMissing, NotInForce, choose_variant
from knowledge_base.domain import Entry, Variant
from knowledge_base.validity import in_force
from tests.support.entries import entry, gap, variant

FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(12)]
VALUES = {"type": ("small", "general", "person"), "period": ("month", "quarter"), "size": ("small", "large")}
CASES = [dict(zip(VALUES, values, strict=True)) for values in product(*VALUES.values())]
NAMES = sorted(VALUES)

days = st.sampled_from(DAYS)
facts = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in VALUES.items()})


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, set[str]]:
    """Each named fact keeps some of its values, never all: a condition says something."""
    names = draw(st.sets(st.sampled_from(NAMES), max_size=2))
    return {
        name: draw(st.sets(st.sampled_from(VALUES[name]), min_size=1, max_size=len(VALUES[name]) - 1)) for name in names
    }


@st.composite
def variants(draw: st.DrawFn, id: str) -> Variant:
    begins = draw(days)
    lasts = draw(st.none() | st.integers(1, 6))
    ends = None if lasts is None else begins + timedelta(days=lasts)
    return variant(id, when=draw(conditions()), valid_from=begins, valid_to=ends)


@st.composite
def any_entries(draw: st.DrawFn) -> Entry:
    count = draw(st.integers(1, 5))
    return entry("e", *(draw(variants(f"v{number}")) for number in range(count)))


# --- The oracle: a variant is the set of the (case, day) pairs that it answers.


def _cases_of(variant: Variant) -> list[int]:
    return [
        number
        for number, case in enumerate(CASES)
        if not any(case[name] not in values for name, values in variant.when.items())
    ]


def _days_of(variant: Variant) -> set[date]:
    day, found = variant.valid_from, set()
    while day != variant.valid_to and day <= DAYS[-1] + timedelta(days=10):
        found.add(day)
        day += timedelta(days=1)
    return found


def _possible(known: Mapping[str, str]) -> list[int]:
    return [number for number, case in enumerate(CASES) if known.items() <= case.items()]


def _depends_on(variant: Variant, name: str) -> bool:
    """Two cases that differ in this fact alone are answered differently."""
    answered = _cases_of(variant)
    others = [[CASES[number][other] for other in NAMES if other != name] for number in answered]
    return any(
        number not in answered and [case[other] for other in NAMES if other != name] in others
        for number, case in enumerate(CASES)
    )


def _oracle(entry: Entry, known: Mapping[str, str], day: date) -> tuple[str, set[str]]:
    """The kind of the choice, and every id or fact that would be right."""
    alive = [one for one in entry.variants if set(_cases_of(one)) & set(_possible(known)) and day in _days_of(one)]
    if not alive:
        return "not_in_force", set()
    unknown = {name for one in alive for name in NAMES if name not in known and _depends_on(one, name)}
    if not unknown:
        return "chosen", {alive[0].id}
    left = {
        name: max(
            sum(bool(set(_cases_of(one)) & set(_possible({name: value}))) for one in alive) for value in VALUES[name]
        )
        for name in unknown
    }
    return "missing", {name for name in unknown if left[name] == min(left.values())}


def _told(choice: Choice) -> tuple[str, str | None]:
    match choice:
        case Chosen(chosen, _):
            return "chosen", chosen.id
        case FactMissing(fact):
            return "missing", fact
        case NotInForce():
            return "not_in_force", None


@given(variants("v"), days)
def test_a_variant_is_in_force_on_exactly_its_days(one: Variant, day: date) -> None:
    assert in_force(one, day) == (day in _days_of(one))


@given(any_entries(), facts, days)
def test_the_choice_is_what_enumerating_every_case_and_day_gives(one: Entry, known: dict[str, str], day: date) -> None:
    kind, right = _oracle(one, known, day)
    told, name = _told(choose_variant(one, facts=known, as_of=day))

    assert told == kind
    if kind == "missing":
        assert name == min(right)
    elif kind == "chosen":
        assert {name} == right


@given(any_entries(), facts, days)
def test_what_is_chosen_is_in_force_and_rests_only_on_known_facts(one: Entry, known: dict[str, str], day: date) -> None:
    choice = choose_variant(one, facts=known, as_of=day)
    if isinstance(choice, Chosen):
        assert in_force(choice.variant, day)
        assert choice.facts == {name: known[name] for name in choice.variant.when}
        assert all(value in choice.variant.when[name] for name, value in choice.facts.items())


@st.composite
def tidy_entries(draw: st.DrawFn) -> Entry:
    """Variants that split the values of one fact between them, each in stretches of time: never two at once."""
    name = draw(st.sampled_from(NAMES))
    made = []
    for value in VALUES[name]:
        cuts = sorted(draw(st.sets(days, min_size=1, max_size=4)))
        ends: list[date | None] = [*cuts[1:], None]
        for begins, end in zip(cuts, ends, strict=True):
            made.append(variant(f"{value}-{begins}", when={name: value}, valid_from=begins, valid_to=end))
    return entry("e", *draw(st.permutations(made)))


@given(tidy_entries(), st.sampled_from(CASES), days)
def test_answering_what_is_asked_ends_where_saying_everything_at_once_ends(
    one: Entry, case: dict[str, str], day: date
) -> None:
    known: dict[str, str] = {}
    asked = list(_asked(one, case, known, day))

    assert len(asked) == len(set(asked)) <= len(VALUES)
    assert _told(choose_variant(one, facts=known, as_of=day)) == _told(choose_variant(one, facts=case, as_of=day))


def _asked(one: Entry, case: Mapping[str, str], known: dict[str, str], day: date) -> Iterator[str]:
    while isinstance(choice := choose_variant(one, facts=known, as_of=day), FactMissing):
        known[choice.fact] = case[choice.fact]
        yield choice.fact


@st.composite
def scattered_entries(draw: st.DrawFn) -> Entry:
    """Short variants with holes between them."""
    made = []
    for number, begins in enumerate(draw(st.sets(days, min_size=2, max_size=5))):
        ends = begins + timedelta(days=draw(st.integers(1, 2)))
        made.append(variant(f"v{number}", when=draw(conditions()), valid_from=begins, valid_to=ends))
    return entry("e", *draw(st.permutations(made)))


@given(scattered_entries(), facts, days)
def test_when_nothing_holds_the_nearest_before_and_after_are_told(one: Entry, known: dict[str, str], day: date) -> None:
    choice = choose_variant(one, facts=known, as_of=day)
    assume(isinstance(choice, NotInForce))
    fitting = [other for other in one.variants if set(_cases_of(other)) & set(_possible(known))]
    ended = [max(_days_of(other)) for other in fitting if max(_days_of(other)) < day]
    begins = [min(_days_of(other)) for other in fitting if min(_days_of(other)) > day]

    assert (choice.last and max(_days_of(choice.last))) == max(ended, default=None)
    assert (choice.first and min(_days_of(choice.first))) == min(begins, default=None)


TWO_TYPES = entry(
    "vat.rates",
    variant("small", when={"type": "small"}),
    variant("general", when={"type": ("general", "person")}),
)


def test_silence_is_not_a_fact() -> None:
    assert choose_variant(TWO_TYPES, facts={}, as_of=FIRST) == FactMissing("type")
    assert choose_variant(entry("e", variant("small", when={"type": "small"})), facts={}, as_of=FIRST) == FactMissing(
        "type"
    )


def test_a_fact_that_decides_nothing_is_not_mentioned() -> None:
    choice = choose_variant(TWO_TYPES, facts={"type": "person", "size": "large"}, as_of=FIRST)
    assert choice == Chosen(TWO_TYPES.variants[1], {"type": "person"})


def test_a_variant_of_another_time_asks_for_nothing() -> None:
    one = entry(
        "e",
        variant("old", when={"type": "small"}, valid_from=date(2020, 1, 1), valid_to=date(2023, 1, 1)),
        variant("now", valid_from=date(2023, 1, 1)),
    )
    assert choose_variant(one, facts={}, as_of=FIRST) == Chosen(one.variants[1], {})
    assert choose_variant(one, facts={}, as_of=date(2022, 12, 31)) == FactMissing("type")


def test_the_fact_that_leaves_fewest_at_worst_is_asked_for_first() -> None:
    one = entry(
        "e",
        variant("a", when={"type": "small", "period": "month", "size": "small"}),
        variant("b", when={"type": "small", "period": "month", "size": "large"}),
        variant("c", when={"type": "small", "period": "quarter"}),
        variant("d", when={"type": "general", "period": "quarter"}),
    )
    # The period leaves two whatever is said; the type might leave one, but also three.
    assert choose_variant(one, facts={}, as_of=FIRST) == FactMissing("period")


@pytest.mark.parametrize(
    ("known", "day", "why"),
    [
        ({"type": "person"}, FIRST, "自然人另行规定。"),
        ({"type": "small"}, FIRST, None),
        ({}, FIRST, None),
        ({"type": "person"}, date(2025, 6, 30), None),
        ({"type": "person"}, date(2026, 6, 30), None),
    ],
)
def test_a_gap_says_why_for_its_facts_and_its_days_only(known: dict[str, str], day: date, why: str | None) -> None:
    one = entry(
        "e",
        variant("past", valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1)),
        gaps=(gap("自然人另行规定。", since=date(2025, 7, 1), until=date(2026, 6, 30), type="person"),),
    )
    choice = choose_variant(one, facts=known, as_of=day)

    assert isinstance(choice, NotInForce)
    assert choice.gap == why
