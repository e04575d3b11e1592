"""The catalogue of procedures: search, and one procedure with everything known of it."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from motcua.api.answers import answer_public, next_link
from motcua.api.schemas.catalogue import ProcedureOut, ProcedurePageOut
from motcua.api.schemas.queries import OnQuery, ProceduresQuery
from motcua.procedures.queries import procedure_get, procedures_search
from motcua.procedures.types import ProcedureRow, ProcedureView

router = Router()


@router.get("/procedures", response=ProcedurePageOut, openapi_extra={"x-cacheable": True})
def procedures_find(
    request: HttpRequest,
    wanted: Query[ProceduresQuery],
) -> HttpResponse:
    """Search the catalogue by words (with or without diacritics), field, level and code."""
    page = procedures_search(
        wanted.q,
        field=wanted.field or None,
        level=wanted.level or None,
        code=wanted.code or None,
        complete=wanted.complete,
        after=wanted.after or None,
        limit=wanted.limit,
    )
    found = {
        "items": [_row(row) for row in page.items],
        "total": page.total or 0,
        "next": next_link(request, page.after),
    }
    return answer_public(request, ProcedurePageOut.model_validate(found))


@router.get("/procedures/{code}", response=ProcedureOut, openapi_extra={"x-cacheable": True})
def procedure_show(
    request: HttpRequest,
    code: Annotated[str, Field(min_length=1, max_length=40)],
    wanted: Query[OnQuery],
) -> HttpResponse:
    """Return a procedure as in force on a day (today): components, limit, fees, sources."""
    return answer_public(
        request, ProcedureOut.model_validate(_record(procedure_get(code, wanted.on)))
    )


def _row(row: ProcedureRow) -> dict[str, object]:
    return {
        "code": row.code,
        "name": row.name,
        "field": {"code": row.field.code, "name": row.field_name},
        "levels": row.levels,
        "limit": row.limit or None,
        "limit_text": row.limit_text,
        "fee_state": row.fee_state.value,
        "status": row.status.value,
        "online": row.online,
        "complete": row.complete,
        "missing": row.missing,
    }


def _record(procedure: ProcedureView) -> dict[str, object]:
    periods = [
        {
            "effective_from": one.effective_from,
            "effective_to": one.effective_to,
            "name": one.name,
            "limit": one.limit,
        }
        for one in procedure.history
    ]
    level = {name: getattr(procedure.version, name) for name in ("assurance", "assurance_basis")}
    return {**procedure.version.to_public(), **level, "history": periods}
