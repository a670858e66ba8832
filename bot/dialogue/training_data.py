"""What the dialogue model learns from the knowledge base: how taxpayers ask, and the words of the field."""

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict

from knowledge_base.seed.files import read_seed
from knowledge_base.seed.schemas import SeedEntry, SeedFact

OPENINGS = ("你好，请问{}", "您好，{}", "老师，{}", "在吗\n{}", "请问{}", "你好\n我想问一下{}", "谢谢，那{}")
CLOSINGS = ("{}，谢谢", "{}\n急", "{}，求解答", "{}\n谢谢老师")

# How a taxpayer tells a fact, when asked for it.
STATEMENTS = ("{}", "我是{}", "是{}的")

# Of each entry the question and so many ways to ask it: enough to know a question, and training stays short. The
# others are left to measure with.
SIMILAR_LEARNT = 4

# One question in so many is also shown with a courtesy around it, which must not make it a courtesy.
COURTEOUS_SHARE = 4

_ANNOTATION = str.maketrans("[](){}", "【】（）｛｝")


class OffDomainText(BaseModel):
    """What people send that no tax service answers, and what it is about."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    kind: str


class OffDomainFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    off_domain: list[OffDomainText]


@dataclass(frozen=True, slots=True)
class TrainingSource:
    """What the generated part of the training data is made of."""

    questions: Sequence[str]
    off_domain: Sequence[OffDomainText]
    facts: Sequence[SeedFact]
    dictionary: str

    @classmethod
    def read(cls, *, knowledge: Path, off_domain: Path, dictionary: Path) -> Self:
        """Read seed files, a file of texts that are not ours, and a dictionary in jieba's form."""
        seed = read_seed(knowledge)
        not_ours = OffDomainFile.model_validate(yaml.safe_load(off_domain.read_text(encoding="utf-8")))
        return cls(
            questions=[text for _, entry in seed.entries() for text in _learnt(entry)],
            off_domain=not_ours.off_domain,
            facts=seed.facts,
            dictionary=dictionary.read_text(encoding="utf-8"),
        )


def training_files(source: TrainingSource) -> Mapping[str, str]:
    """The content of every generated file, by its path in the generated folder; the same for the same source."""
    ours = set(source.questions)
    orders = [item.text for item in source.off_domain if item.kind == "injection"]
    others = [item.text for item in source.off_domain if item.kind != "injection" and item.text not in ours]
    intents = {
        "ask_tax": [*source.questions, *_courteous(source.questions)],
        "out_of_scope": others,
        "injection": orders,
        "inform_fact": [form.format(word) for fact in source.facts for word in _words(fact) for form in STATEMENTS],
    }
    lookups = {fact.id: list(_words(fact)) for fact in source.facts}
    return {
        "nlu/phrases.yml": _nlu("intent", intents),
        "nlu/facts.yml": _nlu("lookup", lookups),
        "lexicon/terms.txt": source.dictionary,
    }


def write_training_files(files: Mapping[str, str], folder: Path) -> None:
    """Make ``folder`` hold exactly ``files``."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def _learnt(entry: SeedEntry) -> Sequence[str]:
    return (entry.question, *entry.similar[:SIMILAR_LEARNT])


def _courteous(questions: Sequence[str]) -> Iterator[str]:
    wrappings = (*OPENINGS, *CLOSINGS)
    for number, question in enumerate(questions[::COURTEOUS_SHARE]):
        yield wrappings[number % len(wrappings)].format(question)


def _words(fact: SeedFact) -> Iterator[str]:
    for option in fact.options:
        yield from option.words


def _examples(texts: Iterable[str]) -> str:
    return "".join(f"- {_one_line(text)}\n" for text in dict.fromkeys(texts))


def _one_line(text: str) -> str:
    """Without what Rasa would read as an annotation."""
    return re.sub(r"\s+", " ", text).strip().translate(_ANNOTATION)


def _nlu(kind: str, texts: Mapping[str, Sequence[str]]) -> str:
    sections = [{kind: name, "examples": _examples(lines)} for name, lines in texts.items() if lines]
    return yaml.safe_dump({"version": "3.1", "nlu": sections}, allow_unicode=True, sort_keys=False)
