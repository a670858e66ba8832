"""Structured logs in which every string is masked before it is written."""

import logging
from typing import Any

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

from common.masking import mask
from common.settings import LogSettings


def configure_logs(settings: LogSettings) -> None:
    """Send structlog and the standard library's loggers through one masked pipeline to standard error."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        mask_event,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.format == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.PositionalArgumentsFormatter(), *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.level)
    for noisy in (
        "httpx",
        "httpcore",
        "faiss",
        "jieba",
        "sentence_transformers",
        "alembic",
        "rasa_sdk",
        "uvicorn",
    ):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def mask_event(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """A structlog processor: masks every string of the event, however deep, and what other objects say."""
    return {key: _masked(value) if not key.startswith("_") else value for key, value in event.items()}


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {_masked(key): _masked(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked(inner) for inner in value]
    said = repr(value)
    masked = mask(said)
    is_plain = value is None or isinstance(value, bool | int | float)
    return value if is_plain and masked == said else masked


def get_log(name: str) -> structlog.stdlib.BoundLogger:
    log: structlog.stdlib.BoundLogger = structlog.get_logger(name)
    return log
