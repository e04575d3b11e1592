"""The interface as ninja sees it: routers, refusals, and the OpenAPI document."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, URLResolver, path
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from motcua.api.door import StrictParser, door
from motcua.api.openapi import finish
from motcua.api.operations import (
    dossiers,
    events,
    files,
    keys,
    procedures,
    reports,
    track,
    units,
    verbs,
    work_items,
)
from motcua.api.problems import HANDLERS

DESCRIPTION = (
    "Machine interface of Motcua. Units and dossiers are named by their codes, dossiers carry"
    " the national status codes 1 to 10. Errors are problem documents (RFC 9457) in the language"
    " asked for. Every POST takes an Idempotency-Key; a change of a dossier or of a piece of work"
    " needs If-Match with the ETag that was read, or * for any version."
)


class MotcuaAPI(NinjaAPI):
    """The API with its own way of describing itself."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the document, with what the door adds to every operation."""
        schema = super().get_openapi_schema(
            path_prefix=path_prefix or "/api/v1/", path_params=path_params
        )
        return finish(schema, self)


api = MotcuaAPI(
    title="Motcua",
    version="1.0.0",
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    parser=StrictParser(),
    openapi_extra={
        "info": {"license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}},
    },
)
for _error, _handler in HANDLERS:
    api.add_exception_handler(_error, _handler)
for _module in (
    procedures,
    units,
    dossiers,
    verbs,
    work_items,
    files,
    track,
    reports,
    events,
    keys,
):
    api.add_router("", _module.router, tags=[_module.__name__.rpartition(".")[2]])


def routes() -> list[URLPattern | URLResolver]:
    """Return the routes of all operations, each behind the door."""
    found: list[URLPattern | URLResolver] = []
    for bound in api._get_bound_routers():  # noqa: SLF001 - the only way to each path's operations
        for template, path_view in bound.path_operations.items():
            route = template.lstrip("/").replace("{", "<").replace("}", ">")
            name = path_view.operations[0].view_func.__name__
            found.append(path(route, door(path_view.get_view(), path_view.operations), name=name))
    return found
