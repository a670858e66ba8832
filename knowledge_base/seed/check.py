"""The checks that every seed must pass before it may be imported."""

import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge_base.seed.files import Seed
from knowledge_base.seed.schemas import Competence, SeedEntry, SeedFact, SeedPolicy, SeedVariant

# One message holds 70 characters; 3 are kept as a reserve, and the signature counts (docs: channels, SMS).
SMS_SIGNATURE = "【税答】"
SMS_LENGTH = 67
BRIEF_LENGTH = 80
# Two questions of different entries that share this part of their character pairs are too close to keep apart.
NEAR_DUPLICATE = 0.88


class Level(StrEnum):
    error = "error"
    warning = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    level: Level
    check: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.level} {self.check} {self.where}: {self.what}"


def check_seed(seed: Seed, *, today: date) -> list[Finding]:
    """Everything that is wrong with the seed, errors first."""
    policies = {policy.id: policy for policy in seed.policies}
    facts = {fact.id: fact for fact in seed.facts}
    known = {entry.id for _, entry in seed.entries()}
    findings = [*_unique_ids(seed), *_policy_chains(policies), *_questions(seed)]
    for _, entry in seed.entries():
        findings += _references(entry, known, facts)
        findings += _signpost(entry)
        findings += _citations(entry, policies)
        findings += _texts(entry)
        findings += _coverage(entry, facts, today)
        if entry.review_by < today:
            findings.append(Finding(Level.warning, "review", entry.id, f"was due for review on {entry.review_by}"))
    return sorted(findings, key=lambda finding: (finding.level, finding.where, finding.check))


def _error(check: str, where: str, what: str) -> Finding:
    return Finding(Level.error, check, where, what)


def _unique_ids(seed: Seed) -> Iterator[Finding]:
    for name, ids in (
        ("policy", [policy.id for policy in seed.policies]),
        ("fact", [fact.id for fact in seed.facts]),
        ("entry", [entry.id for _, entry in seed.entries()]),
    ):
        for repeated in sorted({one for one in ids if ids.count(one) > 1}):
            yield _error("unique", repeated, f"this {name} id is used more than once")
    for _, entry in seed.entries():
        keys = [variant.id for variant in entry.variants]
        if len(set(keys)) < len(keys):
            yield _error("unique", entry.id, "two variants have the same id")


def _policy_chains(policies: Mapping[str, SeedPolicy]) -> Iterator[Finding]:
    for policy in policies.values():
        for successor in policy.replaced_by:
            if successor not in policies:
                yield _error("policy", policy.id, f"is replaced by {successor}, which is not there")
        if policy.effective_to is not None and policy.effective_to <= policy.effective_from:
            yield _error("policy", policy.id, "ends before it begins")


def _references(entry: SeedEntry, known: set[str], facts: Mapping[str, SeedFact]) -> Iterator[Finding]:
    for other in entry.near:
        if other not in known or other == entry.id:
            yield _error("near", entry.id, f"{other} is not another entry")
    if entry.overrides is not None and entry.overrides not in known:
        yield _error("overrides", entry.id, f"{entry.overrides} is not an entry")
    for when in [variant.when for variant in entry.variants] + [gap.when for gap in entry.gaps]:
        for name, values in when.items():
            options = {option.value for option in facts[name].options} if name in facts else set()
            for value in [values] if isinstance(values, str) else values:
                if value not in options:
                    yield _error("facts", entry.id, f"{name}: {value} is not in facts.yaml")


def _signpost(entry: SeedEntry) -> Iterator[Finding]:
    if entry.competence is Competence.other_office and any(variant.when for variant in entry.variants):
        yield _error("competence", entry.id, "what another office answers depends on no fact of ours")


def _citations(entry: SeedEntry, policies: Mapping[str, SeedPolicy]) -> Iterator[Finding]:
    for variant in entry.variants:
        where = f"{entry.id}/{variant.id}"
        for cite in variant.cites:
            policy = policies.get(cite.policy)
            if policy is None:
                yield _error("citation", where, f"policy {cite.policy} is not there")
            elif variant.valid_from < policy.effective_from or _later(variant.valid_to, policy.effective_to):
                yield _error(
                    "citation",
                    where,
                    f"{cite.policy} holds {policy.effective_from} – {policy.effective_to}, "
                    f"the variant {variant.valid_from} – {variant.valid_to}",
                )


