"""Announce a file of a question that comes in pieces (tus 1.0, creation)."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.portal.attached import attach_open, attach_place
from motcua.portal.filing import filing_page
from motcua.portal.pieces import piecewise
from motcua.portal.uploading import announce


@filing_page
@require_http_methods(["OPTIONS", "POST"])
@piecewise
def file_attach_upload(
    request: CitizenRequest, code: str, draft_id: str, page: str, question: str
) -> HttpResponse:
    """Say what is spoken here, or begin an upload and answer where it goes on."""
    draft = attach_open(request, code, draft_id, question)
    return announce(request, attach_place(request, draft, page, question))
