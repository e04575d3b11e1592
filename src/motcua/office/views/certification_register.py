"""The register of certified copies of a unit: a period, by number, name or paper; and as files."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.certification.papers import MEDIA_TYPES
from motcua.certification.queries import register_count, register_page
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Invalid
from motcua.office.registering import register_choice, register_reading
from motcua.ui.links import url_with
from motcua.ui.types import Chip


@requires(Action.DOSSIER_READ)
@require_safe
def certification_register(request: SignedInRequest) -> HttpResponse:
    """Show a page of it; the reading is recorded. A damaged place begins anew."""
    choice = register_choice(request)
    unit, days, text = choice.unit, choice.days, choice.text
    asked: dict[str, Any] = {"text": text, "units": choice.readable}
    after = request.GET.get("after", "")
    try:
        entries, following = register_page(unit.id, *days, after=after, **asked)
    except Invalid:
        entries, following = register_page(unit.id, *days, **asked)
    register_reading(request, choice, entries)
    query = urlencode(choice.query)
    context = {
        "choice": choice.period,
        "unit": unit,
        "title": choice.title,
        "text": text,
        "total": register_count(unit.id, *days, **asked),
        "entries": entries,
        "may_cancel": request.actor.may(Action.DOSSIER_APPROVE, unit.id),
        "own_id": request.actor.account_id,
        "books": [
            Chip(one.full_name, url_with(request, book=one.code, after=None), one == unit)
            for one in choice.units
        ]
        if len(choice.units) > 1
        else [],
        "files": [
            (
                kind.upper(),
                f"{reverse('office:certification_register_file', args=[kind])}?{query}",
            )
            for kind in MEDIA_TYPES
        ],
        "next_url": url_with(request, after=following) if following else "",
        "first_url": url_with(request, after=None) if after else "",
    }
    return render(request, "office/certification_register.html", context)
