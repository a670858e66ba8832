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
    """Read ``policies*.yaml``, ``facts.yaml`` and every topic file of ``folder``.

    Raises:
        SeedUnreadable: naming every file and place that is wrong, not only the first.
    """
    if not folder.is_dir():
        raise SeedUnreadable(f"There is no folder of seed files at {folder}.")
    policies: list[SeedPolicy] = []
    facts: list[SeedFact] = []
    topics: list[TopicFile] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            if path.stem.startswith("policies"):
                policies.extend(_read(path, PolicyFile).policies)
            elif path.stem == "facts":
                facts.extend(_read(path, FactFile).facts)
            else:
                topics.append(_read(path, TopicFile))
        except SeedUnreadable as exc:
            problems.append(str(exc))
    if problems:
        raise SeedUnreadable("\n".join(problems))
    return Seed(policies, facts, topics)


def _read(path: Path, model: type[Model]) -> Model:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, UnicodeDecodeError) as exc:
        raise SeedUnreadable(f"{path.name}: not readable as YAML: {exc}") from exc
    try:
        return model.model_validate(content)
    except ValidationError as exc:
        lines = [f"{path.name}: {_place(error['loc'], content)}: {error['msg']}" for error in exc.errors()]
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
