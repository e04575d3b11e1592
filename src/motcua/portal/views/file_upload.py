"""Announce a file of a paper that comes in pieces (tus 1.0, creation)."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.portal.filing import filing_page
from motcua.portal.paper_files import paper_place
from motcua.portal.pieces import paper_open, piecewise
from motcua.portal.uploading import announce


@filing_page
@require_http_methods(["OPTIONS", "POST"])
@piecewise
def file_upload(
    request: CitizenRequest, code: str, draft_id: str, component_id: int
) -> HttpResponse:
    """Say what is spoken here, or begin an upload and answer where it goes on."""
    draft = paper_open(request, code, draft_id, component_id)
    return announce(request, paper_place(request, draft, component_id))
