"""Reads a folder of seed files into one validated value; every problem is told with its file and place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from common.errors import InvalidError
from knowledge_base.seed.schemas import (
    FactFile,
    PolicyFile,
    SeedEntry,
    SeedFact,
    SeedPolicy,
    TopicFile,
)

Model = TypeVar("Model", bound=BaseModel)

POLICIES = "policies"
FACTS = Path("facts.yaml")
_BOOLEAN = "tag:yaml.org,2002:bool"


class _Loader(yaml.CSafeLoader):
    """YAML with the booleans of version 1.2: ``on``, ``yes`` and ``no`` are words."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - declared by the base class
        first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOLEAN]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


_Loader.add_implicit_resolver(_BOOLEAN, re.compile(r"^(?:true|True|false|False)$"), list("tTfF"))


class SeedUnreadable(InvalidError):
    """A seed file is not YAML, or not of the documented form."""

    code = "seed_unreadable"


@dataclass(frozen=True, slots=True)
class Seed:
    policies: Sequence[SeedPolicy]
    facts: Sequence[SeedFact]
    topics: Sequence[TopicFile]

    def entries(self) -> Iterator[tuple[TopicFile, SeedEntry]]:
        for topic in self.topics:
            for entry in topic.entries:
                yield topic, entry


def read_seed(folder: Path) -> Seed:
    """Read ``facts.yaml``, ``policies/*.yaml`` and every other file, which is a part of a topic.

    A topic may stand in several files; they are read in the order of their names.

    Raises:
        SeedUnreadable: naming every file and place that is wrong, not only the first.
    """
    if not folder.is_dir():
        raise SeedUnreadable(f"There is no folder of seed files at {folder}.")
    policies: list[SeedPolicy] = []
    facts: list[SeedFact] = []
    parts: list[tuple[Path, TopicFile]] = []
    problems: list[str] = []
    for path in seed_files(folder):
        name = path.relative_to(folder)
        try:
            if name.parts[0] == POLICIES:
                policies.extend(_read(path, name, PolicyFile).policies)
            elif name == FACTS:
                facts.extend(_read(path, name, FactFile).facts)
            else:
                parts.append((name, _read(path, name, TopicFile)))
        except SeedUnreadable as exc:
            problems.append(str(exc))
    topics = _whole_topics(parts, problems)
    if problems:
        raise SeedUnreadable("\n".join(problems))
    return Seed(policies, facts, topics)


def seed_files(folder: Path) -> Sequence[Path]:
    """Every file of a seed, in the order in which they are read."""
    return sorted(folder.rglob("*.yaml"))


def _whole_topics(parts: Sequence[tuple[Path, TopicFile]], problems: list[str]) -> Sequence[TopicFile]:
    topics: dict[str, TopicFile] = {}
    for name, part in parts:
        first = topics.setdefault(part.topic, TopicFile(topic=part.topic, title=part.title, entries=[]))
        if part.title != first.title:
            problems.append(f"{name}: the topic {part.topic} is called {first.title} in another file, not {part.title}")
        topics[part.topic] = first.model_copy(update={"entries": [*first.entries, *part.entries]})
    return list(topics.values())


def _read(path: Path, name: Path, model: type[Model]) -> Model:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, UnicodeDecodeError) as exc:
        raise SeedUnreadable(f"{name}: not readable as YAML: {exc}") from exc
    try:
        return model.model_validate(content)
    except ValidationError as exc:
        lines = [f"{name}: {_place(error['loc'], content)}: {error['msg']}" for error in exc.errors()]
        raise SeedUnreadable("\n".join(lines)) from exc


def _place(location: Sequence[str | int], content: object) -> str:
    """``entries[3] (vat.rates).variants[0].sms``: positions with the ids of what stands there."""
    parts: list[str] = []
    here: object = content
    for step in location:
        try:
            here = here[step]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            here = None
        if isinstance(step, int):
            name = here.get("id") if isinstance(here, dict) else None
            parts.append(f"[{step}]" + (f" ({name})" if name else ""))
        else:
            parts.append(f".{step}" if parts else step)
    return "".join(parts)
