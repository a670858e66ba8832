"""What a taxpayer is shown: the parts for a rich client, and the same words as plain text."""

from datetime import date

from pydantic import BaseModel, Field, computed_field

from bot.rendering import texts

_STATE = "中华人民共和国"


class ShownCitation(BaseModel):
    number: str
    title: str
    article: str | None
    effective_from: date
    effective_to: date | None = Field(description="First day it no longer applies.")
    status: str
    url: str | None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def name(self) -> str:
        """What it is known by: a law by its title, any other document by its number."""
        return self.title.removeprefix(_STATE) if self.title.startswith(_STATE) else self.number


class ShownOption(BaseModel):
    """A button: choosing it sends ``text`` as the taxpayer's own words; ``hint`` is the answer in short."""

    label: str
    text: str
    hint: str | None = None


class Reply(BaseModel):
    outcome: str
    heading: str | None = Field(default=None, description="Of one part among several: the taxpayer's own question.")
    question: str | None = None
    brief: str
    detail: str = ""
    steps: list[str] = Field(default_factory=list)
    citations: list[ShownCitation] = Field(default_factory=list)
    options_title: str | None = None
    options: list[ShownOption] = Field(default_factory=list)
    basis: str | None = Field(default=None, description="For whom and for which day it is answered.")
    changes: list[ShownOption] = Field(
        default_factory=list, description="Other cases than the one that was answered, to ask for."
    )
    notice: str | None = None
    offer_human: bool = False
    feedback: str | None = None
    entry: str | None = None
    revision: int | None = None
    variant: str | None = None
    as_of: date | None = None
    confidence: float | None = None
    parts: list["Reply"] = Field(
        default_factory=list, description="Several questions answered one by one; the buttons stand in the whole."
    )

    @property
    def text(self) -> str:
        """All the words, in reading order."""
        if self.parts:
            return "\n\n".join([self.brief, *self._numbered_parts(), *filter(None, [self.notice, self._choices()])])
        parts = [self.basis, self.brief, self.detail, *self._numbered_steps(), self.notice, self._sources()]
        parts += [self._changes(), self._choices()]
        return "\n".join(part for part in parts if part)

    def _numbered_parts(self) -> list[str]:
        return [f"【{number}】{part.heading}\n{part.text}" for number, part in enumerate(self.parts, start=1)]

    def _changes(self) -> str:
        labels = "、".join(option.label for option in self.changes)
        return texts.CHANGES.format(labels=labels) if labels else ""

    def _choices(self) -> str:
        options = [_numbered(number, option) for number, option in enumerate(self.options, start=1)]
        return "\n".join([*filter(None, [self.options_title]), *options])

    def _numbered_steps(self) -> list[str]:
        if not self.steps:
            return []
        return ["办理步骤：", *(f"{number}. {step}" for number, step in enumerate(self.steps, start=1))]

    def _sources(self) -> str:
        if not self.citations:
            return ""
        return "依据：" + "；".join(cite.name + (cite.article or "") for cite in self.citations)


def _numbered(number: int, option: ShownOption) -> str:
    return f"{number}. {option.label}" + (f"\n   {option.hint}" if option.hint else "")
