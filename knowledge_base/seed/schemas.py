"""The form of the seed files in ``data/knowledge``: what an author may write, and nothing else."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=80)]
FactName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
FactValues = Annotated[dict[FactName, str | list[str]], Field(default_factory=dict)]


class SeedModel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PolicyStatus(StrEnum):
    in_force = "in_force"
    partly_repealed = "partly_repealed"
    repealed = "repealed"
    pending = "pending"


class SeedPolicy(SeedModel):
    """A law, regulation or announcement that an answer can rest on."""

    id: Slug
    number: Text = Field(description="文号, with its issuer: one number is used by several issuers.")
    title: Text
    issuer: Text
    issued_on: date | None = None
    effective_from: date
    effective_to: date | None = Field(default=None, description="First day it no longer applies.")
    status: PolicyStatus
    replaced_by: list[Slug] = Field(default_factory=list)
    url: str | None = None
    sure: bool = Field(default=True, description="False: number, date or status is to be checked.")


class Measure(SeedModel):
    """A number with a unit in the taxpayer's text that decides the option: ``max`` included, ``above`` not."""

    units: list[Text] = Field(min_length=1)
    max: float | None = None
    above: float | None = None


class FactOption(SeedModel):
    value: Text
    label: Text
    words: list[Text] = Field(default_factory=list)
    measure: Measure | None = None


class SeedFact(SeedModel):
    """Something about the taxpayer that may decide between variants."""

    id: FactName
    label: Text
    ask: Text
    options: list[FactOption] = Field(min_length=2)


class Citation(SeedModel):
    policy: Slug
    article: Text | None = None


class Verified(SeedModel):
    on: date
    status: Literal["verified", "unverified"]
    basis: Text
    missing: Text | None = None
    second_pass: date | None = Field(default=None, description="When a person who did not write it checked all of it.")

    @model_validator(mode="after")
    def _unverified_says_what_is_missing(self) -> Self:
        if self.status == "unverified" and not self.missing:
            raise ValueError("an unverified entry says in `missing` what could not be checked")
        return self


class Gap(SeedModel):
    """A case the entry deliberately does not answer."""

    when: FactValues
    since: date | None = None
    until: date | None = None
    why: Text


class SeedVariant(SeedModel):
    """One answer, for one set of facts and one stretch of time."""

    id: Slug
    when: FactValues
    valid_from: date
    valid_to: date | None = Field(default=None, description="First day it no longer applies.")
    brief: Text
    detail: Text
    steps: list[Text] = Field(default_factory=list)
    sms: Text
    must_mention: list[Text] = Field(min_length=1)
    cites: list[Citation] = Field(min_length=1)

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError(f"variant {self.id}: valid_to must lie after valid_from")
        return self


class HandOffPolicy(StrEnum):
    never = "never"
    offer = "offer"
    always = "always"


class Competence(StrEnum):
    """Whose matter a question is. What another office answers counts as not covered, and the text says who does."""

    ours = "ours"
    other_office = "other_office"


class SeedEntry(SeedModel):
    """One question that taxpayers ask, and its approved answers."""

    id: Slug
    question: Text
    jurisdiction: Annotated[str, StringConstraints(pattern=r"^CN(-\d{2})?$")] = "CN"
    overrides: Slug | None = Field(default=None, description="The national entry this local one replaces.")
    similar: list[Text] = Field(min_length=8)
    near: list[Slug] = Field(default_factory=list)
    handoff: HandOffPolicy = HandOffPolicy.never
    competence: Competence = Competence.ours
    review_by: date
    verified: Verified
    gaps: list[Gap] = Field(default_factory=list)
    variants: list[SeedVariant] = Field(min_length=1)


class TopicFile(SeedModel):
    topic: Slug
    title: Text
    entries: list[SeedEntry]


class PolicyFile(SeedModel):
    policies: list[SeedPolicy]


class FactFile(SeedModel):
    facts: list[SeedFact]
