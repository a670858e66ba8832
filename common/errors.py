"""Errors that cross a package boundary.

AppError
├── MalformedError           400   a payload we cannot read
├── UnauthenticatedError     401   nobody we know
├── ForbiddenError           403   not from the service, or not allowed
├── NotFoundError            404
├── ConflictError            409
├── TooLargeError            413
├── InvalidError             422   readable, but against a rule
├── TooManyRequestsError     429   carries when to come back
├── UnavailableError         503   a part of ours is not ready
└── UpstreamError            502   a service we call failed
    └── UpstreamTimeout      504

Each package subclasses one of these in its own ``errors.py``; the HTTP edge renders any AppError,
so routers never translate errors by hand.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar


class AppError(Exception):
    """An expected failure that has a stable code and an HTTP status."""

    code: ClassVar[str] = "internal_error"
    status: ClassVar[int] = 500

    @property
    def details(self) -> Mapping[str, str]:
        """What is wrong where, in words for who asked."""
        return {}


class MalformedError(AppError):
    code = "malformed"
    status = 400


class UnauthenticatedError(AppError):
    code = "unauthenticated"
    status = 401


class ForbiddenError(AppError):
    code = "forbidden"
    status = 403


class NotFoundError(AppError):
    code = "not_found"
    status = 404


class ConflictError(AppError):
    code = "conflict"
    status = 409


class TooLargeError(AppError):
    code = "too_large"
    status = 413


class InvalidError(AppError):
    code = "invalid"
    status = 422


class TooManyRequestsError(AppError):
    code = "too_many_requests"
    status = 429

    def __init__(self, message: str, *, retry_after: timedelta) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class UnavailableError(AppError):
    code = "unavailable"
    status = 503


class UpstreamError(AppError):
    code = "upstream_failed"
    status = 502


class UpstreamTimeout(UpstreamError):
    code = "upstream_timeout"
    status = 504
