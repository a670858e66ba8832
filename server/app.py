"""Puts the app together: middleware, routers, and a lifespan that opens and closes everything."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypedDict

from fastapi import FastAPI
from starlette.types import Lifespan

from bot.actions.router import action_router, build_executor
from channels.web.calculators import router as calculators_router
from channels.web.pages import DIST, ImmutableFiles, pages_router
from channels.web.parts import WebParts
from channels.web.router import router as chat_router
from common.settings import Settings
from server.http.errors import Crashes, install_error_handlers
from server.http.guards import BodyLimit, KnownHosts, SafeHeaders, SameSiteOnly
from server.http.health import router as health_router
from server.http.measured import Measured
from server.places import Places
from server.secrets import kept_secret
from server.services import Outside, Services, open_services


class AppState(TypedDict):
    services: Services
    web: WebParts


def create_app(settings: Settings, outside: Outside | None = None) -> FastAPI:
    """The whole service as one ASGI app; ``outside`` replaces what leaves the process."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[AppState]:
        async with open_services(settings, outside or Outside()) as services:
            token = kept_secret(Places.of(settings).secrets, "actions", settings.dialogue.action_token)
            app.include_router(action_router(build_executor(services.engine), token=token))
            yield {"services": services, "web": services.web}

    return assemble(settings, lifespan)


def assemble(settings: Settings, lifespan: Lifespan[FastAPI], *, dist: Path = DIST) -> FastAPI:
    """Routers and middleware around whatever the lifespan opens; ``dist`` is the front end's build."""
    app = FastAPI(title="税答", version="0.1.0", lifespan=lifespan, docs_url=None, redoc_url=None)
    origins = frozenset(settings.http.origins)
    install_error_handlers(app)
    app.include_router(chat_router)
    app.include_router(calculators_router)
    app.include_router(health_router)
    app.include_router(pages_router(origins, dist=dist))
    app.mount("/assets", ImmutableFiles(directory=dist / "assets", check_dir=False))
    app.add_middleware(Measured)
    app.add_middleware(SameSiteOnly, origins=origins)
    app.add_middleware(BodyLimit, limit=settings.chat.max_body)
    app.add_middleware(KnownHosts, hosts=settings.http.allowed_hosts)
    # Outermost: refusals and crashes carry the headers too.
    app.add_middleware(Crashes)
    app.add_middleware(SafeHeaders, https=settings.http.secure_cookies)
    return app
