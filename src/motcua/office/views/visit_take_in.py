"""From the visit to the intake form in one step: procedure, person and place filled in."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.outside.reading import offered_at, visit_read
from motcua.organisations.queries import unit_get


@requires(Action.DOSSIER_INTAKE)
@require_safe
def visit_take_in(request: SignedInRequest, visit_id: int) -> HttpResponse:
    """Open the form of the next matter of a visit, or the list of procedures."""
    one = visit_read(request, visit_id, Action.DOSSIER_INTAKE)
    offered = offered_at(unit_get(one.unit_id))
    known = [code for code in one.procedures if code in offered]
    asked = request.GET.get("procedure", "")
    done = len(one.dossier_codes)
    code = asked if asked in offered else (known[done] if done < len(known) else "")
    query: dict[str, object] = {"visit": one.id}
    if code:
        query = {"unit": offered[code].unit_id, "procedure": code, **query}
    return redirect(f"{reverse('office:intake')}?{urlencode(query)}")
