"""My messages: everything that was told, and by which way it went out."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest
from motcua.kernel.scope import scope_use
from motcua.notices.queries import notices_of_person
from motcua.notices.services import notice_read
from motcua.portal.filing import filing_page
from motcua.portal.notices import way_told
from motcua.ui.formats import language
from motcua.ui.links import url_with

PAGE = 20


@filing_page
@require_safe
def my_messages(request: CitizenRequest) -> HttpResponse:
    """Show a page of them and mark them as read; a place that does not exist counts as none."""
    person = request.citizen.subject_id
    after = request.GET.get("after", "")
    before = int(after) if after.isdecimal() and len(after) < 18 else None
    found = notices_of_person(person, language=language(), before=before, limit=PAGE + 1)
    shown = found[:PAGE]
    with scope_use(request.citizen.scope):
        notice_read(person_id=person)
    context = {
        "rows": [(one, [way_told(way) for way in one.deliveries]) for one in shown],
        "next_url": url_with(request, after=shown[-1].id) if len(found) > PAGE else "",
        "first_url": url_with(request, after=None) if before else "",
    }
    return render(request, "portal/my_messages.html", context)
