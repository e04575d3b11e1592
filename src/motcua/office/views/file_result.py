"""Download of a version of the result; the reading is recorded."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from motcua.documents.queries import file_get, file_open
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.reading import dossier_read
from motcua.ui.downloads import file_answer


@requires(Action.DOSSIER_READ)
@require_safe
def file_result(request: SignedInRequest, code: str, version: int) -> HttpResponseBase:
    """Answer that version of the result of this dossier."""
    dossier = dossier_read(request, code, purpose=f"download of result {version}")
    found = next((r for r in dossier.results if r.version == version), None)
    if found is None:
        raise Http404
    return file_answer(request, file_get(found.file_id), file_open, found.file_name)
