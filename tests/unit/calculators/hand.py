"""The cases worked out by hand, as they are written in hand_cases/."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "hand_cases"


@dataclass(frozen=True)
class HandCase:
    id: str
    calculator: str
    day: date
    inputs: dict[str, str]
    amounts: dict[str, Decimal]
    findings: dict[str, str]
    refused: bool
    working: str
    source: str


def _read(entry: dict[str, Any]) -> HandCase:
    return HandCase(
        id=entry["id"],
        calculator=entry["calculator"],
        day=date.fromisoformat(entry["as_of"]),
        inputs=entry["inputs"],
        amounts={key: Decimal(value) for key, value in entry.get("expected", {}).items()},
        findings=entry.get("findings", {}),
        refused=entry.get("refused") == "NotInForce",
        working=entry["working"],
        source=entry["source"],
    )


def hand_cases() -> list[HandCase]:
    """Every case, its numbers still text: BaseLoader keeps 36000.01 from becoming a float."""
    entries = [
        entry
        for path in sorted(FOLDER.glob("*.yaml"))
        for entry in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    ]
    return [_read(entry) for entry in entries]
