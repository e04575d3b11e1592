"""Go on with a draft: lead to the first step that is not done, or first to the newer procedure."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.filing.services import draft_renew
from motcua.portal.filing import closed_url, draft_open, filing_page, walk_of
from motcua.procedures.queries import procedure_get


@filing_page
@require_http_methods(["GET", "HEAD", "POST"])
def file_go(request: CitizenRequest, code: str, draft_id: str) -> HttpResponse:
    """Lead on. A newer procedure is taken over when the person says so; what changed is told."""
    draft = draft_open(request, code, draft_id)
    if closed := closed_url(draft):
        return redirect(closed)
    version = procedure_get(code).version
    if version.id != draft.version_id:
        if request.method != "POST":
            return render(request, "portal/file_go.html", {"draft": draft, "version": version})
        draft_renew(citizen=request.citizen, public_id=draft_id)
    return redirect(walk_of(request, code, draft_id).here_on)
