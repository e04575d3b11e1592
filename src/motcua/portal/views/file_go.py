"""Go on with a draft: lead to the first step that is not done, after a newer form is taken over."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.filing.services import draft_renew
from motcua.portal.filing import closed_url, draft_open, filing_page, walk_of
from motcua.procedures.queries import procedure_get


@filing_page
@require_http_methods(["GET", "HEAD", "POST"])
def file_go(request: CitizenRequest, code: str, draft_id: str) -> HttpResponse:
    """Lead on; what the person must know about a newer form stands on the next page."""
    draft = draft_open(request, code, draft_id)
    if closed := closed_url(draft):
        return redirect(closed)
    if procedure_get(code).version.id != draft.version_id:
        draft_renew(citizen=request.citizen, public_id=draft_id)
    return redirect(walk_of(request, code, draft_id).here_on)
