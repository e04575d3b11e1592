"""Download of one of one's own documents."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest
from motcua.documents.queries import file_get, file_open
from motcua.filing.queries.kept import document_get, file_name
from motcua.portal.filing import filing_page, level_two
from motcua.ui.downloads import file_answer


@filing_page
@level_two
@require_safe
def my_document_file(request: CitizenRequest, item_id: int) -> HttpResponseBase:
    """Answer the file; 404 for another person's and for one that was taken out."""
    item = document_get(request.citizen, item_id)
    if item.removed_at:
        raise Http404
    return file_answer(request, file_get(item.file_id), file_open, file_name(item))
