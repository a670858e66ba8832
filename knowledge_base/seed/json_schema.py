"""The seed files' form as JSON Schema, for editors and other tools."""

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from knowledge_base.seed.schemas import FactFile, PolicyFile, TopicFile

FILES: dict[str, type[BaseModel]] = {
    "topic.schema.json": TopicFile,
    "policies.schema.json": PolicyFile,
    "facts.schema.json": FactFile,
}


def schema_text(model: type[BaseModel]) -> str:
    return json.dumps(model.model_json_schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def write_schemas(folder: Path) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in FILES.items():
        path = folder / name
        path.write_text(schema_text(model), encoding="utf-8")
        yield path
