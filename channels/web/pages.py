"""Serves the built pages, their assets and the loader that other sites include, under a strict policy."""

from pathlib import Path

from fastapi import APIRouter
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from common.errors import UnavailableError

DIST = Path(__file__).parent / "frontend" / "dist"
_YEAR = 31_536_000


class PageNotBuilt(UnavailableError):
    """The front end has not been built; the API works all the same."""

    code = "page_not_built"


class ImmutableFiles(StaticFiles):
    """Files whose names change with their content."""

    async def check_config(self) -> None:
        """A folder that is not built yet has no files: they are not found, and nothing is broken."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
        return response


def pages_router(origins: frozenset[str], *, dist: Path = DIST) -> APIRouter:
    """``/chat``, ``/calculators`` and ``/embed.js``; ``origins`` are the sites that may show a page in a frame."""
    router = APIRouter(include_in_schema=False)
    policy = content_policy(origins)

    @router.get("/")
    async def home() -> RedirectResponse:
        return RedirectResponse("/chat")

    @router.get("/chat")
    async def chat() -> HTMLResponse:
        return _page(dist / "index.html", policy)

    @router.get("/calculators")
    async def calculators() -> HTMLResponse:
        return _page(dist / "calculators.html", policy)

    @router.get("/embed.js")
    async def embed() -> FileResponse:
        script = dist / "embed.js"
        if not script.is_file():
            raise PageNotBuilt("There is no build of the front end.")
        # A site includes this script from elsewhere: that is what it is for.
        headers = {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "public, max-age=3600"}
        return FileResponse(script, media_type="text/javascript", headers=headers)

    return router


def _page(file: Path, policy: str) -> HTMLResponse:
    if not file.is_file():
        raise PageNotBuilt("There is no build of the front end.")
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-cache"}
    return HTMLResponse(file.read_text(encoding="utf-8"), headers=headers)


def content_policy(origins: frozenset[str]) -> str:
    """Everything from this service only: the build has no inline script or style, so no nonce is needed."""
    ancestors = " ".join(["'self'", *sorted(origins)])
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors {ancestors}"
    )
