"""Figures for everybody: choose a province or a commune."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.indicators.public.reading import roots
from motcua.indicators.public.standing import standing
from motcua.kernel.text import nfc
from motcua.organisations.queries import units_by_codes, units_resolve
from motcua.organisations.types import TERRITORIAL_KINDS
from motcua.portal.openly import Refusal, figures_page
from motcua.portal.places import chain_text
from motcua.ui.types import Choice

LONGEST = 200
SHOWN = 25


@figures_page
def figures(request: HttpRequest) -> HttpResponse:
    """Show the search, and the highest units there are; at most twelve statements."""
    stands = standing()
    if not stands.sound:
        raise Refusal(stands)
    query = nfc(request.GET.get("q", ""))[:LONGEST]
    found = [
        one
        for one in (units_resolve(query) if query else [])
        if one.unit.valid_to is None and one.unit.kind in TERRITORIAL_KINDS
    ]
    context = {
        "query": query,
        "standing": stands,
        "found": [
            Choice(
                one.unit.full_name,
                reverse("portal:figures_unit", args=[one.unit.code]),
                chain_text(one.chain),
                "chart-bar",
            )
            for one in found[:SHOWN]
        ],
        "more": max(0, len(found) - SHOWN),
        "roots": _roots(),
    }
    return render(request, "portal/figures.html", context)


def _roots() -> list[Choice]:
    """Return the highest units: those of today first, then those that have ended and say so."""
    found = roots()
    today = units_by_codes([code for code, _name in found])
    return [
        Choice(
            name,
            reverse("portal:figures_unit", args=[code]),
            _("Figures, and the units below")
            if code in today
            else _("Ended; figures of the time when it was there"),
            "chart-bar",
        )
        for code, name in sorted(found, key=lambda one: one[0] not in today)
    ]
