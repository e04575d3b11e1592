"""One upload in pieces of a file that a question asks for (tus 1.0)."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.portal.attached import attach_open, attach_place
from motcua.portal.filing import filing_page
from motcua.portal.pieces import piecewise
from motcua.portal.uploading import part


@filing_page
@require_http_methods(["HEAD", "PATCH", "DELETE"])
@piecewise
def file_attach_part(
    request: CitizenRequest, code: str, draft_id: str, page: str, question: str, upload_id: str
) -> HttpResponse:
    """Answer the offset, take a piece, or forget the upload; the last piece stores the file."""
    draft = attach_open(request, code, draft_id, question)
    return part(request, attach_place(request, draft, page, question), upload_id)
