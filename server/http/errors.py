"""Renders every failure as ``{"error": {"code", "message", "details"?}}``; nothing of our inside leaves."""

import math
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

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
    return _json(error.status, error.code, headers=headers)


def install_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(AppError, _app_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unexpected)


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
    details = [{"where": ".".join(map(str, one["loc"])), "why": one["msg"]} for one in found]
    return _json(InvalidError.status, InvalidError.code, details=details)


async def _http_error(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    code = _CODES.get(error.status_code, "http_error")
    return _json(error.status_code, code, headers=dict(error.headers or {}))


async def _unexpected(request: Request, error: Exception) -> Response:
    log.error("request_crashed", path=request.url.path, exc_info=error)
    return _json(AppError.status, AppError.code)


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
