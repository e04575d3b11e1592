"""Download of a file that this person handed in."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest
from motcua.documents.queries import file_get, file_open
from motcua.dossiers.queries import dossier_get
from motcua.portal.filing import filing_page, level_two
from motcua.portal.own import own_files
from motcua.ui.downloads import file_answer


@filing_page
@level_two
@require_safe
def my_dossier_file(request: CitizenRequest, code: str, attachment_id: int) -> HttpResponseBase:
    """Answer the file; 404 for one of another dossier, and for what the office works on."""
    found = own_files(dossier_get(code)).get(attachment_id)
    if found is None:
        raise Http404
    return file_answer(request, file_get(found.file_id), file_open, found.name)
