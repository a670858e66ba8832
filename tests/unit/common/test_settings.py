"""The settings class and ``.env.example`` name the same settings, with the same words and defaults."""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from common.settings import DatabaseSettings, Settings

EXAMPLE = Path(__file__).parents[3] / ".env.example"
_ENTRY = re.compile(r"^# (?P<description>.+)\n# (?P<name>SHUIDA_[A-Z_]+)=(?P<value>.*)$", re.MULTILINE)


def _fields(model: type[BaseModel] = Settings, prefix: str = "SHUIDA_") -> Iterator[tuple[str, FieldInfo]]:
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _fields(field.annotation, f"{prefix}{name.upper()}__")
        else:
            yield prefix + name.upper(), field


@pytest.fixture
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("SHUIDA_")]:
        monkeypatch.delenv(name)


def test_every_setting_stands_in_the_example_with_its_description() -> None:
    in_example = [(one["name"], one["description"]) for one in _ENTRY.finditer(EXAMPLE.read_text(encoding="utf-8"))]

    assert in_example == [(name, field.description) for name, field in _fields()]


def test_nothing_else_stands_in_the_example() -> None:
    rest = _ENTRY.sub("", EXAMPLE.read_text(encoding="utf-8"))

    assert "SHUIDA_" not in rest
    assert all(line.startswith("#") or not line for line in rest.splitlines())


@pytest.mark.usefixtures("no_environment")
def test_the_values_in_the_example_are_the_defaults(tmp_path: Path) -> None:
    unset = {name for name, field in _fields() if field.default is None}
    entries = [one for one in _ENTRY.finditer(EXAMPLE.read_text(encoding="utf-8")) if one["name"] not in unset]
    taken = tmp_path / "env"
    taken.write_text("".join(f"{one['name']}={one['value']}\n" for one in entries), encoding="utf-8")

    with_example = Settings(_env_file=taken)
    assert with_example == Settings(_env_file=None)
    assert with_example.model_fields_set == set(Settings.model_fields)


def test_what_has_no_default_stands_empty_in_the_example() -> None:
    unset = {name for name, field in _fields() if field.default is None}
    shown = {one["name"]: one["value"] for one in _ENTRY.finditer(EXAMPLE.read_text(encoding="utf-8"))}

    assert {shown[name] for name in unset} == {""}


@pytest.mark.usefixtures("no_environment")
def test_the_environment_reaches_a_nested_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHUIDA_DATABASE__URL", "postgresql+asyncpg://db/shuida")
    monkeypatch.setenv("SHUIDA_HTTP__ORIGINS", '["https://tax.example"]')
    monkeypatch.setenv("SHUIDA_DIALOGUE__CAP", "PT1.5S")

    settings = Settings(_env_file=None)

    assert settings.database == DatabaseSettings(url="postgresql+asyncpg://db/shuida")
    assert settings.http.origins == ["https://tax.example"]
    assert settings.dialogue.cap == timedelta(seconds=1.5)


@pytest.mark.usefixtures("no_environment")
def test_a_secret_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHUIDA_CHAT__SECRET_KEY", "do-not-show")
    monkeypatch.setenv("SHUIDA_DIALOGUE__ACTION_TOKEN", "do-not-show")

    settings = Settings(_env_file=None)

    assert "do-not-show" not in repr(settings) + settings.model_dump_json()
    assert settings.chat.secret_key is not None
    assert settings.chat.secret_key.get_secret_value() == "do-not-show"


@pytest.mark.usefixtures("no_environment")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HTTP__PORT", "70000"),
        ("LOG__LEVEL", "LOUD"),
        ("SEARCH__ANSWER_THRESHOLD", "1.5"),
        ("DATABASE__POOL_SIZE", "0"),
    ],
)
def test_a_value_out_of_range_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"SHUIDA_{name}", value)
    with pytest.raises(ValidationError):
        Settings(_env_file=None)
