"""Knowledge as the rest of the service sees it: immutable, complete, without a database behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Policy:
    id: str
    number: str
    title: str
    issuer: str
    issued_on: date | None
    effective_from: date
    effective_to: date | None
    status: str
    replaced_by: tuple[str, ...]
    url: str | None
    sure: bool


@dataclass(frozen=True, slots=True)
class Citation:
    policy: Policy
    article: str | None


@dataclass(frozen=True, slots=True)
class Variant:
    """One approved answer, for the facts in ``when`` (each with the values it holds for) and its days."""

    id: str
    when: Mapping[str, frozenset[str]]
    valid_from: date
    valid_to: date | None
    brief: str
    detail: str
    steps: tuple[str, ...]
    sms: str
    must_mention: tuple[str, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A case that an entry deliberately does not answer, and why."""

    when: Mapping[str, frozenset[str]]
    since: date | None
    until: date | None
    why: str

    def covers(self, facts: Mapping[str, str], as_of: date) -> bool:
        in_time = (self.since is None or self.since <= as_of) and (self.until is None or as_of < self.until)
        return in_time and all(facts.get(name) in values for name, values in self.when.items())


@dataclass(frozen=True, slots=True)
class Entry:
    """A published revision of an entry."""

    id: str
    topic: str
    jurisdiction: str
    overrides: str | None
    revision: int
    question: str
    similar: tuple[str, ...]
    near: tuple[str, ...]
    handoff: str
    competence: str
    review_by: date
    unverified: bool
    missing: str | None
    gaps: tuple[Gap, ...]
    variants: tuple[Variant, ...]

    def variant(self, variant_id: str) -> Variant | None:
        return next((variant for variant in self.variants if variant.id == variant_id), None)


@dataclass(frozen=True, slots=True)
class Measure:
    units: tuple[str, ...]
    max: float | None
    above: float | None


@dataclass(frozen=True, slots=True)
class FactOption:
    value: str
    label: str
    words: tuple[str, ...]
    measure: Measure | None


@dataclass(frozen=True, slots=True)
class Fact:
    id: str
    label: str
    ask: str
    options: tuple[FactOption, ...]

    def option(self, value: str) -> FactOption | None:
        return next((option for option in self.options if option.value == value), None)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that is published, at one revision of the knowledge."""

    revision: int
    entries: Mapping[str, Entry]
    facts: Mapping[str, Fact]
    topics: Mapping[str, str]
    policies: Mapping[str, Policy] = field(default_factory=dict)
