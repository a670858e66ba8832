"""Who a web visitor is: a random name in a signed cookie, nothing else."""

from datetime import timedelta
from uuid import uuid4

from itsdangerous import BadSignature, URLSafeTimedSerializer
from pydantic import SecretStr
from starlette.requests import HTTPConnection
from starlette.responses import Response

_SALT = "shuida.visitor"


class VisitorCookies:
    def __init__(self, secret: SecretStr, *, lifetime: timedelta, secure: bool) -> None:
        self._serializer = URLSafeTimedSerializer(secret.get_secret_value(), salt=_SALT)
        self._lifetime = lifetime
        self._secure = secure
        # A __Host- cookie cannot be set by another host or path, but needs HTTPS.
        self.name = "__Host-shuida_visitor" if secure else "shuida_visitor"

    def read(self, connection: HTTPConnection) -> str | None:
        """The visitor, or None when the cookie is absent, changed or too old."""
        value = connection.cookies.get(self.name)
        if value is None:
            return None
        try:
            visitor = self._serializer.loads(value, max_age=int(self._lifetime.total_seconds()))
        except BadSignature:
            return None
        return visitor if isinstance(visitor, str) else None

    def new_visitor(self) -> str:
        return uuid4().hex

    def write(self, response: Response, visitor: str) -> None:
        """Sent anew with every session, so that someone who keeps coming back keeps the conversation.

        Inside another site's frame the cookie needs SameSite=None, which browsers take only with HTTPS.
        """
        response.set_cookie(
            self.name,
            self._serializer.dumps(visitor),
            max_age=int(self._lifetime.total_seconds()),
            path="/",
            httponly=True,
            secure=self._secure,
            samesite="none" if self._secure else "lax",
        )
