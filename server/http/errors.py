"""Renders every failure as ``{"error": {"code", "message", "details"?}}``; nothing of our inside leaves."""

import math
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from common.errors import (
    AppError,
    ForbiddenError,
    InvalidError,
    MalformedError,
    NotFoundError,
    TooLargeError,
    TooManyRequestsError,
)
from common.logs import get_log
from server.http.texts import message_for

log = get_log(__name__)

_CODES = {one.status: one.code for one in (MalformedError, ForbiddenError, NotFoundError, TooLargeError)} | {
    405: "method_not_allowed"
}


def error_response(error: AppError) -> JSONResponse:
    headers = {}
    if isinstance(error, TooManyRequestsError):
        headers["Retry-After"] = str(math.ceil(error.retry_after.total_seconds()))
    details = [{"where": where, "why": why} for where, why in error.details.items()]
    return _json(error.status, error.code, details=details, headers=headers)


def install_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(AppError, _app_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)


async def _app_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, AppError):
        raise error
    say = log.warning if error.status >= 500 else log.info
    say("request_refused", path=request.url.path, code=error.code, why=str(error))
    return error_response(error)


async def _invalid_request(_request: Request, error: Exception) -> Response:
    """Not JSON at all is malformed (400); JSON against the schema is invalid (422)."""
    if not isinstance(error, RequestValidationError):
        raise error
    found = error.errors()
    if any(one["type"] == "json_invalid" for one in found):
        return _json(MalformedError.status, MalformedError.code)
    details = [{"where": _place(one["loc"]), "why": one["msg"]} for one in found]
    return _json(InvalidError.status, InvalidError.code, details=details)


def _place(path: Sequence[str | int]) -> str:
    """Keys may come from the body, and hold what no answer can: halves of characters."""
    return ".".join(map(str, path)).encode(errors="replace").decode()


async def _http_error(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    code = _CODES.get(error.status_code, "http_error")
    return _json(error.status_code, code, headers=dict(error.headers or {}))


def _json(
    status: int,
    code: str,
    *,
    details: list[dict[str, Any]] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    body: dict[str, Any] = {"code": code, "message": message_for(code, status)}
    if details:
        body["details"] = details
    return JSONResponse({"error": body}, status_code=status, headers=headers)


class Crashes:
    """Middleware that logs a failure nobody expected, and answers it like any other."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def noting(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception:
            if started:
                raise
            log.exception("request_crashed", path=scope["path"])
            await _json(AppError.status, AppError.code)(scope, receive, send)
