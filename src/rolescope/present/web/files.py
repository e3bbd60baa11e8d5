"""The address of the design's files."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from rolescope.present.web.replies import accepts_gzip
from rolescope.present.web.static import static_files

router = APIRouter(include_in_schema=False)
_A_YEAR = "public, max-age=31536000, immutable"


@router.get("/static/{name}")
async def static(request: Request, name: str, v: str = "") -> Response:
    """A file of the design; for good where the address carries its version."""
    file = static_files().get(name)
    if file is None:
        raise HTTPException(404)
    tag = f'W/"{file.digest}"'
    headers = {"etag": tag, "vary": "Accept-Encoding"}
    headers["cache-control"] = _A_YEAR if v == file.digest else "no-cache"
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if accepts_gzip(request.headers.get("accept-encoding", "")):
        return Response(file.packed, headers={**headers, "content-encoding": "gzip"}, media_type=file.media)
    return Response(file.plain, headers=headers, media_type=file.media)


@router.get("/favicon.ico")
async def favicon(request: Request) -> Response:
    """What browsers ask for unasked."""
    return await static(request, "icon.svg")


@router.get("/robots.txt")
async def robots() -> Response:
    """Every combination of filters is an address; nobody should crawl them all."""
    return Response("User-agent: *\nDisallow: /*?\nDisallow: /api/\n", media_type="text/plain")
