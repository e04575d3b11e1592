"""Download of the result, once it is issued; the signed file is the original."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest
from motcua.documents.queries import file_get, file_open
from motcua.dossiers.queries import dossier_get
from motcua.portal.filing import filing_page, level_two
from motcua.ui.downloads import file_answer


@filing_page
@level_two
@require_safe
def my_dossier_result(request: CitizenRequest, code: str, version: int) -> HttpResponseBase:
    """Answer that version of the result; a draft that nobody has issued is not found."""
    found = next((r for r in dossier_get(code).results if r.version == version), None)
    if found is None or found.issued_at is None:
        raise Http404
    return file_answer(request, file_get(found.file_id), file_open, found.file_name)
