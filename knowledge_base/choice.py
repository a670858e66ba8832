"""Chooses the variant of an entry that the known facts call for, or names the one fact that is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge_base.domain import Entry, Variant
from knowledge_base.validity import in_force


@dataclass(frozen=True, slots=True)
class Chosen:
    variant: Variant
    facts: Mapping[str, str]
    """The known facts that the choice rests on."""


@dataclass(frozen=True, slots=True)
class FactMissing:
    fact: str


@dataclass(frozen=True, slots=True)
class NotInForce:
    """No variant holds for these facts on this day."""

    last: Variant | None
    """The newest that did hold before."""
    first: Variant | None
    """The next that will."""
    gap: str | None
    """Why the entry deliberately leaves this case out."""


Choice = Chosen | FactMissing | NotInForce


def choose_variant(entry: Entry, *, facts: Mapping[str, str], as_of: date) -> Choice:
    """Pick the variant in force on ``as_of`` for these facts; ask for the fact that narrows it down most.

    A variant is chosen only when every fact it depends on is known: silence is not a fact.
    """
    fitting = [variant for variant in entry.variants if fits(variant, facts)]
    alive = [variant for variant in fitting if in_force(variant, as_of)]
    if not alive:
        return _not_in_force(entry, fitting, facts=facts, as_of=as_of)
    missing = {name for variant in alive for name in variant.when if name not in facts}
    if missing:
        # The fact that leaves the fewest variants in its worst case; ties break on the name.
        return FactMissing(min(missing, key=lambda name: (_worst_case(alive, name), name)))
    variant = alive[0]
    return Chosen(variant, {name: facts[name] for name in variant.when})


def fits(variant: Variant, facts: Mapping[str, str]) -> bool:
    """No known fact speaks against the variant."""
    return all(name not in facts or facts[name] in values for name, values in variant.when.items())


def _worst_case(alive: Sequence[Variant], fact: str) -> int:
    values = {value for variant in alive for value in variant.when.get(fact, ())}
    return max(sum(fits(variant, {fact: value}) for variant in alive) for value in values)


def _not_in_force(entry: Entry, fitting: Sequence[Variant], *, facts: Mapping[str, str], as_of: date) -> NotInForce:
    past = [variant for variant in fitting if variant.valid_to is not None and variant.valid_to <= as_of]
    future = [variant for variant in fitting if variant.valid_from > as_of]
    return NotInForce(
        last=max(past, key=lambda variant: variant.valid_to or date.min, default=None),
        first=min(future, key=lambda variant: variant.valid_from, default=None),
        gap=next((gap.why for gap in entry.gaps if gap.covers(facts, as_of)), None),
    )
