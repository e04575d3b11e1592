"""Answers: models as JSON, versions as ETags, validators, links to the next page."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import BaseModel

from motcua.api.problems import VersionMissing
from motcua.kernel.errors import Stale

PUBLIC_SECONDS = 300


def answer(
    model: BaseModel, *, status: int = 200, version: int | None = None, location: str = ""
) -> HttpResponse:
    """Return a model as JSON; `version` goes out as ETag and comes back as If-Match."""
    body = model.__pydantic_serializer__.to_json(model)
    response = HttpResponse(body, status=status, content_type="application/json")
    if version is not None:
        response["ETag"] = f'"{version}"'
    if location:
        response["Location"] = location
    return response


def answer_public(request: HttpRequest, model: BaseModel) -> HttpResponse:
    """Return public reference data with a validator; 304 when the client has it already."""
    response = answer(model)
    digest = hashlib.sha256(response.content + (get_language() or "").encode()).hexdigest()[:32]
    etag = f'"{digest}"'
    wanted = parse_etags(request.headers.get("If-None-Match", ""))
    if wanted == ["*"] or any(one.removeprefix("W/") == etag for one in wanted):
        response = HttpResponse(status=304)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
    return response


def version_wanted(request: HttpRequest) -> int | None:
    """Return the version that If-Match names; None for `*`, whatever it is now.

    Raises VersionMissing (428) without the header, Stale (412) for something that is no version
    of ours.
    """
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise VersionMissing(
            "version_missing",
            _("Send the version you have seen: If-Match with the ETag, or * for any."),
        )
    if given == "*":
        return None
    number = given.strip('"')
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Stale("version_unknown", _("If-Match does not name a version."))
    return int(number)


def next_link(request: HttpRequest, after: str) -> str | None:
    """Return the address of the next page, None on the last one."""
    if not after:
        return None
    wanted = request.GET.copy()
    wanted["after"] = after
    return f"{request.path}?{wanted.urlencode()}"