def _later(end: date | None, other: date | None) -> bool:
    return other is not None and (end is None or end > other)


def _texts(entry: SeedEntry) -> Iterator[Finding]:
    for variant in entry.variants:
        where = f"{entry.id}/{variant.id}"
        whole = plain(" ".join([variant.brief, variant.detail, *variant.steps]))
        for point in variant.must_mention:
            if plain(point) not in whole:
                yield _error("must_mention", where, f"“{point}” does not stand in the answer")
        if len(variant.brief) > BRIEF_LENGTH:
            yield _error("brief", where, f"{len(variant.brief)} characters, at most {BRIEF_LENGTH}")
        length = len(SMS_SIGNATURE) + len(variant.sms)
        if length > SMS_LENGTH:
            yield _error("sms", where, f"{length} characters with the signature, at most {SMS_LENGTH}")


def _coverage(entry: SeedEntry, facts: Mapping[str, SeedFact], today: date) -> Iterator[Finding]:
    conditions = [one.when for one in entry.variants] + [one.when for one in entry.gaps]
    names = sorted(set().union(*conditions))
    if any(name not in facts for name in names):
        return
    for values in itertools.product(*([option.value for option in facts[name].options] for name in names)):
        case = dict(zip(names, values, strict=True))
        yield from _case_coverage(entry, case, today)


def _case_coverage(entry: SeedEntry, case: Mapping[str, str], today: date) -> Iterator[Finding]:
    fitting = sorted((v for v in entry.variants if _holds(v.when, case)), key=lambda v: v.valid_from)
    label = ", ".join(f"{name}={value}" for name, value in case.items()) or "every case"
    for earlier, later in itertools.pairwise(fitting):
        if earlier.valid_to is None or earlier.valid_to > later.valid_from:
            yield _error("overlap", entry.id, f"{earlier.id} and {later.id} both hold for {label}")
        elif earlier.valid_to < later.valid_from and not _excused(entry, case, earlier.valid_to):
            yield _error("gap", entry.id, f"nothing holds for {label} from {earlier.valid_to}")
    if not any(_in_force(variant, today) for variant in fitting) and not _excused(entry, case, today):
        yield _error("gap", entry.id, f"nothing holds for {label} on {today}, and no gap says why")


def _holds(when: Mapping[str, str | list[str]], case: Mapping[str, str]) -> bool:
    return all(case[name] in ([values] if isinstance(values, str) else values) for name, values in when.items())


def _in_force(variant: SeedVariant, day: date) -> bool:
    return variant.valid_from <= day and (variant.valid_to is None or day < variant.valid_to)


def _excused(entry: SeedEntry, case: Mapping[str, str], day: date) -> bool:
    return any(
        _holds(gap.when, case) and (gap.since is None or gap.since <= day) and (gap.until is None or day < gap.until)
        for gap in entry.gaps
    )


def _questions(seed: Seed) -> Iterator[Finding]:
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for _, entry in seed.entries():
        for text in [entry.question, *entry.similar]:
            owners[plain(text)].append(entry.id)
    for text, ids in owners.items():
        if len(ids) > 1:
            yield _error("question", ids[0], f"“{text}” stands {len(ids)} times: {', '.join(sorted(set(ids)))}")
    yield from _near_duplicates({text: ids[0] for text, ids in owners.items() if len(set(ids)) == 1})


def _near_duplicates(owners: Mapping[str, str]) -> Iterator[Finding]:
    pairs_of = {text: frozenset(itertools.pairwise(text)) for text in owners}
    holders: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for text, pairs in pairs_of.items():
        shared: defaultdict[str, int] = defaultdict(int)
        for pair in pairs:
            for other in holders[pair]:
                shared[other] += 1
            holders[pair].append(text)
        for other, count in shared.items():
            likeness = count / (len(pairs) + len(pairs_of[other]) - count)
            if likeness >= NEAR_DUPLICATE and owners[other] != owners[text]:
                yield Finding(Level.warning, "near_duplicate", owners[text], f"“{text}” ≈ “{other}” of {owners[other]}")


def plain(text: str) -> str:
    """The text without spaces, punctuation, width and case, for comparing."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[^\w%.‰]+", "", folded)
