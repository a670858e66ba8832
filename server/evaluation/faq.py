"""A foreign FAQ as JSON lines: documents, questions with the documents that answer them, pairs to learn from."""

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from common.errors import InvalidError


class FaqUnreadable(InvalidError):
    """A file of the FAQ is not there, or not of the documented form; the text says which line and why."""

    code = "faq_unreadable"


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)


class Document(_Line):
    id: str = Field(min_length=1)
    text: str


class Query(_Line):
    id: str = Field(min_length=1)
    text: str
    relevant: list[str] = Field(min_length=1)


class Pair(_Line):
    """``document`` is the id of a document, or a text."""

    query: str = Field(min_length=1)
    document: str = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Faq:
    documents: Sequence[Document]
    queries: Sequence[Query]
    pairs: Sequence[Pair] = ()


_L = TypeVar("_L", bound=_Line)


def read_faq(documents: Path, queries: Path, train: Path | None = None) -> Faq:
    """Raises:
    FaqUnreadable: naming file and line.
    """
    known = _read(documents, Document)
    _check_ids(documents, known)
    asked = _read(queries, Query)
    _check_relevant(queries, asked, {document.id for document in known.values()})
    pairs = _read(train, Pair) if train is not None else {}
    return Faq(list(known.values()), list(asked.values()), list(pairs.values()))


def _read(file: Path, form: type[_L]) -> dict[int, _L]:
    """Each line that is not blank, by its number from 1."""
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as exc:
        raise FaqUnreadable(f"{file} 读不了：{_reason(exc)}。") from exc
    found = {at: _parsed(file, at, line, form) for at, line in enumerate(lines, start=1) if line.strip()}
    if not found:
        raise FaqUnreadable(f"{file} 是空的。")
    return found


def _check_ids(file: Path, documents: Mapping[int, Document]) -> None:
    seen: set[str] = set()
    for number, document in documents.items():
        if document.id in seen:
            raise FaqUnreadable(f"{file} 第{number}行：id“{document.id}”重复。")
        seen.add(document.id)


def _check_relevant(file: Path, queries: Mapping[int, Query], known: Set[str]) -> None:
    for number, query in queries.items():
        for each in query.relevant:
            if each not in known:
                raise FaqUnreadable(f"{file} 第{number}行：relevant 中的“{each}”不是任何文档的id。")


def _reason(exc: OSError | UnicodeDecodeError) -> str:
    if isinstance(exc, FileNotFoundError):
        return "文件不存在"
    return "不是UTF-8编码" if isinstance(exc, UnicodeDecodeError) else str(exc.strerror)


def _parsed(file: Path, number: int, line: str, form: type[_L]) -> _L:
    try:
        content = json.loads(line)
    except ValueError as exc:
        raise FaqUnreadable(f"{file} 第{number}行：不是JSON。") from exc
    try:
        return form.model_validate(content)
    except ValidationError as exc:
        fields = "、".join(f"{name}（{_FORMS[name]}）" for name in form.model_fields)
        where = ".".join(map(str, exc.errors()[0]["loc"])) or "整行"
        raise FaqUnreadable(f"{file} 第{number}行：{where} 不对；每行须有 {fields}。") from exc


_FORMS = {
    "id": "文字",
    "text": "文字",
    "relevant": "至少一个文档id的列表",
    "query": "文字",
    "document": "文档id或文字",
}
