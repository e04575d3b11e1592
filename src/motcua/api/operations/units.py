"""Units: find one by any name or code it ever had, see what became of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from motcua.api.answers import answer_public
from motcua.api.schemas.catalogue import UnitOut, UnitsOut
from motcua.api.schemas.common import Code
from motcua.api.schemas.queries import OnQuery, UnitsQuery
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.organisations.queries import unit_by_code, unit_public, units_resolve

router = Router()
MOST = 100


@router.get("/units", response=UnitsOut, openapi_extra={"x-cacheable": True})
def units_find(
    request: HttpRequest,
    wanted: Query[UnitsQuery],
) -> HttpResponse:
    """Return units that a name or code may mean, old or new, best first (100 at most).

    Diacritics and type words may be left out; parts after commas are units around it. `on` keeps
    the units of that day. Of a split unit, `successors` names all.
    """
    q, code = wanted.q.strip(), wanted.code.strip()
    if bool(q) == bool(code):
        raise Invalid([FieldProblem("q", _("Give either a text (q) or a code."))])
    found = units_resolve(q or code, on=wanted.on)
    if code:
        found = [one for one in found if one.unit.code == code]
    return answer_public(
        request, UnitsOut.model_validate({"items": [one.to_dict() for one in found[:MOST]]})
    )


@router.get("/units/{code}", response=UnitOut, openapi_extra={"x-cacheable": True})
def unit_show(request: HttpRequest, code: Code, wanted: Query[OnQuery]) -> HttpResponse:
    """Return the unit that bore a code on a day (today), with predecessors and successors."""
    unit = unit_by_code(code, wanted.on)
    return answer_public(request, UnitOut.model_validate(unit_public(unit.id).to_dict()))
