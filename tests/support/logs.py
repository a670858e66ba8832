"""Logs as plain lines: what structlog prints of an exception by default takes seconds to draw."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog


@contextmanager
def plain_logs() -> Iterator[None]:
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    )
    try:
        yield
    finally:
        structlog.reset_defaults()
