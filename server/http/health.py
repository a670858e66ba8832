"""``/livez``: the process answers. ``/readyz``: it can do its work. ``/metrics``: its figures."""

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse, Response

from common.metrics import DEGRADED
from server.services import Services

router = APIRouter(include_in_schema=False)


@router.get("/livez")
async def alive() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz")
async def ready(request: Request) -> JSONResponse:
    """503 when the database cannot be reached; without the dialogue manager it is ready, but degraded."""
    services: Services = request.state.services
    try:
        async with services.database.read() as session:
            await session.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError):
        return JSONResponse({"status": "database_unreachable"}, status_code=503)
    shelf = services.library.shelf
    return JSONResponse(
        {
            "status": "degraded" if services.degraded() else "ok",
            "knowledge_revision": shelf.knowledge.revision,
            "entries": len(shelf.knowledge.entries),
            "index": shelf.index.revision,
        }
    )


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    services: Services = request.state.services
    DEGRADED.set(int(services.degraded()))
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
