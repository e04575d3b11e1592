"""The audit programme of a year: what is planned, being held, concluded, and what is late."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.office.quality import audit_words, names_of, quality_tabs
from motcua.organisations.queries import units_by_ids
from motcua.quality.queries.audits import audit_years, audits_of_year
from motcua.ui.links import url_with
from motcua.ui.types import Chip


@requires(Action.QUALITY_READ)
@require_safe
def audits(request: SignedInRequest) -> HttpResponse:
    """List them by day; `year` chooses another programme."""
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else clock.today().year
    found = audits_of_year(request.actor, year)
    units = units_by_ids({one for audit in found for one in audit.plan.unit_ids})
    names = names_of(one for audit in found for one in audit.plan.auditor_ids)
    context = {
        "tabs": quality_tabs("audits"),
        "year": year,
        "years": [
            Chip(str(one), url_with(request, year=one), selected=one == year)
            for one in audit_years(request.actor)
        ],
        "lines": [
            {
                "audit": one,
                "units": ", ".join(units[u].full_name for u in one.plan.unit_ids if u in units),
                "lead": names.get(one.plan.auditor_ids[0], ""),
                "more": len(one.plan.auditor_ids) - 1,
                "label": audit_words(one),
            }
            for one in found
        ],
        "may_plan": request.actor.may(Action.QUALITY_KEEP),
    }
    return render(request, "office/audits.html", context)
