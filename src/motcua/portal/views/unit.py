"""One unit: what it is, what it was, which bodies it has, what it takes in."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.dossiers.queries.headings import headings_by_ids
from motcua.kernel.errors import NotFound
from motcua.organisations.queries import directory_state, unit_by_code, unit_children, unit_public
from motcua.organisations.types import COMMUNE_KINDS, TERRITORIAL_KINDS, UnitKind
from motcua.portal.catalogue import catalogue_page
from motcua.portal.territory import answer_told, unit_url
from motcua.portal.words import vietnamese
from motcua.procedures.overview import catalogue_state
from motcua.procedures.queries import offerings_of
from motcua.reception.queries.points import points_announced
from motcua.ui.types import Crumb


@catalogue_page(directory_state, catalogue_state)
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Show the unit that bears a code today, or bore it on the day that `on` names."""
    try:
        found = unit_by_code(code if code.isprintable() else "", on=_day(request.GET.get("on", "")))
    except NotFound as refusal:
        raise Http404 from refusal
    children = unit_children(found.id) if found.valid_to is None else []
    inner = [child for child in children if child.kind in TERRITORIAL_KINDS]
    heads = headings_by_ids([found.id, *(child.id for child in children)])
    crumbs = (Crumb(_("Units"), reverse("portal:units")), Crumb(found.full_name))
    context = {
        "crumbs": crumbs,
        "answer": answer_told(unit_public(found.id)),
        "bodies": [(one, heads.get(one.id)) for one in children if one not in inner],
        "head": heads.get(found.id),
        "points": points_announced([found.id, *(child.id for child in children)])
        if found.kind in COMMUNE_KINDS | {UnitKind.CENTRE}
        else [],
        "inner": [(child.full_name, unit_url(child)) for child in inner],
        "procedures": [
            (
                vietnamese(one.version.name),
                reverse("portal:procedure", args=[one.code]),
                one.version,
            )
            for one in offerings_of(found.id)
        ],
    }
    return render(request, "portal/unit.html", context)


def _day(text: str) -> date | None:
    """Return the day asked for; what is no day means today."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
