"""Which official reports a unit makes for a period: what each is, for whom, where it stands."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.reports.files import MEDIA_TYPES
from motcua.indicators.reports.sheets import reports_of
from motcua.office.period import choice_of
from motcua.office.sheets import form_context


@requires(Action.REPORT_READ)
@require_safe
def reports(request: SignedInRequest) -> HttpResponse:
    """List the reports of the chosen unit; nothing is counted for the list."""
    choice = choice_of(request, Action.REPORT_READ)
    query = urlencode(choice.query)
    rows: list[dict[str, Any]] = [
        {
            **form_context(key, choice.period.last),
            "url": f"{reverse('office:report', args=[key])}?{query}",
            "files": [
                (kind.upper(), f"{reverse('office:report_file', args=[key, kind])}?{query}")
                for kind in MEDIA_TYPES
                if kind != "json"
            ],
        }
        for key in reports_of(choice.unit.id)
    ]
    return render(request, "office/reports.html", {"choice": choice, "rows": rows})
