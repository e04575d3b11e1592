"""One upload in pieces: how much is here, one more piece, the end (tus 1.0)."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.portal.filing import filing_page
from motcua.portal.paper_files import paper_place
from motcua.portal.pieces import paper_open, piecewise
from motcua.portal.uploading import part


@filing_page
@require_http_methods(["HEAD", "PATCH", "DELETE"])
@piecewise
def file_upload_part(
    request: CitizenRequest, code: str, draft_id: str, component_id: int, upload_id: str
) -> HttpResponse:
    """Answer the offset, take a piece, or forget the upload; the last piece stores the file."""
    draft = paper_open(request, code, draft_id, component_id)
    return part(request, paper_place(request, draft, component_id), upload_id)
