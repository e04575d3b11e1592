"""Download of a file that this person put up for a request of the office, sent or not."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest
from motcua.documents.queries import file_get, file_open
from motcua.filing.queries import supply_of
from motcua.portal.filing import filing_page, level_two
from motcua.ui.downloads import file_answer


@filing_page
@level_two
@require_safe
def my_dossier_supply_file(
    request: CitizenRequest, code: str, ordinal: int, file_id: int
) -> HttpResponseBase:
    """Answer the file; 404 for another person's or one that was taken out."""
    supply = supply_of(request.citizen, code, ordinal) if ordinal < 30_000 else None
    found = next((one for one in supply.files if one.id == file_id), None) if supply else None
    if found is None:
        raise Http404
    return file_answer(request, file_get(found.file_id), file_open, found.name)
